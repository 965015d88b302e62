# SPDX-License-Identifier: Apache-2.0
"""Make ``resources/ctdl/assistant.json``: what each field of a Registry Assistant request is in CTDL.

    python tools/make_assistant_fields.py ../shared/standards/ctdl

Reads the fields of the request classes, the class and property tables and the concept schemes; writes names and shapes,
no prose. A field is ``property kind [class or scheme]``; the kinds are explained in
``studio/standards/assistant_fields.py``. The vocabulary is Credential Engine's, CC BY 4.0.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]

CLASSES = {
    "Assessment": "ceterms:AssessmentProfile",
    "LearningOpportunity": "ceterms:LearningOpportunityProfile",
    "Organization": "ceterms:Organization",
    "OrganizationReference": "ceterms:Organization",
    "EntityReference": "ceterms:LearningOpportunityProfile",
    "Competency": "ceasn:Competency",
    "CompetencyFramework": "ceasn:CompetencyFramework",
    "Concept": "skos:Concept",
    "ConceptScheme": "skos:ConceptScheme",
    "ProgressionModel": "asn:ProgressionModel",
    "ProgressionLevel": "asn:ProgressionLevel",
    "Rubric": "ceasn:Rubric",
    "RubricCriterion": "ceasn:RubricCriterion",
    "RubricLevel": "ceasn:RubricLevel",
    "CriterionLevel": "ceasn:CriterionLevel",
    "PathwayComponent": "ceterms:CourseComponent",
    "FrameworkItem": "ceterms:CredentialAlignmentObject",
    "CostProfileItem": "ceterms:CostProfile",
    "QuantitativeValue": "schema:QuantitativeValue",
    "MonetaryAmount": "schema:MonetaryAmount",
    "MonetaryAmountDistribution": "schema:MonetaryAmountDistribution",
}
"""Request classes that CTDL calls by another name."""

QDATA = (
    *("DataProfile", "DataSetDistribution", "DataSetProfile", "DataSetService", "DataSetTimeFrame", "Dimension"),
    *("Metric", "Observation", "SubjectProfile"),
)
SKIPPED = re.compile(r"^CF|Request$|Graph|^Base|Ctdl|Language|Minium|Duration.*Item|HelperClass")

NAMES = {
    "Address1": "ceterms:streetAddress",
    "AddressLangMap": "ceterms:streetAddress",
    "Address2": "ceterms:streetAddress",
    "City": "ceterms:addressLocality",
    "CityLangMap": "ceterms:addressLocality",
    "Country": "ceterms:addressCountry",
    "CountryLangMap": "ceterms:addressCountry",
    "ContactPoint": "ceterms:targetContactPoint",
    "PhoneNumbers": "ceterms:telephone",
    "Emails": "ceterms:email",
    "SocialMediaPages": "ceterms:socialMedia",
    "RecommendedConditions": "ceterms:recommends",
    "EntryConditions": "ceterms:entryCondition",
    "RenewedConditions": "ceterms:renewal",
    "FinancialAssistanceValue": "ceterms:financialAssistanceValue",
    "PrefLabel": "skos:prefLabel",
    "SkosHasTopConcept": "skos:hasTopConcept",
    "HasTopConcept": "skos:hasTopConcept",
    "RelevantDataSetList": "qdata:relevantDataSet",
    "JobsObtainedList": "ceterms:jobsObtained",
    "ProxyForItems": "ceterms:proxyFor",
    "LogicalOperator": "ceterms:logicalOperator",
    "About": "schema:about",
}
"""Fields that are not called like their property."""

CODES = {
    "ONET_Codes": "ceterms:occupationType onet",
    "CIP_Codes": "ceterms:instructionalProgramType cip",
    "Naics": "ceterms:naics S*",
    "TargetCompetencyFramework": "ceterms:targetCompetency whole",
    "AssessesCompetencyFramework": "ceterms:assesses whole",
    "TeachesCompetencyFramework": "ceterms:teaches whole",
    "CostItems": "- costs",
    "MainJurisdiction": "ceterms:mainJurisdiction O* Place",
    "Id": "@id I",
    "AtId": "@id I",
    "BlankNodeId": "@id I",
    "BNodeId": "@id I",
    "CTID": "ceterms:ctid I",
    "Ctid": "ceterms:ctid I",
    "Type": "@type Y",
    "AtType": "@type Y",
    "CtdlType": "@type Y",
    "CredentialType": "@type Y",
    "PathwayComponentType": "@type Y",
}
"""Fields with a rule of their own."""

NUMBERS = ("bool", "bool?", "int", "int?", "decimal", "decimal?", "double")
BARE = (
    *("ceasn:publicationStatusType", "ceasn:evaluatorType", "ceterms:logicalOperator", "ceterms:comparator"),
    *("ceterms:leftAction", "ceterms:rightAction", "ceterms:alignmentType", "ceasn:educationLevelType"),
)
"""Concepts that are written as an address, not as an alignment object."""

SCHEMES = {
    "qdata:dataSourceCoverageType": "qdata:DataSourceCoverage",
    "qdata:administrativeRecordType": "qdata:AdministrativeRecordCategory",
    "qdata:incomeDeterminationType": "qdata:IncomeDeterminationMethod",
    "qdata:dataWithholdingType": "qdata:DataWithholdingCategory",
    "qdata:subjectType": "qdata:SubjectCategory",
    "ceterms:leftAction": "ceterms:ArrayOperationCategory",
    "ceterms:identifierType": "",
}
OUTSIDE = (
    "ceterms:IndustryClassification",
    "ceterms:InstructionalProgramClassification",
    "ceterms:OccupationClassification",
)
ORGANIZATIONS = ("ceterms:CredentialOrganization", "ceterms:Organization", "ceterms:QACredentialOrganization")


class Vocabulary:
    """The tables of CTDL: properties by class, and what each property takes."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.properties = {row["property"]: row for row in self.rows("properties.csv")}
        self.matrix: dict[str, dict[str, dict[str, str]]] = {}
        for row in self.rows("class_property_matrix.csv"):
            self.matrix.setdefault(row["class"], {})[row["property"]] = row
        self.concepts: dict[str, dict[str, str]] = {}
        for row in self.rows("concepts.csv"):
            self.concepts.setdefault(row["scheme"], {})[row["concept"]] = row["prefLabel"]
        self.classes = {row["class"] for row in self.rows("classes.csv")}
        self.schemes = {name: row["target_schemes"] for name, row in self.properties.items()} | SCHEMES
        self._read_qdata()

    def rows(self, name: str) -> Iterable[dict[str, str]]:
        with (self.source / "derived" / name).open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)

    def _read_qdata(self) -> None:
        path = next((self.source / "schema" / "qdata").glob("*.json"))
        for node in json.loads(path.read_text(encoding="utf-8"))["@graph"]:
            name, kind = node["@id"], node.get("@type")
            if kind == "skos:Concept":
                for scheme in node.get("skos:inScheme", []):
                    self.concepts.setdefault(scheme, {})[name] = node["skos:prefLabel"]["en-US"]
            elif kind == "rdf:Property":
                ranges = node.get("schema:rangeIncludes", [])
                row = self.properties.setdefault(
                    name, {"context_coercion": coercion(ranges), "ranges": "; ".join(ranges)}
                )
                for owner in node.get("schema:domainIncludes", []):
                    found = {"context_coercion": row["context_coercion"], "ra_output_type": "", "property": name}
                    self.matrix.setdefault(owner, {}).setdefault(name, found)

    def find(self, owner: str, local: str) -> str | None:
        """The property of a class by its local name, in any case; else the only sensible one of the vocabulary."""
        for name in self.matrix.get(owner, {}):
            if name.partition(":")[2].lower() == local.lower():
                return name
        first = owner.partition(":")[0]
        for prefix in dict.fromkeys((first, "ceterms", "ceasn", "asn", "skos", "qdata", "schema")):
            for name in self.properties:
                if name.partition(":")[0] == prefix and name.partition(":")[2].lower() == local.lower():
                    return name
        return None


