"""Whether two answers are the same: rows as multisets, blank nodes up to renaming, numbers by value."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = {
    f"{XSD}{name}"
    for name in (
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "positiveInteger",
        "unsignedInt",
        "unsignedLong",
        "unsignedShort",
        "unsignedByte",
    )
}
NUMBERS = {*INTEGERS, f"{XSD}decimal", f"{XSD}double", f"{XSD}float"}
Row = frozenset  # of (variable, term)


def graph_key(data: bytes | Path, media_type: str, base: str) -> frozenset[str]:
    """A graph in a form that equals that of every equal graph; literals as the store keeps them."""
    store = ox.Store()
    body = data.read_bytes() if isinstance(data, Path) else data
    store.load(body, format=ox.RdfFormat.from_media_type(media_type), base_iri=base)
    return quads_key(store)


def quads_key(quads: Iterable[ox.Quad]) -> frozenset[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, dataset))


def read_rows(data: bytes, form: str, base: str) -> bool | list[dict[str, tuple]]:
    """Rows (or yes and no) from one of the forms of results, terms as tuples."""
    if form == "ttl":
        return _from_vocabulary(data, base)
    if form == "csv":
        header, *lines = list(csv.reader(io.StringIO(data.decode()))) or [[]]
        return [dict(zip(header, map(cell_key, line), strict=True)) for line in lines if line or len(header) == 1]
    found = ox.parse_query_results(
        data,
        format={"srx": ox.QueryResultsFormat.XML, "srj": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}[
            form
        ],
    )
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return [{name: term_key(row[index]) for index, name in enumerate(names) if row[index] is not None} for row in found]


def cell_key(cell: str) -> tuple:
    """A cell of CSV, which has neither types nor quotes: numbers by value, blank nodes up to renaming."""
    if cell.startswith("_:"):
        return ("blank", cell)
    try:
        return ("number", float(cell))
    except ValueError:
        return ("plain", cell)


def term_key(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> tuple:
    if isinstance(term, ox.NamedNode):
        return ("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return ("blank", term.value)
    return literal_key(term.value, term.datatype.value, term.language)


def literal_key(value: str, datatype: str | None, language: str | None) -> tuple:
    if datatype in NUMBERS:
        try:
            number = float(value) if datatype in {f"{XSD}double", f"{XSD}float"} else Decimal(value)
        except (InvalidOperation, ValueError):
            return ("literal", value, datatype, None)
        kind = "integer" if datatype in INTEGERS else datatype
        return ("number", round(number, 10) if number == number else "NaN", kind)
    if datatype == f"{XSD}boolean":
        value = {"0": "false", "1": "true"}.get(value, value)
    if datatype in {None, f"{XSD}string"} or language:
        return ("literal", value, None, language.lower() if language else None)
    return ("literal", value, datatype, None)


def _from_vocabulary(data: bytes, base: str) -> bool | list[dict[str, tuple]]:
    graph = Graph().parse(data=data, format="turtle", publicID=base)
    (found,) = set(graph.subjects(RDF.type, RS.ResultSet))
    yes = graph.value(found, RS.boolean)
    if yes is not None:
        return bool(yes)
    return [
        {
            str(graph.value(binding, RS.variable)): _rdflib_key(graph.value(binding, RS.value))
            for binding in graph.objects(solution, RS.binding)
        }
        for solution in graph.objects(found, RS.solution)
    ]


def _rdflib_key(term: object) -> tuple:
    if isinstance(term, URIRef):
        return ("iri", str(term))
    if isinstance(term, BNode):
        return ("blank", str(term))
    assert isinstance(term, Literal)
    return literal_key(str(term), str(term.datatype) if term.datatype else None, term.language)


def same_rows(one: list[dict[str, tuple]], other: list[dict[str, tuple]]) -> bool:
    """Whether the rows are the same, for some renaming of blank nodes."""
    if len(one) != len(other):
        return False
    return _matched([_frozen(row) for row in one], [_frozen(row) for row in other], {})


def _frozen(row: dict[str, tuple]) -> Row:
    return frozenset(row.items())


def _matched(one: list[Row], other: list[Row], names: dict[str, str]) -> bool:
    plain, blank = _split(one)
    plain_other, blank_other = _split(other)
    return Counter(plain) == Counter(plain_other) and _blank_matched(blank, blank_other, names)


def _split(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    plain = [row for row in rows if not any(term[0] == "blank" for _, term in row)]
    return plain, [row for row in rows if any(term[0] == "blank" for _, term in row)]


def _blank_matched(one: list[Row], other: list[Row], names: dict[str, str]) -> bool:
    if not one:
        return not other
    first, rest = one[0], one[1:]
    for index, candidate in enumerate(other):
        renamed = _renamed(dict(first), dict(candidate), names)
        if renamed is not None and _blank_matched(rest, other[:index] + other[index + 1 :], renamed):
            return True
    return False


def _renamed(one: dict[str, tuple], other: dict[str, tuple], names: dict[str, str]) -> dict[str, str] | None:
    if one.keys() != other.keys():
        return None
    names = dict(names)
    for variable, term in one.items():
        if term[0] != "blank":
            if other[variable] != term:
                return None
        elif other[variable][0] != "blank" or names.setdefault(term[1], other[variable][1]) != other[variable][1]:
            return None
    return names if len(set(names.values())) == len(names) else None
