# SPDX-License-Identifier: Apache-2.0
"""Speed, as ratios measured in one run: against the same program on less data, or against a bare loop or bare SQL."""
