# SPDX-License-Identifier: Apache-2.0
"""The private copy in which a project file is edited, and the safe way back into the file.

The file a person owns is never opened for writing: it may lie in a synced folder, where a live database is torn apart.
Opening copies it into the user's state folder; every edit commits there, so that a crash loses nothing; saving writes
a compact copy beside the file, syncs it and puts it in the file's place in one step.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import hashlib
import json
import os
import shutil
import socket
import sqlite3
import struct
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_state_path

from studio.model.errors import ChangedOutside, ProjectLocked, ProjectUnreadable, RecoveryAvailable, StudioError
from studio.model.migrations import SCHEMA_VERSION
from studio.model.store import APPLICATION_ID
from studio.model.values import now

_HEADER = b"SQLite format 3\x00"


@dataclass(frozen=True)
class Origin:
    """What the file was when it was opened or last saved, and the journal entry it held then."""

    path: str
    size: int
    modified_ns: int
    counter: int
    saved_seq: int


class WorkingCopy:
    """A folder with ``work.db``, held by one process. Close it with :meth:`release`."""

    def __init__(self, folder: Path, lock: FileLock | None, target: Path | None, read_only: bool) -> None:
        self.folder = folder
        self.database = folder / "work.db"
        self.target = target
        self.read_only = read_only
        self.origin: Origin | None = None
        self._lock = lock
        self._sidecar: Path | None = None

    @classmethod
    def scratch(cls, target: Path | None = None, read_only: bool = False) -> WorkingCopy:
        """A copy that belongs to no file yet, or one to look at a file without changing it."""
        return cls(Path(tempfile.mkdtemp(prefix="studio-")), None, target, read_only)

    @classmethod
    def open(cls, target: Path, read_only: bool, recover: bool | None, take_over: bool = False) -> WorkingCopy:
        """Copy the file and take its lock.

        Raises ProjectUnreadable, ProjectLocked, or RecoveryAvailable when ``recover`` is ``None`` and a crash left
        unsaved changes; ``recover`` true takes them up, false puts them aside.
        """
        target = target.resolve()
        check_header(target)
        if read_only:
            copy = cls.scratch(target, read_only=True)
            copy.fetch()
            return copy
        copy = cls.claim(target)
        try:
            copy.take_sidecar(take_over)
            left_behind = copy.left_behind()
            if left_behind and recover is None:
                raise RecoveryAvailable(
                    f'The program closed before saving "{target.name}". Its {left_behind} last changes are here.'
                    " Open them, or put them aside.",
                    left_behind,
                )
            if left_behind and recover:
                copy.origin = _read_origin(copy.folder)
            else:
                if left_behind:
                    copy.put_aside()
                copy.fetch()
        except BaseException:
            copy.let_go()
            raise
        return copy

    def adopt(self, target: Path) -> WorkingCopy:
        """Become the working copy of a new place (Save as): a new folder and lock, the same content."""
        other = WorkingCopy.claim(target.resolve())
        try:
            other.take_sidecar(take_over=False)
            if other.database.exists():
                other.put_aside()
        except BaseException:
            other.let_go()
            raise
        return other

    def save(self, saved_seq: int) -> None:
        """Write the content into the file in one step. ``saved_seq`` is its newest journal entry.

        Raises ChangedOutside when the file is not the one that was opened; StudioError for a full disk, a folder that
        may not be written to, or a file opened to look at only. The file is then as it was.
        """
        target = self.target
        if target is None or self.read_only:
            raise StudioError("This project is open without permission to change it. Save it under another name.")
        if self.origin is not None and target.exists() and _identity(target) != _expected(self.origin):
            at = datetime.fromtimestamp(target.stat().st_mtime).strftime("%H:%M")
            raise ChangedOutside(
                f'"{target.name}" was changed by another program at {at}. Compare, keep yours, or take theirs.'
            )
        refuse_write_protected(target)
        self._replace(target)
        self.remember(saved_seq)

    def remember(self, saved_seq: int) -> None:
        """Note what the file is now, as the base of the next comparison."""
        assert self.target is not None  # noqa: S101 (only copies with a file are saved)
        size, modified_ns, counter = _identity(self.target)
        self.origin = Origin(str(self.target), size, modified_ns, counter, saved_seq)
        (self.folder / "origin.json").write_text(json.dumps(asdict(self.origin)))

    def release(self) -> None:
        """Forget the copy. What was not saved is gone: ask first."""
        self.let_go(remove=True)

    def _replace(self, target: Path) -> None:
        temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with contextlib.closing(sqlite3.connect(self.database)) as connection:
                connection.execute("VACUUM INTO ?", (str(temporary),))
            with temporary.open("rb+") as handle:
                os.fsync(handle.fileno())
            os.replace(temporary, target)
            _sync_folder(target.parent)
        except (OSError, sqlite3.Error) as error:
            raise StudioError(_why_not_saved(error, target)) from error
        finally:
            for left in (temporary, temporary.with_name(f"{temporary.name}-journal")):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)

    @classmethod
    def claim(cls, target: Path) -> WorkingCopy:
        """Hold the one working folder of a file; ProjectLocked when another process holds it."""
        folder = working_folder(target)
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "owner.lock", blocking=False)
        try:
            lock.acquire()
        except Timeout:
            raise ProjectLocked(
                f'"{target.name}" is open in another window on this computer. Close it there, or open a copy.'
            ) from None
        return cls(folder, lock, target, read_only=False)

    def take_sidecar(self, take_over: bool) -> None:
        """Tell other computers that share the folder that the file is open here."""
        assert self.target is not None  # noqa: S101 (claimed copies have a file)
        sidecar = lock_path(self.target)
        with contextlib.suppress(FileNotFoundError, ValueError):
            owner = json.loads(sidecar.read_text(encoding="utf-8"))
            if not take_over and isinstance(owner, dict) and owner.get("host") != socket.gethostname():
                raise ProjectLocked(
                    f'"{self.target.name}" is open on another computer ({owner.get("host")}, {owner.get("user")})'
                    f" since {str(owner.get('since'))[11:16]}. Open a copy, or look at it without changing it."
                )
        note = {"user": getpass.getuser(), "host": socket.gethostname(), "since": now(), "process": os.getpid()}
        with contextlib.suppress(OSError):  # a folder that may not be written to: reading still works
            sidecar.write_text(json.dumps(note), encoding="utf-8")
            self._sidecar = sidecar

    def fetch(self) -> None:
        """Copy the file in and see that it is whole."""
        assert self.target is not None  # noqa: S101 (opened copies have a file)
        for name in ("work.db", "work.db-wal", "work.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        try:
            shutil.copyfile(self.target, self.database)
            with contextlib.closing(sqlite3.connect(self.database)) as connection:
                problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
                seq = connection.execute("SELECT max(seq) FROM journal").fetchone()[0] or 0
        except sqlite3.DatabaseError as error:
            raise ProjectUnreadable(_damaged(self.target)) from error
        except OSError as error:
            raise ProjectUnreadable(f'"{self.target.name}" cannot be read ({error.strerror}).') from error
        if problem != "ok":
            raise ProjectUnreadable(_damaged(self.target))
        if not self.read_only:
            self.remember(seq)

    def left_behind(self) -> int:
        """How many unsaved changes an earlier session left here."""
        origin = _read_origin(self.folder)
        if not self.database.exists() or origin is None:
            return 0
        try:
            with contextlib.closing(sqlite3.connect(self.database)) as connection:
                row = connection.execute("SELECT count(*) FROM journal WHERE seq > ?", (origin.saved_seq,)).fetchone()
        except sqlite3.DatabaseError:
            return 0
        return int(row[0])

    def put_aside(self) -> None:
        """Keep unsaved changes that nobody took up in a file of their own."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.replace(self.folder / f"put-aside-{stamp}.studio")

    def let_go(self, remove: bool = False) -> None:
        """Give up the locks; ``remove`` also deletes the working copy."""
        if remove:
            for name in ("work.db", "work.db-wal", "work.db-shm", "origin.json"):
                with contextlib.suppress(OSError):
                    (self.folder / name).unlink(missing_ok=True)
        if self._sidecar is not None:
            with contextlib.suppress(OSError):
                self._sidecar.unlink(missing_ok=True)
            self._sidecar = None
        if self._lock is not None:
            self._lock.release()
        elif remove:
            shutil.rmtree(self.folder, ignore_errors=True)


