# SPDX-License-Identifier: Apache-2.0
"""Import and export of a CASE package of 3,368 associations, most of them to other frameworks, against a bare
``json.load`` of the same file; and one ten times as large, which may take ten times as long."""

from __future__ import annotations

import json
import tempfile
import uuid
from pathlib import Path
from typing import Any

from benchmarks._measure import finish, import_time, judge, seconds
from studio.export import service as exporting

LINEAR = 1.5
_HOST = "https://case.example.org/ims/case/v1p0"


def make_package(items: int, associations: int) -> dict[str, Any]:
    """A package as a server of CASE 1.0 gives it: a tree of three levels, and links of which nearly all leave it."""
    document = _named("CFDocuments", 0, "Mathematics")
    of_document = {**document, "title": "Mathematics"}
    package: dict[str, Any] = {
        "CFDocument": {**document, "creator": "A state", "title": "Mathematics", **_CHANGED},
        "CFItems": [],
        "CFAssociations": [],
        "CFDefinitions": {"CFItemTypes": []},
    }
    links = [of_document]
    for number in range(1, items + 1):
        link = _named("CFItems", number, f"M.{number}")
        links.append(link)
        package["CFItems"].append(
            {
                "identifier": link["identifier"],
                "uri": link["uri"],
                "CFDocumentURI": of_document,
                "fullStatement": f"Solve problems of kind {number} with a model, explain each step in words. " * 4,
                "humanCodingScheme": f"M.{number}",
                "CFItemType": "Standard",
                "educationLevel": ["03", "04"],
                **_CHANGED,
            }
        )
    for number in range(1, associations + 1):
        inside = number <= items
        origin = links[number if inside else number % items + 1]
        parent = links[(number - 1) // 10 if number > 10 else 0]
        other = _named("CFItems", items + 1_000_000 + number, f"Other statement {number}")
        package["CFAssociations"].append(
            {
                **{name: value for name, value in _named("CFAssociations", number, "").items() if name != "title"},
                "CFDocumentURI": of_document,
                "associationType": "isChildOf" if inside else "isRelatedTo",
                "originNodeURI": origin,
                "destinationNodeURI": parent if inside else other,
                **({"sequenceNumber": number} if inside else {}),
                **_CHANGED,
            }
        )
    return package


_CHANGED = {"lastChangeDateTime": "2018-01-03T13:47:40+00:00"}


def _named(kind: str, number: int, title: str) -> dict[str, str]:
    identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}{number}"))
    return {"title": title, "identifier": identifier, "uri": f"{_HOST}/{kind}/{identifier}"}


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        times = {}
        for name, factor, tries in (("small", 1, 5), ("large", 10, 2)):
            place = Path(folder, f"{name}.json")
            place.write_text(json.dumps(make_package(1_300 * factor, 3_368 * factor), indent=2), encoding="utf-8")
            bare = seconds(lambda place=place: json.loads(place.read_bytes()), 5)  # type: ignore[misc]
            read, project = import_time(place, tries)
            written = seconds(lambda name=name, project=project: exporting.export(  # type: ignore[misc]
                project, "case", Path(folder, f"{name}-out.json")), tries)  # fmt: skip
            project.close()
            times[name] = (bare, read, written)
        bare, read, written = times["small"]
        judge("Import of a CASE package of 3,368 associations", read, bare, 15, "bare json.load")
        judge("Export of the same", written, bare, 15, "bare json.load")
        judge("Import of 33,680 associations", times["large"][1], 10 * read, LINEAR, "ten times that of 3,368")
        judge("Export of 33,680 associations", times["large"][2], 10 * written, LINEAR, "ten times that of 3,368")


if __name__ == "__main__":
    main()
    finish()