def coercion(ranges: list[str]) -> str:
    """How the context of CTDL reads a property of these ranges."""
    if "rdf:langString" in ranges:
        return "language map"
    plain = [each for each in ranges if each.startswith("xsd:")]
    return plain[0] if plain else "@id"


def kind_of(vocabulary: Vocabulary, owner: str, name: str, typed: str, known: set[str]) -> str:
    """The kind of a property, with ``*`` where it takes a list."""
    row = vocabulary.matrix.get(owner, {}).get(name) or {}
    about = vocabulary.properties.get(name, {})
    output = row.get("ra_output_type", "")
    how = row.get("context_coercion") or about.get("context_coercion", "")
    inner = re.sub(r"^List<(.*)>$", r"\1", typed)
    many = "*" if typed.startswith("List<") or output.startswith("List<") else ""
    direct = {
        "OrganizationReference": "G",
        "EntityReference": "E",
        "FrameworkItem": "F",
        "CredentialAlignmentObject": "A",
        "RA.Models.JsonV2.CredentialAlignmentObject": "A",
        "DurationItem": "T",
        "DurationTimeItem": "T",
    }
    if inner in direct:
        return direct[inner] + many
    if inner in NUMBERS:
        return "P"
    if inner in known:
        return f"{'N' if inner == 'DataSetProfile' else 'O'}{many} {inner}"
    if "LanguageMap" in inner or how == "language map":
        return "LL" if "LanguageMapList" in (output, inner) or (not output and many) else "L"
    scheme = vocabulary.schemes.get(name) or ""
    if scheme and scheme not in OUTSIDE:
        return f"{'V' if name in BARE else 'C'}{many} {scheme}"
    if "CredentialAlignmentObject" in output:
        return "C" + many
    if how == "@id":
        return link_kind(about.get("ranges", ""), inner, many, known)
    return ("D" if how == "xsd:date" else "S") + many


