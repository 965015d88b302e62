# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a project, each as one clear sentence for the person who uses it."""

from __future__ import annotations


class StudioError(Exception):
    """It could not be done. ``str(error)`` is one sentence that says what happened, where, and what to do."""


class ProjectUnreadable(StudioError):
    """The file is not a project, is damaged, or belongs to a newer program."""


class ProjectLocked(StudioError):
    """Another window or another computer has the project open."""


class ProjectBusy(StudioError):
    """Another thread is writing; one writer at a time."""


class WorkspaceEmpty(ProjectUnreadable):
    """The database can be reached, but there is no project in it yet."""


class WorkspaceLost(StudioError):
    """The server of a shared workspace does not answer. Nothing that was committed is lost."""


class RecoveryAvailable(StudioError):
    """A working copy with unsaved changes was left behind. Open with ``recover`` true or false."""

    def __init__(self, message: str, changes: int) -> None:
        super().__init__(message)
        self.changes = changes


class ChangedOutside(StudioError):
    """The file on disk is not the one that was opened; saving would overwrite somebody's work."""


class NotInChange(StudioError):
    """A write was tried outside ``with project.change(...)``. A mistake in the program, not in the data."""


class EditConflict(StudioError):
    """Somebody else changed the same field after this person read it."""


class NotFound(StudioError):
    """No item has this identifier, code or name."""


class NotAllowed(StudioError):
    """The operation would break the project, for example moving an item into its own branch."""
