# SPDX-License-Identifier: Apache-2.0
"""Read Word documents and plain lists."""
