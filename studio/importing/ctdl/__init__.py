# SPDX-License-Identifier: Apache-2.0
"""Read CTDL: documents in any dress, registry envelopes, and requests to the Registry Assistant."""
