"""A chart's SVG made fit to stand inside an HTML page."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from hotline_analysis.errors import RunError

UNWANTED = {"metadata", "script", "foreignObject", "style", "title", "desc"}
"""What a picture does not need, what could run in the page, and style sheets, which would reach its text."""

REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"\s]+)['\"]?\s*\)")
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)[^)]*\)")


def inline_svg(svg: str, *, prefix: str, alt: str) -> str:
    """`svg` as an element of a page: its root says `alt`, every id in it begins with `prefix`.

    Prolog, doctype, namespaces, metadata, scripts, outside references and unused ids are dropped. Of
    a style sheet only matplotlib's rule for every element is kept, as the root's own style.
    RunError where the text is not XML.

    >>> inline_svg('<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/></svg>', prefix="c1-", alt="柱形图")
    '<svg role="img" aria-label="柱形图"><g /></svg>'
    """
    try:
        root = ElementTree.fromstring(svg.strip())
    except ElementTree.ParseError as error:
        raise RunError(f"The chart '{alt}' is not valid SVG ({error}): draw it again, or as PNG.") from error
    style = _common_style(root)
    _clean(root)
    _rename_ids(root, prefix)
    attributes = {"role": "img", "aria-label": alt, **root.attrib} | ({"style": style} if style else {})
    root.attrib.clear()
    root.attrib.update(attributes)
    root.tail = None
    return ElementTree.tostring(root, encoding="unicode")


def _common_style(root: Element) -> str:
    sheets = "".join(element.text or "" for element in root.iter() if _local(element.tag) == "style")
    found = re.fullmatch(r"\s*\*\s*\{([^{}]*)\}\s*", sheets)
    return OUTSIDE.sub("none", found[1].strip()) if found else ""


def _clean(element: Element) -> None:
    """Takes from `element`, in place, all that the page must not hold; names lose their namespace."""
    element.tag = _local(element.tag)
    element.attrib = dict(_safe_attributes(element))
    for child in list(element):
        if isinstance(child.tag, str) and _local(child.tag) not in UNWANTED:
            _clean(child)
        else:
            element.remove(child)


def _safe_attributes(element: Element) -> Iterator[tuple[str, str]]:
    for full_name, value in element.attrib.items():
        name = _local(full_name)
        outside = name == "href" and not value.startswith(("#", "data:image/"))
        if not (outside or name.lower().startswith("on") or full_name.startswith("{http://www.w3.org/XML")):
            yield name, OUTSIDE.sub("none", value)


def _rename_ids(root: Element, prefix: str) -> None:
    values = [(name, value) for element in root.iter() for name, value in element.attrib.items()]
    used = {found for _, value in values for found in REFERENCE.findall(value)}
    used |= {value[1:] for name, value in values if name == "href" and value.startswith("#")}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        for name, value in element.attrib.items():
            element.set(name, _renamed(name, value, prefix))


def _renamed(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return prefix + value
    if name == "href" and value.startswith("#"):
        return f"#{prefix}{value[1:]}"
    return REFERENCE.sub(rf"url(#{prefix}\1)", value)


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
