# SPDX-License-Identifier: Apache-2.0
"""The program as a whole: commands, help, wrong arguments, faults."""

import subprocess
import sys
from pathlib import Path

import pytest

from studio import __version__
from studio.cli import main
from studio.cli.common import open_project
from studio.model import schema
from studio.model.project import Project


def one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and "Traceback" not in text


def test_the_real_program_answers(tmp_path: Path, root: Path) -> None:
    project = tmp_path / "plan.studio"
    program = [sys.executable, "-m", "studio"]
    assert subprocess.run([*program, "new", project], cwd=root, capture_output=True).returncode == 0
    refused = subprocess.run([*program, "new", project], cwd=root, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "exists already" in refused.stderr
    assert one_sentence(refused.stderr)
    assert refused.stdout == ""


@pytest.mark.parametrize("command", [name for name, _, _ in main.COMMANDS] + ["key", "key new", "key list"])
def test_every_command_has_help_with_an_example(run, command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert f"Example: studio {command}" in " ".join(result.output.split())


def test_version(run) -> None:
    assert run("--version").stdout == f"Competency Studio {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["exprot", "plan.studio"], 'Did you mean "studio export"?'),
        (["nonsense"], "neither a command nor a project"),
        (["info"], "Missing argument 'PROJECT'. See: studio info --help"),
        (["undo", "plan.studio", "--steps", "many"], "--steps"),
        (["--sideways"], "--sideways"),
        (["key", "nwe"], "Did you mean 'new'? See: studio key --help"),
        (["info", "nowhere.studio"], "nowhere.studio"),
        (["screens", "plan.studio", "--out", "x", "--size", "wide"], "1440x900"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(run, words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert one_sentence(result.stderr)
    assert result.stdout == ""


def test_a_file_that_is_no_project(run, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.studio"
    wrong.write_text("Dear Sir or Madam, " * 20)
    result = run("info", wrong)
    assert result.exit_code == 2
    assert "letter.studio" in result.stderr
    assert one_sentence(result.stderr)


def test_a_fault_of_the_program_leaves_its_details_in_a_file(
    run, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_STATE", str(tmp_path / "state"))
    before = plan.read_bytes()

    def faulty(opened: Project) -> None:
        raise ZeroDivisionError("a mistake")

    monkeypatch.setattr(Project, "undo", faulty)
    result = run("undo", plan)
    assert result.exit_code == 2
    assert one_sentence(result.stderr)
    log = Path(result.stderr.strip().rsplit(" ", 1)[-1])
    assert "ZeroDivisionError: a mistake" in log.read_text()
    assert plan.read_bytes() == before


def test_ctrl_c_leaves_the_project_as_it_was(run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = plan.read_bytes()
    undo = Project.undo

    def interrupted(opened: Project) -> None:
        undo(opened)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Project, "undo", interrupted)
        result = run("undo", plan)
    assert result.exit_code == 2
    assert result.stderr == "Stopped. The project is as it was.\n"
    assert plan.read_bytes() == before
    assert run("undo", plan).exit_code == 0


def test_a_project_that_is_open_elsewhere_is_left_alone(run, plan: Path) -> None:
    holder = Project.open(plan)
    try:
        refused = run("undo", plan)
        looked = run("info", plan, "--json")
    finally:
        holder.close()
    assert refused.exit_code == 2
    assert "plan.studio" in refused.stderr
    assert one_sentence(refused.stderr)
    assert looked.exit_code == 0


def test_changes_that_were_not_saved_are_kept_or_dropped_on_request(run, plan: Path) -> None:
    crash = "\n".join(
        (
            "import os, sys",
            "from studio.model import schema",
            "from studio.model.project import Project",
            "project = Project.open(sys.argv[1])",
            "with project.change('Rename') as change:",
            "    change.update(schema.framework, {'f': {'name': {'en': 'Safe work'}}})",
            "os._exit(1)",
        )
    )
    for words, name in ((["--drop"], "Safety"), ([], "Safe work")):
        subprocess.run([sys.executable, "-c", crash, plan], cwd=Path(main.__file__).parents[2])
        waiting = run("undo", plan)
        assert waiting.exit_code == 2
        assert "studio recover" in waiting.stderr
        assert run("recover", plan, *words).exit_code == 0
        with open_project(str(plan), read_only=True) as project:
            assert project.row(schema.framework.select()).name == {"en": name}


def test_a_write_protected_project_is_left_alone(run, plan: Path) -> None:
    plan.chmod(0o444)
    before = plan.read_bytes()
    result = run("undo", plan)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is read-only. Save the project under another name" in result.stderr
    assert plan.read_bytes() == before
    assert run("info", plan).exit_code == 0


def test_an_open_project_is_named_once(run, plan: Path) -> None:
    with open_project(str(plan)):
        result = run("undo", plan)
    assert result.exit_code == 2
    assert result.stderr.count("plan.studio") == 1


def test_a_wrong_choice_is_told_in_plain_words(run, plan: Path) -> None:
    assert "Value error" not in run("check", plan, "--fail-on", "bad").stderr
    assert "the number has to be greater than or equal to 1" in run("undo", plan, "--steps", 0).stderr
