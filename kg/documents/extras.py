"""Libraries that only some formats need: they come with an extra, and whoever lacks it is told which."""

from __future__ import annotations

import importlib
import logging
from typing import Any

from kg.errors import InputError

__all__ = ["load"]


def load(module: str, extra: str, source: str) -> Any:
    """A library's module.

    Args:
        module: its name.
        extra: the extra of this program that it comes with.
        source: what is to be read with it, for the error.

    Raises:
        InputError: it is not installed.
    """
    library = module.partition(".")[0]
    logging.getLogger(library).addHandler(logging.NullHandler())  # what it finds odd is no news to whoever builds
    try:
        return importlib.import_module(module)
    except ImportError:
        message = f"needs {library}, which is not installed; install it with: pip install 'demarche[{extra}]'"
        raise InputError(source, message) from None
