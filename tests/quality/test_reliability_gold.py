"""The positions that a reader judged one by one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from gold_texts import manifest
from reliability import TOGETHER, judgements, texts

from kg.model import Stance


def test_every_judgement_can_be_read() -> None:
    verdicts = judgements()
    assert len(verdicts) >= 100
    assert {stance for _, _, stance, _ in verdicts} <= {str(stance) for stance in Stance}
    assert min(Counter(verdicts.values()).values()) >= 20


def test_no_judged_sentence_stands_in_a_held_out_text() -> None:
    held_out = [text.part.split("-") for text in manifest() if text.corpus == "gmb"]
    firsts = {key[0] for key in judgements()}
    assert held_out
    assert all(first + TOGETHER <= int(low) or first > int(high) for first in firsts for low, high in held_out)


def test_the_texts_are_there(shared: Path) -> None:
    first = min(key[0] for key in judgements())
    ((number, text),) = texts(shared / "corpora", {first})
    assert number == first
    assert len(text.split()) > TOGETHER
