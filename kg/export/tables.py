"""The ledgers as CSV and as Parquet: a folder, or a zip of it, with a description of every column (RO-Crate)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from kg.errors import InputError
from kg.export.archive import Drain, zipped
from kg.export.columns import Value
from kg.export.format import DEFAULT_PROFILE, Export, Member, checked_profile
from kg.export.ledgers import Field, Ledger, Row, ledgers
from kg.export.metadata import Crate
from kg.export.xmltext import plain_text

__all__ = ["CsvTables", "ParquetTables"]

_BATCH: Final = 2048
_ROW_GROUP: Final = 1024
"""Rows that pyarrow gets at a time: some hundred bytes each, so that a group and its copies take a few megabytes."""


@dataclass(frozen=True, slots=True)
class CsvTables:
    """Tables for spreadsheets, pandas and R: UTF-8, commas, a header row (RFC 4180); nothing for what is not known."""

    name: str = "csv"
    title: str = "CSV tables: nodes, edges, and the ledgers of facts with their evidence"
    media_type: str = "application/zip"
    suffix: str = ".csv.zip"
    has_views: bool = True
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    def members(self, export: Export) -> Iterator[Member]:
        """The tables and their description; see :meth:`kg.export.Bundle.members`."""
        crate = Crate(export.reader)
        for ledger in ledgers(export):
            file = Member(f"{ledger.name}.csv", ledger.title, "text/csv", _csv(ledger))
            yield crate.watched(file, ledger.fields)
        yield crate.member()

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The tables as a zip; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        return zipped(self.members(export))


@dataclass(frozen=True, slots=True)
class ParquetTables:
    """The same tables with types, for data frames; needs ``pip install demarche[parquet]``."""

    name: str = "parquet"
    title: str = "Parquet tables: what csv holds, with types"
    media_type: str = "application/zip"
    suffix: str = ".parquet.zip"
    has_views: bool = True
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    def members(self, export: Export) -> Iterator[Member]:
        """The tables and their description; see :meth:`kg.export.Bundle.members`.

        Raises:
            InputError: pyarrow is not installed.
        """
        crate = Crate(export.reader)
        for ledger in ledgers(export):
            file = Member(f"{ledger.name}.parquet", ledger.title, "application/vnd.apache.parquet", _parquet(ledger))
            yield crate.watched(file, ledger.fields)
        yield crate.member()

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:
        """The tables as a zip; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        _arrow()
        return zipped(self.members(export))


def _csv(ledger: Ledger) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.name for field in ledger.fields])
    rows = ledger.rows()
    while True:
        batch = list(islice(rows, _BATCH))
        writer.writerows([_cell(value) for value in row] for row in batch)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
        if len(batch) < _BATCH:
            return


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_text(value) if isinstance(value, str) else str(value)


def _parquet(ledger: Ledger) -> Iterator[bytes]:
    pa, pq = _arrow()
    types = {"string": pa.string(), "int": pa.int64(), "double": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema(
        [pa.field(field.name, types[field.type], metadata={"title": field.title}) for field in ledger.fields]
    )
    sink = Drain()
    rows = ledger.rows()
    # Most columns hardly repeat themselves: without dictionaries files are smaller, and so is what is held of a group.
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd", use_dictionary=False) as writer:
        while batch := list(islice(rows, _ROW_GROUP)):
            columns = [
                _clean(column, field) for column, field in zip(zip(*batch, strict=True), ledger.fields, strict=True)
            ]
            writer.write_table(pa.table(columns, schema=schema))
            yield sink.drained()
    yield sink.drained()


def _clean(column: Row, field: Field) -> list[Value]:
    if field.type != "string":
        return list(column)
    return [plain_text(value) if isinstance(value, str) else value for value in column]


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and half a second to import
        import pyarrow.parquet as pq  # noqa: PLC0415 - as above
    except ImportError as error:
        raise InputError("parquet", "needs pyarrow; install it with: pip install 'demarche[parquet]'") from error
    return pa, pq
