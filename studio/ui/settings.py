# SPDX-License-Identifier: Apache-2.0
"""What the program remembers on this computer: look, window, recent projects. Nothing of a project is kept here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from studio.model.values import now

RECENT_LIMIT = 10
DEFAULTS: dict[str, Any] = {
    "theme": "system",
    "zoom": 100,
    "system_font": False,
    "reduced_motion": False,
    "author": "",
}
"""Every setting a person can change, with its first value."""


class Settings(QObject):
    """Values by key, kept in one file of the user's configuration folder. ``changed`` names the key."""

    changed = Signal(str)

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        if file is not None:
            self._store = QSettings(str(file), QSettings.Format.IniFormat)
        else:
            self._store = QSettings(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Competency Studio", "studio"
            )

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, else its value in ``DEFAULTS``, else ``default``.

        A damaged value, or one of another kind than its first value, counts as missing.
        """
        text = self._store.value(key)
        fallback = DEFAULTS.get(key, default)
        if not isinstance(text, str):
            return fallback
        try:
            value = json.loads(text)
        except ValueError:
            return fallback
        return value if fallback is None or isinstance(value, type(fallback)) else fallback

    def set(self, key: str, value: Any) -> None:
        """Keep a value (anything JSON can hold)."""
        if self._store.contains(key) and self.get(key) == value:
            return
        self._store.setValue(key, json.dumps(value, ensure_ascii=False))
        self.changed.emit(key)

    def reset(self, key: str) -> None:
        """Back to the first value."""
        self._store.remove(key)
        self.changed.emit(key)

    def is_changed(self, key: str) -> bool:
        """Whether the person chose another value than the first one."""
        return bool(self.get(key) != DEFAULTS.get(key))

    def bytes(self, key: str) -> QByteArray:
        """A window geometry or splitter state; empty when there is none."""
        return QByteArray.fromBase64(str(self.get(key, "")).encode("ascii", "ignore"))

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Keep a window geometry or splitter state."""
        self.set(key, bytes(value.toBase64().data()).decode("ascii"))

    def recent(self) -> list[dict[str, str]]:
        """Projects opened last, the newest first: ``path``, ``title``, ``opened`` (UTC)."""
        entries = self.get("recent", [])
        return [entry for entry in entries if isinstance(entry, dict) and entry.get("path")]

    def add_recent(self, path: str, title: str) -> None:
        """Put a project at the top of the recent ones."""
        others = [entry for entry in self.recent() if entry["path"] != path]
        self.set("recent", [{"path": path, "title": title, "opened": now()}, *others][:RECENT_LIMIT])

    def remove_recent(self, path: str) -> None:
        """Forget a project, for example when its file is gone."""
        self.set("recent", [entry for entry in self.recent() if entry["path"] != path])

    def flush(self) -> None:
        """Write to the disk now."""
        self._store.sync()
