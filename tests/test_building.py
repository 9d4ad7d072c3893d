"""The whole story with an annotator that reads four kinds of sentences: adding, replacing, removing, dying half-way."""

from __future__ import annotations

import datetime as dt
import io
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fake_annotator import FailingAnnotator, FakeAnnotator
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat

import kg.publish
from kg.building import Annotator, BuildReport, Progress, Stage, build, remove, status
from kg.errors import InputError, NotFoundError, StoreError
from kg.ledger import GraphRecord, Ledger
from kg.model import Document, DocumentFacts, Failure
from kg.named_graph import NamedGraph
from kg.nlp.annotator import load_annotator
from kg.resources import seeds_path
from kg.store import EmbeddedStore, GraphReader, content_hash, open_store
from kg.validate import validate
from kg.vocab import ID_BASE

ARTICLES = {
    "a": "John Kerry met Sergey Lavrov in Paris on 2013-05-27. Sergey Lavrov is Foreign Minister of Russia.",
    "b": "John Kerry met Lavrov in Paris on 2013-05-27. Russia opposes the strike.",
    "c": 'Sergey Lavrov said "It is not an easy task at all". Syria opposes the conference.',
    "d": "John Kerry will meet Walid Moallem in Geneva on 2014-01-22.",
    "e": "Walid Moallem met John Kerry on 2014-01-22. Iran opposes the strike.",
}
DAYS = {name: dt.date(2014, 1, day) for day, name in enumerate(ARTICLES, start=10)}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "articles", ARTICLES)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def written(folder: Path, articles: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in articles.items():
        heading = f"The story of {name}\n\n{DAYS[name]:%B %d, %Y}\n\n"
        (folder / f"{name}.txt").write_text(heading + text + "\n", "utf-8")
    return folder


def built(sources: Path | list[Path], data: Path, annotator: Annotator | None = None, **more) -> BuildReport:
    places = [sources] if isinstance(sources, Path) else sources
    return build(places, data, annotator=annotator or FakeAnnotator(), **more)


def n_quads(data: Path) -> bytes:
    with open_store(data) as reader:
        return dumped(reader)


def dumped(reader: GraphReader) -> bytes:
    output = io.BytesIO()
    reader.dump(RdfFormat.N_QUADS, output)
    return output.getvalue()


def rows(data: Path, query: str) -> list[tuple[str, ...]]:
    with open_store(data) as reader:
        found = reader.query(query, prefixes={"dm": "https://w3id.org/demarche/ontology#"})
        return sorted(tuple(term.value for term in row) for row in found)


# --- what a build does ------------------------------------------------------------------------------------------------


def test_a_build_publishes_a_graph_that_conforms_and_answers(articles: Path, data: Path) -> None:
    report = built(articles, data)
    assert report.added == tuple("abcde")
    assert (report.replaced, report.unchanged, report.removed, report.rejected) == ((), (), (), ())
    with open_store(data) as reader:
        assert reader.snapshot == report.published.snapshot
        assert len(reader) == report.published.quads
        assert len(reader.graph_names()) == 7 == report.published.graphs_written
        assert validate(reader).violations == ()
    assert (report.published.documents, report.published.entities, report.published.occasions) == (5, 8, 2)
    opposed = "SELECT ?who WHERE { ?p a dm:Position ; dm:holder ?who ; dm:stance dm:Opposes }"
    assert [row[0].rsplit("/", 1)[1] for row in rows(data, opposed)] == ["iran", "russia", "syria"]


def test_one_occasion_keeps_each_articles_account(articles: Path, data: Path) -> None:
    built(articles, data)
    accounts = "SELECT ?m ?d ?s WHERE { GRAPH ?g { ?m dm:account ?d } GRAPH ?d { ?m dm:status ?s } }"
    told = [(row[0], row[1][-1], row[2].rsplit("#", 1)[1]) for row in rows(data, accounts)]
    assert {account[1:] for account in told} == {("a", "Held"), ("b", "Held"), ("d", "Planned"), ("e", "Held")}
    assert len({meeting for meeting, _, _ in told}) == 2
    merged = "SELECT ?s WHERE { GRAPH <https://w3id.org/demarche/id/graph/meetings> { ?m dm:status ?s } }"
    assert [row[0].rsplit("#", 1)[1] for row in rows(data, merged)] == ["Held", "Held"]


def test_what_has_not_changed_is_skipped(articles: Path, data: Path) -> None:
    first = built(articles, data)
    annotator = FakeAnnotator()
    second = built(articles, data, annotator)
    assert annotator.calls == []
    assert second.unchanged == tuple("abcde")
    assert (second.added, second.replaced, second.published.graphs_written) == ((), (), 0)
    assert second.published.snapshot == first.published.snapshot


def test_a_changed_document_takes_the_place_of_the_old_one(articles: Path, data: Path) -> None:
    built(articles, data)
    written(articles, {"c": "Iran opposes the deal."})
    annotator = FakeAnnotator()
    report = built(articles, data, annotator)
    assert (annotator.calls, report.replaced, report.unchanged) == (["c"], ("c",), tuple("abde"))
    assert report.published.graphs_written == 2  # its own graph, and that of entities, which loses Syria
    assert "Syria" not in n_quads(data).decode()
    other = data.with_name("other")
    built(articles, other)
    assert n_quads(other) == n_quads(data)


def test_another_version_of_the_pipeline_reads_everything_again(articles: Path, data: Path) -> None:
    built(articles, data)
    report = built(articles, data, FakeAnnotator("fake 2"))
    assert report.replaced == tuple("abcde")
    assert b"fake 1" not in n_quads(data)


def test_bad_inputs_are_refused_by_name_and_the_rest_goes_on(articles: Path, data: Path) -> None:
    (articles / "empty.txt").write_text("", "utf-8")
    (articles / "undated.txt").write_text("No date\n\nRussia opposes the plan.\n", "utf-8")
    report = built([articles, articles / "missing.txt"], data)
    assert report.added == tuple("abcde")
    assert [Path(error.source).name for error in report.rejected] == ["empty.txt", "undated.txt", "missing.txt"]
    assert all(isinstance(error, InputError) for error in report.rejected)
    assert [Path(q.source).name for q in status(data).quarantined] == ["empty.txt", "missing.txt", "undated.txt"]

    report = built(articles / "undated.txt", data, published=dt.date(2014, 1, 1))
    assert (report.added, report.rejected) == (("undated",), ())
    assert [Path(q.source).name for q in status(data).quarantined] == ["empty.txt", "missing.txt"]
    written(articles, {"a": ARTICLES["a"]})
    (articles / "empty.txt").unlink()
    built(articles, data, fresh=True, published=dt.date(2014, 1, 1))
    assert status(data).quarantined == ()


def test_nothing_but_bad_inputs_gives_an_empty_graph(tmp_path: Path, data: Path) -> None:
    report = built(tmp_path / "missing", data)
    assert (len(report.rejected), report.published.documents, report.published.quads) == (1, 0, 0)
    assert n_quads(data) == b""


def test_progress_is_told(articles: Path, data: Path) -> None:
    told: list[Progress] = []
    (articles / "f.txt").write_text("", "utf-8")
    built(articles, data, on_progress=told.append)
    assert [Path(one.name).stem for one in told if one.stage is Stage.READ] == ["a", "b", "c", "d", "e", "f"]
    assert [one.done for one in told if one.stage is Stage.WRITE] == [1, 2, 3, 4, 5, 6, 7]
    assert told[-1] == Progress(Stage.PUBLISH, 1, status(data).snapshot or "")


def test_status_says_what_the_folder_holds(articles: Path, data: Path) -> None:
    before = dt.datetime.now(dt.UTC)
    report = built(articles, data)
    found = status(data)
    assert (found.documents, found.graphs, found.quads) == (5, 7, report.published.quads)
    assert found.snapshot == report.published.snapshot
    assert [(use.pipeline, use.documents) for use in found.pipelines] == [("fake 1", 5)]
    assert found.latest is not None
    assert before <= found.latest <= dt.datetime.now(dt.UTC)


def test_status_of_nothing_is_an_error(data: Path, articles: Path) -> None:
    with pytest.raises(StoreError, match="there is no data folder"):
        status(data)
    assert not data.exists()
    built(articles, data)
    (data / "ledger.sqlite").unlink()
    with pytest.raises(StoreError, match="has lost its ledger"):
        status(data)


def test_another_base_moves_the_graph_and_is_remembered(articles: Path, data: Path) -> None:
    built(articles, data)
    built(articles, data, base="https://example.org/kg/")
    assert b"w3id.org/demarche/id/" not in n_quads(data)
    remove(["a"], data)
    assert b"w3id.org/demarche/id/" not in n_quads(data)
    assert status(data).base == "https://example.org/kg/"
    with pytest.raises(InputError, match="no absolute IRI"):
        built(articles, data, base="example")


# --- the same documents, the same bytes -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected() -> dict[frozenset[str], bytes]:
    """The graph of a set of articles, built at once in a folder of its own; filled as it is asked for."""
    return {}


def graph_of(names: frozenset[str], expected: dict[frozenset[str], bytes]) -> bytes:
    if names not in expected:
        with tempfile.TemporaryDirectory() as folder:
            articles = written(Path(folder, "articles"), {name: ARTICLES[name] for name in sorted(names)})
            built(sorted(articles.iterdir()) or articles, Path(folder, "data"))
            expected[names] = n_quads(Path(folder, "data"))
    return expected[names]


batches = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=5, unique=True), min_size=1, max_size=3)