def state_folder() -> Path:
    """Where working copies live; the environment variable STUDIO_STATE moves it."""
    return Path(os.environ.get("STUDIO_STATE") or user_state_path("competency-studio", appauthor=False))


def working_folder(target: Path) -> Path:
    """The folder of the working copy of a file, whether there is one or not."""
    return state_folder() / "working" / hashlib.sha256(str(target).encode()).hexdigest()[:24]


def lock_path(target: Path) -> Path:
    """The note beside a file that says who has it open."""
    return target.with_name(f".{target.name}.lock")


def check_header(path: Path) -> None:
    """Raise ProjectUnreadable unless the first 100 bytes are those of a project this program can read."""
    try:
        with path.open("rb") as handle:
            header = handle.read(100)
    except FileNotFoundError:
        raise ProjectUnreadable(f'There is no file "{path}". Check the name.') from None
    except OSError as error:
        raise ProjectUnreadable(f'"{path.name}" cannot be read ({error.strerror}).') from error
    if not header:
        raise ProjectUnreadable(f'"{path.name}" is empty. Restore it from a backup.')
    if len(header) < 100 or not header.startswith(_HEADER):
        raise ProjectUnreadable(f'"{path.name}" is not a Competency Studio project. Import it instead of opening it.')
    version, application_id = struct.unpack(">I4xI", header[60:72])
    if application_id != APPLICATION_ID:
        raise ProjectUnreadable(f'"{path.name}" is a database of another program, not a Competency Studio project.')
    if version > SCHEMA_VERSION:
        raise ProjectUnreadable(
            f'"{path.name}" was made with a newer version of the program (format {version}; this one reads up to'
            f" {SCHEMA_VERSION}). Update the program and open it again."
        )


