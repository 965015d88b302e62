# SPDX-License-Identifier: Apache-2.0
"""Short names for the addresses of vocabularies: ``skos:prefLabel`` for its full address, the same everywhere.

A name and its address are told apart without fail: :func:`expand` of :func:`compact` is the address again, also of an
address that looks like a short name.
"""

from __future__ import annotations

from functools import lru_cache

PREFIXES: dict[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "asn": "http://purl.org/ASN/schema/core/",
    "cc": "http://creativecommons.org/ns#",
    "ceasn": "https://purl.org/ctdlasn/terms/",
    "ceterms": "https://purl.org/ctdl/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "esco": "http://data.europa.eu/esco/model#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gemq": "http://purl.org/gem/qualifiers/",
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "loc": "http://www.loc.gov/loc.terms/relators/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qdata": "https://credreg.net/qdata/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdo": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The usual prefixes of the vocabularies around SKOS, ASN and CTDL."""

_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}

TYPE = PREFIXES["rdf"] + "type"
FIRST = PREFIXES["rdf"] + "first"
REST = PREFIXES["rdf"] + "rest"
NIL = PREFIXES["rdf"] + "nil"
STRING = PREFIXES["xsd"] + "string"
LANGUAGE_TEXT = PREFIXES["rdf"] + "langString"


@lru_cache(maxsize=4096)
def compact(address: str) -> str:
    """``skos:note`` for the address of that term; any other address as it is, in angle brackets where it would be
    taken for a short name."""
    cut = max(address.rfind("#"), address.rfind("/")) + 1
    prefix = _BY_NAMESPACE.get(address[:cut])
    if prefix is not None and cut < len(address):
        return f"{prefix}:{address[cut:]}"
    return f"<{address}>" if address.partition(":")[0] in PREFIXES else address


@lru_cache(maxsize=4096)
def expand(name: str) -> str:
    """The address that :func:`compact` shortened."""
    if name.startswith("<"):
        return name[1:-1]
    prefix, colon, rest = name.partition(":")
    namespace = PREFIXES.get(prefix) if colon else None
    return f"{namespace}{rest}" if namespace else name


def usual_case(tag: str) -> str:
    """A language tag as people write it (``en-US``, ``zh-Hant``): the letters' case means nothing (BCP 47, 2.1.1)."""
    first, *rest = tag.lower().split("-")
    parts = [first]
    single = False
    for part in rest:
        if single or not part.isalpha():
            parts.append(part)
        else:
            parts.append(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part)
        single = single or len(part) == 1
    return "-".join(parts)


UNMAPPED = "x-unmapped:"
"""Before the names of a JSON-LD document that its context does not explain: they are kept, and are no RDF."""
