# SPDX-License-Identifier: Apache-2.0
"""The page about the file format names every table and column, and none that does not exist."""

import re
from pathlib import Path

from studio.model import schema
from studio.model.migrations import SCHEMA_VERSION
from studio.model.store import APPLICATION_ID


def test_every_table_and_column_is_described(root: Path) -> None:
    page = (root / "docs" / "file-format.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL))
    assert set(sections) == set(schema.metadata.tables)
    for name, table in schema.metadata.tables.items():
        named = set(re.findall(r"`(\w+)`", sections[name]))
        missing = {column.name for column in table.columns} - named
        assert not missing, f"{name}: {missing}"


def test_the_header_is_described(root: Path) -> None:
    page = (root / "docs" / "file-format.md").read_text(encoding="utf-8")
    assert f"0x{APPLICATION_ID:08x}" in page
    assert f"the schema version, now {SCHEMA_VERSION};" in page
