"""What all commands share: one line for an error, and the exit code that says what kind it was."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

import typer
from typer.core import TyperGroup

from kg.errors import KGError, NotFoundError, QueryTimeout, StoreError

__all__ = ["Commands", "ExitCode", "complain", "wants_debug"]

_DEBUG = "--debug"


class ExitCode(IntEnum):
    """What the end of the program says."""

    DONE = 0
    NOT_SO = 1
    BAD_INPUT = 2
    QUARANTINED = 3
    FAILED = 4
    INTERRUPTED = 130


class Commands(TyperGroup):
    """The commands; turns every error that is raised on purpose into one line on stderr and an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and leave with its exit code; see :meth:`typer.core.TyperGroup.main`."""
        given = list(sys.argv[1:] if args is None else args)
        debug = wants_debug(given)
        extra |= {"complete_var": complete_var, "windows_expand_args": windows_expand_args}
        code = self._guarded(_debug_first(given), prog_name, debug=debug, **extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _guarded(self, args: Sequence[str], prog_name: str | None, *, debug: bool, **extra: Any) -> int:
        try:
            outcome = super().main(args, prog_name, standalone_mode=False, **extra)
        except typer.TyperException as error:
            return _ended(error, f"{error.format_message()} (see: {_command_path(error)} --help)", debug=debug)
        except (KGError, OSError) as error:
            return _ended(error, str(error), debug=debug)
        except typer.Abort:
            return ExitCode.FAILED
        return outcome if isinstance(outcome, int) else ExitCode.DONE


def wants_debug(args: Sequence[str]) -> bool:
    """Whether tracebacks are wanted, by flag or by ``DEMARCHE_DEBUG``."""
    return _DEBUG in args or os.environ.get("DEMARCHE_DEBUG", "0") not in {"", "0", "false"}


def complain(message: str) -> None:
    """Say on stderr, in one line, what is wrong."""
    typer.echo("kg: " + " ".join(message.split()), err=True)


def _ended(error: Exception, message: str, *, debug: bool) -> ExitCode:
    if debug:
        traceback.print_exception(error)
    complain(message)
    return _code_of(error)


def _code_of(error: Exception) -> ExitCode:
    if isinstance(error, NotFoundError):
        return ExitCode.NOT_SO
    if isinstance(error, StoreError | QueryTimeout | OSError):
        return ExitCode.FAILED
    return ExitCode.BAD_INPUT


def _debug_first(args: list[str]) -> list[str]:
    """Let ``--debug`` stand anywhere before a ``--``."""
    options = args[: args.index("--")] if "--" in args else args
    if _DEBUG not in options:
        return args
    return [_DEBUG, *(arg for arg in options if arg != _DEBUG), *args[len(options) :]]


def _command_path(error: typer.TyperException) -> str:
    """The command that was misused; only errors of usage know it."""
    return str(getattr(getattr(error, "ctx", None), "command_path", "kg"))
