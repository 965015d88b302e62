# SPDX-License-Identifier: Apache-2.0
"""Contracts about the window look at the same window as the tests of the window."""

from __future__ import annotations

from tests.ui.conftest import project, sample_file, sample_path, settings, studio, window

__all__ = ["project", "sample_file", "sample_path", "settings", "studio", "window"]
