# SPDX-License-Identifier: Apache-2.0
"""The parts of the main window around the work: rail, header, dock, inspector pane, status bar, notices."""
