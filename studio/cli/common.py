# SPDX-License-Identifier: Apache-2.0
"""What every command shares: answers, refusals, and the one way to open a project.

Exit codes: 0 = done, 1 = done but the answer is "no", 2 = it could not be done.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from studio.model.address import is_address
from studio.model.errors import ProjectUnreadable, RecoveryAvailable, StudioError

if TYPE_CHECKING:
    from studio.model.project import Project

NO = 1
FAILED = 2

ProjectArgument = Annotated[
    str, typer.Argument(metavar="PROJECT", help="A .studio file, or a postgresql:// address.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]

Progress = Callable[[int, int, str], None]
"""Called with what is done, what there is in all (0 = not known), and what is being done."""


def fail(message: str) -> NoReturn:
    """Say in one sentence on stderr why it could not be done, and leave with exit code 2."""
    print(message, file=sys.stderr)
    raise typer.Exit(FAILED)


def answer_no() -> NoReturn:
    """Leave with exit code 1: the work was done, and the answer is "no"."""
    raise typer.Exit(NO)


def print_json(document: Any) -> None:
    """Print one JSON document on stdout: UTF-8, two spaces, keys in the order in which they were given."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def note(message: str) -> None:
    """Tell the person something on stderr, so that stdout stays the answer."""
    print(message, file=sys.stderr)


@contextmanager
def open_project(project: str, read_only: bool = False) -> Iterator[Project]:
    """Open a project for one command; save it when the command changed it; close it whatever happens.

    A command that ends with exit code 0 or 1 is kept. Anything else (a refusal, Ctrl-C, a fault) leaves the file on
    disk as it was. Errors of the model travel on: ``studio.cli.main`` turns them into one sentence.
    """
    from studio.model.file_state import FileState, file_state
    from studio.model.project import Project
    from studio.model.working_copy import refuse_write_protected

    if not is_address(project):
        if not Path(project).exists():
            raise ProjectUnreadable(f'There is no project "{project}". Make one with: studio new "{project}"')
        if not read_only:
            refuse_write_protected(Path(project))
        elif file_state(project) is FileState.UNSAVED:
            words = "this is without the changes that wait"
            note(f'"{project}" was not saved the last time: {words}. {_what_to_do(project)}')
    try:
        opened = Project.open(project, read_only=read_only)
    except RecoveryAvailable as error:
        count = "1 change waits" if error.changes == 1 else f"{error.changes} changes wait"
        raise StudioError(f'"{project}" was not saved the last time: {count}. {_what_to_do(project)}') from error
    keep = False
    try:
        yield opened
        keep = True
    except typer.Exit as leaving:
        keep = leaving.exit_code in (0, NO)
        raise
    finally:
        try:
            if keep and not read_only and opened.dirty:
                opened.save()
        finally:
            opened.close()


def _what_to_do(project: str) -> str:
    return f'Keep what waits with: studio recover "{project}", or drop it with: studio recover "{project}" --drop'


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A progress bar on stderr for long work; silent when stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def show(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total or None, description=label or what)

        yield show


def _silent(_done: int, _total: int, _label: str) -> None:
    """Nobody is watching."""
