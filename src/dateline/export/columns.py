"""Parquet and Excel: the columns of the flat CSV with their types."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from dateline.export.flat import COLUMNS, Cell, defused
from dateline.records import Event

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 20_000  # rows that are held in memory
SHEET_ROWS = 1_048_575  # what Excel takes, without the header
_MADE = datetime(1980, 1, 1)  # the first moment that a zip can hold, and it has no zone
_CELL = 32_767  # characters that Excel takes in a cell


def write_parquet(events: Iterable[Event], stream: BinaryIO) -> int:
    """Write events as Parquet, in groups of rows so that memory stays flat, and return how many.

    Days are of type date32, numbers int64 or double, flags boolean; unknown is null; lists are text as in
    the CSV.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = _schema()
    count = 0
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for group in _groups(events, schema):
            writer.write_table(pa.table(list(zip(*group, strict=True)), schema=schema))
            count += len(group)
    return count


def _groups(events: Iterable[Event], schema: pa.Schema) -> Iterator[list[list[Any]]]:
    """Rows of cells in groups; an event is let go once its cells are read, as it takes far more room."""
    kinds = list(zip(COLUMNS, (field.type for field in schema), strict=True))
    rows = ([_typed(column.value(event), kind) for column, kind in kinds] for event in events)
    while group := list(islice(rows, GROUP)):
        yield group


def _schema() -> pa.Schema:
    """Types by the names of columns: they must be the same for every file, whatever is in it."""
    import pyarrow as pa  # noqa: PLC0415

    kinds = (
        (pa.date32(), ("published", "start", "end")),
        (pa.bool_(), ("background", "ucdp")),
        (pa.float64(), ("lat", "lon", "confidence")),
        (pa.int64(), ("date_prec", "where_prec", "trigger_start", "trigger_end")),
    )
    types = {name: kind for kind, names in kinds for name in names}
    figures = {c.name: pa.int64() for c in COLUMNS if c.name.endswith(("_low", "_best", "_high"))}
    return pa.schema([(c.name, (types | figures).get(c.name, pa.string())) for c in COLUMNS])


def _typed(cell: Cell, kind: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    if cell is None or cell == "":
        return None
    if pa.types.is_date(kind):
        from datetime import date  # noqa: PLC0415

        return date.fromisoformat(str(cell))
    if pa.types.is_boolean(kind):
        return cell in (True, "true")
    return str(cell) if pa.types.is_string(kind) else cell


def write_excel(events: Iterable[Event], stream: BinaryIO) -> int:
    """Write events as an Excel workbook of one sheet, row by row, and return how many.

    Cells that a spreadsheet would run as a formula are text with an apostrophe before it. Texts are cut at
    what Excel takes in a cell. The same events give the same bytes: the workbook says that it was made in
    1980.

    Raises:
        ValueError: more events than Excel takes in a sheet.
    """
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("events")
    sheet.freeze_panes = "B2"
    sheet.append([column.name for column in COLUMNS])
    count = 0
    for event in events:
        if count == SHEET_ROWS:
            raise ValueError(f"Excel takes {SHEET_ROWS} rows; write CSV or Parquet instead")
        sheet.append([_cell(column.value(event)) for column in COLUMNS])
        count += 1
    with tempfile.TemporaryFile() as file:
        _write_book(book, file)
        _copy_undated(file, stream)
    return count


def _write_book(book: Any, file: BinaryIO) -> None:
    """Write a workbook, as its own ``save`` does but for the time, which that sets to now."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    book.properties.created = book.properties.modified = _MADE
    ExcelWriter(book, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)).save()


def _copy_undated(file: BinaryIO, stream: BinaryIO) -> None:
    """Copy a zip without the times of its parts."""
    stamp = (_MADE.year, _MADE.month, _MADE.day, 0, 0, 0)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, stamp)
            entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, part.file_size
            with old.open(part) as source, new.open(entry, "w") as sink:
                shutil.copyfileobj(source, sink)


def _cell(cell: Cell) -> Cell:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    safe = defused(cell)
    return ILLEGAL_CHARACTERS_RE.sub(" ", safe)[:_CELL] if isinstance(safe, str) else safe
