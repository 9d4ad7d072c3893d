"""The scores on texts that no rule was written for never fall below what was once reached."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import held_out
import pytest
from floors import pinned, scores
from gold_texts import GoldText, manifest
from held_out import FACTS, HALVES, floors_name, gold_of, half_hash, spurious_per_article

from kg.documents import read_one
from kg.evaluate import Cause, Discrepancy, Evaluation, Kind, Score, Verdict, load_gold

MOST_WORDS = 26  # of a piece of evidence: enough to find the sentence, too short to be the text


@pytest.fixture(scope="session")
def corpora(shared: Path) -> Path:
    return shared / "corpora"


@pytest.fixture(scope="session")
def evaluations(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evaluation]:
    return held_out.score_halves(held_out.build_texts(corpora, tmp_path_factory.mktemp("held-out")))


def gold_files() -> dict[str, Path]:
    return {path.stem: path for half in HALVES for path in sorted(gold_of(half).glob("*.json"))}


def test_every_text_has_its_gold_file() -> None:
    texts = {text.id: text for text in manifest()}
    assert sorted(gold_files()) == sorted(texts)
    for name, path in gold_files().items():
        gold = json.loads(path.read_text(encoding="utf-8"))
        assert (gold["doc"], gold["published"], gold["title"]) == (name, texts[name].published, texts[name].title)


def test_the_halves_are_parted_by_the_rule() -> None:
    texts = manifest()
    taught = [text.id for text in texts if text.taught_a_model]
    others = sorted(
        (text.id for text in texts if not text.taught_a_model), key=lambda name: hashlib.sha256(name.encode()).digest()
    )
    ordered = taught + others
    assert sorted(path.stem for path in gold_of("dev").iterdir()) == sorted(ordered[: len(texts) // 2])
    assert sorted(path.stem for path in gold_of("unseen").iterdir()) == sorted(ordered[len(texts) // 2 :])


@pytest.mark.parametrize("text", manifest(), ids=lambda text: text.id)
def test_quotations_and_evidence_stand_in_the_text(text: GoldText, corpora: Path) -> None:
    words = " ".join(f"{text.title or ''} {text.text(corpora)}".split())
    gold = json.loads(gold_files()[text.id].read_text(encoding="utf-8"))
    told = [fact["evidence"] for kind in ("offices", "positions") for fact in gold[kind]]
    told += [evidence for meeting in gold["meetings"] for evidence in meeting["evidence"]]
    assert [one for one in told if one not in words] == []
    assert [one for one in told if len(one.split()) > MOST_WORDS] == []
    assert [one["quote"] for one in gold["statements"] if one["quote"] not in words] == []
    unseen_names = [
        entity["name"] for entity in gold["entities"] if not any(alias in words for alias in entity["aliases"])
    ]
    assert unseen_names == []


@pytest.mark.parametrize("half", HALVES)
def test_the_floors_stand_on_these_gold_facts(half: str) -> None:
    floors = pinned(floors_name(half))
    assert set(floors.f1) == set(Kind)
    assert floors.corpus_sha256 == half_hash(half), (
        "the gold facts have changed: pin anew with tests/quality/held_out.py --pin"
    )


@pytest.mark.slow
@pytest.mark.parametrize("half", HALVES)
def test_no_score_falls_below_its_floor(half: str, evaluations: dict[str, Evaluation]) -> None:
    assert evaluations[half].missing == ()
    assert pinned(floors_name(half)).broken_by(evaluations[half]) == [], f"scores now: {scores(evaluations[half])}"


def evaluation(mark: str) -> Evaluation:
    wrong = Discrepancy(Kind.ENTITY, f"doc-{mark}", Verdict.MISSED, f"detail-{mark}", Cause.FACT_NOT_FOUND)
    return Evaluation(tuple(Score(kind, 4, 5, 10) for kind in Kind), (wrong,))


def test_what_is_wrong_in_unseen_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(held_out, "score_halves", lambda data: {half: evaluation(half) for half in HALVES})
    monkeypatch.setattr(sys, "argv", ["held_out.py", str(tmp_path), "--data", str(tmp_path), "--errors"])
    held_out.main()
    shown = capsys.readouterr().out
    assert "detail-dev" in shown
    assert "detail-unseen" not in shown
    assert "doc-unseen" not in shown
    assert "unseen, 6 articles" in shown


def test_spurious_facts_are_counted_without_slots() -> None:
    assert spurious_per_article(evaluation("x"), 4) == len(FACTS) * 6 / 4
    assert Kind.MEETING_SLOT not in FACTS


def test_a_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["held_out.py", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit, match="nowhere is no folder"):
        held_out.main()


# --- reading the corpora ----------------------------------------------------------------------------------------------


def text_of(corpus: str, file: str, part: str) -> GoldText:
    return GoldText("x", corpus, file, part, "A headline", "2006-07-14", "", taught_a_model=False)


def test_gmb_is_read_by_its_sentences(tmp_path: Path) -> None:
    sentences = [["One", "."], ["His", '"', "plan", '"', "."], ["Three", "."], ["Four"]]
    rows = "\n\n".join("\n".join(f"{word}\tX\tO" for word in words) for words in sentences)
    (tmp_path / "gmb.conll").write_text(rows, encoding="utf-8")
    assert text_of("gmb", "gmb.conll", "1-2").text(tmp_path) == 'His "plan". Three.'


def test_gum_keeps_its_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(
        "# newdoc id = GUM_a\n# newpar\n# text = Other.\n\n# newdoc id = GUM_b\n# newpar\n# text = Title\n\n"
        "# newpar\n# text = One.\n\n# text = Two.\n\n# newpar\n# text = Three.\n\n"
        "# newdoc id = GUM_c\n# text = Last.\n",
        encoding="utf-8",
    )
    assert text_of("gum", "a.conllu", "GUM_b:2-").text(tmp_path) == "One. Two.\n\nThree."
    assert text_of("gum", "a.conllu", "GUM_b:2-3").text(tmp_path) == "One. Two."


def test_meantime_is_read_by_its_sentences(tmp_path: Path) -> None:
    tokens = [("Title", 0), ("``", 2), ("Yes", 2), (",", 2), ("''", 2), ("he", 2), ("said", 2), (".", 2), ("End", 3)]
    xml = "".join(f'<token t_id="{at}" sentence="{number}">{word}</token>' for at, (word, number) in enumerate(tokens))
    (tmp_path / "a.xml").write_text(f"<Document>{xml}</Document>", encoding="utf-8")
    assert text_of("meantime", "a.xml", "2-2").text(tmp_path) == '"Yes," he said.'


def test_re3d_is_read_by_its_identifier(tmp_path: Path) -> None:
    records = [{"_id": "A", "text": "No."}, {"_id": "B", "text": "One said:\nYes.\n\nNo.\n"}]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert text_of("re3d", "d.jsonl", "B").text(tmp_path) == "One said:\n\nYes.\n\nNo."
    with pytest.raises(KeyError, match="C"):
        text_of("re3d", "d.jsonl", "C").text(tmp_path)


def test_a_text_becomes_a_document(corpora: Path, tmp_path: Path) -> None:
    (text,) = (one for one in manifest() if one.id == "meantime-87805")
    target = tmp_path / "texts.jsonl"
    target.write_text(text.as_line(corpora), encoding="utf-8")
    document = read_one(target)
    assert (document.id, document.published.isoformat()) == (text.id, text.published)
    assert document.title == text.title
    assert load_gold(gold_files()[text.id])[0].id == document.id
