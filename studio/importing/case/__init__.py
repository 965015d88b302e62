# SPDX-License-Identifier: Apache-2.0
"""Read CASE packages and what a CASE service answers."""
