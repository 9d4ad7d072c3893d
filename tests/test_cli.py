"""The command line: what it prints, where, and the exit code it ends with."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import typer
from fake_annotator import FakeAnnotator
from typer.testing import CliRunner, Result

import kg.building
from api import Settings
from kg.cli import ExitCode, app
from kg.cli.dates import in_words
from kg.cli.group import Commands
from kg.cli.refusals import Refusal, refusal_lines
from kg.cli.screen import ProgressLine
from kg.export import FORMATS
from kg.network import Network
from kg.publish import Progress, Stage
from kg.store import open_store

ARTICLES = {
    "paris.txt": """# Lavrov and Kerry Meet

May 28, 2013

John Kerry met Sergey Lavrov in Paris on 2013-05-27. Sergey Lavrov is Foreign Minister of Russia. Russia opposes the
strike. Sergey Lavrov said "It is not easy at all".
""",
    "geneva.txt": """# Lavrov and Kerry Meet Again

January 13, 2014

John Kerry met Sergey Lavrov in Paris on 2014-01-13. John Kerry will meet Sergey Lavrov in Geneva on 2014-01-22.
Teresa Kerry met John Kerry on 2014-01-12. Iran opposes the strike.
""",
}


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, articles: Path) -> Path:
    """A data folder that no test changes."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    kg.building.build([articles], folder, annotator=FakeAnnotator())
    return folder


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.building, "open_annotator", lambda *_: nullcontext(FakeAnnotator()))


def call(*args: str | Path, **extra: Any) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], **extra)


def run(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | environment, timeout=120
    )


def one_line(text: str) -> str:
    (line,) = text.splitlines()
    assert line.startswith("kg: ")
    return line


# --- build, remove, status --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fake_pipeline")
def test_build_says_what_it_did_and_skips_what_has_not_changed(tmp_path: Path, articles: Path) -> None:
    first = call("build", articles, "--data", tmp_path / "d")
    assert first.exit_code == ExitCode.DONE, first.output
    assert f"{tmp_path / 'd'}: 2 added" in first.stdout
    assert "now 2 documents" in first.stdout
    assert "2 unchanged" in call("build", articles, "--data", tmp_path / "d").stdout
    assert "1 replaced, 1 removed" in call("build", articles / "paris.txt", "--fresh", "--data", tmp_path / "d").stdout


