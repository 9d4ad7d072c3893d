"""What every document that is read must hold, and its parts by kind."""

from __future__ import annotations

from kg.model import Document, SectionKind


def texts(document: Document, kind: SectionKind) -> list[str]:
    """The texts of a document's sections of one kind."""
    return [document.text[s.begin : s.end] for s in document.sections if s.kind is kind]


def assert_whole(document: Document) -> None:
    """The sections cover the text in order: between two of them stands a blank line and nothing else."""
    end = -2
    for section in document.sections:
        assert section.begin == end + 2
        assert section.begin < section.end
        assert end == -2 or document.text[end : section.begin] == "\n\n"
        assert document.text[section.begin : section.end].strip() == document.text[section.begin : section.end]
        end = section.end
    assert end == len(document.text)
