# SPDX-License-Identifier: Apache-2.0
"""Read the bulk upload of Credential Engine's publisher."""
