"""The options of ``kg serve``, by the names of :class:`api.Settings`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import typer

__all__ = [
    "AnswerCache",
    "Cors",
    "DefaultGraph",
    "KeptSnapshots",
    "Log",
    "MaxAnswer",
    "MaxBody",
    "MaxDepth",
    "MaxNodes",
    "MaxPage",
    "MaxUrl",
    "QueryMemory",
    "QueryTimeout",
    "QueryWaiting",
    "QueryWorkers",
    "Remote",
    "Threads",
    "UpdateToken",
]


def _setting(name: str, about: str, metavar: str | None = None) -> Any:
    """The option of one setting: its flag, its variable, what it is."""
    variable = f"DEMARCHE_{name.upper().replace('-', '_')}"
    return typer.Option(f"--{name}", envvar=variable, help=about, metavar=metavar)


Threads: TypeAlias = Annotated[int | None, _setting("threads", "Requests answered at once [default: 32].")]
Cors: TypeAlias = Annotated[str | None, _setting("cors", "Whose pages may read the answers; * for all.", "ORIGIN")]
MaxBody: TypeAlias = Annotated[int | None, _setting("max-body", "The longest request, in bytes [default: 1000000].")]
MaxPage: TypeAlias = Annotated[int | None, _setting("max-page", "The most items of a page of a list [default: 1000].")]
MaxNodes: TypeAlias = Annotated[int | None, _setting("max-nodes", "The most nodes of a neighbourhood [default: 2000].")]
MaxDepth: TypeAlias = Annotated[
    int | None, _setting("max-depth", "The most steps of a neighbourhood or path [default: 5].")
]
MaxUrl: TypeAlias = Annotated[int | None, _setting("max-url", "The longest address, in bytes [default: 32768].")]
QueryTimeout: TypeAlias = Annotated[
    float | None, _setting("query-timeout", "End queries after so long [default: 30].", "S")
]
QueryWorkers: TypeAlias = Annotated[
    int | None, _setting("query-workers", "Processes that answer SPARQL queries [default: 4].")
]
QueryWaiting: TypeAlias = Annotated[
    int | None, _setting("query-waiting", "Queries that may wait for one [default: 16].")
]
QueryMemory: TypeAlias = Annotated[int | None, _setting("query-memory", "Memory of a query [default: 1024].", "MB")]
MaxAnswer: TypeAlias = Annotated[
    int | None, _setting("max-answer", "The longest answer to a query, in bytes [default: 268435456].")
]
AnswerCache: TypeAlias = Annotated[
    int | None, _setting("answer-cache", "Answers kept to be given again; 0 for none [default: 64].", "MB")
]
DefaultGraph: TypeAlias = Annotated[
    Literal["union", "own"] | None,
    _setting(
        "default-graph", "What the default graph of a query is: all graphs, or the one without a name [default: union]."
    ),
]
UpdateToken: TypeAlias = Annotated[
    str | None,
    _setting("update-token", "Who sends it may change the graph; set the variable, others can read a command line."),
]
Remote: TypeAlias = Annotated[
    str | None, _setting("remote", "Hosts and addresses that SERVICE, FROM and LOAD may reach.", "HOST,...")
]
KeptSnapshots: TypeAlias = Annotated[
    int | None, _setting("kept-snapshots", "Older snapshots that stay open for lists begun on them [default: 1].")
]
Log: TypeAlias = Annotated[
    Literal["json", "text", "off"] | None, _setting("log", "How requests are logged on stderr [default: json].")
]