def _identity(path: Path) -> tuple[int, int, int]:
    """Size, time and SQLite's own change counter: cheap, and it notices a sync that keeps the time."""
    status = path.stat()
    with path.open("rb") as handle:
        header = handle.read(28)
    return status.st_size, status.st_mtime_ns, int.from_bytes(header[24:28], "big")


def _expected(origin: Origin) -> tuple[int, int, int]:
    return origin.size, origin.modified_ns, origin.counter


def _read_origin(folder: Path) -> Origin | None:
    try:
        return Origin(**json.loads((folder / "origin.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def refuse_write_protected(target: Path) -> None:
    """Raise StudioError for a file that its owner has made read-only: a new file in its place would get around that,
    and so would a user who may write everything."""
    if not target.exists():
        return
    others = not os.access(target, os.W_OK) and os.access(target.parent, os.W_OK)
    if others or target.stat().st_mode & 0o222 == 0:
        raise StudioError(
            f'"{target.name}" is read-only. Save the project under another name, or allow changes to the file.'
        )


def _damaged(path: Path) -> str:
    return f'"{path.name}" is damaged and cannot be opened. Restore it from a backup or an earlier synced version.'


def _why_not_saved(error: Exception, target: Path) -> str:
    full = (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)) or (
        "full" in str(error)
    )
    if full:
        return "Could not save: the disk is full. Nothing is lost; free some space and save again."
    if not target.parent.is_dir():
        return f'Could not save: there is no folder "{target.parent}". Make it, or choose another place.'
    if isinstance(error, PermissionError) or "unable to open" in str(error) or "readonly" in str(error):
        return f'Could not save: "{target.parent}" does not let you write. Save the project in another folder.'
    return f'Could not save "{target.name}" ({error}). Nothing is lost; save it in another folder.'


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened for syncing there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
