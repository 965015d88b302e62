# SPDX-License-Identifier: Apache-2.0
"""What a person does to the tree: add, type, move, cut, copy, paste, remove, renumber. Each is one undo step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from studio.model import copying, frameworks, items, schema
from studio.model.errors import StudioError, WorkspaceLost
from studio.model.values import in_language
from studio.ui.clipboard import put_on_clipboard
from studio.ui.frameworks import clipboard
from studio.ui.models import competency_rows as queries
from studio.ui.models import dragged

if TYPE_CHECKING:
    from studio.ui.frameworks.workspace import FrameworksWorkspace

COUNTED_CODES = 1_000
"""Up to so many items in a branch, an offer to renumber says how many codes would change."""

Place = tuple[str | None, str | None]
"""Parent, and the sibling above; ``None`` for the top and for the end."""


class Editing(QObject):
    """The operations of the tree, with what they say afterwards."""

    def __init__(self, workspace: FrameworksWorkspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._window = workspace.window_
        self._tree = workspace.tree
        self._project = workspace.open_project

    # -- adding

    def add(self) -> None:
        """Type a new row after the current one."""
        self._window.commit_edit()
        current = self._tree.current_id()
        self._workspace.show_everything()
        if not current:
            self._tree.start_entry(None, None)
            return
        parent = queries.parents(self._project, [current])[current][1]
        self._tree.start_entry(parent, current)

    def add_below(self) -> None:
        """Type a new row below the current one."""
        self._window.commit_edit()
        current = self._tree.current_id()
        if current:
            self._workspace.show_everything()
            self._tree.start_entry(current, None)

    def entry_done(self, text: str, place: Place, step: str) -> None:
        """A new row was typed: keep it and go on where the key says."""
        parent, after = place
        try:
            with self._project.change(self.tr("Add competency")):
                new = frameworks.add_competency(
                    self._project,
                    self._framework(),
                    parent,
                    after,
                    statement={self._language(): text},
                    item_type=queries.type_for(self._project, self._framework(), parent),
                )
                self._give_code(new, parent)
        except StudioError as error:
            self._window.show_error(str(error))
            return
        self._tree.show_item(new)
        if step == "next":
            self._tree.start_entry(parent, new)
        elif step == "child":
            self._tree.start_entry(new, None)
        elif step == "up" and parent is not None:
            self._tree.start_entry(queries.parents(self._project, [parent])[parent][1], parent)
        else:
            self._tree.setFocus()

    def _give_code(self, item_id: str, parent: str | None) -> None:
        """The next free code, where the siblings or the parent have codes."""
        siblings = frameworks.children(self._project, self._framework(), parent)
        used = {row.code for row in siblings if row.id != item_id}
        if parent is None and not any(used):
            return
        code = frameworks.next_code(self._project, self._framework(), parent, used)
        if code:
            items.set_field(self._project, schema.competency, [item_id], {"code": code})

    def set_text(self, item_id: str, text: str, seen: str) -> None:
        """Keep what was typed over the text of a row (``seen``): the label of a heading, else the statement."""
        row = self._tree.tree_model().row_data(item_id)  # type: ignore[union-attr]
        column = "label" if row is not None and row.heading and row.label else "statement"
        self._window.edits.set_text(
            schema.competency, item_id, column, self._language(), text, seen, self._tree.viewport().update
        )

    # -- moving

    def step(self, direction: str) -> None:
        """Alt with an arrow: one place up or down, one level in or out."""
        ids = self._tree.selected_ids()
        if ids and self._do(lambda: frameworks.step(self._project, ids, direction)):
            self._tree.select_items(ids)
            self._offer_codes(ids)

    def drop(self, data: QMimeData, action: Qt.DropAction, parent: str | None, after: str | None) -> bool:
        """Something was dropped into the tree; with Ctrl it is a copy."""
        found = dragged.take(data)
        if found is None:
            return False
        if action == Qt.DropAction.CopyAction or found.framework_id != self._framework():
            records = copying.branches(self._project, found.ids)
            return self._paste_records(records, (parent, after), first=after is None)
        return self._move(found.ids, parent, after)

    def _move(self, ids: list[str], parent: str | None, after: str | None) -> bool:
        if not self._done(lambda: frameworks.move(self._project, ids, parent, after)):
            return False
        self._tree.select_items(ids)
        if not self._offer_codes(ids):
            count = len(ids)
            self._window.notify_kept(
                self.tr("Moved 1 item.") if count == 1 else self.tr("Moved {0} items.").format(count)
            )
        return True

    def _offer_codes(self, ids: list[str]) -> bool:
        """When moved items do not start with the code of their new parent, offer to renumber its branch."""
        parent = queries.parents(self._project, ids[:1])[ids[0]][1]
        if parent is None:
            return False
        start = items.get(self._project, schema.competency, parent, "code")[0]
        moved = queries.rows(self._project, ids, self._language())
        if not start or all(row.code.startswith(start) for row in moved.values()):
            return False
        words = self.tr("Renumber the codes")
        if len(frameworks.descendants(self._project, [parent])) <= COUNTED_CODES:
            codes = frameworks.codes_in_order(self._project, self._framework(), parent)
            if not codes:
                return False
            words = self.tr("Renumber it") if len(codes) == 1 else self.tr("Renumber {0} codes").format(len(codes))
        one = len(ids) == 1
        text = self.tr("The code no longer fits its place.") if one else self.tr("The codes no longer fit their place.")
        self._window.notify(text, "triangle-alert", words, lambda: self.renumber(parent))
        return True

    def renumber(self, parent: str | None) -> None:
        """Give a branch codes that follow its order."""
        changed = self._do(lambda: frameworks.renumber(self._project, self._framework(), parent))
        if changed:
            self._window.notify_kept(self.tr("Renumbered {0} codes.").format(changed))
        elif changed is not None:
            self._window.notify(self.tr("Every code follows its place already."), "check")

    def renumber_here(self) -> None:
        """Renumber below the current item, or the whole framework when nothing is chosen."""
        self.renumber(self._tree.current_id() or None)

    def duplicate(self) -> None:
        """Copies after their originals."""
        ids = self._tree.selected_ids()
        new = self._do(lambda: frameworks.duplicate(self._project, ids)) if ids else None
        if new:
            self._tree.select_items(list(new))

    def delete(self) -> None:
        """Remove the chosen items with what is below them. Many at once are asked about."""
        ids = self._tree.selected_ids()
        if not ids:
            return
        gone = frameworks.descendants(self._project, ids, include_self=True)
        if len(gone) <= len(ids):
            self._delete(ids, len(gone))
            return
        from studio.ui.widgets.dialog import Choice, ask

        links = sum(frameworks.link_counts(self._project, gone).values())
        count = f"{len(gone):,}"
        question = self.tr("Remove {0} competencies and their {1} links?").format(count, f"{links:,}")
        if not links:
            question = self.tr("Remove {0} competencies?").format(count)
        ask(self._window, question, self.tr("You can undo this."),
            [Choice("remove", self.tr("Remove {0}").format(count), "danger")],
            lambda choice: self._delete(ids, len(gone)) if choice else None)  # fmt: skip

    def _delete(self, ids: list[str], count: int) -> None:
        near = self._neighbour(ids)
        if self._done(lambda: frameworks.delete(self._project, ids)):
            if near:
                self._tree.show_item(near)
            text = self.tr("Removed 1 item.") if count == 1 else self.tr("Removed {0} items.").format(f"{count:,}")
            self._window.notify_kept(text)

    def _neighbour(self, ids: list[str]) -> str:
        """Where the keyboard goes when these rows are gone: the next sibling, else the one before, else the parent."""
        model = self._tree.tree_model()
        if model is None:
            return ""
        last = model.index_for(ids[-1])
        for row in (last.row() + 1, model.index_for(ids[0]).row() - 1):
            other = model.item_id(model.index(row, 0, last.parent())) if row >= 0 else ""
            if other and other not in ids:
                return other
        above = model.item_id(last.parent())
        return above if above not in ids else ""

    # -- clipboard

    def cut(self) -> None:
        """Copy; the next paste moves."""
        self._copy(cut=True)

    def copy(self) -> None:
        """Rows for this program, for Excel and for Word."""
        self._copy(cut=False)

    def _copy(self, *, cut: bool) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit | QPlainTextEdit):
            if cut:
                field.cut()
            else:
                field.copy()
            return
        ids = self._tree.selected_ids()
        if ids:
            data = clipboard.mime_data(self._project, self._framework(), ids, self._language(), cut)
            put_on_clipboard(data)
            self._window.announce(
                self.tr("Copied 1 item") if len(ids) == 1 else self.tr("Copied {0} items").format(len(ids))
            )

    def paste(self) -> None:
        """Into the field that has the keyboard, else into the tree."""
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.paste()
        else:
            self.paste_rows()

    def paste_rows(self) -> None:
        """What is on the clipboard, after the current row: our items and lines; a table goes through the import."""
        data = QApplication.clipboard().mimeData()
        current = self._tree.current_id()
        parent = queries.parents(self._project, [current])[current][1] if current else None
        place: Place = (parent, current or None)
        found = dragged.take(data)
        if found is not None and found.cut and found.framework_id == self._framework() and self._all_here(found.ids):
            if current not in found.ids:
                self._move(found.ids, parent, current or self._last_top())
            return
        if found is not None and found.records:
            self._paste_records(found.records, place)
        elif data.hasText() or data.hasHtml():
            self.paste_table(data, place, current or None)

    def paste_lines(self, text: str, place: Place) -> None:
        """Several lines, pasted into a new row."""
        data = QMimeData()
        data.setText(text)
        self.paste_table(data, place, place[0])

    def paste_table(self, data: QMimeData, place: Place, above: str | None) -> None:
        """Lines become rows at once at ``place``; a table is imported below an item, after a look at its columns."""
        from studio.ui.import_wizard.commands import import_cells

        try:
            is_table = clipboard.has_columns(data)
        except StudioError as error:
            self._window.notify(str(error), "info")
            return
        if not is_table:
            self._paste_records(clipboard.lines_as_records(data.text().splitlines(), self._language()), place)
            return
        words = ""
        if above is not None:
            row = queries.rows(self._project, [above], self._language())[above]
            words = self.tr("Below {0}").format(f"{row.code} {row.text}".strip())
        html = data.html() if data.hasHtml() else None
        import_cells(self._window, data.text(), html, above or self._framework(), words)

    def _paste_records(self, records: list[dict[str, Any]], place: Place, first: bool = False) -> bool:
        parent, after = place
        if not records:
            return False
        target = self._framework()
        new = self._do(lambda: copying.paste(self._project, records, target, parent, after, first=first))
        if not new:
            return False
        self._workspace.show_tree()
        self._tree.select_items(list(new))
        count = len(records)
        self._window.notify_kept(
            self.tr("Pasted 1 item.") if count == 1 else self.tr("Pasted {0} items.").format(f"{count:,}")
        )
        return True

    def _all_here(self, ids: list[str]) -> bool:
        return len(queries.parents(self._project, ids)) == len(ids)

    def _last_top(self) -> str | None:
        tops = queries.sibling_ids(self._project, self._framework(), None)
        return tops[-1] if tops else None

    # -- going

    def ask_code(self) -> None:
        """Ask for a code and go there."""
        from studio.ui.widgets.basics import label
        from studio.ui.widgets.dialog import Dialog
        from studio.ui.widgets.plain_line import plain_line, set_fault

        dialog = Dialog(self._window, self.tr("Go to code"), lines=(24, 0))
        field = plain_line(self.tr("Code"), self.tr("The code or its beginning"))
        caption = label(self.tr("Code"), "small", "text2")
        caption.setBuddy(field)
        dialog.content.addWidget(caption)
        dialog.content.addWidget(field)
        dialog.content.addStretch(1)

        def go() -> None:
            found = queries.first_with_code(self._project, self._framework(), field.text().strip())
            if not found or not field.text().strip():
                set_fault(field, True)
                dialog.set_subtitle(self.tr('No code starts with "{0}".').format(field.text().strip()))
                return
            dialog.accept()
            self._workspace.go_to(found)
            self._tree.setFocus()

        dialog.add_button(self.tr("Go to code"), go, "primary")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        field.setFocus()

    # -- frameworks

    def new_framework(self) -> None:
        """A new, empty framework; its name can be typed at once."""
        new = self._do(lambda: frameworks.create_framework(self._project, {self._language(): self.tr("New framework")}))
        if new:
            self._workspace.open_framework(str(new))
            self._workspace.edit_name()

    def delete_framework(self) -> None:
        """Remove the framework on screen, after a question."""
        from studio.ui.widgets.dialog import Choice, ask

        framework = self._framework()
        name = in_language(items.get(self._project, schema.framework, framework, "name")[0], self._language())
        count = f"{queries.count(self._project, framework):,}"
        ask(self._window, self.tr('Remove "{0}" with its {1} items?').format(name, count),
            self.tr("You can undo this."),
            [Choice("remove", self.tr("Remove framework"), "danger")],
            lambda choice: self._delete_framework(framework, name) if choice else None)  # fmt: skip

    def _delete_framework(self, framework: str, name: str) -> None:
        if self._done(lambda: frameworks.delete_framework(self._project, framework)):
            self._window.notify_kept(self.tr('Removed "{0}".').format(name))

    # -- inside

    def _do(self, operation: Callable[[], Any]) -> Any:
        """Run an operation; a refusal is told, and the answer is ``None``."""
        try:
            return operation()
        except WorkspaceLost as error:
            self._window.workspace_lost(error)
        except StudioError as error:
            self._window.show_error(str(error))
        return None

    def _done(self, operation: Callable[[], None]) -> bool:
        """Run an operation that returns nothing; whether it was not refused."""
        return self._window.edits.run(operation, self._tree.viewport().update)

    def _framework(self) -> str:
        return self._workspace.framework_id

    def _language(self) -> str:
        return self._workspace.language()
