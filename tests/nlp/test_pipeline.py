"""Which pipelines are taken, which are refused, and how ours is put together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from kg.errors import PipelineError
from kg.model import Document, Section, SectionKind
from kg.nlp import extensions
from kg.nlp.annotator import Annotator, load_annotator
from kg.nlp.pipeline import COMPONENTS, load_pipeline


def saved(folder: Path, *pipes: str) -> Path:
    """A pipeline with these pipes and nothing learned, on disk."""
    nlp = spacy.blank("en")
    for pipe in pipes:
        nlp.add_pipe(pipe)
    example = Example.from_dict(nlp.make_doc("Okoro left"), {"heads": [1, 1], "deps": ["nsubj", "ROOT"]})
    nlp.initialize(lambda: [example])
    if "entity_ruler" in pipes:
        nlp.get_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Okoro"}])
    nlp.to_disk(folder)
    return folder


def document(text: str, *, published: dt.date = dt.date(2014, 3, 18)) -> Document:
    return Document("d", text, published, "", (Section(SectionKind.BODY, 0, len(text)),))


def test_our_components_stand_behind_the_models_in_the_order_of_the_data(annotator: Annotator) -> None:
    names = annotator.nlp.pipe_names
    assert names[0] == "kg_paragraphs"
    assert tuple(names[-len(COMPONENTS) :]) == COMPONENTS


def test_every_component_gets_what_it_says_it_needs(annotator: Annotator) -> None:
    problems = annotator.nlp.analyze_pipes()["problems"]
    assert not any(problems.values()), problems


def test_extensions_are_declared_once_however_often() -> None:
    extensions.register()
    extensions.register()
    assert all(Doc.has_extension(name) for name in ("published", "sections", "names", "links", "entities", "tenures"))


def test_extensions_are_empty_where_nothing_was_found() -> None:
    doc = spacy.blank("en")("Talks ended.")
    assert doc._.links == doc._.meetings == doc._.statements == ()


def test_another_pipeline_works_in_its_place(tmp_path: Path) -> None:
    nlp = load_pipeline(saved(tmp_path, "entity_ruler", "parser"))
    assert isinstance(nlp, Language)
    doc = nlp("Okoro left.")
    assert [(e.text, e.label_) for e in doc.ents] == [("Okoro", "PERSON")]


@pytest.mark.parametrize(
    ("pipes", "message"),
    [((), "no dependency parser"), (("entity_ruler",), "no dependency parser"), (("parser",), "names none of")],
)
def test_a_pipeline_that_lacks_what_the_rules_stand_on_is_refused(
    tmp_path: Path, pipes: tuple[str, ...], message: str
) -> None:
    with pytest.raises(PipelineError, match=message) as refused:
        load_pipeline(saved(tmp_path, *pipes))
    assert refused.value.name == str(tmp_path)


def test_a_pipeline_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="en_no_such_pipeline"):
        load_pipeline("en_no_such_pipeline")
    with pytest.raises(PipelineError, match="install it or give a path"):
        load_annotator(tmp_path / "nothing")


def test_a_broken_pipeline_is_named(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{", encoding="utf-8")
    (tmp_path / "config.cfg").write_text("[nlp", encoding="utf-8")
    with pytest.raises(PipelineError, match="cannot be loaded"):
        load_pipeline(tmp_path)


def test_the_version_says_software_and_pipeline(annotator: Annotator) -> None:
    assert annotator.version.startswith("demarche ")
    assert annotator.nlp.meta["version"] in annotator.version


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "“",
        "Okoro",
        "\n\n“Wait,” he said",
        "— . , ; : ! ? ) ( ” “ '",
        "الرئيس التقى 王毅 в Москве 🙂",
        "a" * 5000,
    ],
)
def test_no_text_is_too_odd(annotator: Annotator, text: str) -> None:
    (facts,) = annotator([document(text)])
    assert facts.document.text == text
    assert all(text[m.begin : m.end] == m.text for m in facts.mentions)


def test_documents_come_back_in_order_each_with_its_own_facts(annotator: Annotator) -> None:
    texts = [f"Peru met envoys {n} times." if n % 2 else f"Kenya met envoys {n} times." for n in range(20)]
    found = list(annotator(document(text) for text in texts))
    assert [f.document.text for f in found] == texts
    assert [{m.entity for m in f.mentions} for f in found] == [{"peru"} if n % 2 else {"kenya"} for n in range(20)]


def test_the_same_text_gives_the_same_facts(annotator: Annotator) -> None:
    text = "Peru's foreign minister met Kenya's president in Lima on Monday. “We agree on this,” he said."
    first, second = annotator([document(text), document(text)])
    assert first == second
