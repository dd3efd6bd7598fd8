"""A notebook as one HTML file: `jupyter nbconvert --to hotline-html run.ipynb`.

The page fetches nothing and runs nothing, and its content security policy holds a browser to that.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from hotline_analysis.bulletin.markup import Entry, contents, fragment, stylesheet
from hotline_analysis.publish.collect import Document, document


class HotlineHTMLExporter(HTMLExporter):
    """The document of an executed notebook as a self-contained page; only its template is nbconvert's."""

    export_from_notebook = "公文 HTML"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "hotline-html"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(files("hotline_analysis.publish").joinpath("templates"))]

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        yield from super().default_filters()
        yield from (("document", document), ("contents", _contents), ("content", _content))

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        environment.globals["block_style"] = Markup(stylesheet())
        return environment

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The page of `nb`, and nbconvert's resources."""
        # HTMLExporter would parse the finished page again to mend what lab's template leaves out.
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)


def _contents(read: Document) -> tuple[Entry, ...]:
    return contents(read.blocks)


def _content(read: Document) -> Markup:
    return Markup(fragment(read.blocks, page=True))
