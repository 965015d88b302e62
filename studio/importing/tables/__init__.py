# SPDX-License-Identifier: Apache-2.0
"""Read spreadsheets in any shape: cells, columns, and the items they tell of."""
