"""The options of ``kg serve``, by the names of :class:`api.Settings`."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import typer

__all__ = [
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
    "Threads",
    "UpdateToken",
]

Threads: TypeAlias = Annotated[
    int | None, typer.Option("--threads", envvar="DEMARCHE_THREADS", help="Requests answered at once [default: 32].")
]
Cors: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--cors", envvar="DEMARCHE_CORS", metavar="ORIGIN", help="Whose pages may read the answers; * for all."
    ),
]
MaxBody: TypeAlias = Annotated[
    int | None,
    typer.Option("--max-body", envvar="DEMARCHE_MAX_BODY", help="The longest request, in bytes [default: 1000000]."),
]
MaxPage: TypeAlias = Annotated[
    int | None,
    typer.Option("--max-page", envvar="DEMARCHE_MAX_PAGE", help="The most items of a page of a list [default: 1000]."),
]
MaxNodes: TypeAlias = Annotated[
    int | None,
    typer.Option("--max-nodes", envvar="DEMARCHE_MAX_NODES", help="The most nodes of a neighbourhood [default: 2000]."),
]
MaxDepth: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--max-depth", envvar="DEMARCHE_MAX_DEPTH", help="The most steps of a neighbourhood or path [default: 5]."
    ),
]
MaxUrl: TypeAlias = Annotated[
    int | None,
    typer.Option("--max-url", envvar="DEMARCHE_MAX_URL", help="The longest address, in bytes [default: 32768]."),
]
QueryTimeout: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--query-timeout", envvar="DEMARCHE_QUERY_TIMEOUT", metavar="S", help="End queries after so long [default: 30]."
    ),
]
QueryWorkers: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--query-workers", envvar="DEMARCHE_QUERY_WORKERS", help="Processes that answer SPARQL queries [default: 4]."
    ),
]
QueryWaiting: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--query-waiting", envvar="DEMARCHE_QUERY_WAITING", help="Queries that may wait for one [default: 16]."
    ),
]
QueryMemory: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--query-memory", envvar="DEMARCHE_QUERY_MEMORY", metavar="MB", help="Memory of a query [default: 1024]."
    ),
]
MaxAnswer: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--max-answer",
        envvar="DEMARCHE_MAX_ANSWER",
        help="The longest answer to a query, in bytes [default: 268435456].",
    ),
]
DefaultGraph: TypeAlias = Annotated[
    Literal["union", "own"] | None,
    typer.Option(
        "--default-graph",
        envvar="DEMARCHE_DEFAULT_GRAPH",
        help="What the default graph of a query is: all graphs, or the one without a name [default: union].",
    ),
]
UpdateToken: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--update-token",
        envvar="DEMARCHE_UPDATE_TOKEN",
        help="Who sends it may change the graph; set the variable, others can read a command line.",
    ),
]
KeptSnapshots: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--kept-snapshots",
        envvar="DEMARCHE_KEPT_SNAPSHOTS",
        help="Older snapshots that stay open for lists begun on them [default: 1].",
    ),
]
Log: TypeAlias = Annotated[
    Literal["json", "text", "off"] | None,
    typer.Option("--log", envvar="DEMARCHE_LOG", help="How requests are logged on stderr [default: json]."),
]
