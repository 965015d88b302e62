# SPDX-License-Identifier: Apache-2.0
"""``diff``: two projects, or two named versions of one."""

import json
import shutil
from pathlib import Path

from studio.model import schema
from studio.model.project import Project


def edit(path: Path) -> None:
    """Reword one item, move one to the front, remove one, add one under another."""
    project = Project.open(path, author="Ben")
    project.add_version("1.0")
    with project.change("Rework") as change:
        change.update(
            schema.competency,
            {"c1": {"statement": {"en": "Do thing one", "es": "Haz"}}, "c3": {"position": "Zz", "status": "Draft"}},
        )
        change.delete(schema.competency, ["c2"])
        change.insert(
            schema.competency,
            [
                {
                    "id": "c4",
                    "framework_id": "f",
                    "parent_id": "c1",
                    "position": "a1",
                    "code": "SAF.4",
                    "statement": {"en": "New"},
                }
            ],
        )
    project.save()
    project.close()


def check(document: dict) -> None:
    assert [entry["id"] for entry in document["added"]] == ["c4"]
    assert [entry["code"] for entry in document["removed"]] == ["SAF.2"]
    assert len(document["moved"]) == 1
    assert document["moved"][0]["id"] in ("c1", "c3")
    (reworded,) = document["reworded"]
    assert reworded["fields"] == {
        "statement.en": {"from": "Do thing 1", "to": "Do thing one"},
        "statement.es": {"from": None, "to": "Haz"},
    }
    (changed,) = document["changed"]
    assert changed["fields"] == {"status": {"from": None, "to": "Draft"}}


def test_two_projects(run, plan: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.studio"
    shutil.copy(plan, newer)
    edit(newer)
    check(json.loads(run("diff", plan, newer, "--json").stdout))
    text = run("diff", plan, newer).stdout
    assert "reworded" in text
    assert "statement.en: 'Do thing 1' -> 'Do thing one'" in text


def test_two_versions_of_one_project(run, plan: Path) -> None:
    edit(plan)
    check(json.loads(run("diff", f"{plan}@1.0", plan, "--json").stdout))
    nothing = run("diff", f"{plan}@1.0", f"{plan}@1.0")
    assert (nothing.exit_code, nothing.stdout) == (0, "No differences.\n")


def test_an_unknown_version(run, plan: Path) -> None:
    edit(plan)
    result = run("diff", f"{plan}@9.9", plan)
    assert result.exit_code == 2
    assert '"1.0"' in result.stderr


def test_items_made_twice_are_paired_by_ctid_and_code(run, plan: Path, tmp_path: Path) -> None:
    again = Project.create(tmp_path / "again.studio", name="Plan")
    with again.change("Type it again") as change:
        change.insert(schema.framework, [{"id": "F", "ctid": "ce-f", "code": "SAF", "name": {"en": "Safety"}}])
        change.insert(
            schema.competency,
            [
                {
                    "id": f"C{n}",
                    "framework_id": "F",
                    "position": f"b{n}",
                    "code": f"SAF.{n}",
                    "statement": {"en": f"Do thing {n}"},
                }
                for n in (1, 2, 3)
            ],
        )
    again.save()
    again.close()
    document = json.loads(run("diff", plan, tmp_path / "again.studio", "--json").stdout)
    kinds = {entry["kind"] for entries in document.values() for entry in entries}
    assert kinds <= {"project"}  # each project has its own row about itself
