# SPDX-License-Identifier: Apache-2.0
"""The program ``studio``: which commands there are, and what happens when one goes wrong."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from studio.cli import checking, common, exporting, history, importing, keys, projects, sign, window
from studio.model.address import is_address
from studio.model.errors import StudioError

WINDOW = "window"

COMMANDS: list[tuple[str, Callable[..., None], str]] = [
    ("window", window.window, "studio window plan.studio"),
    ("new", projects.new, "studio new plan.studio --sample"),
    ("info", projects.info, "studio info plan.studio --json"),
    ("import", importing.import_, "studio import plan.studio outcomes.xlsx --report report.json"),
    ("export", exporting.export, "studio export plan.studio --format ctdl --out framework.jsonld"),
    ("check", checking.check, "studio check plan.studio --profile registry --fail-on error"),
    ("formats", exporting.formats, "studio formats --json"),
    ("history", history.history, "studio history plan.studio --json"),
    ("undo", history.undo, "studio undo plan.studio --steps 2"),
    ("redo", history.redo, "studio redo plan.studio"),
    ("diff", history.diff, "studio diff plan.studio@1.2 plan.studio --json"),
    ("recover", projects.recover, "studio recover plan.studio"),
    ("sign", sign.sign, "studio sign plan.studio --badge B1 --key District --out signed"),
    ("verify", sign.verify, "studio verify signed"),
    ("screens", window.screens, "studio screens plan.studio --out pictures --theme light,dark"),
]
"""Every command with an example for its help."""


class StudioGroup(TyperGroup):
    """The top command. ``studio PROJECT`` opens the window; every fault becomes one sentence and an exit code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """``studio`` and ``studio PROJECT`` mean ``studio window …``."""
        first = args[0] if args else ""
        if not args:
            args = [WINDOW]
        elif not first.startswith("-") and first not in self.commands:
            _refuse_misspelled_command(first, list(self.commands))
            args = [WINDOW, *args]
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            common.fail(_usage(error))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; whatever it raises becomes one sentence on stderr, never a traceback."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except TyperException as error:
            common.fail(_usage(error))
        except StudioError as error:
            common.fail(str(error))
        except KeyboardInterrupt:
            common.fail("Stopped. The project is as it was.")
        except OSError as error:
            common.fail(_file_trouble(error))
        except Exception as error:  # noqa: BLE001 (the last door: nobody should meet a traceback)
            common.fail(_keep_traceback(error))


def _refuse_misspelled_command(word: str, commands: list[str]) -> None:
    """Tell ``studio exprot`` from ``studio my-project``: a project has an ending, an address or a place on disk."""
    if Path(word).suffix or is_address(word) or Path(word).exists():
        return
    near = get_close_matches(word, commands, n=1)
    hint = f'Did you mean "studio {near[0]}"?' if near else "The commands are listed by: studio --help"
    common.fail(f'"{word}" is neither a command nor a project here. {hint}')


def _usage(error: TyperException) -> str:
    """One sentence about a wrong argument, and where its command is explained."""
    parameter = getattr(error, "param", None)
    message = error.format_message()
    if parameter is not None and error.message:
        message = f"{parameter.get_error_hint()}: {error.message}"
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "studio"
    message = message.replace("Value error, ", "").replace("Input should be greater", "the number has to be greater")
    message = message or f'"{path}" needs a command after it.'
    end = "" if message.endswith((".", "?")) else "."
    return " ".join(f"{message}{end} See: {path} --help".split())


def _file_trouble(error: OSError) -> str:
    """What the computer said about a file, with the file's name."""
    reason = error.strerror or type(error).__name__
    return f'"{error.filename}": {reason}.' if error.filename else f"{reason}."


def _keep_traceback(error: Exception) -> str:
    """Write the details of a fault of the program to a file, and say where it is."""
    from studio.model.working_copy import state_folder

    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    log = state_folder() / "errors" / f"{stamp}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return f"The program made a mistake ({type(error).__name__}); the project is as it was, the details are in {log}"


app = typer.Typer(
    name="studio",
    cls=StudioGroup,
    help="Competency frameworks, badges and pathways in one file. Without a command: opens the window.",
    epilog="Example: studio new plan.studio --sample",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(value: bool) -> None:
    if value:
        from studio import __version__

        print(f"Competency Studio {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Competency frameworks, badges and pathways in one file. Without a command: opens the window."""


for _name, _command, _example in COMMANDS:
    app.command(_name, epilog=f"Example: {_example}")(_command)
app.add_typer(keys.app, name="key")


def run(arguments: list[str] | None = None) -> None:
    """Run the program with these arguments (the process's own when None) and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows or a bare "C" locale would refuse the first é.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app(args=arguments, prog_name="studio")
