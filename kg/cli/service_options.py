"""The options of ``kg serve``, by the names of :class:`api.Settings`."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from kg.cli.options import setting

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


Threads: TypeAlias = Annotated[int | None, setting("threads", "Requests answered at once [default: 32].")]
Cors: TypeAlias = Annotated[str | None, setting("cors", "Whose pages may read the answers; * for all.", "ORIGIN")]
MaxBody: TypeAlias = Annotated[int | None, setting("max-body", "The longest request, in bytes [default: 1000000].")]
MaxPage: TypeAlias = Annotated[int | None, setting("max-page", "The most items of a page of a list [default: 1000].")]
MaxNodes: TypeAlias = Annotated[int | None, setting("max-nodes", "The most nodes of a neighbourhood [default: 2000].")]
MaxDepth: TypeAlias = Annotated[
    int | None, setting("max-depth", "The most steps of a neighbourhood or path [default: 5].")
]
MaxUrl: TypeAlias = Annotated[int | None, setting("max-url", "The longest address, in bytes [default: 32768].")]
QueryTimeout: TypeAlias = Annotated[
    float | None, setting("query-timeout", "End queries after so long [default: 30].", "S")
]
QueryWorkers: TypeAlias = Annotated[
    int | None, setting("query-workers", "Processes that answer SPARQL queries [default: 4].")
]
QueryWaiting: TypeAlias = Annotated[
    int | None, setting("query-waiting", "Queries that may wait for one [default: 16].")
]
QueryMemory: TypeAlias = Annotated[int | None, setting("query-memory", "Memory of a query [default: 1024].", "MB")]
MaxAnswer: TypeAlias = Annotated[
    int | None, setting("max-answer", "The longest answer to a query, in bytes [default: 268435456].")
]
AnswerCache: TypeAlias = Annotated[
    int | None, setting("answer-cache", "Answers kept to be given again; 0 for none [default: 64].", "MB")
]
DefaultGraph: TypeAlias = Annotated[
    Literal["union", "own"] | None,
    setting(
        "default-graph", "What the default graph of a query is: all graphs, or the one without a name [default: union]."
    ),
]
UpdateToken: TypeAlias = Annotated[
    str | None,
    setting("update-token", "Who sends it may change the graph; set the variable, others can read a command line."),
]
Remote: TypeAlias = Annotated[
    str | None, setting("remote", "Hosts and addresses that SERVICE, FROM and LOAD may reach.", "HOST,...")
]
KeptSnapshots: TypeAlias = Annotated[
    int | None, setting("kept-snapshots", "Older snapshots that stay open for lists begun on them [default: 1].")
]
Log: TypeAlias = Annotated[
    Literal["json", "text", "off"] | None, setting("log", "How requests are logged on stderr [default: json].")
]
