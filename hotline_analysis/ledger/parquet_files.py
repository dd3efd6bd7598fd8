"""Parquet: columns with types -> rows of text, so that one path understands every source."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.cell_text import cell_text
from hotline_analysis.ledger.sheets import Sheet

BATCH = 50_000


def read_parquet(path: Path, file: str) -> Sheet:
    """The rows of a Parquet file, its column names as row 1; LedgerError where it is damaged."""
    try:
        names = pq.ParquetFile(path).schema_arrow.names
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from None
    return Sheet(file, "", _rows(path, names))


def _rows(path: Path, names: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    yield 1, names
    line = 1
    try:
        for batch in pq.ParquetFile(path).iter_batches(batch_size=BATCH):
            for cells in zip(*map(_texts, batch.columns), strict=True):
                line += 1
                yield line, cells
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from None


def _texts(column: pa.Array) -> list[str]:
    values = column.to_pylist()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [value or "" for value in values]
    return [cell_text(value) for value in values]


def _damaged(path: Path, error: Exception) -> LedgerError:
    reason = str(error).splitlines()[0]
    return LedgerError(f"{path}: not readable as Parquet: {reason}. Write the file again and run again.")
