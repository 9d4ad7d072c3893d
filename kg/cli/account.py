"""The printed account of a small graph: what was read, who met whom, who stands where, who holds which office."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import typer
from pyoxigraph import QuerySolution

from kg.cli.dates import in_words
from kg.cli.screen import heading, show_table, text_width
from kg.network import ENTITY_TYPES, MEETING_TYPES, Network, Node, View
from kg.query import EXAMPLES, select, shown
from kg.store import GraphReader

__all__ = ["show_account"]

_DOCUMENTS = """
SELECT ?issued ?title WHERE { ?document a dm:Document ; dcterms:issued ?issued ; dcterms:title ?title }
ORDER BY ?issued ?title
"""
_PLURALS = {"Person": "people", "Country": "countries"}
_KIND_WORDS = {"PhoneCall": "phone call"}
_MEETINGS = 24
_ROWS = 12
_ANSWER_ROWS = 5
_PROOF = "sentence"
_QUESTIONS = 3
_SHOWN_ABOVE = frozenset({"meetings", "offices"})
"""Examples whose answers the tables before them have given already."""


def show_account(reader: GraphReader) -> None:
    """Print the account of a graph."""
    found = _Findings.of(Network.from_reader(reader).view())
    _show_documents(reader)
    _show_entities(found)
    _show_meetings(found)
    _show_positions(found)
    _show_offices(found)
    _show_questions(reader)


@dataclass(frozen=True, slots=True)
class _Findings:
    """The nodes of the ``events`` view, and the labels of what each fact's roles lead to."""

    nodes: Mapping[str, Node]
    roles: Mapping[str, Mapping[str, Sequence[str]]]

    @classmethod
    def of(cls, view: View) -> _Findings:
        roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for edge in view.edges:
            roles[edge.source][edge.type].append(view.nodes[edge.target].label)
        return cls(view.nodes, roles)

    def of_types(self, *types: str) -> list[Node]:
        """The nodes of these types, by date and label; what has no date comes last."""
        found = [node for node in self.nodes.values() if node.type in types]
        return sorted(found, key=lambda node: (node.start or node.end or "~", node.label))

    def role(self, node: Node, name: str) -> str:
        return ", ".join(self.roles.get(node.id, {}).get(name, ()))


def _show_documents(reader: GraphReader) -> None:
    heading("Documents")
    for row in select(reader, _DOCUMENTS):
        line = f"{row['issued'].value}  {row['title'].value}"
        typer.echo(textwrap.fill(line, text_width(), initial_indent="  ", subsequent_indent=" " * 14))


def _show_entities(found: _Findings) -> None:
    heading("Entities")
    counts = Counter(node.type for node in found.nodes.values())
    named = (f"{counts[kind]} {_PLURALS.get(kind, f'{kind.lower()}s')}" for kind in ENTITY_TYPES)
    typer.echo(textwrap.fill(", ".join(named), text_width(), initial_indent="  ", subsequent_indent="  "))


def _show_meetings(found: _Findings) -> None:
    rows = [
        (
            in_words(node.date),
            found.role(node, "participant") or "not said",
            found.role(node, "place") or "not said",
            _KIND_WORDS.get(node.type, node.type.lower()),
            (node.status or "").lower(),
        )
        for node in found.of_types(*MEETING_TYPES)
    ]
    _show_rows("Meetings", ("when", "who", "where", "kind", "status"), rows, _MEETINGS)


def _show_positions(found: _Findings) -> None:
    told = (
        (found.role(node, "holder"), node.status or "", found.role(node, "issue"))
        for node in found.of_types("Position")
    )
    rows = [(holder, stance.lower(), issue) for holder, stance, issue in dict.fromkeys(told)]
    _show_rows("Positions", ("holder", "stance", "issue"), rows)


def _show_offices(found: _Findings) -> None:
    told = (
        (
            found.role(node, "officeHolder"),
            found.role(node, "office") + (" (former)" if node.status == "former" else ""),
        )
        for node in found.of_types("Tenure")
    )
    _show_rows("Offices", ("who", "office"), sorted(set(told)))


def _show_rows(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], limit: int = _ROWS) -> None:
    heading(title if len(rows) <= limit else f"{title}: the first {limit} of {len(rows)}")
    if rows:
        show_table(header, rows[:limit])
    else:
        typer.echo("  none found")


def _show_questions(reader: GraphReader) -> None:
    heading("Questions that the graph answers")
    asked = 0
    for example in EXAMPLES:
        answer = None if example.name in _SHOWN_ABOVE or asked == _QUESTIONS else select(reader, example.text)
        rows = [] if answer is None else list(answer)
        if answer is not None and rows:
            asked += 1
            typer.echo(textwrap.fill(f"{asked}. {example.question}", text_width(), initial_indent="\n") + "\n")
            _show_answer(answer.variables, rows)


def _show_answer(variables: Sequence[str], rows: Sequence[QuerySolution]) -> None:
    """The first rows of an answer; the sentence that proves a row stands below it."""
    plain = [name for name in variables if name != _PROOF]
    some = rows[:_ANSWER_ROWS]
    notes = [shown(row[_PROOF]) for row in some] if _PROOF in variables else []
    show_table(plain, [[shown(row[name]) for name in plain] for row in some], notes)
    if len(rows) > len(some):
        typer.echo(f"... and {len(rows) - len(some)} more")
