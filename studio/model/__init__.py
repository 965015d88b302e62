# SPDX-License-Identifier: Apache-2.0
"""What a project is. No Qt, no file formats, no network."""
