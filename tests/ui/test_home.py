# SPDX-License-Identifier: Apache-2.0
"""Home and welcome with real widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPushButton

from studio.checks.rules import Finding
from studio.model import organizations
from studio.model.project import Project
from studio.ui.home.cards import recent_button
from studio.ui.home.waiting import waiting
from studio.ui.models.project_facts import project_facts
from studio.ui.widgets.organization_dialog import OrganizationDialog
from studio.ui.widgets.row_button import RowButton


@pytest.fixture
def home(window, qtbot):
    """The home page of the sample, after the first run of the checks."""
    shown = window.show_workspace("home")
    qtbot.waitUntil(lambda: bool(shown.first.things()))
    return shown


def texts(widget) -> list[str]:
    QCoreApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def finding(rule, severity, code, kind="badge"):
    return Finding(rule, severity, kind, f"id-{code}", code, f"{code} is not ready.")


def test_facts_are_counted(project):
    facts = project_facts(project)
    assert (facts.competencies, facts.badges, facts.organizations) == (132, 6, 9)
    assert facts.languages == ("en", "es")


def test_what_waits_comes_from_the_checks(home):
    titles = [thing.title for thing in home.first.things()]
    assert "Give 3 badge alignments a rubric criterion" in titles
    assert "Look at 6 statements with two outcomes" in titles
    assert len(titles) <= 5
    assert f"{len(titles)} things are waiting" in texts(home)


def test_the_weightiest_comes_first_and_at_most_five():
    found = [finding("BG13", "info", "B1"), finding("BG02", "error", "B2")]
    found += [finding("BG06", "warning", code) for code in ("B1", "B3", "B4", "B5", "B6", "B7")]
    found += [finding(f"BG{number}", "info", "B1") for number in (16, 17, 18, 19)]
    things = waiting(found, {"BG13": "Level stated"})
    assert [thing.rule for thing in things[:2]] == ["BG02", "BG06"]
    assert len(things) == 5
    assert things[0].detail == "B2 is not ready."
    assert things[0].verb == "Show badge"
    assert things[1].detail == "B1, B3, B4, B5 and 2 more"


def test_a_verb_goes_there(home, window):
    act = next(b for b in home.findChildren(QPushButton) if b.accessibleName().startswith("Show badges: Give 3"))
    act.click()
    assert window.current_id() == "badges"
    assert window.current_workspace().designer.data.row.code == "B1"


def test_parts_show_their_state(home):
    parts = home.first.parts
    assert parts["framework"].pill.text() == "6 warnings"
    assert parts["badges"].pill.text() == "3 to finish"
    assert "132 items" in texts(home)
    parts["badges"].open_button.click()
    assert home.window_.current_id() == "badges"


def test_a_part_that_comes_later_opens_no_window_of_its_own(studio, tmp_path, qtbot):
    project = Project.create(tmp_path / "New.studio", "New", author="Dana")
    window = studio.show(project)
    parts = window.workspace("home").first.parts
    assert all(card.isHidden() and not card.isWindow() for card in parts.values())
    organizations.create_organization(project, {"en": "First"})
    qtbot.waitUntil(lambda: not parts["organizations"].isHidden(), timeout=10_000)


def test_home_follows_changes(home, project, qtbot):
    organizations.create_organization(project, {"en": "Tenth"})
    assert "10 organizations" in texts(home)


def test_an_empty_project_says_how_to_begin(studio, qtbot):
    window = studio.show(Project.create(None, name="Fresh"))
    shown = window.show_workspace("home")
    qtbot.waitUntil(lambda: any("This project is empty" in text for text in texts(shown)))
    assert "In this project" not in texts(shown)


def test_welcome_offers_the_ways_to_begin(studio, sample_path, qtbot):
    studio.settings.add_recent(str(sample_path), "Wenlow")
    studio.settings.add_recent(str(sample_path.parent / "gone.studio"), "Gone")
    window = studio.show(None)
    home = window.current_workspace()
    primaries = [b for b in home.findChildren(QPushButton) if b.property("kind") == "primary"]
    assert [b.text() for b in primaries] == ["Open the sample project"]
    assert home.header_actions() == []
    assert "What do you want to do first?" in texts(home)
    recent = {button.text(): button for button in home.findChildren(RowButton)}
    assert not recent["Gone"].isEnabled()
    assert "not reachable" in recent["Gone"].accessibleDescription()
    recent["Wenlow"].click()
    (opened,) = studio.windows
    assert opened.project.title.startswith("Wenlow")


def test_a_recent_project_says_that_it_is_open(sample_path, qtbot):
    made = recent_button({"path": str(sample_path), "title": "Wenlow", "opened": ""}, print, str(sample_path))
    qtbot.addWidget(made)
    assert "open now" in made.accessibleDescription()
    assert not made.isEnabled()


def test_the_day_of_a_recent_project(sample_path, qtbot):
    made = recent_button({"path": str(sample_path), "title": "Wenlow", "opened": "2026-03-02T12:00:00Z"}, print, None)
    qtbot.addWidget(made)
    assert "2 March 2026" in made.accessibleDescription()


def test_organizations_are_listed_edited_and_removed(home, project, window):
    home.set_view("organizations")
    assert [crumb.text for crumb in home.breadcrumb()] == ["Home", "Organizations"]
    assert "Kestrel Bay Distribution" in texts(home)
    first = organizations.organizations(project)[0]
    home._organizations.edit(first.id)
    (dialog,) = window.findChildren(OrganizationDialog)
    dialog.name.setText("")
    dialog.keep()
    assert dialog.fault.text() == "Type the name of the organization."
    dialog.name.setText("Wenlow Schools")
    dialog.email.setText("no address")
    dialog.keep()
    assert "an @" in dialog.fault.text()
    dialog.email.setText("office@wenlow.example")
    dialog.url.setText("wenlow.example")
    dialog.keep()
    assert "https://" in dialog.fault.text()
    dialog.url.setText("https://wenlow.example")
    dialog.keep()
    row = organizations.organizations(project)[0]
    assert (row.name["en"], row.email) == ("Wenlow Schools", "office@wenlow.example")
    assert "Wenlow Schools" in texts(home)
    home._organizations.remove(row.id, "Wenlow Schools")
    assert len(organizations.organizations(project)) == 8
    window.undo()
    assert "Wenlow Schools" in texts(home)


def test_a_new_organization_is_one_step(home, project, window):
    window.actions.trigger("organization.new")
    (dialog,) = window.findChildren(OrganizationDialog)
    dialog.name.setText("Pine College")
    dialog.kind.setCurrentText("Community college")
    dialog.keep()
    assert organizations.organizations(project)[-1].kind == "Community college"
    assert project.can_undo() == 'New organization "Pine College"'
    assert home.go_to(organizations.organizations(project)[-1].id)
