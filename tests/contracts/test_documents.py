# SPDX-License-Identifier: Apache-2.0
"""What the documents promise is there: commands and options, files and pictures."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from studio.cli.main import COMMANDS, app

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def command_lines() -> list[str]:
    written = [
        line.strip()
        for path in DOCUMENTS
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"    studio \S", line)
    ]
    return sorted({*written, *(example for _, _, example in COMMANDS)})


@pytest.mark.parametrize("line", command_lines())
def test_every_command_in_the_documents_exists(line: str) -> None:
    words = shlex.split(line)[1:]
    command = get_command(app)
    while hasattr(command, "commands"):
        assert words[0] in command.commands, f"there is no command {words[0]}"
        command = command.commands[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert not [target for target in local if not (document.parent / target).exists()]


def test_the_readme_begins_with_the_two_commands() -> None:
    head = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:5]
    assert any(line.strip().startswith("python3 dev.py run") for line in head)
    assert any(line.strip().startswith("python3 dev.py test") for line in head)