@settings(max_examples=8, deadline=None)
@given(batches=batches, removals=st.lists(st.sampled_from("abcde"), max_size=2, unique=True))
def test_order_and_batches_leave_no_trace_and_removing_takes_back_all(expected, batches, removals) -> None:
    with tempfile.TemporaryDirectory() as folder:
        articles, data = written(Path(folder, "articles"), ARTICLES), Path(folder, "data")
        for batch in batches:
            built([articles / f"{name}.txt" for name in batch], data)
        there = frozenset(name for batch in batches for name in batch)
        assert n_quads(data) == graph_of(there, expected)
        gone = there.intersection(removals)
        if gone:
            remove(gone, data)
            assert n_quads(data) == graph_of(there - gone, expected)
            built([articles / f"{name}.txt" for name in sorted(gone)], data)
            assert n_quads(data) == graph_of(there, expected)


def test_another_hash_seed_gives_the_same_bytes(articles: Path, data: Path, repository: Path) -> None:
    built(articles, data)
    program = (
        "import sys; sys.path[:0] = ['tests', '.']\n"
        "from pathlib import Path; from fake_annotator import FakeAnnotator; from kg.building import build\n"
        "build(sorted(Path(sys.argv[1]).iterdir(), reverse=True), sys.argv[2], annotator=FakeAnnotator())"
    )
    other = data.with_name("other")
    command = [sys.executable, "-c", program, str(articles), str(other)]
    subprocess.run(command, check=True, cwd=repository, env={"PYTHONHASHSEED": "1", "PATH": ""})
    assert n_quads(other) == n_quads(data)


