# SPDX-License-Identifier: Apache-2.0
"""Files to spoil: those of the field when they are here, and always those that this program writes itself."""

from __future__ import annotations

import os
from pathlib import Path

from studio.export.service import formats, make
from studio.importing.sample import create_sample
from studio.paths import resource

_ROOT = Path(__file__).resolve().parents[3]
_LARGEST = 150_000
_FOLDERS = {
    "ctdl": ("standards/ctdl/samples", "standards/ctdl/registry/envelopes", "standards/ctdl/fixtures"),
    "requests": ("standards/ctdl/ra-requests",),
    "bulk upload": ("standards/ctdl/bulk-upload",),
    "case": ("standards/case/smarter-balanced", "standards/case/opensalt", "standards/case/spec-1.1/examples"),
    "rsd": ("standards/rsd", "corpora/rsd"),
    "skos": ("standards/skos/vocabs", "standards/skos/skohub-tests"),
    "asn": ("standards/case/asn",),
    "sheets": ("standards/skos/competency-spreadsheets", "sample"),
}
_SMALL = {
    "note.txt": b"1. Work safely\n  a) Wear gloves\n  b) Lock out\n2. Measure parts\n",
    "vocabulary.rdf": b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:ConceptScheme rdf:about="http://x.org/s"/>'
    b'<skos:Concept rdf:about="http://x.org/1"><skos:prefLabel xml:lang="en">One</skos:prefLabel><skos:inScheme '
    b'rdf:resource="http://x.org/s"/></skos:Concept><skos:Concept rdf:about="http://x.org/2"><skos:broader '
    b'rdf:resource="http://x.org/1"/><skos:notation>2</skos:notation></skos:Concept></rdf:RDF>',
    "skill.json": b'{"uuid": "5b0e9a3a-7d1c-4f59-9d7b-0a8f0f6d2c11", "skillName": "Lockout", "skillStatement": '
    b'"Lock out machines.", "status": "published", "categories": ["Safety"], "keywords": [], "alignments": [], "id": "https://x.org/1"}',
}  # fmt: skip


def seeds() -> dict[str, dict[str, bytes]]:
    """Contents by group and file name. Files larger than some 150 kB are left out: they only make it slow."""
    found: dict[str, dict[str, bytes]] = {"own": _own(), "small": dict(_SMALL)}
    shared = Path(os.environ.get("STUDIO_SHARED") or _ROOT.parent / "shared")
    for group, folders in _FOLDERS.items():
        for folder in folders:
            for path in sorted((shared / folder).rglob("*")):
                if path.is_file() and path.suffix not in (".md", ".yaml", ".svg"):
                    data = _shortened(path.read_bytes())
                    if len(data) <= _LARGEST:
                        found.setdefault(group, {})[path.name] = data
    return found


def _shortened(data: bytes) -> bytes:
    """A large RDF/XML file without its second part, still whole."""
    if len(data) > _LARGEST and b"<rdf:RDF" in data[:2000]:
        end = data.rfind(b"</rdf:Description>", 0, _LARGEST - 100)
        return data[: end + len(b"</rdf:Description>")] + b"</rdf:RDF>"
    return data


def _own() -> dict[str, bytes]:
    project = create_sample(None)
    made: dict[str, bytes] = {}
    try:
        for entry in formats():
            for name, content in make(project, entry.format).files.items():
                made[f"{entry.format}-{name}"] = content if isinstance(content, bytes) else b"".join(content)
    finally:
        project.close()
    for path in sorted(resource("sample", "raw_import").glob("*.csv")):
        made[path.name] = path.read_bytes()
    return made