@pytest.mark.usefixtures("fake_pipeline")
def test_build_sets_bad_inputs_aside_and_says_so(tmp_path: Path, articles: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = call("build", articles, tmp_path / "empty.txt", "--data", tmp_path / "d")
    assert result.exit_code == ExitCode.QUARANTINED
    assert "2 added, 1 set aside" in result.stdout
    assert str(tmp_path / "empty.txt") in one_line(result.stderr)
    assert "empty.txt" in call("status", "--data", tmp_path / "d").stdout


@pytest.mark.usefixtures("fake_pipeline")
def test_published_dates_what_has_no_date(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("# A Note\n\nJohn Kerry met Sergey Lavrov on 2013-05-27.\n", encoding="utf-8")
    assert call("build", tmp_path / "note.txt", "--data", tmp_path / "d").exit_code == ExitCode.QUARANTINED
    dated = call("build", tmp_path / "note.txt", "--published", "2013-05-28", "--data", tmp_path / "d")
    assert dated.exit_code == ExitCode.DONE, dated.output
    assert call("build", tmp_path / "note.txt", "--published", "May", "--data", tmp_path / "d").exit_code == 2


@pytest.mark.usefixtures("fake_pipeline")
def test_remove_takes_a_document_back(tmp_path: Path, articles: Path) -> None:
    call("build", articles, "--data", tmp_path / "d")
    missing = call("remove", "paris", "nowhere", "--data", tmp_path / "d")
    assert (missing.exit_code, one_line(missing.stderr)) == (1, "kg: no document 'nowhere' in this graph")
    assert "now 1 documents" in call("remove", "paris", "--data", tmp_path / "d").stdout


def test_status_says_what_the_folder_holds(data: Path) -> None:
    shown = call("status", "--data", data).stdout
    assert re.search(r"^documents: +2$", shown, re.MULTILINE)
    assert re.search(r"^pipeline: +fake 1 \(2 documents\)$", shown, re.MULTILINE)
    assert re.search(r"^quarantined: +0$", shown, re.MULTILINE)
    assert re.search(r"^published: +[1-9]\d* entities, [1-9]\d* meetings, .* in 2 documents of ", shown, re.MULTILINE)


# --- query ------------------------------------------------------------------------------------------------------------

DAYS = "SELECT DISTINCT ?day WHERE { ?m dm:status dm:Planned ; dm:date ?day }"


def test_query_prints_a_table(data: Path) -> None:
    assert call("query", DAYS, "--data", data).stdout.splitlines() == ["day", "----------", "2014-01-22", "(1 row)"]


def test_query_reads_stdin(data: Path) -> None:
    assert "2014-01-22" in call("query", "-", "--data", data, input=DAYS).stdout


@pytest.mark.parametrize(
    ("form", "expected"),
    [("json", '"value":"2014-01-22"'), ("xml", "<literal"), ("csv", "day\r\n2014-01-22"), ("tsv", "?day\n")],
)
def test_query_writes_the_formats_of_sparql(data: Path, form: str, expected: str) -> None:
    assert expected in call("query", DAYS, "--data", data, "--format", form).stdout_bytes.decode()


@pytest.mark.parametrize("form", ["table", "ttl", "nt"])
def test_query_writes_graphs(data: Path, form: str) -> None:
    result = call("query", "CONSTRUCT WHERE { ?m dm:status dm:Planned }", "--data", data, "--format", form)
    assert result.exit_code == 0
    assert "Planned" in result.stdout


def test_query_refuses_a_format_that_does_not_fit(data: Path) -> None:
    result = call("query", DAYS, "--data", data, "--format", "ttl")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "'ttl'" in one_line(result.stderr)


@pytest.mark.parametrize(("status", "answer", "code"), [("Held", "yes", 0), ("Cancelled", "no", 1)])
def test_an_ask_that_is_answered_no_ends_with_1(data: Path, status: str, answer: str, code: int) -> None:
    result = call("query", f"ASK {{ ?m dm:status dm:{status} }}", "--data", data)
    assert (result.stdout, result.exit_code) == (f"{answer}\n", code)


def test_a_query_that_does_not_end_is_ended(data: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"
    started = time.monotonic()
    result = run("query", endless, "--data", data, "--timeout", "0.5")
    assert result.returncode == ExitCode.FAILED
    assert one_line(result.stderr).startswith("kg: the query did not end within 0.5 s")
    assert time.monotonic() - started < 30


# --- neighbourhood ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["john-kerry", "JOHN KERRY", "https://w3id.org/demarche/id/john-kerry"])
def test_neighbourhood_takes_slug_name_and_iri(data: Path, name: str) -> None:
    shown = call("neighbourhood", name, "--data", data).stdout
    assert shown.startswith("John Kerry (Person, john-kerry): ")
    assert "John Kerry met Sergey Lavrov in Paris on 2013-05-27." in shown


def test_neighbourhood_of_actors_counts_and_dates_their_ties(data: Path) -> None:
    shown = call("neighbourhood", "john-kerry", "--view", "actors", "--type", "metWith", "--data", data).stdout
    assert re.search(r"John Kerry +met with +Sergey Lavrov +2 +27 May 2013 to 13 January 2014", shown)
    assert "plans to meet" not in shown


def test_neighbourhood_in_json_is_what_the_service_answers(data: Path) -> None:
    args = ("neighbourhood", "john-kerry", "--data", data, "--format", "json", "--until", "2013-12-31", "--limit", "1")
    answer = json.loads(call(*args).stdout)
    assert answer.keys() == {"nodes", "edges", "truncated", "snapshot"}
    assert answer["nodes"][0]["id"] == "john-kerry"
    assert {"source", "target", "type", "weight", "first", "last", "evidence"} <= answer["edges"][0].keys()
    assert len(answer["nodes"]) == 2


def test_neighbourhood_in_graphml_opens_in_networkx(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "kerry.graphml"
    result = call("neighbourhood", "john-kerry", "--data", data, "--format", "graphml", "--depth", "2", "-o", file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert {"john-kerry", "sergey-lavrov"} <= set(nx.read_graphml(file))


def test_neighbourhood_says_that_it_was_cut(data: Path) -> None:
    assert "There is more" in call("neighbourhood", "john-kerry", "--limit", "1", "--data", data).stdout


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("Talleyrand", 1, "nothing has a similar name"),
        ("Lavrov", 1, "similar names: sergey-lavrov (Sergey Lavrov)"),
        ("Sergie Lavrof", 1, "similar names: sergey-lavrov (Sergey Lavrov)"),
    ],
)
def test_neighbourhood_of_the_unknown_helps_on(data: Path, name: str, code: int, message: str) -> None:
    result = call("neighbourhood", name, "--data", data)
    assert result.exit_code == code
    assert message in one_line(result.stderr)


# --- export, validate -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_export_writes_every_format_to_stdout_and_to_a_file(data: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"out{FORMATS[form].suffix}"
    assert call("export", form, "-o", file, "--data", data).exit_code == 0
    assert file.read_bytes() == call("export", form, "--data", data).stdout_bytes != b""


def test_export_of_tables_is_a_folder_unless_it_is_called_a_zip(data: Path, tmp_path: Path) -> None:
    assert call("export", "csv", "-o", tmp_path / "tables", "--data", data).exit_code == 0
    assert {"nodes.csv", "meetings.csv", "ro-crate-metadata.json"} <= {f.name for f in (tmp_path / "tables").iterdir()}
    assert call("export", "csv", "-o", "-", "--data", data).stdout_bytes[:2] == b"PK"


def test_export_for_cytoscape_writes_its_style_beside_it(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "net.graphml"
    result = call("export", "graphml", "--profile", "cytoscape", "-o", file, "--data", data)
    assert "net.style.xml" in result.stderr
    assert b"<vizmap" in (tmp_path / "net.style.xml").read_bytes()


def test_export_describes_its_file(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "net.nq"
    assert call("export", "nq", "-o", file, "--metadata", "--data", data).exit_code == 0
    told = (tmp_path / "net.nq.dcat.jsonld").read_text()
    assert hashlib.sha256(file.read_bytes()).hexdigest() in told
    result = call("export", "nq", "--metadata", "--data", data)
    assert (result.exit_code, "--output" in one_line(result.stderr)) == (ExitCode.BAD_INPUT, True)


def test_export_takes_the_filters_of_a_neighbourhood(data: Path) -> None:
    part = ("--around", "John Kerry", "--depth", "2", "--type", "Meeting", "--until", "2013-12-31", "--data", data)
    exported = json.loads(call("export", "nodelink", *part).stdout)
    told = json.loads(call("neighbourhood", "John Kerry", *part[2:], "--limit", "1000", "--format", "nodelink").stdout)
    assert {node["id"] for node in exported["nodes"]} == {node["id"] for node in told["nodes"]}
    assert len(exported["edges"]) == len(told["edges"]) > 0
    result = call("export", "nq", "--around", "Talleyrand", "--data", data)
    assert (result.exit_code, "Talleyrand" in result.stderr) == (ExitCode.NOT_SO, True)


def test_export_knows_both_views(data: Path) -> None:
    events, actors = (call("export", "graphml", "--view", view, "--data", data).stdout for view in ("events", "actors"))
    assert "metWith" in actors
    assert "metWith" not in events


def test_export_refuses_an_unknown_format_and_leaves_no_file(data: Path, tmp_path: Path) -> None:
    result = call("export", "gml", "-o", tmp_path / "x", "--data", data)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "choose one of" in one_line(result.stderr)
    assert not (tmp_path / "x").exists()


def test_validate_passes_a_good_graph(data: Path) -> None:
    result = call("validate", "--data", data)
    assert (result.exit_code, result.stdout.endswith(": conforms\n")) == (0, True)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold facts of one of the two articles."""
    facts = {
        "doc": "paris",
        "published": "2013-05-28",
        "title": "Lavrov and Kerry Meet",
        "entities": [
            {"id": "kerry", "type": "Person", "name": "John Kerry", "aliases": []},
            {"id": "lavrov", "type": "Person", "name": "Sergey Lavrov", "aliases": []},
            {"id": "russia", "type": "Country", "name": "Russia", "aliases": [], "wikidata": "Q159"},
            {"id": "moon", "type": "Place", "name": "Moon", "aliases": []},
        ],
        "offices": [],
        "meetings": [],
        "positions": [],
        "statements": [],
    }
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "paris.json").write_text(json.dumps(facts), encoding="utf-8")
    return tmp_path / "gold"


def test_evaluate_prints_the_score_of_each_kind(data: Path, gold: Path) -> None:
    result = call("evaluate", gold, "--data", data)
    assert result.exit_code == 0, result.output
    assert re.search(r"^entity +4 +4 +0\.750 +0\.750 +0\.750 +1\.0$", result.stdout, re.MULTILINE)
    assert "Place Moon" not in result.stdout
    assert "Place Moon" in call("evaluate", gold, "--data", data, "--errors").stdout


def test_evaluate_writes_figures_for_programs(data: Path, gold: Path) -> None:
    result = call("evaluate", gold, "--data", data, "--format", "json", "--errors")
    told = json.loads(result.stdout)["entity"]
    assert told["f1"] == 0.75
    assert [one["detail"] for found in told["errors"].values() for one in found if "Moon" in one["detail"]]


def test_evaluate_names_what_the_graph_lacks(data: Path, gold: Path) -> None:
    facts = json.loads((gold / "paris.json").read_text(encoding="utf-8")) | {"doc": "elsewhere"}
    (gold / "other.json").write_text(json.dumps(facts), encoding="utf-8")
    result = call("evaluate", gold, "--data", data)
    assert result.exit_code == ExitCode.NOT_SO
    assert "'elsewhere'" in one_line(result.stderr)


def test_evaluate_refuses_a_folder_without_gold(data: Path, tmp_path: Path) -> None:
    result = call("evaluate", tmp_path / "none", "--data", data)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert str(tmp_path / "none") in one_line(result.stderr)


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "names"),
    [
        (("status",), 4, "kg build SOURCE"),
        (("query", "ASK {}"), 4, "kg build SOURCE"),
        (("neighbourhood", "x"), 4, "kg build SOURCE"),
        (("export", "nq"), 4, "kg build SOURCE"),
        (("validate",), 4, "kg build SOURCE"),
        (("serve", "--port", "0"), 4, "kg build SOURCE"),
        (("remove", "x"), 4, "kg build SOURCE"),
        (("query",), 2, "'SPARQL'"),
        (("quary",), 2, "Did you mean 'query'?"),
        (("export", "nq", "--view", "people"), 2, "'--view'"),
        (("neighbourhood", "x", "--depth", "-1"), 2, "'--depth'"),
        (("serve", "--port", "99999"), 2, "DEMARCHE_PORT"),
    ],
)
def test_every_error_is_one_line_and_its_own_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], code: int, names: str
) -> None:
    monkeypatch.setenv("DEMARCHE_DATA", str(tmp_path / "nothing"))
    result = call(*args)
    assert result.exit_code == code, result.output
    assert names in one_line(result.stderr)
    assert result.stdout == ""


def test_a_malformed_query_is_reported_with_its_place(data: Path) -> None:
    result = call("query", "SELECT * {", "--data", data)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "line 1, column" in one_line(result.stderr)


def test_the_process_itself_ends_with_the_code(tmp_path: Path) -> None:
    result = run("status", "--data", tmp_path / "nothing")
    assert (result.returncode, result.stdout) == (4, "")
    assert str(tmp_path / "nothing") in one_line(result.stderr)


@pytest.mark.parametrize("args", [("--debug", "status"), ("status", "--debug")])
def test_debug_shows_the_traceback_wherever_it_stands(tmp_path: Path, args: tuple[str, ...]) -> None:
    result = run(*args, "--data", tmp_path)
    assert result.returncode == 4
    assert "Traceback (most recent call last)" in result.stderr
    assert "Traceback" in run("status", "--data", tmp_path, DEMARCHE_DEBUG="1").stderr


def test_an_error_nobody_foresaw_is_one_line_too(tmp_path: Path) -> None:
    code = (
        "import kg.status; del kg.status.status; import sys; sys.argv[1:] = ['status']; from kg.cli import main; main()"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == ExitCode.FAILED
    assert one_line(result.stderr).startswith("kg: internal error (ImportError")


def test_output_that_cannot_be_written_names_the_file(data: Path, tmp_path: Path) -> None:
    result = call("export", "nq", "-o", tmp_path / "no" / "x.nq", "--data", data)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert str(tmp_path / "no" / "x.nq") in one_line(result.stderr)


# --- the program as a whole -------------------------------------------------------------------------------------------


def test_without_a_command_it_shows_the_commands() -> None:
    shown = call()
    assert shown.exit_code == 0
    assert "neighbourhood" in shown.stdout


def test_help_imports_nothing_heavy() -> None:
    heavy = ["spacy", "flask", "pyshacl", "networkx", "pyoxigraph"]
    code = f"import sys, kg.cli; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("args", [("query", "ASK {}"), ("export", "nq"), ("status",)])
def test_reading_commands_do_without_spacy_and_networkx(data: Path, args: tuple[str, ...]) -> None:
    code = (
        "import sys, typer.main\n"
        "from kg.cli import app\n"
        f"typer.main.get_command(app)({[*args, '--data', str(data)]!r}, standalone_mode=False)\n"
        "loaded = [m for m in ('spacy', 'flask', 'networkx') if m in sys.modules]\n"
        "print(loaded, file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stderr.strip() == "[]"


def commands() -> dict[str, Any]:
    group = typer.main.get_command(app)
    assert isinstance(group, Commands)
    return {"": group, **group.commands}


@pytest.mark.parametrize("name", commands())
def test_every_command_flag_and_variable_is_documented(repository: Path, name: str) -> None:
    text = (repository / "docs" / "command-line.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (kg[ \w]*)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    section = sections[f"kg {name}".strip()]
    for parameter in commands()[name].params:
        if parameter.param_type_name == "argument":
            assert (parameter.metavar or "").strip("{}") in section
            continue
        missing = [flag for flag in (*parameter.opts, *parameter.secondary_opts) if f"`{flag}" not in section]
        assert missing == []
        assert (parameter.envvar or "") in section


def test_only_commands_that_exist_are_documented(repository: Path) -> None:
    text = (repository / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert re.findall(r"^## kg ?(\w*)$", text, re.MULTILINE) == list(commands())


def test_every_export_format_is_documented_in_page_and_help(repository: Path) -> None:
    text = (repository / "docs" / "command-line.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert f"| `{name}` |" in text
        assert name in call("export", "--help").stdout


def test_every_setting_of_the_service_has_a_flag() -> None:
    flags = {flag for parameter in commands()["serve"].params for flag in parameter.opts}
    assert {f"--{field.name.replace('_', '-')}" for field in fields(Settings)} <= flags


def test_flags_come_before_variables(data: Path, tmp_path: Path) -> None:
    assert run("status", DEMARCHE_DATA=str(data)).returncode == 0
    assert run("status", "--data", tmp_path, DEMARCHE_DATA=str(data)).returncode == 4


# --- the account of the demo ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2013-05-27", "27 May 2013"),
        ("2013-06", "June 2013"),
        ("2013", "2013"),
        ("2013-06-10/2013-06-12", "10-12 June 2013"),
        ("2013-05-27/2013-06-02", "27 May 2013 to 2 June 2013"),
        ("2013-08-01/..", "from 1 August 2013"),
        ("../2013-08-31", "until 31 August 2013"),
        (None, "not said"),
    ],
)
def test_dates_are_told_with_their_precision(told: str | None, words: str) -> None:
    assert in_words(told) == words


@pytest.mark.usefixtures("fake_pipeline")
def test_the_demo_tells_who_met_whom_and_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, articles: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("kg.cli.demo.seeds_path", lambda: articles)
    result = call("demo", "--no-serve", "--data", tmp_path / "d")
    assert result.exit_code == 0, result.output
    assert "2013-05-28  Lavrov and Kerry Meet" in result.stdout
    assert re.search(r"27 May 2013 +John Kerry, Sergey Lavrov +Paris +meeting +held", result.stdout)
    assert re.search(r"22 January 2014 +John Kerry, Sergey Lavrov +Geneva +meeting +planned", result.stdout)
    assert re.search(r"Russia +opposes +the strike", result.stdout)
    assert re.search(r"Sergey Lavrov +Foreign Minister, Russia", result.stdout)
    assert f"kg serve --data {tmp_path / 'd'}" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines() if str(tmp_path) not in line) <= 100
    with open_store(tmp_path / "d") as reader:
        assert Network.from_reader(reader).find("John Kerry")


@pytest.mark.usefixtures("fake_pipeline")
def test_the_demo_never_touches_a_folder_in_use(data: Path) -> None:
    result = call("demo", "--no-serve", "--data", data)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert str(data) in one_line(result.stderr)


@pytest.mark.slow
def test_the_demo_without_a_terminal_ends_after_the_account(tmp_path: Path) -> None:
    result = run("demo", "--data", tmp_path / "d")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert "John Kerry, Sergey Lavrov" in result.stdout
    assert "kg serve --data" in result.stdout


@pytest.mark.slow
def test_the_demo_in_a_terminal_serves_until_ctrl_c(tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    environment = os.environ | {"DEMARCHE_PORT": "0", "COLUMNS": "80", "TERM": "xterm"}
    command = [sys.executable, "-m", "kg", "demo", "--data", str(tmp_path / "d")]
    with subprocess.Popen(command, stdout=terminal, stderr=terminal, env=environment) as process:
        os.close(terminal)
        shown = read_until(controller, "healthz")
        root = re.findall(r"http://127\.0\.0\.1:\d+/", shown)[0]
        with urllib.request.urlopen(f"{root}healthz", timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    account = re.sub("\x1b\\[[0-9;]*[mK]", "", shown.rpartition("\x1b[K")[2])
    assert [line for line in account.splitlines() if len(line) > 80 and str(tmp_path) not in line] == []


def read_until(descriptor: int, text: str, seconds: float = 120) -> str:
    deadline = time.monotonic() + seconds
    read = b""
    while text.encode() not in read and time.monotonic() < deadline:
        read += os.read(descriptor, 4096)
    assert text in read.decode(), read.decode()
    return read.decode()


# --- what changes -----------------------------------------------------------------------------------------------------


def test_diff_says_that_a_build_is_itself(data: Path) -> None:
    assert call("diff", data, data).stdout.startswith("no difference: ")
    assert json.loads(call("diff", data, data, "--format", "json").stdout)["gained"] == []


def test_a_meeting_tells_its_life(data: Path) -> None:
    planned = call("query", "SELECT ?m { ?m dm:status dm:Planned }", "--data", data, "--format", "csv").stdout.split()[
        1
    ]
    shown = call("meeting", planned, "--data", data)
    assert shown.exit_code == 0
    assert "When it was to be" not in shown.stdout or "2014-01-22" in shown.stdout
    told = json.loads(call("meeting", planned, "--data", data, "--format", "json").stdout)
    assert [account["date"] for account in told["accounts"]] == ["2014-01-22"]
    assert {claim["kind"] for claim in told["attendance"]} == {"attendance"}
    missing = call("meeting", "no-such", "--data", data)
    assert (missing.exit_code, missing.stdout) == (ExitCode.NOT_SO, "")


@pytest.mark.parametrize("level", ["as-told", "state"])
def test_positions_as_matrix_moves_panel_and_json(data: Path, tmp_path: Path, level: str) -> None:
    assert "Opposes" in call("positions", "--data", data, "--level", level).stdout
    assert call("positions", "--data", data, "--level", level, "--format", "moves").exit_code == 0
    panel = tmp_path / "panel.csv"
    assert call("positions", "--data", data, "--level", level, "--format", "csv", "-o", panel).exit_code == 0
    header, row = panel.read_text(encoding="utf-8").splitlines()[:2]
    assert header.startswith("actor,actor_label,level,issue")
    assert row.startswith(f"iran,Iran,{level},")
    (cell, *_) = json.loads(call("positions", "--data", data, "--issue", "strike", "--format", "json").stdout)
    assert (cell["holder"], cell["stance"]) == ("iran", "Opposes")
    assert call("positions", "--data", data, "--at", "1999-01-01", "--format", "json").stdout.strip() == "[]"
    assert call("positions", "--data", data, "--issue", "no such thing").exit_code == ExitCode.NOT_SO


# --- long work --------------------------------------------------------------------------------------------------------


def test_the_progress_line_says_rate_time_left_and_what_was_found() -> None:
    now = 0.0
    line = ProgressLine(lambda: now)
    assert line(Progress(Stage.READ, 1, "a", 0.01)) == "1 documents read: a"
    now = 10.0
    assert line(Progress(Stage.READ, 40, "b", 0.25, 0, 2)) == (
        "40 documents read, 4.0/s, 25%, 0:00:30 left, 2 set aside: b"
    )
    assert line(Progress(Stage.KEEP, 20, "a", 0.2, 1234, 2)) == (
        "40 documents read, 2.0/s, 20%, 0:00:40 left, 20 taken in, 1,234 facts, 2 set aside: b"
    )
    assert line(Progress(Stage.WRITE, 1, "g", 0.5, 0, 0)) == "1 graphs compared: g"
    now = 15.0
    assert line(Progress(Stage.WRITE, 10, "h", 0.5, 0, 0)) == "10 graphs compared, 2.0/s, 50%, 0:00:05 left: h"


def test_what_was_set_aside_for_one_reason_takes_one_line() -> None:
    given = [
        *(Refusal("n.jsonl", line, "has no text") for line in (2, 5, 7, 9)),
        Refusal("n.jsonl", 11, "has no date"),
        *(Refusal(f"{name}.txt", None, "is empty") for name in "abcde"),
        *(Refusal("w.warc", None, "holds no article") for _ in range(2)),
    ]
    assert list(refusal_lines(given))[:3] == [
        "n.jsonl (4 records, lines 2, 5, 7, ...): has no text",
        "n.jsonl:11: has no date",
        "a.txt: is empty",
    ]
    assert list(refusal_lines(given))[-1] == "w.warc (2 records): holds no article"
    assert len(list(refusal_lines(given))) == 8
    assert len(list(refusal_lines(given, 8))) == 8
    assert list(refusal_lines(given, 3))[2:] == ["7 more were set aside: see kg status"]
    assert list(refusal_lines([])) == []


def test_the_time_left_leaves_out_what_was_passed_over() -> None:
    now = 0.0
    line = ProgressLine(lambda: now)
    assert line(Progress(Stage.READ, 50, "a", 0.5, unchanged=50)) == "50 documents read, 50 unchanged: a"
    now = 5.0
    assert line(Progress(Stage.READ, 51, "b", 0.5, unchanged=51)) == "51 documents read, 51 unchanged: b"
    now = 15.0
    assert line(Progress(Stage.READ, 61, "c", 0.6, unchanged=51)) == (
        "61 documents read, 1.0/s, 60%, 0:00:40 left, 51 unchanged: c"
    )


@pytest.mark.usefixtures("fake_pipeline")
def test_build_tries_again_what_was_set_aside(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Note\n\nRussia opposes the plan.\n", encoding="utf-8")
    assert call("build", tmp_path / "note.txt", "--data", tmp_path / "d").exit_code == ExitCode.QUARANTINED
    assert "note.txt: has no publication date" in call("status", "--data", tmp_path / "d").stdout
    again = call("build", "--retry", "--published", "2013-05-28", "--data", tmp_path / "d")
    assert (again.exit_code, "1 added" in again.stdout) == (ExitCode.DONE, True)
    assert "quarantined: 0" in " ".join(call("status", "--data", tmp_path / "d").stdout.split())
    assert call("build", "--data", tmp_path / "d").exit_code == ExitCode.BAD_INPUT


@pytest.mark.usefixtures("fake_pipeline")
def test_build_reads_fields_by_other_names(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("day,body\n2014-01-14,Russia opposes the plan.\n", encoding="utf-8")
    options = ("--field", "text=body", "--field", "published=day", "--data", tmp_path / "d")
    assert "1 added" in call("build", tmp_path / "n.csv", *options).stdout
    assert call("build", tmp_path / "n.csv", "--field", "body").exit_code == ExitCode.BAD_INPUT
    assert call("build", tmp_path / "n.csv", "--field", "x=body", "--data", tmp_path / "d").exit_code == 2


def test_backup_and_restore(data: Path, tmp_path: Path) -> None:
    assert "of snapshot" in call("backup", tmp_path / "b.tgz", "--data", data).stdout
    restored = call("restore", tmp_path / "b.tgz", "--data", tmp_path / "d")
    assert restored.stdout.startswith(f"{tmp_path / 'd'}: ")
    assert call("query", "ASK { ?m a dm:Meeting }", "--data", tmp_path / "d").exit_code == ExitCode.DONE
    assert call("restore", tmp_path / "b.tgz", "--data", tmp_path / "d").exit_code == ExitCode.FAILED
    (tmp_path / "b.tgz").write_bytes(b"junk")
    assert call("restore", tmp_path / "b.tgz", "--data", tmp_path / "e").exit_code == ExitCode.BAD_INPUT