def test_what_the_ledger_says_of_graphs_is_so(articles: Path, data: Path) -> None:
    built(articles, data)
    remove(["b"], data)
    with Ledger.open(data / "ledger.sqlite") as ledger, open_store(data) as reader:
        there = [
            GraphRecord(name.value, content_hash(reader.quads(graph=name)), len(list(reader.quads(graph=name))))
            for name in reader.graph_names()
        ]
        assert list(ledger.graphs()) == there


# --- removing ---------------------------------------------------------------------------------------------------------


def test_removing_takes_back_what_one_said_and_leaves_what_others_said(articles: Path, data: Path) -> None:
    built(articles, data)
    report = remove(["a", "c"], data)
    assert (report.removed, report.published.documents) == (("a", "c"), 3)
    text = n_quads(data).decode()
    assert "Sergey Lavrov" not in text
    assert '"Lavrov"' in text
    assert {row[0][-1] for row in rows(data, "SELECT ?d WHERE { ?d a dm:Document }")} == {"b", "d", "e"}


def test_an_unknown_document_is_named_and_then_none_is_removed(articles: Path, data: Path) -> None:
    built(articles, data)
    before = n_quads(data)
    with pytest.raises(NotFoundError, match="no document 'x' in this graph"):
        remove(["a", "x"], data)
    assert (status(data).documents, n_quads(data)) == (5, before)


