"""Annotators for worker processes, which die, hang or fail at documents that say so."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from fake_annotator import FakeAnnotator

from kg.errors import PipelineError
from kg.model import Document, DocumentFacts


class OddAnnotator(FakeAnnotator):
    """Does what a document's text asks for: DIE, EXIT, HANG, SPIN (without letting other threads run), RAISE, SLOW.

    ``ONCE=PATH`` in the text makes it do so only as long as there is no such file.
    """

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts]:
        for facts in super().__call__(documents):
            if self._is_due(facts.document.text):
                _act(facts.document.text)
            yield facts

    @staticmethod
    def _is_due(text: str) -> bool:
        once = re.search(r"ONCE=(\S+)", text)
        if once is None:
            return True
        path = Path(once[1])
        due = not path.exists()
        path.touch()
        return due


def _act(text: str) -> None:
    if "DIE" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "EXIT" in text:
        os._exit(7)
    if "HANG" in text:
        time.sleep(3600)
    if "SPIN" in text:
        re.match(r"(a+)+$", "a" * 200 + "b")
    if "RAISE" in text:
        raise LookupError("no such word")
    if "SLOW" in text:
        time.sleep(0.05)


def odd(_: str | None) -> OddAnnotator:
    return OddAnnotator()


def missing(name: str | None) -> OddAnnotator:
    raise PipelineError(str(name), "is not installed")


def stillborn(_: str | None) -> OddAnnotator:
    os._exit(3)
