# SPDX-License-Identifier: Apache-2.0
"""Read RDF: SKOS vocabularies, ASN documents."""
