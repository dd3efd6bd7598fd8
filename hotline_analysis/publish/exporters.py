"""nbconvert's exporters to PDF and Word: `jupyter nbconvert --to hotline-pdf run.ipynb` works by itself."""

from abc import abstractmethod
from typing import Any

from nbconvert.exporters import Exporter

from hotline_analysis.publish.collect import Document, document


class _DocumentExporter(Exporter):
    """An exporter of the notebook's document rather than of its cells."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """The file of an executed notebook, and nbconvert's resources with its extension."""
        # The document reads the notebook as it ran; nbconvert's own preprocessors still get their say first.
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        return self._render(document(notebook)), resources

    @abstractmethod
    def _render(self, made: Document) -> bytes:
        """The bytes of the file."""


class HotlinePDFExporter(_DocumentExporter):
    """The bulletin as PDF, laid out by GB/T 9704-2012."""

    export_from_notebook = "公文 PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def _render(self, made: Document) -> bytes:
        from hotline_analysis.publish.pdf import render_pdf

        return render_pdf(made.blocks, title=made.title, author=_author(made))


class HotlineDOCXExporter(_DocumentExporter):
    """The bulletin as a Word file that a clerk can edit."""

    export_from_notebook = "公文 Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def _render(self, made: Document) -> bytes:
        from hotline_analysis.publish.docx import render_docx

        return render_docx(made.blocks, title=made.title, author=_author(made))


def _author(made: Document) -> str:
    return made.masthead.office if made.masthead else ""
