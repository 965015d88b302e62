# SPDX-License-Identifier: Apache-2.0
"""The image page: choose or drop a picture, see it small and without colour, describe it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.model import items, schema
from studio.model.assets import LARGEST, add_image, media_type_of
from studio.model.errors import StudioError
from studio.ui.badges.form import Page
from studio.ui.badges.pictures import PictureLabel, describe, is_square
from studio.ui.badges.reading import BadgeData
from studio.ui.widgets.basics import button, column, label, row, set_tone
from studio.ui.widgets.flow import flow

if TYPE_CHECKING:
    from studio.ui.badges.designer import Designer

ALLOWED = ("image/png", "image/svg+xml")
"""What Open Badges 3.0 takes as the picture of a badge."""


class ImagePage(Page):
    """PNG or SVG, with a text for people who do not see it."""

    TITLE = "Image"
    HINT = "A square PNG or SVG that can still be told apart at 32 pixels and without colour."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self.setAcceptDrops(True)
        self.large = PictureLabel(11)
        self.small = PictureLabel(2)
        self.grey = PictureLabel(4)
        self.facts = label("", "small", "text2", wrap=True)
        self.choose_button = button(self.tr("Choose a picture…"), "secondary", "image", self.choose)
        self.remove_button = button(self.tr("Remove the picture"), "quiet", "trash-2", self._remove)
        samples = row(
            column(label(self.tr("32 pixels"), "small", "text2"), self.small, None, gap=1),
            column(label(self.tr("Black and white"), "small", "text2"), self.grey, None, gap=1),
            None,
            gap=4,
        )
        right = QWidget()
        right.setLayout(column(self.facts, flow(self.choose_button, self.remove_button), samples, None, gap=3.5))
        both = row(self.large, right, gap=4)
        both.setAlignment(self.large, Qt.AlignmentFlag.AlignTop)
        both.setStretch(1, 1)
        self.add_card(both)
        hint = self.tr("What the picture shows: shape, colour, symbol")
        self.add_card(self.text("image_alt", "Alternative text", multiline=False, hint=hint))
        self.on_show(self._show)

    def _show(self, data: BadgeData) -> None:
        alt = data.text("image_alt")
        self.large.show_picture(data.picture, alt)
        self.small.show_picture(data.picture, self.tr("The picture at 32 pixels"))
        self.grey.show_picture(data.picture, self.tr("The picture without colour"), grey=True)
        self.remove_button.setVisible(data.picture is not None)
        if data.picture is None:
            self.facts.setText(self.tr("No picture yet. Choose a file, or drop one here."))
            set_tone(self.facts, "text2")
        elif not is_square(data.picture):
            self.facts.setText(
                self.tr("{facts}. Not square: some programs cut it.").format(facts=describe(data.picture))
            )
            set_tone(self.facts, "warning")
        else:
            self.facts.setText(describe(data.picture))
            set_tone(self.facts, "text2")

    def choose(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self.designer.window_, self.tr("Choose a picture"), "", self.tr("Pictures (*.png *.svg)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.use_file)
        dialog.open()

    def use_file(self, path: str) -> None:
        """Take a picture file: checked, kept in the project, shown by the badge. One undo step."""
        file = Path(path)
        badge_id = self.designer.badge_id

        def work() -> None:
            try:
                if file.stat().st_size > LARGEST:
                    raise StudioError(f'"{file.name}" is too large for a badge. Choose a picture under 10 MB.')
                data = file.read_bytes()
            except OSError as error:
                raise StudioError(f'"{file.name}" cannot be read: {error.strerror}.') from error
            if media_type_of(data) not in ALLOWED:
                raise StudioError(f'"{file.name}" is neither PNG nor SVG. Save the picture as one of the two.')
            with self.project.change("Choose a badge picture", selection=[badge_id]):
                image_id = add_image(self.project, file.name, data)
                items.set_field(self.project, schema.badge, [badge_id], {"image_id": image_id})

        self.designer.write(work)

    def _remove(self) -> None:
        self.set_field("image_id", None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file can be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file that was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.use_file(paths[0])
