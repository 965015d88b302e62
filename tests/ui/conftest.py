# SPDX-License-Identifier: Apache-2.0
"""What tests of the window share: a program with settings of its own, a window on the sample, nothing left behind."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from studio.importing.sample import create_sample
from studio.model.project import Project
from studio.ui.app import Studio
from studio.ui.settings import Settings
from studio.ui.theme import theme


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp):
    """No window stays open, no timer runs on, no worker thread lives after a test."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    timers = [
        timer for widget in QApplication.topLevelWidgets() for timer in widget.findChildren(QTimer) if timer.isActive()
    ]
    workers = [thread.name for thread in threading.enumerate() if thread.name.startswith("studio-work")]
    assert not shown, f"left open: {shown}"
    assert not timers, f"left running: {timers}"
    assert not workers, f"left working: {workers}"


@pytest.fixture
def settings(tmp_path) -> Settings:
    """Settings in a file of this test."""
    kept = Settings(tmp_path / "settings.ini")
    kept.set("theme", "light")
    return kept


@pytest.fixture
def studio(qapp, settings):
    """The program, in light colours at 100 %; its windows are closed afterwards, without questions."""
    program = Studio(qapp, settings)
    yield program
    program.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if theme().name != "light" or theme().zoom != 100:
        theme().apply(qapp, "light", zoom=100)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory) -> Path:
    """The sample project as a file, made once. Copy it before changing it."""
    place = tmp_path_factory.mktemp("sample") / "Wenlow mechatronics partnership.studio"
    create_sample(place).close()
    return place


@pytest.fixture
def sample_path(sample_file, tmp_path) -> Path:
    """A copy of the sample project for one test."""
    return Path(shutil.copy(sample_file, tmp_path))


@pytest.fixture
def project(sample_path):
    """The sample project, open. A window that shows it closes it too."""
    opened = Project.open(sample_path)
    yield opened
    opened.close()


@pytest.fixture
def window(studio, project, qtbot):
    """A window on the sample project, 1440 by 900."""
    shown = studio.show(project)
    shown.resize(1440, 900)
    QCoreApplication.processEvents()
    return shown
