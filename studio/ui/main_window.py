# SPDX-License-Identifier: Apache-2.0
"""The main window: rail, header, work, inspector, dock, status bar. It assembles; it holds no document logic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy import select

from studio.model import schema
from studio.model.errors import StudioError, WorkspaceLost
from studio.ui.actions import ActionRegistry
from studio.ui.settings import Settings
from studio.ui.shell import commands, entries
from studio.ui.shell.arrangement import Arrangement
from studio.ui.shell.dock import Dock
from studio.ui.shell.edits import Edits
from studio.ui.shell.files import Files
from studio.ui.shell.finder import Finder
from studio.ui.shell.header import Header
from studio.ui.shell.inspector_pane import InspectorPane
from studio.ui.shell.notice import NoticeBar, announce
from studio.ui.shell.rail import Rail
from studio.ui.shell.sharing import Sharing
from studio.ui.shell.status import StatusBar
from studio.ui.shell.top_bar import TopBar
from studio.ui.shell.trail import Place, Trail
from studio.ui.sizing import space
from studio.ui.tasks import Task, TaskRunner
from studio.ui.theme import theme
from studio.ui.widgets.command_palette import CommandPalette
from studio.ui.words import translate
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.model.journal import Changes
    from studio.model.project import Project
    from studio.ui.app import Studio

SMALLEST = QSize(1024, 640)
DRAWER_BELOW_LINES = 73.75
"""1180 pixels at the usual text size; larger text needs a wider window for two panes."""


class MainWindow(QMainWindow):
    """One open project, or none (welcome).

    For the parts inside: ``actions`` declares commands, ``tasks`` runs long work, ``notify`` says what happened,
    ``go_to`` shows an item, ``project_changed`` tells in this thread what was committed in any.
    """

    actions: ActionRegistry  # type: ignore[assignment]  # in place of QWidget.actions(), which lists what it was given
    project_changed = Signal(object)
    """A ``studio.model.journal.Changes``."""

    def __init__(self, project: Project | None, settings: Settings, studio: Studio | None = None) -> None:
        super().__init__()
        self.project = project
        self.settings = settings
        self.studio = studio
        self.language = self._project_language()
        # Without a project there is no button for a place that would have nothing to show.
        self.entries = [entry for entry in entries.WORKSPACES if project or entry.without_project]
        self.tasks = TaskRunner(self)
        self.tasks.failed.connect(self._task_failed)
        self.actions = ActionRegistry(self)
        self.files = Files(self)
        self.edits = Edits(self)
        self.sharing = Sharing(self, project) if project is not None and project.shared else None
        self.trail = Trail(self._place, self._go_place)
        self._workspaces: dict[str, Workspace] = {}
        self._current = ""
        self._answered_close = False
        self.undo_step: str | None = None
        self.redo_step: str | None = None
        self._read_steps()
        self._unsubscribe: Callable[[], None] | None = None
        self._build()
        commands.declare(self)
        entries.declare_commands(self)
        self._finish_shell()
        self._palette: CommandPalette | None = None
        if project is not None:
            # The signal carries the change into this thread, whoever committed it.
            self._unsubscribe = project.subscribe(self.project_changed.emit)
        self.project_changed.connect(self._on_change)
        self._refresh_file()
        self.arrangement = Arrangement(self)
        self.arrangement.restore()
        self.show_workspace(self._first_workspace())

    # building

    def _build(self) -> None:
        self.setObjectName("main-window")
        self.setWindowTitle("Competency Studio")
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.top_bar = TopBar()
        self.setMenuBar(self.top_bar)
        self.rail = Rail(self.entries)
        self.rail.chosen.connect(self.show_workspace)
        self.stack = QStackedWidget()
        self.stack.setProperty("ground", "window")
        self.notice = NoticeBar(self.stack)
        self.dock = Dock()
        for entry in entries.DOCK_PAGES:
            self.dock.add_page(entry.id, entry.title, entry.load()(self.project, self))
        self.upright = _splitter(Qt.Orientation.Vertical)
        self.upright.addWidget(self.stack)
        self.upright.addWidget(self.dock)
        self.upright.setStretchFactor(0, 1)
        self.across = _splitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.upright)
        self.across.setStretchFactor(0, 1)
        self.upright.splitterMoved.connect(lambda _place, _number: self.arrangement.dock_dragged())
        self.pane = InspectorPane(self.across)
        self.dock.toggled.connect(lambda _open: self.arrangement.size_dock())
        self.status = StatusBar(self.tasks)
        self.status.counts_clicked.connect(lambda: self.show_dock_page("problems"))
        self.setStatusBar(self.status)

    def _finish_shell(self) -> None:
        """What needs the commands: header and menus."""
        self.header = Header(self.actions)
        self.header.view_chosen.connect(self._view_chosen)
        right = QWidget()
        column = QVBoxLayout(right)
        space(column)
        column.addWidget(self.header)
        column.addWidget(self.across, 1)
        middle = QWidget()
        line = QHBoxLayout(middle)
        space(line)
        line.addWidget(self.rail)
        line.addWidget(right, 1)
        self.setCentralWidget(middle)
        for entry in self.entries:
            command = f"view.go_{entry.id}"
            key = self.actions.key_text(command) if self.actions.has(command) else ""
            self.rail.set_key_hint(entry.id, key)
        self._menu_timer = QTimer(self)
        self._menu_timer.setSingleShot(True)
        self._menu_timer.timeout.connect(self._build_menus)
        self.actions.changed.connect(lambda: self._menu_timer.start(0))
        self._build_menus()

    def _build_menus(self) -> None:
        self.menus = self.actions.build_menus(self.top_bar)
        if "file" in self.menus:
            self.files.add_recent_menu(self.menus["file"])

    # workspaces

    def show_workspace(self, workspace: str) -> Workspace | None:
        """Bring a workspace on screen, making it when it is shown for the first time."""
        if not self.can_show(workspace):
            return None
        if workspace != self._current:
            self.trail.leave()
            if self._current:
                self._workspaces[self._current].left()
        shown = self.workspace(workspace)
        self._current = workspace
        self.actions.workspace = workspace
        self.rail.set_current(workspace)
        self.stack.setCurrentWidget(shown)
        shown.entered()
        self._refresh_shell()
        return shown

    def workspace(self, workspace: str) -> Workspace:
        """A workspace by id; it is made when it is asked for first."""
        if workspace not in self._workspaces:
            entry = next(entry for entry in self.entries if entry.id == workspace)
            made: Workspace = entry.load()(self.project, self)
            made.setObjectName(workspace)
            self._workspaces[workspace] = made
            self.stack.addWidget(made)
            made.restore(self.arrangement.state_of(workspace))
            made.changed.connect(lambda: self._refresh_shell() if self._current == workspace else None)
        return self._workspaces[workspace]

    def current_workspace(self) -> Workspace | None:
        """The workspace on screen."""
        return self._workspaces.get(self._current)

    def current_id(self) -> str:
        """The id of the workspace on screen."""
        return self._current

    def can_show(self, workspace: str) -> bool:
        """Whether this window has the workspace."""
        return any(entry.id == workspace for entry in self.entries)

    def go_to(self, item_id: str, *, take_focus: bool = False) -> bool:
        """Show an item in the workspace that can; whether one could. ``take_focus``: the keyboard goes there too."""
        candidates = [entry.id for entry in self.entries if not entry.at_bottom and self.can_show(entry.id)]
        if self._current in candidates:
            candidates.remove(self._current)
            candidates.insert(0, self._current)
        self.trail.leave()
        for candidate in candidates:
            if self.workspace(candidate).go_to(item_id):
                if candidate != self._current:
                    self.show_workspace(candidate)
                elif take_focus:
                    self.workspace(candidate).entered()
                self._refresh_shell()
                return True
        return False

    def selected_ids(self) -> list[str]:
        """What is selected in the workspace on screen."""
        workspace = self.current_workspace()
        return workspace.selected_ids() if workspace else []

    def _place(self) -> Place:
        selected = self.selected_ids()
        return (self._current, selected[0] if selected else "")

    def _go_place(self, place: Place) -> None:
        shown = self.show_workspace(place[0])
        if shown is not None and place[1]:
            shown.go_to(place[1])

    def _first_workspace(self) -> str:
        known = [entry.id for entry in self.entries if self.can_show(entry.id)]
        kept = self.arrangement.kept_workspace()
        return kept if kept in known else known[0]

    def _view_chosen(self, view: str) -> None:
        workspace = self.current_workspace()
        if workspace is not None:
            workspace.set_view(view)

    def step_view(self, step: int) -> None:
        """Show the next or previous view of the workspace."""
        workspace = self.current_workspace()
        if workspace is None or not workspace.views():
            return
        ids = [view.id for view in workspace.views()]
        workspace.set_view(ids[(ids.index(workspace.view()) + step) % len(ids)])
        self._refresh_shell()

    # what commands ask

    def has_project(self) -> bool:
        """Whether a project is open."""
        return self.project is not None

    def has_views(self) -> bool:
        """Whether the workspace on screen has views to switch between."""
        workspace = self.current_workspace()
        return workspace is not None and len(workspace.views()) > 1

    def has_inspector(self) -> bool:
        """Whether the workspace on screen has an inspector."""
        workspace = self.current_workspace()
        return workspace is not None and workspace.inspector() is not None

    def has_dock(self) -> bool:
        """Whether Problems and History stand below the workspace on screen."""
        workspace = self.current_workspace()
        return workspace is not None and workspace.has_dock()

    def undo(self) -> None:
        """Take back the last edit and say so."""
        self._step("undo", translate('Undid "{}".'))

    def redo(self) -> None:
        """Do the last undone edit again and say so."""
        self._step("redo", translate('Redid "{}".'))

    def _step(self, way: str, sentence: str) -> None:
        if self.project is None:
            return
        self.commit_edit()
        if self.edits.asking:
            return
        label = self.undo_step if way == "undo" else self.redo_step
        try:
            changes = self.project.undo() if way == "undo" else self.project.redo()
        except WorkspaceLost as error:
            self.workspace_lost(error)
            return
        except StudioError as error:
            self.show_error(str(error))
            return
        if changes is not None:
            self._select_again()
            back = (translate("Redo"), self.redo) if way == "undo" else (translate("Undo"), self.undo)
            self.notify(sentence.format(label), f"{way}-2", *back)

    def _select_again(self) -> None:
        """What was selected when the edit was made is selected again."""
        workspace = self.current_workspace()
        newest = self.project.history(1) if self.project is not None else []
        if workspace is not None and newest and newest[0].selection_after:
            workspace.select(newest[0].selection_after)

    def commit_edit(self) -> None:
        """Let a field in which the person is typing keep its text, before something else happens."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus) and hasattr(focus, "commit"):
            focus.commit()

    def show_palette(self, text: str = "") -> None:
        """Open the command palette."""
        if self._palette is None:
            self._palette = CommandPalette(self, Finder(self))
        self._palette.show_over(text)

    def close_palette(self) -> None:
        """Close the command palette."""
        if self._palette is not None:
            self._palette.close_palette()

    def show_dock_page(self, page: str) -> None:
        """Open a page of the dock and move the keyboard there; from elsewhere, go to a workspace that has the dock."""
        if not self.dock.has_page(page):
            return
        if not self.has_dock():
            self.show_workspace("frameworks")
        self.dock.show_page(page, focus=True)

    def cycle_pane(self, step: int) -> None:
        """F6: the keyboard goes round rail, header, work, inspector, dock, status bar."""
        panes = [pane for pane in (self.rail, self.header, self.stack, self.pane, self.dock, self.status)
                 if pane.isVisible()]  # fmt: skip
        focus = QApplication.focusWidget()
        here = next((number for number, pane in enumerate(panes) if focus and pane.isAncestorOf(focus)), -1)
        for offset in range(1, len(panes) + 1):
            if _focus_first(panes[(here + step * offset) % len(panes)]):
                return

    def set_theme(self, name: str) -> None:
        """Another palette, now and at the next start."""
        self.settings.set("theme", name)
        theme().apply(_app(), name)
        self._refresh_shell()

    def set_zoom(self, zoom: int) -> None:
        """Another text size, now and at the next start."""
        self.settings.set("zoom", zoom)
        theme().apply(_app(), zoom=zoom)
        self._choose_drawer()
        self._refresh_shell()
        self.arrangement.size_dock()

    def toggle_full_screen(self) -> None:
        """Full screen and back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_keys(self) -> None:
        """The keyboard sheet on the help page."""
        shown = self.show_workspace("help")
        if shown is not None:
            shown.set_view("keys")
            self._refresh_shell()

    def about(self) -> None:
        """Name, version, licence."""
        shown = self.show_workspace("help")
        if shown is not None:
            shown.set_view("about")
            self._refresh_shell()

    # telling

    def notify(
        self, text: str, icon: str = "check", act: str = "", handler: Callable[[], object] | None = None
    ) -> None:
        """Say what happened, at the bottom of the work, with one thing to do about it."""
        self.notice.show_notice(text, icon, act, handler)

    def notify_kept(self, text: str) -> None:
        """Say what was done, with Undo."""
        self.notify(text, "check", translate("Undo"), self.undo)

    def announce(self, text: str, urgent: bool = False) -> None:
        """Let a screen reader say something."""
        announce(self, text, urgent)

    def show_error(self, sentence: str) -> None:
        """Show what could not be done, until the person closes it."""
        from studio.ui.widgets.dialog import Choice, ask

        announce(self, sentence, urgent=True)
        ask(
            self,
            translate("This could not be done"),
            sentence,
            [Choice("ok", translate("Close"), "primary")],
            lambda _choice: None,
            cancel="",
        )

    def workspace_lost(self, error: WorkspaceLost) -> bool:
        """The server of a shared workspace did not answer: say so and wait. Whether this window shows one."""
        if self.sharing is not None:
            self.sharing.connection_lost(str(error))
        return self.sharing is not None

    def _task_failed(self, task: Task, error: Exception) -> None:
        if not isinstance(error, WorkspaceLost) or not self.workspace_lost(error):
            self.show_error(f"{task.label}: {error}")

    def set_counts(self, errors: int, warnings: int, notes: int) -> None:
        """The findings of the live checks, for the status bar."""
        self.status.show_counts(errors, warnings, notes)

    def _on_change(self, changes: Changes) -> None:
        if changes.touches("project"):
            self.language = self._project_language()
        self._read_steps()
        self.actions.refresh()
        self._refresh_file()

    def _read_steps(self) -> None:
        """What undo and redo would do, asked once a change and not at every look of a menu."""
        if self.project is not None and not self.project.read_only:
            self.undo_step, self.redo_step = self.project.can_undo(), self.project.can_redo()

    def refresh(self) -> None:
        """Ask the workspace again what the shell shows about it."""
        self._refresh_shell()

    def _refresh_shell(self) -> None:
        workspace = self.current_workspace()
        if workspace is None:
            return
        self.header.show_workspace(workspace)
        self.pane.show_content(workspace.inspector())
        self.dock.setVisible(workspace.has_dock())
        self.arrangement.size_dock()
        self.status.show_text(workspace.status_text())
        self.status.show_right(f"{_language_name(self.language)}  ·  {theme().zoom} %")
        self.actions.refresh()

    def _refresh_file(self) -> None:
        project = self.project
        if project is None:
            self.top_bar.show_file("", "", "")
            return
        if self.sharing is not None:
            self._refresh_shared(self.sharing)
            return
        name = project.path.name if project.path else f"{project.title}, not saved yet"
        self.setWindowTitle(f"{name} – Competency Studio")
        self.setWindowModified(False)
        if project.read_only:
            self.top_bar.show_file(
                name, translate("To look at only"), translate("Save it under another name to change it."), fine=False
            )
        elif project.dirty or project.path is None:
            shown = f"{name}  ·  edited" if project.path else name
            story = translate("Safe on this computer, also after a crash. Save (Ctrl+S) writes the file.")
            self.top_bar.show_file(shown, translate("Every change kept"), story)
        else:
            self.top_bar.show_file(name, translate("Every change kept"), translate("The file holds every change."))

    def _refresh_shared(self, sharing: Sharing) -> None:
        self.setWindowTitle(f"{sharing.name} – Competency Studio")
        if sharing.lost:
            story = translate("The shared workspace does not answer. It is asked again every few seconds.")
            self.top_bar.show_file(sharing.name, translate("No connection"), story, fine=False)
        else:
            story = translate("Every change is in the shared workspace at once. There is nothing to save.")
            self.top_bar.show_file(sharing.name, translate("Every change shared"), story)

    def refresh_file(self) -> None:
        """The file was saved or has another name now."""
        self._refresh_file()
        self.actions.refresh()

    def _project_language(self) -> str:
        return str(self.project.scalar(select(schema.project.c.language)) or "en") if self.project else "en"

    # the window itself

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, the panes get their sizes."""
        super().showEvent(event)
        self.arrangement.size_panes()

    def made_workspaces(self) -> dict[str, Workspace]:
        """The workspaces that were shown so far, by id."""
        return dict(self._workspaces)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window turns the inspector into a drawer."""
        super().resizeEvent(event)
        self._choose_drawer()

    def _choose_drawer(self) -> None:
        self.pane.set_drawer(self.width() < DRAWER_BELOW_LINES * theme().lh)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when the file does not hold every change; then let go of everything."""
        self.commit_edit()
        if self.edits.asking:
            event.ignore()
            return
        if self.sharing is not None and self.sharing.must_ask() and not self._answered_close:
            event.ignore()
            self.sharing.ask_before_closing(self.close_now)
            return
        if self.files.must_ask() and not self._answered_close:
            event.ignore()
            self.files.ask_before_closing(self.close_now)
            return
        self.arrangement.keep()
        workspace = self.current_workspace()
        if workspace is not None:
            workspace.left()
        self.actions.close()
        self.tasks.close()
        if self.sharing is not None:
            self.sharing.close()
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self.project is not None:
            self.project.close()
        if self.studio is not None:
            self.studio.window_closed(self)
        event.accept()

    def close_now(self) -> None:
        """Close without asking again."""
        self._answered_close = True
        self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file dragged over the window can be dropped: it will be imported."""
        if self.actions.has("file.import") and self.project and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A dropped file is imported; a project file is opened."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and paths[0].endswith(".studio"):
            self.files.open_path(paths[0])
        elif paths:
            self.actions.trigger("file.import", *paths)
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        """Coming back to the window: commands may be enabled differently now (the clipboard, for one)."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.actions.refresh()
        super().changeEvent(event)


def _splitter(orientation: Qt.Orientation) -> QSplitter:
    made = QSplitter(orientation)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(1)
    return made


def _focus_first(pane: QWidget) -> bool:
    """Give the keyboard to the first control of a pane that takes it by Tab."""
    if isinstance(pane, QStackedWidget):
        shown = pane.currentWidget()
        if shown is None:
            return False
        pane = shown
    for widget in pane.findChildren(QWidget):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 (a window without an application cannot be)
    return app


def _language_name(tag: str) -> str:
    from PySide6.QtCore import QLocale

    language = QLocale(tag).language()
    return QLocale.languageToString(language) if language != QLocale.Language.C else tag
