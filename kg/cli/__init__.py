"""The command line: the only room that prints, and the only one that chooses an exit code."""

from __future__ import annotations

from kg.cli.commands import app, main
from kg.cli.group import ExitCode
from kg.cli.movement import diff, meeting, positions

__all__ = ["ExitCode", "app", "diff", "main", "meeting", "positions"]