def test_removing_from_nowhere_makes_nothing(data: Path) -> None:
    with pytest.raises(StoreError, match="there is no data folder"):
        remove(["a"], data)
    assert not data.exists()


def test_fresh_forgets_what_is_not_among_the_sources(articles: Path, data: Path) -> None:
    built(articles, data)
    annotator = FakeAnnotator()
    report = built([articles / "a.txt", articles / "b.txt"], data, annotator, fresh=True)
    assert (annotator.calls, report.replaced, report.removed) == (["a", "b"], ("a", "b"), ("c", "d", "e"))
    assert status(data).documents == 2


# --- dying half-way ---------------------------------------------------------------------------------------------------


def test_a_build_that_dies_while_annotating_leaves_the_graph_and_is_taken_up_again(articles: Path, data: Path) -> None:
    built(articles / "a.txt", data)
    before = n_quads(data)
    with pytest.raises(KeyboardInterrupt):
        built(articles, data, FailingAnnotator(at="d"))
    assert n_quads(data) == before
    annotator = FakeAnnotator()
    report = built(articles, data, annotator)
    assert (annotator.calls, report.unchanged) == (["d", "e"], ("a", "b", "c"))
    other = data.with_name("other")
    built(articles, other)
    assert n_quads(data) == n_quads(other)


def test_a_fresh_build_that_dies_forgets_nothing(articles: Path, data: Path) -> None:
    built(articles, data)
    before = n_quads(data)
    with pytest.raises(KeyboardInterrupt):
        built(articles / "a.txt", data, FailingAnnotator(at="a"), fresh=True)
    assert (n_quads(data), status(data).documents) == (before, 5)


STEPS = [
    (kg.publish, "resolve"),
    (kg.publish, "document_graph"),
    (EmbeddedStore, "replace_graphs"),
    (EmbeddedStore, "_replace"),
    (EmbeddedStore, "remove_graphs"),
    (Ledger, "put_graphs"),
    (EmbeddedStore, "publish"),
    (EmbeddedStore, "_back_up"),
    (EmbeddedStore, "_retire_except"),
]


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[step for _, step in STEPS])
def test_dying_at_any_step_leaves_a_whole_graph_and_the_next_build_mends_it(
    articles: Path, data: Path, monkeypatch, owner: object, step: str, late: bool
) -> None:
    """The next build has other input than the one that died, so that nothing it left may be taken for done."""
    built([articles / "a.txt", articles / "b.txt", articles / "c.txt"], data)
    before = n_quads(data)
    original = getattr(owner, step)

    def dying(*arguments: object, **more: object) -> object:
        if late:
            original(*arguments, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, dying)
        written(articles, {"b": "Iran opposes the deal."})
        with pytest.raises(KeyboardInterrupt):
            built([articles / "b.txt", articles / "d.txt"], data)
    seen = n_quads(data)
    written(articles, {"b": ARTICLES["b"]})
    built([articles / "a.txt", articles / "b.txt", articles / "c.txt"], data, fresh=True)
    assert n_quads(data) == before
    with EmbeddedStore.open(data, writable=True) as store:
        assert dumped(store) == before
    if (step, late) not in {("publish", True), ("_retire_except", False), ("_retire_except", True)}:
        assert seen == before
    else:
        assert b"Moallem" in seen


def test_a_store_that_is_lost_is_filled_again(articles: Path, data: Path) -> None:
    built(articles, data)
    before = n_quads(data)
    shutil.rmtree(data / "graph")
    report = built(articles, data)
    assert (report.unchanged, report.published.graphs_written) == (tuple("abcde"), 7)
    assert n_quads(data) == before


def test_what_somebody_else_put_under_the_base_goes_and_all_else_stays(articles: Path, data: Path) -> None:
    snapshot = built(articles, data).published.snapshot
    before = n_quads(data)
    for place, stays in ((f"{ID_BASE}document/foreign", False), ("https://example.org/foreign", True)):
        with EmbeddedStore.open(data, writable=True) as store:
            name = NamedNode(place)
            store.replace_graphs([NamedGraph.holding(name, (Quad(name, name, name, name),))])
        again = built(articles, data).published.snapshot
        assert (again != snapshot, n_quads(data) != before) == (stays, stays)


