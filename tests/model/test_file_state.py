# SPDX-License-Identifier: Apache-2.0
"""What a list of recent projects says about a file."""

from __future__ import annotations

import json
import shutil

from studio.model.file_state import FileState, file_state
from studio.model.project import Project
from studio.model.working_copy import lock_path, working_folder


def test_each_state_of_a_file(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_STATE", str(tmp_path / "state"))
    place = tmp_path / "school.studio"
    assert file_state(place) is FileState.MISSING
    project = Project.create(place, name="School")
    assert file_state(place) is FileState.OPEN_HERE
    project.add_version("1")
    # What a crash leaves: the working copy, without its owner.
    kept = tmp_path / "kept"
    shutil.copytree(working_folder(place), kept)
    project.close()
    assert file_state(place) is FileState.READY
    shutil.copytree(kept, working_folder(place), dirs_exist_ok=True)
    assert file_state(place) is FileState.UNSAVED
    shutil.rmtree(working_folder(place))
    lock_path(place).write_text(json.dumps({"host": "another computer", "user": "kim"}), encoding="utf-8")
    assert file_state(place) is FileState.OPEN_ELSEWHERE
    lock_path(place).write_text("not json", encoding="utf-8")
    assert file_state(place) is FileState.READY
