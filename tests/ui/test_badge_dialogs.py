# SPDX-License-Identifier: Apache-2.0
"""Signing and checking in dialogs: real keys, real files."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QLabel

from studio.credentials.keys import KeyStore
from studio.model import badges, items, schema
from studio.ui.badges.sign_dialog import SignDialog
from studio.ui.badges.verify_dialog import VerifyDialog

PASSPHRASE = "correct horse 12"


@pytest.fixture(autouse=True)
def keys(tmp_path, monkeypatch):
    """Keys in a folder of this test."""
    monkeypatch.setenv("STUDIO_KEYS", str(tmp_path / "keys"))


@pytest.fixture
def first(project):
    """The id of the first badge."""
    return badges.badges(project)[0].id


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def at_earners(window, project, badge_id, folder) -> SignDialog:
    """The dialog at its third step, with a new key."""
    dialog = SignDialog(window, project, badge_id)
    dialog.open()
    dialog.next_button.click()
    dialog.key.new_name.setText("District 2026")
    dialog.key.first.setText(PASSPHRASE)
    dialog.key.second.setText(PASSPHRASE)
    dialog.next_button.click()
    dialog.earners.set_folder(folder)
    return dialog


def test_a_badge_is_signed_and_checked(window, project, first, tmp_path, qtbot):
    dialog = at_earners(window, project, first, tmp_path / "out")
    assert dialog.next_button.text() == "Sign"
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.steps.current == 3)
    assert (tmp_path / "out" / "endorsement.json").exists()
    assert 'The badge "Energy Isolation Ready" is signed.' in dialog.result.verdict.text()
    dialog.result.check_button.click()
    (check,) = window.findChildren(VerifyDialog)
    qtbot.waitUntil(lambda: bool(check.reports))
    assert check.reports[0].verified
    assert check.verdict.title.text() == "Verified"
    check.close()


def test_earners_get_a_credential_each(window, project, first, tmp_path, qtbot):
    dialog = at_earners(window, project, first, tmp_path / "out")
    dialog.earners.choice.set_chosen(["earners"])
    dialog.next_button.click()
    assert "Choose the CSV file" in dialog.fault.text()
    table = tmp_path / "earners.csv"
    table.write_text("name,email,shoe size\nA. Learner,a@school.example,40\nB. Learner,b@school.example,41\n")
    dialog.earners.use_file(table)
    assert dialog.earners.told.text() == "2 earners. Not used: shoe size"
    assert dialog.earners.table.rowCount() == 2
    assert dialog.next_button.text() == "Sign and issue 2"
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.steps.current == 3)
    text = (tmp_path / "out" / "credentials" / "0001.json").read_text()
    assert "a@school.example" not in text
    assert "sha256$" in text
    assert all("a@school.example" not in str(row) for row in project.rows(schema.journal.select()))
    dialog.next_button.click()
    assert not dialog.isVisible()


def test_a_list_that_cannot_be_read_is_said(window, project, first, tmp_path):
    dialog = at_earners(window, project, first, tmp_path / "out")
    bad = tmp_path / "list.csv"
    bad.write_text("colour\nred\n")
    dialog.earners.use_file(bad)
    dialog.next_button.click()
    assert dialog.fault.text() == '"list.csv" needs a heading row with "email" or "id".'
    dialog.close()


def test_each_step_says_what_is_missing(window, project, first, qtbot):
    dialog = SignDialog(window, project, first)
    dialog.open()
    dialog.next_button.click()
    said = []
    for name, one, two in (
        ("", "", ""),
        ("Key", "short", ""),
        ("Key", PASSPHRASE, "another one"),
        ("Key", PASSPHRASE, PASSPHRASE),
    ):
        dialog.key.new_name.setText(name)
        dialog.key.first.setText(one)
        dialog.key.second.setText(two)
        dialog.next_button.click()
        said.append(dialog.fault.text() if dialog.steps.current == 1 else "")
    assert said == [
        "Give the key a name.",
        "Choose a passphrase of at least 8 characters.",
        "The two passphrases differ. Type them again.",
        "",
    ]
    dialog.step_wanted.emit(0)
    assert dialog.steps.current == 0
    dialog.close()


def test_a_badge_without_issuer_cannot_be_signed(window, project, first):
    items.set_field(project, schema.badge, [first], {"issuer_id": None})
    dialog = SignDialog(window, project, first)
    dialog.open()
    dialog.next_button.click()
    assert dialog.steps.current == 0
    assert dialog.fault.text() == "The badge names no issuer. Choose one in Basics, then sign."
    dialog.close()


def test_a_wrong_passphrase_writes_nothing(window, project, first, tmp_path, qtbot):
    KeyStore().create("District", PASSPHRASE)
    dialog = SignDialog(window, project, first)
    dialog.open()
    dialog.next_button.click()
    dialog.key.first.setText("not this one")
    dialog.next_button.click()
    dialog.earners.set_folder(tmp_path / "out")
    dialog.next_button.click()
    qtbot.waitUntil(lambda: bool(dialog.fault.text()))
    assert 'Wrong passphrase for key "District"' in dialog.fault.text()
    assert not (tmp_path / "out").exists()
    assert dialog.steps.current == 2
    dialog.close()


def test_the_verdict_comes_in_words(window, project, first, tmp_path, qtbot):
    dialog = at_earners(window, project, first, tmp_path / "out")
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.steps.current == 3)
    dialog.close()
    good = tmp_path / "out" / "endorsement.json"
    changed = tmp_path / "changed.json"
    changed.write_text(good.read_text().replace("stands behind", "stands before"), encoding="utf-8")
    other = tmp_path / "note.json"
    other.write_text("not json", encoding="utf-8")
    check = VerifyDialog(window, [str(good), str(changed), str(other)])
    check.open()
    qtbot.waitUntil(lambda: len(check.reports) == 3)
    assert [report.verified for report in check.reports] == [True, False, False]
    check.show_report(1)
    assert check.verdict.title.text() == "Not verified"
    assert "changed" in check.verdict.sentence.text()
    check.save_report(str(tmp_path / "report.json"))
    assert [entry["verified"] for entry in json.loads((tmp_path / "report.json").read_text())] == [True, False, False]
    check._toggle_content()
    assert "stands before" in check.content_text.toPlainText()
    check.close()


def test_nothing_is_called_verified_before_a_file_is_there(window):
    check = VerifyDialog(window, [])
    check.open()
    assert not check.verdict.isVisible()
    check.close()
