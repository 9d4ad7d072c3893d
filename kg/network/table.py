"""Records as columns of numbers: what a million nodes and edges lie in, in memory or mapped from a file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, ValuesView
from copy import copy
from dataclasses import fields
from operator import attrgetter, eq, index
from typing import Any, Final, TypeAlias, TypeVar, get_type_hints, overload

import numpy as np
from numpy.typing import NDArray

from kg.network.pool import NOTHING, Offsets, Pool
from kg.network.records import Edge, Node

__all__ = ["Array", "NodeTable", "Record", "Rows", "Selected", "Table", "gathered", "spans", "texts_in"]

Array: TypeAlias = NDArray[Any]
Record = TypeVar("Record", Node, Edge)

_BATCH: Final = 4096
"""Records made at a time when a table is gone through: few enough to be small, enough for numpy to pay."""

_ENDS: Final = ".ends"
"""A column of lists is two arrays: the values of all rows, and where each row's end."""


def texts_in(records: Iterable[Node] | Iterable[Edge], record: type[Node | Edge]) -> Iterator[str]:
    """Every text that records hold."""
    kinds = _KINDS[record]
    single = [name for name, kind in kinds.items() if kind is str]
    lists = [name for name, kind in kinds.items() if kind is tuple]
    for each in records:
        for name in single:
            value = getattr(each, name)
            if value is not None:
                yield value
        for name in lists:
            yield from getattr(each, name)


def _kind(hint: object) -> type:
    """What a field holds, None beside it or not."""
    for kind in (bool, int, float, str):
        if hint in {kind, kind | None}:
            return kind
    return tuple


_KINDS: Final[Mapping[type, Mapping[str, type]]] = {
    record: {name: _kind(hint) for name, hint in get_type_hints(record).items()} for record in (Node, Edge)
}
"""What each field of a record holds."""


