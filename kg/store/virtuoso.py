"""What Virtuoso 7 does otherwise than SPARQL 1.1 says, put right on the way there and back.

Seen on Debian 12's 7.2.5: a truth comes as ``"1"^^xsd:boolean`` and a duration as its seconds; ASK is answered in JSON
with a row; prefixed names may hold no backslash; graphs of its own lie among the data (to leave them out of a query's
default graph leaves all out that it names with GRAPH, too: they stay in). Two literals that fall on the
same instant, such as ``"2014"^^xsd:gYear`` and ``"2014-01"^^xsd:gYearMonth``, are one to it: of one subject and
property it keeps the first. That cannot be put right from here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pyoxigraph import Literal, Triple

from kg.literals import days_and_hours
from kg.vocab import XSD

__all__ = ["ASKED", "OWN_GRAPHS", "answered", "asked", "mended"]

OWN_GRAPHS: Final = (
    "http://localuriqaserver/sparql",
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.openlinksw.com/virtrdf-data-formats#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/ns/ldp#",
    "urn:activitystreams-owl:map",
)
ASKED: Final = b"__ASK_RETVAL"
"""The name of the one column in which it answers ASK."""
_TRUTHS: Final = {"1": "true", "0": "false"}
# What a backslash can stand in (SPARQL 1.1, 19.8): strings, IRIs and comments are passed over, names are looked into.
_TOKENS: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\s]*>'
    r"|\#[^\n]*"
    r"|(?P<prefix>[^\W_][\w.-]*|):(?P<local>(?:[\w:%.-]|\\[_~.\-!$&'()*+,;=/?#@%])*)",
    re.DOTALL,
)
_DECLARED: Final = re.compile(r"\bPREFIX\s+(?P<prefix>[\w.-]*):\s*<(?P<iri>[^<>\s]*)>", re.IGNORECASE)


def asked(text: str) -> str:
    """A query as Virtuoso understands it: names with backslashes as IRIs.

    Args:
        text: a query that SPARQL 1.1 accepts, with its prefixes declared.
    """
    names = {found["prefix"]: found["iri"] for found in _DECLARED.finditer(text)}
    return _TOKENS.sub(lambda found: _spelled_out(found, names), text)


def _spelled_out(found: re.Match[str], names: Mapping[str, str]) -> str:
    local = found["local"]
    if local is None or "\\" not in local or found["prefix"] not in names:
        return found[0]
    kept = local.rstrip(".")  # a dot at the end ends a triple, unless it is escaped
    kept += "." if kept.endswith("\\") else ""
    plain = re.sub(r"\\(.)", r"\1", kept)
    return f"<{names[found['prefix']]}{plain}>{local[len(kept) :]}"


def answered(body: bytes) -> bytes:
    """An answer to ASK or SELECT in JSON, as SPARQL 1.1 has it."""
    answer: dict[str, Any] = json.loads(body)
    rows: list[dict[str, dict[str, str]]] = answer["results"]["bindings"]
    if answer["head"]["vars"] == [column := ASKED.decode()]:
        return json.dumps({"head": {}, "boolean": any(row[column]["value"] == "1" for row in rows)}).encode()
    for row in rows:
        for term in row.values():
            if "datatype" in term:
                term["value"] = _lexical(term["datatype"], term["value"])
    return json.dumps(answer).encode()


def mended(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples of an answer, with literals as XML Schema writes them."""
    for one in triples:
        told = one.object
        if isinstance(told, Literal) and told.language is None:
            told = Literal(_lexical(told.datatype.value, told.value), datatype=told.datatype)
        yield Triple(one.subject, one.predicate, told)


def _lexical(datatype: str, value: str) -> str:
    if datatype == XSD.boolean.value:
        return _TRUTHS.get(value, value)
    if datatype == XSD.dayTimeDuration.value and re.fullmatch(r"[0-9]+(\.0)?", value):
        return days_and_hours(int(value.removesuffix(".0")) // 60)  # ours are whole minutes
    return value
