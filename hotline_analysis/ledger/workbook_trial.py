"""A process that opens a workbook and ends well if that can be done: python -m ... FILE.

A damaged .xls makes the library ask for terabytes, loop, or panic. What dies of it is this process.
"""

import sys
from contextlib import suppress

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MOST_MEMORY = 5 << 30
"""Bytes of address space: so much take a hundred million cells, and an .ods of a million rows much less."""


def limit_memory() -> None:
    """Let greed end the process at once, without a core file; Windows has no such limits."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
            allowed = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if allowed < 0 else min(most, allowed), allowed))


def open_all(path: str) -> None:
    """Load every sheet that is shown; an error that the library reports is none here, and is met again later."""
    with suppress(CalamineError, OSError), open(path, "rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        for place, sheet in enumerate(book.sheets_metadata):
            if sheet.visible == SheetVisibleEnum.Visible:
                for _ in book.get_sheet_by_index(place).iter_rows():
                    pass


if __name__ == "__main__":
    limit_memory()
    open_all(sys.argv[1])
