# SPDX-License-Identifier: Apache-2.0
"""The names of the formats, as the command line, the import wizard and the export dialog know them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, its name for people, and how its files usually end."""

    format: str
    name: str
    extensions: tuple[str, ...]


FORMATS: dict[str, Format] = {
    entry.format: entry
    for entry in (
        Format("ctdl", "Credential Engine CTDL-ASN graph (JSON-LD)", (".jsonld", ".json")),
        Format("turtle", "CTDL-ASN as Turtle", (".ttl",)),
        Format("workbook", "Competency Studio workbook (Excel)", (".xlsx",)),
        Format("xlsx", "Spreadsheet (Excel)", (".xlsx", ".xlsm")),
        Format("csv", "Spreadsheet (CSV)", (".csv", ".tsv", ".txt")),
        Format("tsv", "Spreadsheet (tab-separated)", (".tsv", ".txt")),
        Format("ctdl-csv", "Credential Publisher bulk upload (CSV)", (".csv",)),
        Format("case", "CASE 1.1 package (JSON)", (".json",)),
        Format("case-1.0", "CASE 1.0 package (JSON)", (".json",)),
        Format("opensalt", "OpenSALT workbook (Excel)", (".xlsx",)),
        Format(
            "skos", "SKOS vocabulary (Turtle, RDF/XML, JSON-LD)", (".ttl", ".rdf", ".xml", ".jsonld", ".json", ".nt")
        ),
        Format(
            "asn",
            "Achievement Standards Network (RDF/XML, JSON)",
            (".rdf", ".xml", ".json", ".ttl", ".jsonld", ".nt"),
        ),
        Format("rsd", "Rich Skill Descriptors (OSMT CSV)", (".csv",)),
        Format("rsd-json", "Rich Skill Descriptors (OSMT JSON)", (".json",)),
        Format("docx", "Word document with tables or lists", (".docx",)),
        Format("list", "Plain list with bullets, numbers or indentation (text, Markdown)", (".txt", ".md")),
        Format("json-table", "List of plain records (JSON)", (".json",)),
        Format("json", "The whole project, sorted, for version control (JSON)", (".json",)),
        Format("openbadges", "Open Badges 3.0 achievements", (".json",)),
    )
}


def format_named(format: str) -> Format:
    """The format of this name; one that only a reader or writer knows gets its own name as title."""
    return FORMATS.get(format) or Format(format, format, ())
