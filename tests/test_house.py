"""The walls of the house: which room may import which, what stays out of start-up, and how large things may grow."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Each room may import those of the lines below its own, and within its line only what OWN_LINE says.
LINES = (
    ("__main__",),
    ("api", "cli"),
    ("archive", "building", "cluster"),
    ("intake",),
    ("publish", "query"),
    ("sidecars",),
    ("counts", "difference", "evaluate", "export", "history", "network", "search", "status", "validate"),
    ("store",),
    ("corrections", "documents", "extraction", "ledger", "nlp", "rdf", "resolve"),
    ("judgements",),
    ("batches", "codec", "iris", "levels", "likeness", "literals", "named_graph", "resolved"),
    ("gazetteer", "vocab"),
    ("lines", "memory", "model", "resources", "standards"),
    ("child", "kinds"),
    ("errors",),
)
OWN_LINE = {("export", "network"), ("history", "network"), ("status", "counts"), ("cli", "api")}
LEVEL = {room: level for level, line in enumerate(LINES) for room in line}
# Third-party packages and the only rooms that may see them.
OWNERS = {
    "spacy": {"nlp"},
    "flask": {"api"},
    "networkx": {"network", "export"},
    "typer": {"cli"},
    "pyshacl": {"validate"},
}


def modules(repository: Path) -> list[Path]:
    return sorted([*(repository / "kg").rglob("*.py"), *(repository / "api").rglob("*.py")])


def room(dotted: str) -> str:
    package, _, rest = dotted.partition(".")
    return "api" if package == "api" else rest.partition(".")[0]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "kg":
            yield from (f"kg.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def dotted(path: Path, repository: Path) -> str:
    return ".".join(path.relative_to(repository).with_suffix("").parts)


def test_imports_go_one_way(repository: Path) -> None:
    uphill = []
    for path in modules(repository):
        here = room(dotted(path, repository))
        for name in imported(path):
            there = room(name) if name.split(".")[0] in {"kg", "api"} else ""
            if there in {"", here, "__init__"} or here == "__init__":
                continue
            if LEVEL[there] < LEVEL[here] or (LEVEL[there] == LEVEL[here] and (here, there) not in OWN_LINE):
                uphill.append(f"{path.relative_to(repository)} imports {name}")
    assert not uphill, "imports run uphill:\n" + "\n".join(uphill)


def test_every_room_has_its_line(repository: Path) -> None:
    rooms = {room(dotted(path, repository)) for path in modules(repository)} - {"__init__"}
    assert rooms == set(LEVEL)


@pytest.mark.parametrize("package", sorted(OWNERS))
def test_a_library_is_seen_by_its_own_rooms_alone(package: str, repository: Path) -> None:
    seen = {
        room(dotted(path, repository))
        for path in modules(repository)
        for name in imported(path)
        if name.split(".")[0] == package
    }
    assert seen, f"no room imports {package}"
    assert seen <= OWNERS[package]


def test_own_packages_are_imported_at_the_top(repository: Path) -> None:
    hidden = []
    for path in modules(repository):
        if "cli" in path.parts or path == repository / "kg" / "__init__.py":
            continue  # the command line loads a room when its command is called, the package when its name is asked for
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{path.relative_to(repository)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"kg", "api"}
                ]
    assert not hidden, "own imports inside functions:\n" + "\n".join(hidden)


def test_importing_the_package_loads_neither_spacy_nor_flask() -> None:
    code = "import sys, kg; sys.exit(bool({'spacy', 'flask', 'networkx', 'rdflib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nothing_catches_everything(repository: Path) -> None:
    nets = [
        f"{path.relative_to(repository)}:{node.lineno}"
        for path in modules(repository)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and not isinstance(node.body[-1], ast.Raise)  # cleaning up and passing on is no net
    ]
    assert not nets


def test_functions_and_modules_stay_small(repository: Path) -> None:
    lengths, long_functions, long_modules = [], [], []
    for path in modules(repository):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            long_modules.append(str(path.relative_to(repository)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths.append((node.end_lineno or node.lineno) - node.lineno + 1)
                if lengths[-1] > 60:
                    long_functions.append(f"{path.relative_to(repository)}:{node.lineno} {node.name}")
    assert not long_functions
    assert not long_modules
    assert statistics.quantiles(lengths, n=10)[8] <= 25
