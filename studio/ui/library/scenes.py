# SPDX-License-Identifier: Apache-2.0
"""Pictures of the library: a vocabulary, a filter, records with their details, nothing yet."""

from __future__ import annotations

from collections.abc import Iterator

from studio.model import schema
from studio.model.scales import add_concepts, create_scheme
from studio.ui.library.workspace import LibraryWorkspace
from studio.ui.main_window import MainWindow

_UNIT = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": "creditUnit:SemesterHour"}
COURSE = {
    "@id": "https://example.org/courses/MECH-110",
    "@type": "ceterms:Course",
    "ceterms:name": {"en": "Industrial Safety and Mechatronics Fundamentals", "es": "Seguridad industrial"},
    "ceterms:description": {"en": "Safe work in a lab with electrical, hydraulic and pneumatic energy."},
    "ceterms:codedNotation": "MECH 110",
    "ceterms:subjectWebpage": "https://example.org/courses/MECH-110",
    "ceterms:keyword": {"en": ["safety", "lockout/tagout", "mechatronics"]},
    "ceterms:estimatedDuration": [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P16W"}],
    "ceterms:ownedBy": ["https://example.org/college"],
    "ceterms:creditValue": [{"@type": "schema:QuantitativeValue", "schema:value": 3, "schema:unitText": [_UNIT]}],
}


def scenes(window: MainWindow) -> Iterator[str]:
    """Each state of the workspace; what is made for it is undone."""
    from studio.ui.screens import settle

    project = window.project
    if project is None or project.read_only:
        return
    with project.change("Vocabularies and records") as change:
        scheme = create_scheme(project, {"en": "Trades of the valley", "es": "Oficios del valle"}, code="TR")
        (metal,) = add_concepts(project, scheme, [{"notation": "1", "label": {"en": "Metal work", "de": "Metallarbeit"},
            "definition": {"en": "Makes and joins metal parts by cutting, turning, milling and welding to a drawing."},
            "uri": "https://example.org/trades/metal"}])  # fmt: skip
        parts = ("Turning", "Milling", "Welding with shielding gas", "Sheet metal")
        add_concepts(project, scheme, [{"notation": f"1.{n}", "label": {"en": each}} for n, each in
                                       enumerate(parts, 1)], metal)  # fmt: skip
        add_concepts(project, scheme, [{"notation": "2", "label": {"en": "Electrical work"}}])
        made = change.insert(schema.resource, [
            {"standard": "ctdl", "type": "ceterms:Course", "code": "MECH 110", "uri": COURSE["@id"],
             "name": COURSE["ceterms:name"], "description": COURSE["ceterms:description"], "content": COURSE},
            {"standard": "ctdl", "type": "ceterms:Course", "code": "MECH 115",
             "name": {"en": "DC and AC Electrical Systems"}, "content": {}},
            {"standard": "ctdl", "type": "ceterms:Job", "name": {"en": "Maintenance technician"}, "content": {}},
        ])  # fmt: skip
    shown = window.show_workspace("library")
    if isinstance(shown, LibraryWorkspace):
        shown.go_to(metal)
        shown.listing.expand(shown.listing.currentIndex())
        window.refresh()
        yield "library-terms"
        shown.filter.set_text("metal")
        shown.filter.field.returnPressed.emit()
        yield "library-filter"
        shown.filter.field.clear()
        settle(window)
        shown.go_to(made[0])
        window.refresh()
        yield "library-records"
    project.undo()
    settle(window)
    window.notice.hide()
