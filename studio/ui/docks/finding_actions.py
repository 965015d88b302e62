# SPDX-License-Identifier: Apache-2.0
"""What a person can do about a finding: fix it, accept it with a reason, ask why. The same in dock and inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QWidget

from studio.model.errors import StudioError
from studio.ui.widgets.basics import label
from studio.ui.widgets.dialog import Choice, Dialog, ask
from studio.ui.widgets.editors import CommitText
from studio.ui.widgets.plain_line import set_fault

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.ui.main_window import MainWindow


def fix_label(finding: Finding) -> str:
    """The words of the button that mends it, ``""`` when no safe way is known."""
    from studio.checks.fixes import LABELS

    return LABELS.get((finding.fix_id or "").partition(":")[0], "")


def severity_word(severity: str) -> str:
    """Error, warning or note."""
    return {"error": _tr("error"), "warning": _tr("warning")}.get(severity, _tr("note"))


def counts_text(counts: dict[str, int]) -> str:
    """ "6 warnings · 4 notes"."""
    names = (
        ("error", _tr("1 error"), _tr("{n} errors")),
        ("warning", _tr("1 warning"), _tr("{n} warnings")),
        ("info", _tr("1 note"), _tr("{n} notes")),
    )
    return "  ·  ".join(
        one if counts[key] == 1 else several.format(n=f"{counts[key]:,}")
        for key, one, several in names
        if counts.get(key)
    )


def apply_fix(window: MainWindow, finding: Finding) -> None:
    """Mend it, as one undo step."""
    from studio.checks import fixes

    if window.project is None or not finding.fix_id:
        return
    try:
        fixes.apply(window.project, finding, finding.fix_id)
    except StudioError as error:
        window.show_error(str(error))
        return
    window.notify_kept(_tr("{0}: {1}.").format(finding.code or finding.rule, fix_label(finding)))


def accept_with_reason(window: MainWindow, finding: Finding) -> Dialog:
    """Ask for the reason; the finding then leaves the list until its text changes."""
    from studio.checks import accepting

    dialog = Dialog(window, _tr("Accept this as it is?"), finding.message, lines=(30, 0))
    reason = CommitText(_tr("Reason"), _tr("Why is this fine as it is?"), lines=(3, 6))
    name = label(_tr("Reason, kept in the project"), "small", "text2")
    name.setBuddy(reason)
    dialog.content.addWidget(name)
    dialog.content.addWidget(reason)
    dialog.content.addStretch(1)

    def keep() -> None:
        if window.project is None:
            return
        try:
            accepting.accept(window.project, finding, reason.text())
        except StudioError as error:
            set_fault(reason, True)
            dialog.set_subtitle(str(error))
            return
        dialog.accept()
        window.notify_kept(_tr("Accepted: {0}").format(finding.message))

    dialog.add_button(_tr("Accept"), keep, "primary")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    reason.setFocus()
    return dialog


def explain(parent: QWidget, finding: Finding) -> Dialog:
    """Why the rule is there, in words."""
    from studio.checks.rules import RULES

    rule = RULES[finding.rule]
    return ask(parent, f"{rule.title} ({rule.id})", rule.help, [Choice("ok", _tr("Close"), "primary")],
               lambda _choice: None, cancel="")  # fmt: skip


def copy_text(finding: Finding) -> None:
    """Put the problem onto the clipboard."""
    QApplication.clipboard().setText(f"{finding.code}\t{finding.message}\t{finding.rule}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)