def test_two_builds_at_once_are_refused(articles: Path, data: Path) -> None:
    with EmbeddedStore.open(data, writable=True), pytest.raises(StoreError, match="another process is writing here"):
        built(articles, data)


def test_shuffled_files_in_one_build_give_the_same_bytes(articles: Path, data: Path) -> None:
    built(articles, data)
    files = sorted(articles.iterdir())
    for seed in range(3):
        shuffled = random.Random(seed).sample(files, len(files))
        other = data.with_name(f"other{seed}")
        built(shuffled, other)
        assert n_quads(other) == n_quads(data)


def test_many_graphs_are_written_in_small_lots(articles: Path, data: Path, monkeypatch) -> None:
    built(articles, data)
    for lot in (1, 2, 7):
        monkeypatch.setattr("kg.publish.GRAPHS_AT_A_TIME", lot)
        other = data.with_name(f"other{lot}")
        assert built(articles, other).published.graphs_written == 7
        assert built(articles, other, FakeAnnotator("fake 2")).published.graphs_written == 5
        built(articles, other)
        assert n_quads(other) == n_quads(data)


# --- with our own pipeline --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ours() -> Annotator:
    return load_annotator(None)


def test_the_seeds_give_the_same_bytes_in_any_order_and_in_any_batches(data: Path, ours: Annotator) -> None:
    seeds = sorted(seeds_path().glob("*.txt"))
    report = built(seeds, data, ours)
    assert (len(report.added), report.rejected) == (5, ())
    expected = n_quads(data)
    with open_store(data) as reader:
        assert validate(reader).violations == ()

    shuffled = data.with_name("shuffled")
    built(seeds[::-1], shuffled, ours)
    assert n_quads(shuffled) == expected

    batches = data.with_name("batches")
    for batch in ([seeds[3]], [seeds[4], seeds[0]], [seeds[0], seeds[2], seeds[1]]):
        built(batch, batches, ours)
    assert n_quads(batches) == expected

    without = remove([seeds[1].stem], data)
    assert without.published.documents == 4
    assert seeds[1].stem.encode() not in n_quads(data)
    built(seeds, data, ours)
    assert n_quads(data) == expected


# --- its own data folder ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [".", "*", "**/*", "demarche-data/.."])
def test_a_build_does_not_read_its_own_data_folder(tmp_path: Path, monkeypatch, source: str) -> None:
    written(tmp_path, ARTICLES)
    built(tmp_path / "a.txt", tmp_path / "another")
    monkeypatch.chdir(tmp_path)
    for unchanged in ((), tuple("abcde")):
        report = build([source], "demarche-data", annotator=FakeAnnotator())
        assert (report.unchanged, report.rejected) == (unchanged, ())
    report = build(["demarche-data"], "demarche-data", annotator=FakeAnnotator())
    assert [error.message for error in report.rejected] == [
        "is a data folder of this program, not a source; name it with --data"
    ]


# --- documents that cannot be read by the pipeline --------------------------------------------------------------------


class RefusingAnnotator(FakeAnnotator):
    """Gives up every document whose text has ``refused`` in it."""

    def __init__(self, refused: str, version: str = "fake 1") -> None:
        super().__init__(version)
        self.refused = refused

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts | Failure]:  # type: ignore[override]
        for facts in super().__call__(documents):
            refused = self.refused in facts.document.text
            yield Failure(facts.document, self.version, "its worker was killed") if refused else facts


def test_a_document_that_fails_is_set_aside_and_not_tried_again_without_need(articles: Path, data: Path) -> None:
    report = built(articles, data, RefusingAnnotator("Moallem will"))
    assert (report.added, report.rejected) == (tuple("abcde"), ())
    report = built(articles, data, RefusingAnnotator("conference", "fake 2"))
    assert (report.replaced, len(report.rejected)) == (tuple("abde"), 1)
    (refused,) = status(data).quarantined
    assert (refused.source, refused.document) == (str(articles / "c.txt"), "c")
    assert refused.error == "document 'c': its worker was killed"

    again = RefusingAnnotator("nothing", "fake 2")
    report = built(articles, data, again)
    assert (again.calls, len(report.rejected), len(status(data).quarantined)) == ([], 1, 1)
    assert "--retry" in report.rejected[0].message
    report = built([], data, again, retry=True)
    assert (again.calls, report.replaced, report.rejected) == (["c"], ("c",), ())
    assert status(data).quarantined == ()


