# SPDX-License-Identifier: Apache-2.0
"""The file on disk: atomic save, crash recovery, locks, changes from outside, and files that are no projects."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from studio.model import frameworks, schema
from studio.model.errors import (
    ChangedOutside,
    ProjectLocked,
    ProjectUnreadable,
    RecoveryAvailable,
    StudioError,
)
from studio.model.migrations import SCHEMA_VERSION
from studio.model.project import Project
from studio.model.store import APPLICATION_ID
from studio.model.working_copy import lock_path, state_folder


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A saved project with one framework."""
    monkeypatch.setenv("STUDIO_STATE", str(tmp_path / "state"))
    place = tmp_path / "Our project.studio"
    project = Project.create(place, "Ours")
    frameworks.create_framework(project, {"en": "First"})
    project.save()
    project.close()
    return place


@pytest.fixture
def opened(path: Path) -> Iterator[Project]:
    project = Project.open(path)
    yield project
    project.close()


def names(project: Project) -> list[str]:
    return [row.name["en"] for row in project.rows(select(schema.framework.c.name))]


def test_the_file_is_one_closed_database(path: Path) -> None:
    header = path.read_bytes()[:100]
    assert header[18:20] == b"\x01\x01", "rollback journal, not WAL: a synced folder would tear it apart"
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == SCHEMA_VERSION
    assert [entry.name for entry in path.parent.iterdir() if entry.name != "state"] == [path.name]


def test_edits_stay_out_of_the_file_until_saved(path: Path, opened: Project) -> None:
    before = path.read_bytes()
    frameworks.create_framework(opened, {"en": "Second"})
    assert opened.dirty
    assert path.read_bytes() == before
    opened.save()
    assert not opened.dirty
    with closing(Project.open(path, read_only=True)) as looked, looked.read() as connection:
        assert len(connection.execute(select(schema.framework.c.id)).all()) == 2


def test_undo_works_after_reopening(path: Path) -> None:
    project = Project.open(path)
    assert project.can_undo() == 'New framework "First"'
    project.undo()
    project.save()
    project.close()
    project = Project.open(path)
    assert names(project) == []
    project.redo()
    assert names(project) == ["First"]
    project.close()


def test_looking_without_changing(path: Path, opened: Project) -> None:
    viewer = Project.open(path, read_only=True)
    assert names(viewer) == ["First"]
    for attempt in (lambda: frameworks.create_framework(viewer, {"en": "X"}), viewer.undo, viewer.save):
        with pytest.raises(StudioError, match=r"look at only|without permission"):
            attempt()
    folder = viewer._copy.folder if viewer._copy else None
    viewer.close()
    assert folder is not None
    assert not folder.exists()


def test_opened_twice(path: Path, opened: Project) -> None:
    with pytest.raises(ProjectLocked, match="another window on this computer"):
        Project.open(path)


def test_locked_by_another_computer(path: Path) -> None:
    note = {"user": "dana", "host": "shop-pc", "since": "2026-11-02T13:05:00Z", "process": 1}
    lock_path(path).write_text(json.dumps(note))
    with pytest.raises(ProjectLocked, match=r"another computer \(shop-pc, dana\) since 13:05"):
        Project.open(path)
    Project.open(path, read_only=True).close()
    project = Project.open(path, take_over=True)
    assert json.loads(lock_path(path).read_text())["host"] != "shop-pc"
    project.close()
    assert not lock_path(path).exists()


def test_a_damaged_note_does_not_lock(path: Path) -> None:
    lock_path(path).write_text("{")
    Project.open(path).close()