class Rows(Sequence[Record], ABC):
    """Records that lie in columns, all of a table or some; made into records when they are asked for."""

    @property
    @abstractmethod
    def pool(self) -> Pool:
        """Where the texts lie."""

    @abstractmethod
    def column(self, name: str) -> Array:
        """The values of a field, texts as codes of the pool."""

    @abstractmethod
    def only(self, places: Array) -> Rows[Record]:
        """Those of these places."""

    @abstractmethod
    def take(self, places: Array) -> list[Record]:
        """The records of these places, in this order."""

    @overload
    def __getitem__(self, at: int) -> Record: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Record]: ...

    def __getitem__(self, at: int | slice) -> Record | Sequence[Record]:
        """The record of a place; a slice gives a list of them."""
        if isinstance(at, slice):
            return self.take(np.arange(*at.indices(len(self))))
        place = index(at) + (len(self) if at < 0 else 0)
        if not 0 <= place < len(self):
            raise IndexError(f"there are {len(self)} records, and none at {at}")
        return self.take(np.array([place]))[0]

    def __iter__(self) -> Iterator[Record]:
        """All records, made some thousands at a time."""
        for begin in range(0, len(self), _BATCH):
            yield from self.take(np.arange(begin, min(begin + _BATCH, len(self))))

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the same records in the same order."""
        return isinstance(other, Rows) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment] # as of any sequence that compares by what it holds


class Table(Rows[Record]):
    """Records of one type in columns.

    Args:
        record: the type.
        columns: an array for each field; a field that is a tuple has ``NAME`` and ``NAME.ends``.
        pool: where the texts lie.
    """

    def __init__(self, record: type[Record], columns: Mapping[str, Array], pool: Pool) -> None:
        self.columns = columns
        self._most_listed: int | None = None
        self._record: Callable[..., Record] = record
        self._pool = pool
        self._kinds = _KINDS[record]
        self._length = len(columns[fields(record)[0].name])

    @staticmethod
    def columns_of(record: type[Record], records: Sequence[Record], codes: Mapping[str, int]) -> dict[str, Array]:
        """The columns of records whose texts have these codes."""
        columns: dict[str, Array] = {}
        for name, kind in _KINDS[record].items():
            values = list(map(attrgetter(name), records))
            if kind is tuple:
                columns[name] = np.array([codes[text] for value in values for text in value], dtype=np.int32)
                columns[name + _ENDS] = np.cumsum([len(value) for value in values], dtype=np.int64)
            elif kind is str:
                told = [NOTHING if value is None else codes[value] for value in values]
                columns[name] = np.array(told, dtype=np.int32)
            elif kind is float:
                columns[name] = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
            else:
                columns[name] = np.array(values, dtype=np.int32 if kind is int else np.bool_)
        return columns

    def listing(self, most: int) -> Table[Record]:
        """The same records, given no more than so much of their lists."""
        part = copy(self)
        part._most_listed = most  # noqa: SLF001 - of the same class
        return part

    @property
    def pool(self) -> Pool:
        """Where the texts lie."""
        return self._pool

    def column(self, name: str) -> Array:
        """The values of a field, texts as codes of the pool."""
        return self.columns[name]

    def __len__(self) -> int:
        """How many records there are."""
        return self._length

    def only(self, places: Array) -> Selected[Record]:
        """Those of these rows."""
        return Selected(self, places)

    def take(self, places: Array) -> list[Record]:
        """The records of these rows, in this order."""
        return list(map(self._record, *(self._values(name, kind, places) for name, kind in self._kinds.items())))

    def _values(self, name: str, kind: type, rows: Array) -> list[Any]:
        if kind is tuple:
            return self._lists(name, rows)
        column = self.columns[name][rows]
        if kind is str:
            return self.pool.texts(column)
        values: list[Any] = column.tolist()
        return [None if value != value else value for value in values] if kind is float else values  # noqa: PLR0124

    def _lists(self, name: str, rows: Array) -> list[tuple[str | None, ...]]:
        if len(rows) == 1:
            return [self._list(name, int(rows[0]))]
        begins, ends = spans(self.columns[name + _ENDS], rows)
        if self._most_listed is not None:
            ends = np.minimum(ends, begins + self._most_listed)
        texts = self.pool.texts(self.columns[name][gathered(begins, ends)])
        cuts = np.concatenate(([0], np.cumsum(ends - begins))).tolist()
        return [tuple(texts[cuts[row] : cuts[row + 1]]) for row in range(len(rows))]

    def _list(self, name: str, row: int) -> tuple[str | None, ...]:
        ends = self.columns[name + _ENDS]
        begin, end = int(ends[row - 1]) if row else 0, int(ends[row])
        if self._most_listed is not None:
            end = min(end, begin + self._most_listed)
        return tuple(self.pool.texts(self.columns[name][begin:end]))


class Selected(Rows[Record]):
    """Some rows of a table."""

    def __init__(self, table: Table[Record], rows: Array) -> None:
        self.table: Table[Record] = table
        self.rows = rows

    @property
    def pool(self) -> Pool:
        """Where the texts lie."""
        return self.table.pool

    def column(self, name: str) -> Array:
        """The values of a field, texts as codes of the pool."""
        column: Array = self.table.column(name)[self.rows]
        return column

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def only(self, places: Array) -> Selected[Record]:
        """Those of these places among the rows."""
        return Selected(self.table, self.rows[places])

    def take(self, places: Array) -> list[Record]:
        """The records of these places among the rows."""
        return self.table.take(self.rows[places])


class NodeTable(Mapping[str, Node]):
    """The nodes of a view by id, in order of id.

    Attributes:
        rows: the same nodes by their place in this order.
    """

    def __init__(self, rows: Rows[Node]) -> None:
        self.rows = rows
        self._ids = rows.column("id")

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self.rows)

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        for begin in range(0, len(self), _BATCH):
            yield from (text for text in self.rows.pool.texts(self._ids[begin : begin + _BATCH]) if text is not None)

    def __getitem__(self, node_id: str) -> Node:
        """The node of an id."""
        row = self.row(node_id)
        if row is None:
            raise KeyError(node_id)
        return self.rows[row]

    def __contains__(self, node_id: object) -> bool:
        """Whether there is a node of this id."""
        return isinstance(node_id, str) and self.row(node_id) is not None

    def row(self, node_id: str) -> int | None:
        """The place of a node in the order of ids, None if there is none."""
        code = self.rows.pool.code(node_id)
        row = int(np.searchsorted(self._ids, self._ids.dtype.type(code)))  # of another type, all ids would be copied
        return row if code != NOTHING and row < len(self) and self._ids[row] == code else None

    def values(self) -> Nodes:
        """The nodes, in order of id."""
        return Nodes(self)


class Nodes(ValuesView[Node]):
    """The nodes of a table, made some thousands at a time when they are gone through."""

    def __init__(self, table: NodeTable) -> None:
        super().__init__(table)
        self._rows = table.rows

    def __iter__(self) -> Iterator[Node]:
        """The nodes, in order of id."""
        return iter(self._rows)


def spans(ends: Offsets, rows: Array) -> tuple[Array, Array]:
    """Where the values of each of these rows begin and end."""
    return np.where(rows > 0, ends[rows - 1], 0), ends[rows]


def gathered(begins: Array, ends: Array) -> Array:
    """All places from each begin to its end, one stretch after the other."""
    lengths = ends - begins
    total = int(lengths.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    places: Array = np.arange(total) + np.repeat(begins - starts, lengths)
    return places
