# SPDX-License-Identifier: Apache-2.0
"""Who may import whom: the contracts of pyproject.toml."""

from pathlib import Path

import pytest
from importlinter.cli import lint_imports


def test_every_room_keeps_to_its_layer(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True)
    said = capsys.readouterr().out
    assert code == 0, said
    assert "0 broken" in said
