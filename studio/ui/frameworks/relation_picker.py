# SPDX-License-Identifier: Apache-2.0
"""Link an item: choose the kind, search the other item by code or words, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from studio.model import associations
from studio.model.project import Project
from studio.model.search import search
from studio.ui.models.link_facts import names_of
from studio.ui.sizing import fix
from studio.ui.theme import set_font
from studio.ui.widgets.basics import label
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.search_box import SearchBox
from studio.ui.widgets.segmented import Segmented

KINDS = (
    ("exactAlignment", "Same"),
    ("majorAlignment", "Close"),
    ("broadAlignment", "Broader"),
    ("narrowAlignment", "Narrower"),
    ("isRelatedTo", "Related"),
    ("prerequisiteAlignment", "Needs first"),
)
"""The keys 1 to 6 choose them."""

FOUND_AT_MOST = 60


class RelationPicker(Dialog):
    """``picked`` is sent with kind and id. Ctrl+Enter links and stays."""

    picked = Signal(str, str)

    def __init__(self, parent: QWidget, project: Project, item_id: str, name: str, language: str) -> None:
        super().__init__(parent, parent.tr("Add link"), name, lines=(38, 30))
        self._project, self._item, self._language = project, item_id, language
        self._kinds = Segmented(self.tr("Kind of link"), [(kind, self.tr(words), None) for kind, words in KINDS])
        self._kinds.chosen.connect(lambda _kind: self._explain())
        self._meaning = label("", "small", "text2", wrap=True)
        self._search = SearchBox(self.tr("Search by code or words"))
        self._search.searched.connect(self._find)
        self._search.field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Found items"))
        self._list.setUniformItemSizes(True)
        self._list.setSpacing(2)
        self._list.itemActivated.connect(lambda _item: self.link())
        self._list.itemSelectionChanged.connect(self._enable)
        set_font(self._list, "body")
        fix(self._list, min_height=8)
        for part in (self._kinds, self._meaning, self._search):
            self.content.addWidget(part)
        self.content.addWidget(self._list, 1)
        self._link = self.add_button(self.tr("Add link"), self.link, "primary")
        self._explain()
        self._find("")
        self._search.setFocus()

    def link(self, stay: bool = False) -> None:
        """Link to the chosen item."""
        item = self._list.currentItem()
        if item is None:
            return
        self.picked.emit(self._kinds.current(), str(item.data(Qt.ItemDataRole.UserRole)))
        if stay:
            self._search.field.selectAll()
        else:
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search field: 1 to 6 with nothing typed choose the kind, arrows walk the list, Enter links."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            number = event.text()
            if number.isdigit() and 1 <= int(number) <= len(KINDS) and not self._search.text():
                self._kinds.set_current(KINDS[int(number) - 1][0])
                self._explain()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._list.count():
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.link(stay=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
        return super().eventFilter(watched, event)

    def _explain(self) -> None:
        meaning = associations.KINDS[self._kinds.current()].meaning.replace(" B", self.tr(" the item you choose"), 1)
        self._meaning.setText(self.tr("This item {0}.").format(meaning))

    def _find(self, text: str) -> None:
        hits = [hit.id for hit in search(self._project, text, FOUND_AT_MOST, ("competency", "concept"))] if text else []
        names = names_of(self._project, hits, self._language)
        self._list.clear()
        for item_id in hits:
            name = names.get(item_id)
            if name is None or item_id == self._item:
                continue
            entry = QListWidgetItem(f"{name.code}   {name.text}".strip())
            entry.setToolTip(name.text)
            entry.setData(Qt.ItemDataRole.UserRole, item_id)
            self._list.addItem(entry)
        if self._list.count():
            self._list.setCurrentRow(0)
        self._enable()

    def _enable(self) -> None:
        self._link.setEnabled(self._list.currentItem() is not None)
