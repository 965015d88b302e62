# SPDX-License-Identifier: Apache-2.0
"""Pictures of the import wizard at each step, for ``studio screens``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.importing import service
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
TRADES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix t: <https://example.org/trades/> .
t:all a skos:ConceptScheme ; skos:prefLabel "Trades of the valley"@en .
t:metal a skos:Concept ; skos:topConceptOf t:all ; skos:inScheme t:all ; skos:prefLabel "Metal work"@en ;
  skos:definition "Makes and joins metal parts by cutting, turning, milling and welding to a drawing."@en .
t:milling a skos:Concept ; skos:broader t:metal ; skos:inScheme t:all ; skos:prefLabel "Milling"@en .
t:turning a skos:Concept ; skos:broader t:metal ; skos:inScheme t:all ; skos:prefLabel "Turning"@en .
"""
MORE_TRADES = """t:wood a skos:Concept ; skos:topConceptOf t:all ; skos:inScheme t:all ; skos:prefLabel "Wood work"@en .
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
        yield from _vocabulary(window, Path(folder))


def _vocabulary(window: MainWindow, folder: Path) -> Iterator[str]:
    """A vocabulary that is here already, in a newer edition: what changes, and where the values go."""
    from studio.ui.screens import settle

    project = window.project
    if project is None or project.read_only:
        return
    file = folder / "trades.ttl"
    file.write_text(TRADES, encoding="utf-8")
    service.import_files(project, [file])
    file.write_text(TRADES.replace("metal parts by cutting", "parts of metal or plastic by cutting") + MORE_TRADES,
                    encoding="utf-8")  # fmt: skip
    wizard = ImportWizard(window, project, [str(file)])
    wizard.open()
    settle(window)
    wizard.next_button.click()
    settle(window)
    yield "import-changes"
    wizard.preview.account.show_page("places")
    yield "import-places"
    wizard.next_button.click()
    settle(window)
    yield "import-report-vocabulary"
    wizard.reject()
    window.notice.hide()
    project.undo()
    project.undo()
