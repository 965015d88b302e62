# SPDX-License-Identifier: Apache-2.0
"""Read files that hold a whole project."""
