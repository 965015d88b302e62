# SPDX-License-Identifier: Apache-2.0
"""The sample's exports, byte by byte. ``STUDIO_GOLDEN=write`` writes them anew; look at the difference then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.export import service

GOLDEN = Path(__file__).parent / "golden"
KEPT = {
    "ctdl": ["framework-MT.jsonld", "levels-MT-stages.jsonld", "Rubric-for-Energy-Isolation-Ready.jsonld"],
    "turtle": ["levels-MT-stages.ttl"],
    "csv": ["framework-MT.csv"],
}


@pytest.mark.parametrize("format", KEPT)
def test_the_exports_are_what_they_were(untouched, tmp_path, format):
    (tmp_path / "out").mkdir()
    service.export(untouched, format, tmp_path / "out")
    for name in KEPT[format]:
        made = (tmp_path / "out" / name).read_bytes()
        if os.environ.get("STUDIO_GOLDEN") == "write":
            (GOLDEN / name).write_bytes(made)
        assert made == (GOLDEN / name).read_bytes()