def test_a_document_that_failed_is_tried_again_when_it_or_the_pipeline_changes(articles: Path, data: Path) -> None:
    built(articles, data, RefusingAnnotator("conference"))
    written(articles, {"c": "Iran opposes the conference."})
    annotator = RefusingAnnotator("conference")
    assert len(built(articles, data, annotator).rejected) == 1
    assert annotator.calls == ["c"]
    report = built(articles, data, FakeAnnotator("fake 2"))
    assert (report.added, report.rejected, status(data).quarantined) == (("c",), (), ())


def test_retry_takes_what_was_set_aside_from_wherever_it_is_called(
    articles: Path, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("undated", "gone"):
        (articles / f"{name}.txt").write_text("No date\n\nRussia opposes the plan.\n", "utf-8")
    assert len(built(Path("articles"), data).rejected) == 2
    monkeypatch.chdir("/")
    (articles / "gone.txt").unlink()
    report = built([], data, retry=True, published=dt.date(2014, 1, 1))
    assert (report.added, report.rejected, status(data).quarantined) == (("undated",), (), ())


# --- the same story in several papers ---------------------------------------------------------------------------------

STORY = (
    "John Kerry met Sergey Lavrov in Paris on 2013-05-27. The two men had spoken for five hours in a hotel by the "
    "river, and those who waited outside were told that maps had been drawn, that lists of names had changed hands "
    "and that nobody would say more before both had reported to their capitals. Diplomats who know the file called "
    "the evening useful. Russia opposes the strike. What was on the lists remained unclear, as did the question of "
    "who would sit at the table when the conference opens, if it opens at all, and under which flag they would sit."
)


def papers(folder: Path, **stories: tuple[str, str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, (day, title, text) in stories.items():
        (folder / f"{name}.txt").write_text(f"{title}\n\n{day}\n\n{text}\n", "utf-8")
    return folder


def test_a_story_printed_again_is_counted_once(tmp_path: Path, data: Path) -> None:
    folder = papers(
        tmp_path / "papers",
        herald=("May 28, 2013", "Five Hours in Paris", STORY),
        agency=("May 27, 2013", "Kerry, Lavrov Meet", STORY.replace("called the evening useful", "called it useful")),
        weekly=("June 2, 2013", "The Week Behind Us", STORY),
        other=("May 28, 2013", "Another Story", STORY[: len(STORY) // 3] + " Iran opposes the deal."),
    )
    report = built(folder, data)
    assert (report.published.documents, report.published.reprints) == (4, 2)
    again = "SELECT ?d ?o { ?d <http://purl.org/dc/terms/isVersionOf> ?o }"
    assert [(d.rsplit("/", 1)[1], o.rsplit("/", 1)[1]) for d, o in rows(data, again)] == [
        ("herald", "agency"),
        ("weekly", "agency"),
    ]
    told = "SELECT ?d { GRAPH ?d { ?f a dm:Position } }"
    assert sorted(row[0].rsplit("/", 1)[1] for row in rows(data, told)) == ["agency", "other"]
    with open_store(data) as reader:
        assert validate(reader).violations == ()

    remove(["agency"], data)
    assert sorted(row[0].rsplit("/", 1)[1] for row in rows(data, told)) == ["herald", "other"]
    built([folder / "agency.txt"], data)
    other = data.with_name("other")
    built(sorted(folder.iterdir(), reverse=True), other)
    assert n_quads(other) == n_quads(data)


def test_a_serial_and_short_notices_are_stories_of_their_own(tmp_path: Path, data: Path) -> None:
    folder = papers(
        tmp_path / "papers",
        may=("May 28, 2013", "This Month", STORY),
        july=("July 28, 2013", "This Month", STORY.replace("five hours", "six hours")),
        one=("May 28, 2013", "Notice", "John Kerry will meet Walid Moallem in Geneva on 2014-01-22."),
        two=("May 28, 2013", "Notice", "John Kerry will meet Walid Moallem in Geneva on 2014-01-23."),
    )
    assert built(folder, data).published.reprints == 0
