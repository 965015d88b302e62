# SPDX-License-Identifier: Apache-2.0
"""Pictures of the import wizard at each step, for ``studio screens``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.ui.import_wizard.wizard import ImportWizard
from studio.ui.main_window import MainWindow

ROWS = """College of the valley,,,,
Program outcomes,,,,
Course No.,Title,SLO #,Students will be able to,Cr.
MECH-110,Industrial Safety and Mechatronics Fundamentals,1.,Apply safety practice and lockout/tagout in the lab,3
,,2.,Identify hazards and energy sources on industrial equipment,
,,3.,use precision measuring instruments.,
,,4.,SWBAT interpret industrial drawings with geometric tolerances,
,,5.,"Identify mechanical, fluid and electrical components by function",
,,,,
MECH-115,DC and AC Electrical Systems,1.,"Analyze DC series, parallel and combination circuits",4
,,2.,Measure electrical quantities with test instruments,
,,3.,explain reactance and transformers.,
"""


def scenes(window: MainWindow) -> Iterator[str]:
    """A file that is refused, then a small spreadsheet at each step; what is imported is undone."""
    from studio.ui.screens import settle

    if window.project is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "outcomes.csv"
        file.write_text(ROWS, encoding="utf-8")
        page = Path(folder) / "plan.pdf"
        page.write_bytes(b"%PDF-1.7 this program reads tables")
        wizard = ImportWizard(window, window.project, [str(file), str(page)])
        wizard.open()
        yield "import-refused"
        wizard.reject()
        wizard = ImportWizard(window, window.project, [str(file)])
        wizard.open()
        yield "import-file"
        wizard.next_button.click()
        settle(window)
        yield "import-columns"
        wizard.next_button.click()
        yield "import-preview"
        if wizard.next_button.isEnabled() and not window.project.read_only:
            before = window.project.can_undo()
            wizard.next_button.click()
            settle(window)
            yield "import-report"
            if window.project.can_undo() != before:
                window.project.undo()
        wizard.reject()
        window.notice.hide()
