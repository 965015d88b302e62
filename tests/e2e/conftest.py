# SPDX-License-Identifier: Apache-2.0
"""Journeys of a person through the window share the fixtures of the window's own tests."""

from tests.ui.conftest import nothing_left_behind, project, sample_file, sample_path, settings, studio, window

__all__ = ["nothing_left_behind", "project", "sample_file", "sample_path", "settings", "studio", "window"]
