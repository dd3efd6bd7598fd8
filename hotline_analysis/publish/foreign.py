"""Markdown and HTML that a notebook shows, turned into blocks; nothing of either passes as markup."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hotline_analysis.bulletin.blocks import Block, Heading, Inline, Paragraph, Runs, Strong, Table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Token = dict[str, Any]
Row = list[str]

WIDE = re.compile(r"[⺀-鿿豈-﫿︰-﹏＀-￯　-〿“”‘’…—]")
"""A character of Chinese text, between which a line's end in the source is no space."""


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """Markdown as headings, paragraphs, tables and verbatim text.

    Bold becomes Strong; a list's items become paragraphs with their mark; of an image remain its
    words, of a link its text; raw HTML is shown as it is written.

    >>> markdown_blocks("## 补充\\n\\n本月**偏多**。")
    (Heading(level=2, text='补充'), Paragraph(runs=('本月', Strong(text='偏多'), '。'), lead='', style='body'))
    """
    import mistune

    tokens = mistune.create_markdown(renderer="ast", plugins=["table"])(text)
    return tuple(block for token in tokens if isinstance(token, dict) for block in _of_token(token))


def table_of(html: str, *, caption: str = "") -> Table | None:
    """The first table of `html` with the words it shows; None where there is no table.

    Cells that span become as many cells; the lines of the head become one, their words joined. A
    caption within the table wins over `caption`.
    """
    tables = _parsed(html).xpath("//table")
    if not tables:
        return None
    table = tables[0]
    head = _grid(table.xpath("./thead/tr"))
    body = _grid(table.xpath("./tbody/tr | ./tr | ./tfoot/tr"))
    if not head:
        head, body = body[:1], body[1:]
    width = max((len(row) for row in head + body), default=0)
    own = " ".join(_words(element) for element in table.xpath("./caption"))
    rows = tuple(tuple((cell,) if cell else () for cell in _filled(row, width)) for row in body)
    return Table(own or caption, _one_line(head, width), rows)


def words_of(html: str) -> str:
    """The words of `html` without tags, scripts and styles."""
    return _words(_parsed(html))


def _of_token(token: Token, *, depth: int = 0) -> Iterator[Block]:
    kind, children = token["type"], token.get("children", [])
    if kind == "heading":
        yield Heading(min(token["attrs"]["level"], 3), _flat(children))
    elif kind in ("paragraph", "block_text"):
        yield from _paragraph(_runs(children))
    elif kind == "list":
        yield from _list_items(token, depth=depth)
    elif kind == "table":
        yield _markdown_table(token)
    elif kind == "block_code":
        yield Paragraph((token["raw"].rstrip("\n"),), style="verbatim")
    elif kind == "block_html":
        yield from _paragraph((token["raw"].strip(),))
    else:
        for child in children:
            yield from _of_token(child, depth=depth)


def _list_items(token: Token, *, depth: int) -> Iterator[Block]:
    start = token["attrs"].get("start", 1)
    for number, item in enumerate(token["children"], start):
        mark = "　" * depth + (f"{number}. " if token["attrs"]["ordered"] else "· ")
        for child in item["children"]:
            for block in _of_token(child, depth=depth + 1):
                if mark and child["type"] in ("paragraph", "block_text") and isinstance(block, Paragraph):
                    block, mark = Paragraph(_joined((mark, *block.runs))), ""
                yield block


def _markdown_table(token: Token) -> Table:
    head, *bodies = token["children"]
    rows = tuple(
        tuple(_runs(cell["children"]) for cell in row["children"]) for body in bodies for row in body["children"]
    )
    return Table("", tuple(_flat(cell["children"]) for cell in head["children"]), rows)


def _paragraph(runs: Runs) -> Iterator[Block]:
    if runs:
        yield Paragraph(runs)


def _runs(tokens: Sequence[Token]) -> Runs:
    return _joined(tuple(_inline(tokens)))


def _inline(tokens: Sequence[Token]) -> Iterator[Inline]:
    for place, token in enumerate(tokens):
        if token["type"] == "strong":
            yield Strong(_flat(token["children"]))
        elif token["type"] == "linebreak":
            yield "\n"
        elif token["type"] == "softbreak":
            yield _gap(_flat(tokens[:place]), _flat(tokens[place + 1 :]))
        elif "children" in token:
            yield from _inline(token["children"])
        else:
            yield token.get("raw", "")


def _flat(tokens: Sequence[Token]) -> str:
    return "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in _inline(tokens))


def _gap(before: str, after: str) -> str:
    return "" if WIDE.match(before[-1:]) and WIDE.match(after[:1]) else " "


def _joined(runs: Runs) -> Runs:
    """The same runs with neighbouring strings made one and empty ones left out."""
    joined: list[Inline] = []
    for run in runs:
        if isinstance(run, str) and joined and isinstance(joined[-1], str):
            joined[-1] += run
        elif run:
            joined.append(run)
    return tuple(joined)


def _parsed(html: str) -> "HtmlElement":
    from lxml.html import fragment_fromstring

    root = fragment_fromstring(html, create_parent="div")
    for element in root.xpath(".//style | .//script"):
        element.drop_tree()
    return root


def _words(element: "HtmlElement") -> str:
    return " ".join(element.text_content().split())


def _grid(rows: Sequence["HtmlElement"]) -> list[Row]:
    """The rows with every spanning cell repeated in all places that it covers."""
    filled: dict[tuple[int, int], str] = {}
    for line, row in enumerate(rows):
        column = 0
        for cell in row.xpath("./th | ./td"):
            while (line, column) in filled:
                column += 1
            wide, high = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - line)
            words = _words(cell)
            filled |= {(line + down, column + right): words for down in range(high) for right in range(wide)}
            column += wide
    width = 1 + max((column for _, column in filled), default=-1)
    return [[filled.get((line, column), "") for column in range(width)] for line in range(len(rows))]


def _span(cell: "HtmlElement", name: str) -> int:
    value = cell.get(name, "1")
    return max(1, int(value)) if value.isdigit() else 1


def _one_line(head: list[Row], width: int) -> tuple[str, ...]:
    columns = zip(*(_filled(row, width) for row in head), strict=True)
    return tuple(" ".join(dict.fromkeys(words for words in column if words)) for column in columns)


def _filled(row: Row, width: int) -> Row:
    return row + [""] * (width - len(row))
