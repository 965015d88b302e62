# SPDX-License-Identifier: Apache-2.0
"""Settings: values of any kind, recent projects, damaged files."""

from __future__ import annotations

from PySide6.QtCore import QByteArray

from studio.ui.settings import DEFAULTS, RECENT_LIMIT, Settings


def test_values_survive_the_next_start(tmp_path):
    first = Settings(tmp_path / "s.ini")
    first.set("zoom", 125)
    first.set("state/a/frameworks", {"open": ["x"], "columns": [1, 2]})
    first.set_bytes("window/geometry", QByteArray(b"\x00\xff"))
    first.flush()
    second = Settings(tmp_path / "s.ini")
    assert second.get("zoom") == 125
    assert second.get("state/a/frameworks") == {"open": ["x"], "columns": [1, 2]}
    assert second.bytes("window/geometry") == QByteArray(b"\x00\xff")


def test_defaults_and_reset(settings):
    assert settings.get("zoom") == DEFAULTS["zoom"]
    settings.set("zoom", 150)
    assert settings.is_changed("zoom")
    settings.reset("zoom")
    assert not settings.is_changed("zoom")


def test_a_damaged_file_gives_first_values(tmp_path):
    (tmp_path / "s.ini").write_text("[General]\nzoom={broken\nrecent=7\n", encoding="utf-8")
    damaged = Settings(tmp_path / "s.ini")
    assert damaged.get("zoom") == DEFAULTS["zoom"]
    assert damaged.recent() == []


def test_recent_projects_newest_first_without_doubles(settings):
    for number in range(RECENT_LIMIT + 3):
        settings.add_recent(f"/p/{number}.studio", f"Plan {number}")
    settings.add_recent("/p/5.studio", "Plan 5")
    paths = [entry["path"] for entry in settings.recent()]
    assert paths[0] == "/p/5.studio"
    assert len(paths) == len(set(paths)) == RECENT_LIMIT
    settings.remove_recent("/p/5.studio")
    assert settings.recent()[0]["path"] != "/p/5.studio"