def crash(path: Path, edits: str) -> None:
    """Another process opens the project, makes edits, and is killed."""
    code = (
        "import os, signal, sys\n"
        "from studio.model.project import Project\n"
        "from studio.model import frameworks\n"
        f"project = Project.open({str(path)!r})\n{edits}\n"
        "os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_crash_loses_no_edit(path: Path) -> None:
    crash(path, "for n in range(3): frameworks.create_framework(project, {'en': f'New {n}'})")
    with pytest.raises(RecoveryAvailable, match="3 last changes") as caught:
        Project.open(path)
    assert caught.value.changes == 3
    project = Project.open(path, recover=True)
    assert names(project) == ["First", "New 0", "New 1", "New 2"]
    assert project.dirty
    project.save()
    project.close()
    project = Project.open(path)
    assert len(names(project)) == 4
    project.close()


def test_unsaved_edits_can_be_put_aside_and_are_kept(path: Path) -> None:
    crash(path, "frameworks.create_framework(project, {'en': 'Unwanted'})")
    project = Project.open(path, recover=False)
    assert names(project) == ["First"]
    project.close()
    (aside,) = (state_folder() / "working").glob("*/put-aside-*.studio")
    viewer = Project.open(aside, read_only=True)
    assert names(viewer) == ["First", "Unwanted"]
    viewer.close()


def test_a_crash_in_the_middle_of_a_change_rolls_it_back(path: Path) -> None:
    crash(
        path,
        "from studio.model import schema\n"
        "half = project.change('Half')\n"
        "change = half.__enter__()\n"
        "change.insert(schema.framework, [{'name': {'en': 'Half'}}])",
    )
    project = Project.open(path)
    assert names(project) == ["First"]
    project.close()


def test_a_crash_without_edits_asks_nothing(path: Path) -> None:
    crash(path, "pass")
    Project.open(path).close()


def test_changed_outside(path: Path, opened: Project, tmp_path: Path) -> None:
    other = tmp_path / "other.studio"
    shutil.copy(path, other)
    theirs = Project.open(other)
    frameworks.create_framework(theirs, {"en": "Theirs"})
    theirs.save()
    theirs.close()
    shutil.copy(other, path)
    frameworks.create_framework(opened, {"en": "Mine"})
    with pytest.raises(ChangedOutside, match="changed by another program"):
        opened.save()
    viewer = Project.open(path, read_only=True)
    assert names(viewer) == ["First", "Theirs"]
    viewer.close()
    opened.save(overwrite=True)
    assert not opened.dirty


def test_a_file_deleted_outside_is_written_again(path: Path, opened: Project) -> None:
    path.unlink()
    frameworks.create_framework(opened, {"en": "Mine"})
    opened.save()
    assert path.exists()


def test_save_as_goes_on_in_the_new_place(path: Path, opened: Project, tmp_path: Path) -> None:
    frameworks.create_framework(opened, {"en": "Second"})
    before = path.read_bytes()
    opened.save_as(tmp_path / "copy.studio")
    assert path.read_bytes() == before
    assert opened.path == (tmp_path / "copy.studio").resolve()
    assert not opened.dirty
    Project.open(path).close()  # the old place is free again
    with pytest.raises(ProjectLocked):
        Project.open(tmp_path / "copy.studio")
    frameworks.create_framework(opened, {"en": "Third"})
    opened.save_as(tmp_path / "copy.studio")
    assert not opened.dirty
    assert opened.can_undo() == 'New framework "Third"'


def test_save_as_onto_a_file_that_is_open_elsewhere(path: Path, tmp_path: Path) -> None:
    mine = Project.create(None, "Mine")
    holder = Project.open(path)
    with pytest.raises(ProjectLocked):
        mine.save_as(path)
    holder.close()
    mine.close()


def test_a_viewed_project_can_be_saved_elsewhere(path: Path, tmp_path: Path) -> None:
    viewer = Project.open(path, read_only=True)
    viewer.save_as(tmp_path / "mine.studio")
    frameworks.create_framework(viewer, {"en": "Now allowed"})
    viewer.save()
    viewer.close()


def test_new_over_an_existing_file(path: Path) -> None:
    with pytest.raises(StudioError, match="exists already"):
        Project.create(path, "Another")


def test_new_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="Could not save"):
        Project.create(tmp_path / "no" / "such" / "x.studio", "X")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 a workbook", "not a Competency Studio project"),
        (b"<html>" * 50, "not a Competency Studio project"),
        (b"SQLite format 3\x00", "not a Competency Studio project"),
        (None, "There is no file"),
    ],
)
def test_files_that_are_no_projects(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "x.studio"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProjectUnreadable, match=sentence):
        Project.open(path)
    with pytest.raises(ProjectUnreadable):
        Project.open(tmp_path)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.studio")) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(ProjectUnreadable, match="another program"):
        Project.open(tmp_path / "x.studio")


def test_a_newer_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(ProjectUnreadable, match="newer version of the program"):
        Project.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["truncated", "scribbled", "headless"])
def test_a_corrupt_file_is_left_alone(path: Path, damage: str) -> None:
    content = bytearray(path.read_bytes())
    if damage == "truncated":
        del content[len(content) // 2 :]
    elif damage == "scribbled":
        content[4096:] = b"\xff" * (len(content) - 4096)
    else:
        content[100:4096] = bytes(3996)
    path.write_bytes(content)
    with pytest.raises(ProjectUnreadable, match="damaged"):
        Project.open(path)
    with pytest.raises(ProjectUnreadable, match="damaged"):
        Project.open(path, read_only=True)
    assert path.read_bytes() == bytes(content)
    assert not lock_path(path).exists()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, small enough to fill."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a tiny disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], check=False).returncode:
        pytest.skip("this machine does not let us mount a tiny disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_write_protected_file_is_not_replaced(path: Path, tmp_path: Path) -> None:
    path.chmod(0o444)
    before = path.read_bytes()
    project = Project.open(path)
    frameworks.create_framework(project, {"en": "X"})
    with pytest.raises(StudioError, match=r'"Our project\.studio" is read-only\. Save the project under another name'):
        project.save()
    assert path.read_bytes() == before
    project.save_as(tmp_path / "elsewhere.studio")
    project.close()


def test_a_folder_that_is_not_there(opened: Project, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="there is no folder"):
        opened.save_as(tmp_path / "gone" / "plan.studio")


def test_a_full_disk(path: Path, opened: Project, tiny_disk: Path) -> None:
    (tiny_disk / "other people's files").write_bytes(bytes(350_000))
    with pytest.raises(StudioError, match=r"disk is full\. Nothing is lost"):
        opened.save_as(tiny_disk / "full.studio")
    assert [entry.name for entry in tiny_disk.iterdir()] == ["other people's files"]
    assert opened.path == path.resolve()
    frameworks.create_framework(opened, {"en": "Still working"})
    opened.save()


def test_a_disk_that_may_not_be_written_to(path: Path, tiny_disk: Path, tmp_path: Path) -> None:
    shutil.copy(path, tiny_disk / "ours.studio")
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    project = Project.open(tiny_disk / "ours.studio")
    frameworks.create_framework(project, {"en": "X"})
    with pytest.raises(StudioError, match="does not let you write"):
        project.save()
    assert project.dirty
    project.save_as(tmp_path / "elsewhere.studio")
    assert not project.dirty
    project.close()
