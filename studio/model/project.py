# SPDX-License-Identifier: Apache-2.0
"""A project: open, create, save, and the one door for changes."""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, Select, func, insert, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from studio.model import address, schema, store
from studio.model.address import is_address
from studio.model.change import Change, complete
from studio.model.errors import NotInChange, ProjectBusy, ProjectUnreadable, StudioError, WorkspaceLost
from studio.model.journal import Changes, HistoryEntry, Images
from studio.model.values import in_language, new_id, now
from studio.model.working_copy import WorkingCopy

DataRow = Row[*tuple[Any, ...]]
"""A row of some columns, by name or place."""

_JOURNAL_LOCK = 0x43535455
"""The PostgreSQL advisory lock that makes writers wait for each other."""

_LOCK_NOT_AVAILABLE = "55P03"
_LOCK_SECONDS = 10
"""How long a writer waits for another one: somebody may be importing a large file."""


class Project:
    """One open project. Reading works from any thread; one thread writes at a time."""

    def __init__(self, engine: Engine, copy: WorkingCopy | None, author: str | None) -> None:
        self.engine = engine
        self.author = author or _user()
        self._copy = copy
        self._writer = threading.RLock()
        self._told = threading.RLock()
        """Held while listeners hear of changes, so that each change of a shared workspace is told once and in order."""
        self._change: Change | None = None
        self._listeners: list[Callable[[Changes], None]] = []
        with self.read() as connection:
            self._seen_seq = store.last_seq(connection)
        self._saved_seq = copy.origin.saved_seq if copy and copy.origin else self._seen_seq

    # -- opening and closing

    @classmethod
    def create(cls, place: str | Path | None, name: str, language: str = "en", author: str | None = None) -> Project:
        """A new, empty project at a path or ``postgresql://`` address; ``None`` keeps it unsaved for now.

        Raises StudioError when the file exists already, or the workspace holds a project.
        """
        copy: WorkingCopy | None = None
        if place is not None and is_address(place):
            engine = store.postgresql_engine(str(place))
        else:
            if place is not None and Path(place).exists():
                raise StudioError(f'"{place}" exists already. Choose another name, or open it.')
            copy = WorkingCopy.scratch()
            engine = store.sqlite_engine(copy.database)
        try:
            store.create_schema(engine)
            _first_row(engine, name, language)
            project = cls(engine, copy, author)
            if place is not None and copy is not None:
                project.save_as(place)
        except BaseException:
            _abandon(engine, copy)
            raise
        return project

    @classmethod
    def open(
        cls,
        place: str | Path,
        author: str | None = None,
        read_only: bool = False,
        recover: bool | None = None,
        take_over: bool = False,
    ) -> Project:
        """Open a project file or a shared workspace, upgrading an older schema.

        ``read_only`` looks without lock or save. ``recover``: what to do with unsaved changes that a crash left
        (``None`` raises RecoveryAvailable). ``take_over``: ignore the note that another computer left beside the file.
        Raises ProjectUnreadable, ProjectLocked.
        """
        copy: WorkingCopy | None = None
        if is_address(place):
            engine = store.postgresql_engine(str(place))
        else:
            copy = WorkingCopy.open(Path(place), read_only, recover, take_over)
            engine = store.sqlite_engine(copy.database)
        try:
            store.upgrade_schema(engine)
            return cls(engine, copy, author)
        except DatabaseError as error:
            _abandon(engine, copy)
            raise ProjectUnreadable(f'"{Path(place).name}" is damaged and cannot be opened.') from error
        except BaseException:
            _abandon(engine, copy)
            raise

    def close(self) -> None:
        """Let go of the project; unsaved changes of a file are gone (ask first, see :attr:`dirty`)."""
        self._listeners.clear()
        self.engine.dispose()
        if self._copy is not None:
            self._copy.release()

    @property
    def path(self) -> Path | None:
        """The file of the project, ``None`` for a new one or a shared workspace."""
        return self._copy.target if self._copy else None

    @property
    def shared(self) -> bool:
        """Whether the project is a workspace that others write to at the same time."""
        return self._copy is None

    @property
    def address(self) -> str:
        """The address of a shared workspace, without its password; empty for a file."""
        return address.without_password(self.engine.url.render_as_string()) if self.shared else ""

    @property
    def read_only(self) -> bool:
        """Whether the project was opened to look at only."""
        return self._copy is not None and self._copy.read_only

    @property
    def title(self) -> str:
        """The name of the project in its main language."""
        row = self.row(select(schema.project.c.name, schema.project.c.language))
        return in_language(row.name, row.language) if row else ""

    @property
    def dirty(self) -> bool:
        """Whether there are changes that the file does not hold yet. A shared workspace is never dirty."""
        return self._copy is not None and self._seen_seq != self._saved_seq

    def save(self, overwrite: bool = False) -> None:
        """Write the project into its file, atomically. ``overwrite`` keeps ours over a file changed outside."""
        if self._copy is None:
            return
        if overwrite:
            self._copy.origin = None
        self._copy.save(self._seen_seq)
        self._saved_seq = self._seen_seq

    def save_as(self, place: str | Path) -> None:
        """Write the project into another file and go on working there."""
        if self._copy is None:
            raise StudioError("A shared workspace is not saved as a file; export it instead.")
        target = Path(place).resolve()
        if target == self.path and not self.read_only:
            self.save(overwrite=True)
            return
        with self._exclusive():
            fresh = self._copy.adopt(target)
            try:
                with self.read() as connection:
                    connection.exec_driver_sql("VACUUM INTO ?", (str(fresh.database),))
                fresh.save(self._seen_seq)
            except BaseException:
                fresh.release()
                raise
            self.engine.dispose()
            self._copy.release()
            self._copy = fresh
            self.engine = store.sqlite_engine(fresh.database)
            self._saved_seq = self._seen_seq

    # -- reading

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for queries. Inside a change of this thread it sees the uncommitted rows."""
        if self._change is not None and self._owns_writer():
            yield self._change.connection
            return
        with self._reachable(), self.engine.connect() as connection:
            yield connection

    def rows(self, statement: Select[Any]) -> Sequence[DataRow]:
        """All rows of a query over columns."""
        with self.read() as connection:
            return connection.execute(statement).all()

    def row(self, statement: Select[Any]) -> DataRow | None:
        """The first row of a query, or ``None``."""
        with self.read() as connection:
            return connection.execute(statement).first()

    def scalar(self, statement: Select[Any]) -> Any:
        """The first column of the first row, or ``None``."""
        with self.read() as connection:
            return connection.scalar(statement)

    # -- changing

    @property
    def busy(self) -> bool:
        """Whether another thread is in a change."""
        if not self._writer.acquire(blocking=False):
            return True
        self._writer.release()
        return False

    @contextmanager
    def change(
        self,
        label: str,
        *,
        selection: list[str] | None = None,
        initiator: object | None = None,
        merge: str | None = None,
    ) -> Iterator[Change]:
        """The only way to write. The label is what History shows, in the user's words.

        A change inside a change joins the outer one. An exception rolls all of it back. Consecutive changes with the
        same ``merge`` key become one step (typing in one field). Raises ProjectBusy when another thread is writing.
        """
        if self.read_only:
            raise StudioError("This project is open to look at only. Save it under another name to change it.")
        with self._exclusive():
            if self._change is not None:
                yield self._change
                return
            with self._transaction() as connection:
                change = Change(connection, label)
                self._change = change
                try:
                    yield change
                finally:
                    self._change = None
                change.finish()
                changes = self._record(change, selection, initiator, merge)
            if changes is not None:
                self._tell_own(changes)

    def undo(self) -> Changes | None:
        """Take back the newest edit that is done; ``None`` when there is none."""
        return self._step("undo")

    def redo(self) -> Changes | None:
        """Do again the edit that was taken back last; ``None`` when there is none."""
        return self._step("redo")

    def begin_here(self) -> None:
        """Let the project begin with what was done so far: it stays in the history and is no longer taken back."""
        with self._exclusive(), self._transaction() as connection:
            journal = schema.journal
            connection.execute(update(journal).where(journal.c.state == "done").values(state="begun"))

    def can_undo(self) -> str | None:
        """The label of the edit that undo would take back."""
        with self.read() as connection:
            entry = self._candidate("undo", connection)
        return entry.label if entry else None

    def can_redo(self) -> str | None:
        """The label of the edit that redo would do again."""
        with self.read() as connection:
            entry = self._candidate("redo", connection)
        return entry.label if entry else None

    def history(self, limit: int = 200, before: int | None = None) -> list[HistoryEntry]:
        """Journal entries, newest first, without their images."""
        j = schema.journal.c
        statement = select(
            j.seq, j.kind, j.label, j.at, j.author, j.state, j.tables, j.selection_before, j.selection_after
        ).order_by(j.seq.desc())
        if before is not None:
            statement = statement.where(j.seq < before)
        return [HistoryEntry(*row) for row in self.rows(statement.limit(limit))]

    def images_since(self, seq: int) -> Images:
        """What changed after a journal entry, as one image per row: the difference to a named version."""
        j = schema.journal.c
        total = Images()
        with self.read() as connection:
            for entry in connection.execute(select(j.kind, j.source, j.images).where(j.seq > seq).order_by(j.seq)):
                images = self._images(entry.images, entry.source)
                images = images.reversed() if entry.kind == "undo" else images
                complete(connection, images, total.tables)  # what was deleted and came back, is compared
                total.extend(images)
        total.drop_unchanged()
        return total

    def add_version(self, name: str, note: str = "") -> str:
        """Name the present state, so that later states can be compared with it. Returns its id."""
        with self.change(f'Name version "{name}"') as change:
            seq = store.last_seq(change.connection)
            row = {"name": name, "note": note, "journal_seq": seq, "created_at": now()}
            return change.insert(schema.named_version, [row])[0]

    def versions(self) -> Sequence[DataRow]:
        """Named versions, oldest first: id, name, note, journal_seq, created_at."""
        v = schema.named_version.c
        return self.rows(select(v.id, v.name, v.note, v.journal_seq, v.created_at).order_by(v.journal_seq, v.name))

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call ``listener(changes)`` after each commit, in the thread that committed. Returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def poll(self) -> list[Changes]:
        """In a shared workspace: tell listeners what other people committed since the last look.

        Works in any thread; the listeners are called in it. Raises WorkspaceLost when the server does not answer.
        """
        with self._told:
            found = self._others()
            for changes in found:
                self._tell(changes)
        return found

    # -- inside

    def _owns_writer(self) -> bool:
        # RLock has no public way to ask; acquiring again succeeds only for its owner or when it is free.
        if not self._writer.acquire(blocking=False):
            return False
        self._writer.release()
        return True

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self._writer.acquire(blocking=False):
            raise ProjectBusy("Another task is writing to the project. Wait until it is done, or cancel it.")
        try:
            with self._told:
                yield
        finally:
            self._writer.release()

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if not self.shared or not store.is_lost(error):
                raise
            raise WorkspaceLost(
                f"The shared workspace {address.workspace_name(self.address)} does not answer."
                " Everything that was kept is there; check the network and try again."
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._reachable(), store.writing(self.engine) as connection:
                if self.shared:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _JOURNAL_LOCK})
                yield connection
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
                raise ProjectBusy(
                    "Somebody else is writing a lot to the workspace. Wait a moment and try again."
                ) from error
            if "full" in str(error):
                raise StudioError("The disk is full. The change was not made; free some space.") from error
            raise

    def _record(
        self, change: Change, selection: list[str] | None, initiator: object | None, merge: str | None
    ) -> Changes | None:
        images, connection = change.images, change.connection
        if not images.tables:
            return None
        j = schema.journal.c
        newest = connection.execute(
            select(j.seq, j.state, j.merge_key, j.author).order_by(j.seq.desc()).limit(1)
        ).first()
        dropped = update(schema.journal).where(j.state == "undone").values(state="dropped")
        connection.execute(dropped.where(j.author == self.author) if self.shared else dropped)
        row: dict[str, Any] = {
            "at": now(),
            "selection_after": selection,
            "tables": images.counts(),
            "images": images.encode(),
        }
        if (
            merge is not None
            and not self.shared  # others have seen the entry already and would not look at it again
            and newest is not None
            and (newest.merge_key, newest.state, newest.author) == (merge, "done", self.author)
            and newest.seq > self._saved_seq
        ):
            grown = Images.decode(connection.scalar(select(j.images).where(j.seq == newest.seq)) or b"")
            grown.extend(images)
            row |= {"tables": grown.counts(), "images": grown.encode(), "label": change.label}
            connection.execute(update(schema.journal).where(j.seq == newest.seq).values(row))
            seq = newest.seq
        else:
            row |= {"kind": "edit", "label": change.label, "author": self.author, "state": "done"}
            row |= {"merge_key": merge, "selection_before": selection}
            seq = _append(connection, row)
        return images.changes(seq, "edit", change.label, initiator)

    def _candidate(self, kind: str, connection: Connection) -> DataRow | None:
        j = schema.journal.c
        statement = select(j.seq, j.label, j.selection_before, j.selection_after)
        if kind == "undo":
            statement = statement.where(j.state == "done").order_by(j.seq.desc())
        else:
            statement = statement.where(j.state == "undone").order_by(j.seq)
        if self.shared:  # everybody takes back their own edits
            statement = statement.where(j.author == self.author)
        return connection.execute(statement.limit(1)).first()

    def _step(self, kind: str) -> Changes | None:
        if self.read_only:
            raise StudioError("This project is open to look at only.")
        with self._exclusive():
            if self._change is not None:
                raise NotInChange("Undo and redo cannot run inside a change.")
            with self._transaction() as connection:
                entry = self._candidate(kind, connection)
                if entry is None:
                    return None
                j = schema.journal
                images = Images.decode(connection.scalar(select(j.c.images).where(j.c.seq == entry.seq)) or b"")
                if kind == "undo":
                    if complete(connection, images):
                        connection.execute(update(j).where(j.c.seq == entry.seq).values(images=images.encode()))
                    images = images.reversed()
                change = Change(connection, entry.label)
                change.apply(images, check=self.shared)
                change.finish()
                state = "undone" if kind == "undo" else "done"
                connection.execute(update(j).where(j.c.seq == entry.seq).values(state=state))
                verb = "Undid" if kind == "undo" else "Redid"
                row = {
                    "kind": kind,
                    "label": f'{verb} "{entry.label}"',
                    "at": now(),
                    "author": self.author,
                    "source": entry.seq,
                    "selection_after": entry.selection_before if kind == "undo" else entry.selection_after,
                    "tables": images.counts(),
                }
                seq = _append(connection, row)
            changes = images.changes(seq, kind, row["label"], None)
            self._tell_own(changes)
        return changes

    def _images(self, data: bytes | None, source: int | None) -> Images:
        if data is None:
            data = self.scalar(select(schema.journal.c.images).where(schema.journal.c.seq == source))
        return Images.decode(data)

    def _others(self, before: int | None = None) -> list[Changes]:
        """What stands in the journal after the last entry that was told."""
        j = schema.journal.c
        statement = select(j.seq, j.kind, j.label, j.author, j.source, j.images).where(j.seq > self._seen_seq)
        if before is not None:
            statement = statement.where(j.seq < before)
        found = []
        for entry in self.rows(statement.order_by(j.seq)):
            images = self._images(entry.images, entry.source)
            images = images.reversed() if entry.kind == "undo" else images
            found.append(images.changes(entry.seq, entry.kind, entry.label, None, entry.author))
        return found

    def _tell_own(self, changes: Changes) -> None:
        if self.shared and changes.seq > self._seen_seq + 1:
            with suppress(WorkspaceLost):
                for earlier in self._others(before=changes.seq):
                    self._tell(earlier)
        self._tell(changes)

    def _tell(self, changes: Changes) -> None:
        self._seen_seq = max(self._seen_seq, changes.seq)
        for listener in list(self._listeners):
            listener(changes)


def _first_row(engine: Engine, name: str, language: str) -> None:
    with store.writing(engine) as connection:
        if connection.scalar(select(func.count()).select_from(schema.project)):
            raise StudioError("This workspace holds a project already. Open it instead.")
        row = {"id": new_id(), "name": {language: name}, "language": language, "languages": [language]}
        connection.execute(insert(schema.project), [row])


def _abandon(engine: Engine, copy: WorkingCopy | None) -> None:
    engine.dispose()
    if copy is not None:
        copy.release()


def _append(connection: Connection, row: dict[str, Any]) -> int:
    """Add a journal entry; its number."""
    key = connection.execute(insert(schema.journal).values(row)).inserted_primary_key
    return int(key[0]) if key else 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the system's list: a container
        return "unknown"
