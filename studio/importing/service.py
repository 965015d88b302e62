# SPDX-License-Identifier: Apache-2.0
"""Import files into a project: what the window and the command line both call."""