def link_kind(ranges: str, inner: str, many: str, known: set[str]) -> str:
    """A link of a property that no request class types: an object of its own, a thing to refer to, or an address."""
    classes = [each for each in ranges.split("; ") if each]
    if inner in ("", "object"):
        if classes and all(each in ORGANIZATIONS for each in classes):
            return "G*"
        made = next((each.partition(":")[2] for each in classes if each.partition(":")[2] in known), "")
        if made in ("ValueProfile", "Place", "ConditionProfile", "QuantitativeValue", "JurisdictionProfile"):
            return f"O* {made}"
        if classes and "xsd:anyURI" not in classes:
            return "E*"
    return ("C" if "ceterms:CredentialAlignmentObject" in classes else "U") + many


def fields_of(vocabulary: Vocabulary, owner: str, rows: list[dict[str, str]], known: set[str]) -> dict[str, str]:
    """The fields of one request class, each with its property and kind."""
    made: dict[str, str] = {}
    maps = {re.sub(r"_?(Lang)?Map$", "", row["field"]) for row in rows if "LanguageMap" in row["csharp_type"]}
    for row in rows:
        field, typed = row["field"], row["csharp_type"]
        base = re.sub(r"_?(Lang)?Map$", "", field) if "LanguageMap" in typed else field
        if field in CODES:
            made[field] = CODES[field]
        elif base != field and base in made:
            continue  # the same field as a language map: the reader knows the ending
        elif re.match("Alternative(Occ|Ind|Inst)", base):
            made[field] = f"{vocabulary.find(owner, base[11:])} alt"
        elif base == "NaicsList":
            made[field] = "ceterms:naics S*" if "ceterms:naics" in vocabulary.matrix.get(owner, {}) else NAICS
        else:
            name = NAMES.get(field) or vocabulary.find(owner, base)
            alias = row["json_alias"]
            name = name or (alias if ":" in alias else None)
            if name:
                kind = kind_of(vocabulary, owner, name, typed, known)
                made[field] = f"{name} {'L' if kind in ('U', 'S') and field in maps else kind}"
    return made


