"""A notebook for readers outside the office: personal data masked in all that its cells say and show.

The bulletin's own sections come without such data; this is for what an analyst's cells add, and for errors.
"""

from nbformat import NotebookNode

from hotline_analysis.bulletin.blocks import MIME
from hotline_analysis.ledger.redaction import mask

TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex")


def hide_private(notebook: NotebookNode) -> None:
    """Mask the sources of the cells and their texts, in place; sections are left as they are."""
    for cell in notebook.cells:
        if "injected-parameters" not in cell.metadata.get("tags", ()):
            cell.source = _masked(cell.source)
        for output in cell.get("outputs", ()):
            _hide_in(output)


def _hide_in(output: NotebookNode) -> None:
    if output.output_type == "stream":
        output.text = _masked(output.text)
    elif output.output_type == "error":
        output.evalue = _masked(output.evalue)
        output.traceback = [_masked(line) for line in output.traceback]
    elif MIME not in output.data:
        for kind in TEXTS:
            if kind in output.data:
                output.data[kind] = _masked(output.data[kind])


def _masked(text: str) -> str:
    """Line by line: a line break is no part of a name or number."""
    return "\n".join(mask(line) for line in text.split("\n"))
