# SPDX-License-Identifier: Apache-2.0
"""The Qt binding that we pin does not lose references.

PySide6 6.12.0 on Python 3.11 drops a reference to ``None`` at each call of a method without a result and aborts after
some thousand paints.
"""

import sys

from PySide6.QtGui import QColor, QPainter, QPixmap


def test_calls_without_a_result_keep_their_references(qapp: object) -> None:
    pixmap, colour = QPixmap(8, 8), QColor("black")
    painter = QPainter(pixmap)
    painter.setPen(colour)
    before = sys.getrefcount(None)
    for _ in range(500):
        painter.setPen(colour)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < 100, f"{lost} references to None were lost in 500 calls"