def more_fields(vocabulary: Vocabulary, classes: dict[str, Any], known: set[str]) -> None:
    """The other properties of each class as fields: requests of other years have them under the same names."""
    usual: dict[str, Counter[str]] = {}
    for entry in classes.values():
        for value in entry["fields"].values():
            name, _, kind = value.partition(" ")
            if kind not in ("alt", "onet", "cip", "naics", "whole", "costs"):
                usual.setdefault(name, Counter())[kind] += 1
    for entry in classes.values():
        made = entry["fields"]
        taken = {field.upper() for field in made}
        for name in vocabulary.matrix.get(entry["class"], {}):
            local = name.partition(":")[2]
            if local.upper() not in taken:
                kind = usual[name].most_common(1)[0][0] if name in usual else None
                kind = kind or kind_of(vocabulary, entry["class"], name, "", known)
                made[local[:1].upper() + local[1:]] = f"{name} {kind}"


NAICS = "ceterms:industryType naics"


def main(source: Path) -> None:
    """Read the tables below ``source`` and write the table of fields."""
    vocabulary = Vocabulary(source)
    rows: dict[str, list[dict[str, str]]] = {}
    for row in vocabulary.rows("registry_assistant_input_fields.csv"):
        rows.setdefault(row["input_class"], []).append(row)
    base = rows["BaseEmploymentToWorkObject"]
    for name in ("Job", "Occupation", "WorkRole", "Task"):
        rows[name] = rows[name] + [row for row in base if row["field"] not in {each["field"] for each in rows[name]}]
    known = {name for name in rows if not SKIPPED.search(name)}
    classes: dict[str, Any] = {}
    for name in sorted(known):
        owner = CLASSES.get(name) or (f"qdata:{name}" if name in QDATA else f"ceterms:{name}")
        if owner.startswith("ceterms:") and owner not in vocabulary.classes:
            continue
        classes[name] = {"class": owner, "fields": fields_of(vocabulary, owner, rows[name], known)}
    more_fields(vocabulary, classes, known)
    component = classes["PathwayComponent"]["fields"]
    component["CredentialType"] = "ceterms:credentialType S"
    component["ComponentCategory"] = "ceterms:componentCategory L"
    for name in ("FrameworkItem", "CredentialAlignmentObject"):
        classes[name]["fields"]["Name"] = "ceterms:targetNodeName L"
        classes[name]["fields"]["Description"] = "ceterms:targetNodeDescription L"
    bodies = {}
    for request in sorted(name for name in rows if name.endswith("Request")):
        for row in rows[request]:
            inner = re.sub(r"^List<(.*)>$", r"\1", row["csharp_type"])
            if inner in classes:
                bodies[row["field"]] = inner + ("*" if inner != row["csharp_type"] else "")
    bodies |= {f"{name}List": f"{name}*" for name in ("Job", "Occupation", "WorkRole", "Task")}
    bodies |= {"LearningProgram": "LearningOpportunity", "Course": "LearningOpportunity"}
    table = {
        "source": "Registry Assistant request classes 2026-03, CTDL schema 2026-08-06, Credential Engine, CC BY 4.0",
        "bodies": bodies,
        "classes": classes,
        "concepts": vocabulary.concepts,
    }
    lines = json.dumps(table, ensure_ascii=False, sort_keys=True, indent=0)
    (HERE / "resources" / "ctdl" / "assistant.json").write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
