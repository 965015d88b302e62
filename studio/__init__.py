# SPDX-License-Identifier: Apache-2.0
"""Competency Studio: frameworks, badges and pathways in one file."""

__version__ = "0.1.0"
