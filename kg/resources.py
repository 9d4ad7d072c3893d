"""Where the files that ship with the code lie: beside it in a checkout, inside the package in an installed wheel."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ontology_path", "seeds_path"]

_PACKAGE = Path(__file__).resolve().parent


def ontology_path(*parts: str) -> Path:
    """The path of a file under ``ontology/``."""
    return _shipped("ontology").joinpath(*parts)


def seeds_path() -> Path:
    """The folder of the five seed articles."""
    return _shipped("seeds")


def _shipped(folder: str) -> Path:
    packaged = _PACKAGE / folder
    return packaged if packaged.is_dir() else _PACKAGE.parent / folder
