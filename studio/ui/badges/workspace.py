# SPDX-License-Identifier: Apache-2.0
"""The badges workspace: the list of badges, and the designer of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.model import badges
from studio.model.errors import StudioError
from studio.model.items import project_language
from studio.model.journal import Changes
from studio.ui.badges import clipboard
from studio.ui.badges.designer import Designer
from studio.ui.badges.list_page import BadgeListPage
from studio.ui.badges.list_pages import language_name
from studio.ui.badges.preview import Preview
from studio.ui.badges.reading import BadgeData, read_badge
from studio.ui.docks.live_checks import checks_of
from studio.ui.sizing import space
from studio.ui.workspace import Crumb, Workspace

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

_WEIGHT = {"error": 3, "warning": 2, "info": 1}


class BadgesWorkspace(Workspace):
    """List and designer, with the preview of the badge in the pane at the right."""

    ID = "badges"
    TITLE = "Badges"
    ICON = "award"

    def __init__(self, project: Project, window: MainWindow) -> None:
        super().__init__(project, window)
        self._project = project
        self._stale = False
        self.preview = Preview()
        self.list_page = BadgeListPage(project, self.new_badge, self._import)
        self.designer = Designer(project, window)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list_page)
        self.pages.addWidget(self.designer)
        box = QVBoxLayout(self)
        space(box)
        box.addWidget(self.pages)
        self.list_page.view.opened.connect(self.open_badge)
        self.list_page.view.moved.connect(self._move)
        self.list_page.view.selectionModel().currentChanged.connect(lambda *_indexes: self._preview_current())
        self.list_page.view.selectionModel().selectionChanged.connect(lambda *_what: window.actions.refresh())
        self.designer.shown.connect(self._designer_shown)
        self.designer.gone.connect(self.show_list)
        self._live = checks_of(window)
        self._live.changed.connect(self._count_findings)
        window.project_changed.connect(self._project_changed)
        self._declare()
        self._count_findings()

    # what the window asks

    def breadcrumb(self) -> list[Crumb]:
        """Badges, and the badge that is open."""
        data = self.designer.data
        if not self.in_designer() or data is None:
            return [Crumb(self.tr("Badges"))]
        return [Crumb(self.tr("Badges"), self.show_list), Crumb(data.text("name") or self.tr("No name yet"))]

    def header_actions(self) -> list[str]:
        """New badge on the list; the page as others see it and signing in the designer."""
        return ["badge.preview_page", "badge.sign"] if self.in_designer() else ["badge.verify", "badge.new"]

    def inspector(self) -> QWidget | None:
        """How others see the badge."""
        return self.preview if self.in_designer() or self.list_page.model.rowCount() else None

    def status_text(self) -> str:
        """The badge in a line, or the number of badges."""
        if not self.in_designer() or self.designer.data is None:
            return self.list_page.summary.text()
        return _status(self.designer.data)

    def go_to(self, item_id: str) -> bool:
        """Open a badge."""
        if read_badge(self._project, item_id) is None:
            return False
        self.open_badge(item_id)
        return True

    def selected_ids(self) -> list[str]:
        """The open badge, or what is selected in the list."""
        return [self.designer.badge_id] if self.in_designer() else self.list_page.view.selected_ids()

    def entered(self) -> None:
        """Take the focus; choose the first badge so that the keyboard and the preview have one."""
        view = self.list_page.view
        if self._stale:
            self._stale = False
            if self.in_designer():
                self.designer.refresh()
            else:
                self._preview_current()
        if self.in_designer():
            return
        if not view.currentIndex().isValid() and self.list_page.model.rowCount():
            view.select([self.list_page.model.id_at(0)])
        view.setFocus() if self.list_page.model.rowCount() else self.list_page.empty.setFocus()

    def left(self) -> None:
        """Keep what is being typed."""
        if self.in_designer():
            self.designer.commit()

    def state(self) -> dict[str, Any]:
        """The open badge and section."""
        return {"badge": self.designer.badge_id if self.in_designer() else "", "section": self.designer.section()}

    def restore(self, state: dict[str, Any]) -> None:
        """Open the badge of the last time, when it is still there."""
        badge_id = state.get("badge")
        if isinstance(badge_id, str) and badge_id and read_badge(self._project, badge_id) is not None:
            self.open_badge(badge_id, str(state.get("section") or ""))

    # what the person does

    def in_designer(self) -> bool:
        """Whether a badge is open."""
        return self.pages.currentWidget() is self.designer

    def open_badge(self, badge_id: str, section: str = "") -> None:
        """Open a badge in the designer."""
        self.designer.show_badge(badge_id, section)
        self.pages.setCurrentWidget(self.designer)
        self.changed.emit()

    def show_list(self) -> None:
        """Back to the list, at the badge that was open."""
        self.designer.commit()
        badge_id = self.designer.badge_id
        self.pages.setCurrentWidget(self.list_page)
        if badge_id:
            self.list_page.view.select([badge_id])
        self.list_page.view.setFocus()
        self.changed.emit()

    def new_badge(self) -> None:
        """A new badge, open at its name."""
        language = project_language(self._project)
        name = {language: self.tr("New badge")}
        made: list[str] = []
        kind = {"achievement_type": "MicroCredential"}
        if self._try(lambda: made.append(badges.create_badge(self._project, name, **kind))):
            self.open_badge(made[0], "basics")
            editor = self.designer.page("basics").name.editor  # type: ignore[attr-defined]
            editor.setFocus()
            editor.selectAll()

    def duplicate(self) -> None:
        """A copy of each selected badge, with its rubric and identifiers of its own."""
        made: list[str] = []

        def work() -> None:
            ids = self.selected_ids()
            label = "Duplicate badge" if len(ids) == 1 else f"Duplicate {len(ids)} badges"
            with self._project.change(label, selection=ids):
                made.extend(badges.duplicate_badge(self._project, badge_id) for badge_id in ids)

        if self._try(work) and made:
            self.show_list()
            self.list_page.view.select(made)

    def remove(self) -> None:
        """Remove the selected badges; Undo brings them back."""
        ids = self.selected_ids()
        view, model = self.list_page.view, self.list_page.model
        row = model.index_of(ids[0]).row()
        if self._try(lambda: badges.delete_badges(self._project, ids)):
            if self.in_designer():
                self.show_list()
            if model.rowCount():
                view.select([model.id_at(min(row, model.rowCount() - 1))])
                view.setFocus()
            words = self.tr("Removed 1 badge.") if len(ids) == 1 else self.tr("Removed {count} badges.")
            self.window_.notify_kept(words.format(count=len(ids)))

    def copy(self) -> None:
        """Put the selected badges on the clipboard, for this program and for Excel."""
        clipboard.copy(self._project, self.selected_ids())

    def paste(self) -> None:
        """Badges from the clipboard: copies of badges, or one for each line of a list."""
        made: list[str] = []
        if self._try(lambda: made.extend(clipboard.paste(self._project))) and made:
            self.list_page.view.select(made)
            words = self.tr("Pasted 1 badge.") if len(made) == 1 else self.tr("Pasted {count} badges.")
            self.window_.notify_kept(words.format(count=len(made)))

    def preview_page(self) -> None:
        """Show the page of the badge as the web browser shows it."""
        from studio.ui.badges.web_page import show_web_page

        for badge_id in self.selected_ids()[:1]:
            self._try(lambda badge_id=badge_id: show_web_page(self._project, badge_id))

    def _move(self, badge_id: str, step: int) -> None:
        model = self.list_page.model
        ids = [model.id_at(row) for row in range(model.rowCount())]
        here = ids.index(badge_id)
        if not 0 <= here + step < len(ids):
            return
        del ids[here]
        after = ids[here + step - 1] if here + step else None
        if self._try(lambda: badges.move_badge(self._project, badge_id, after)):
            self.list_page.view.select([badge_id])

    def _import(self) -> None:
        if self.window_.actions.has("file.import"):
            self.window_.actions.trigger("file.import")

    def _try(self, work: Any) -> bool:
        try:
            work()
        except StudioError as error:
            self.window_.show_error(str(error))
            return False
        return True

    # keeping up

    def _project_changed(self, changes: Changes) -> None:
        self.list_page.model.project_changed(changes)
        if not self.is_current():
            # Off screen nothing is read again for each key that is pressed elsewhere.
            self._stale = True
            return
        self.designer.project_changed(changes)
        if not self.in_designer():
            self._preview_current()
        if changes.touches("badge", "organization", "project"):
            self.changed.emit()

    def _designer_shown(self, data: BadgeData) -> None:
        self.preview.show_badge(data)

    def _preview_current(self) -> None:
        index = self.list_page.view.currentIndex()
        if index.isValid() and not self.in_designer():
            data = read_badge(self._project, self.list_page.model.id_at(index.row()))
            if data is not None:
                self.preview.show_badge(data)

    def _count_findings(self) -> None:
        counts: dict[str, tuple[int, str]] = {}
        for finding in self._live.findings:
            if finding.kind == "badge" and finding.severity != "info":
                count, worst = counts.get(finding.item_id, (0, "info"))
                heavier = max(worst, finding.severity, key=lambda severity: _WEIGHT.get(severity, 0))
                counts[finding.item_id] = (count + 1, heavier)
        self.list_page.model.set_findings(counts if self._live.complete else None)
        if self.is_current():
            self.changed.emit()

    def _declare(self) -> None:
        add, view = self.window_.actions.declare, self.list_page.view
        some = self._some_selected
        listed = {"context": "badge list", "widget": view, "menu": "badge"}
        add("badge.open", "Open the badge", lambda: self.open_badge(self.selected_ids()[0]), menu="badge", group=1,
            icon="pencil-line", enabled=lambda: some() and not self.in_designer())  # fmt: skip
        add("badge.duplicate", "Duplicate", self.duplicate, shortcuts="Ctrl+D", icon="copy", group=1, enabled=some,
            **listed)  # fmt: skip
        add("badge.remove", "Remove", self.remove, shortcuts="Del", icon="trash-2", group=1, enabled=some, **listed)
        add("badge.copy", "Copy badges", self.copy, shortcuts="Ctrl+C", icon="copy", group=2, enabled=some, **listed)
        add("badge.paste", "Paste badges", self.paste, shortcuts="Ctrl+V", icon="clipboard-paste", group=2,
            enabled=lambda: self.is_current() and clipboard.can_paste(), **listed)  # fmt: skip
        add("badge.preview_page", "Preview page", self.preview_page, icon="eye", menu="badge", group=3, enabled=some,
            tip="Preview the page of the badge in the web browser")  # fmt: skip
        for command, text, key, step in (
            ("badge.next_section", "Next section", "Ctrl+Down", 1),
            ("badge.previous_section", "Previous section", "Ctrl+Up", -1),
        ):
            add(command, text, lambda step=step: self.designer.step_section(step), shortcuts=key, menu="badge", group=4,
                context="badge designer", widget=self.designer, enabled=self.in_designer)  # fmt: skip

    def _some_selected(self) -> bool:
        return self.is_current() and bool(self.selected_ids())


def _status(data: BadgeData) -> str:
    row = data.row
    parts = [f"Badge {row.code}" if row.code else "Badge"]
    if row.version:
        parts[0] += f", version {row.version}"
    if row.workload_hours:
        parts.append(f"{row.workload_hours:g} hours")
    if row.validity_months:
        parts.append(f"valid {row.validity_months} months")
    elif row.never_expires:
        parts.append("does not expire")
    written = [tag for tag in data.languages if (row.name or {}).get(tag)]
    parts.append(", ".join(language_name(tag) for tag in written))
    return "  ·  ".join(part for part in parts if part)
