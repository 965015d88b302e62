# SPDX-License-Identifier: Apache-2.0
"""Keys: no two meanings in one place, nothing reserved, every command can be found without knowing its key."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QKeySequence

RESERVED = {
    "Ctrl+Space",
    "Ctrl+Shift+U",
    "Ctrl+.",
    "Ctrl+;",
    "Ctrl+Shift+0",
    "F10",
    "Ctrl+M",
    "Ctrl+Q",
    "Ctrl+`",
}
"""Taken by systems, input methods or screen readers."""


@pytest.fixture
def registry(window):
    """All commands, with every workspace made."""
    for entry in window.entries:
        window.show_workspace(entry.id)
    return window.actions


def keys(registry, spec):
    return [key.toString(QKeySequence.SequenceFormat.PortableText) for key in registry.action(spec.id).shortcuts()]


def test_no_key_means_two_things_in_one_place(registry):
    assert registry.conflicts() == []


def test_reserved_keys_are_free(registry):
    taken = [
        (spec.id, key)
        for spec in registry.specs()
        for key in keys(registry, spec)
        if key in RESERVED or re.fullmatch(r"Alt\+[A-Z0-9]|Ctrl\+Alt\+.*", key)
    ]
    assert taken == []


def test_every_command_can_be_found(registry):
    lost = [spec.id for spec in registry.specs() if not spec.menu and not spec.in_palette]
    assert lost == []


def test_every_command_has_words(registry):
    for spec in registry.specs():
        assert spec.text.strip()
        assert not spec.text.endswith((".", "!")), spec.id
        assert re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", spec.id), spec.id


def test_a_single_letter_is_never_a_window_key(registry):
    letters = [
        (spec.id, key)
        for spec in registry.specs()
        for key in keys(registry, spec)
        if len(key) == 1 and spec.context == "window"
    ]
    assert letters == []
