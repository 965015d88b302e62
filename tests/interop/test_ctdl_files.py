# SPDX-License-Identifier: Apache-2.0
"""Every CTDL document that is here goes in and comes out saying the same, by the published contexts and an independent
reader of JSON-LD; what is no CTDL is refused in one sentence."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from fnmatch import fnmatch

import pyoxigraph as ox
import pytest

from studio.export import service
from studio.importing.apply import apply
from studio.importing.ctdl.reader import READER
from studio.importing.readers import ImportRefused, Options
from studio.model.project import Project
from studio.standards.loose_json import parse

FOLDERS = {
    "fixtures": 18,
    "ra-requests": 5,
    "registry/doc-samples": 2,
    "registry/envelopes": 6,
    "samples/assessments": 3,
    "samples/collections": 1,
    "samples/credentials": 9,
    "samples/frameworks": 13,
    "samples/jobs": 5,
    "samples/manifests": 2,
    "samples/not-strict-json": 10,
    "samples/organizations": 3,
    "samples/pathways": 12,
    "samples/programs": 10,
    "samples/progression": 11,
    "samples/qdata": 2,
    "samples/rubrics": 6,
    "samples/support": 6,
    "samples/transfer": 12,
    "samples/vc-with-ctdl": 5,
    "schema/ctdl": 1,
    "schema/ctdlasn": 1,
    "schema/jdx": 8,
    "schema/qdata": 1,
}
"""How many JSON documents of each folder are CTDL."""

OTHER = {
    "*/context.json": "is a JSON-LD context",
    "registry/json-schemas*/*.json": "is a JSON Schema",
    "registry/config/*.json": "is JSON but no CTDL document",
    "registry/survey/*.json": "is JSON but no CTDL document",
    "schema/policy/*.json": "is JSON but no CTDL document",
    "samples/pathways/*-badgr.json": "is JSON but no CTDL document",
    "samples/not-strict-json/pathway-constraints-api.json": "is JSON but no CTDL document",
    "samples/not-strict-json/CSCTG-Registered-Nurse-Example.json": "line 51, column 49: a colon and a value",
    "samples/not-strict-json/BQF.json": "line 76, column 3: a comma or a closing bracket is missing",
    "ra-requests/*publishGraph*": "is a publishing request",
    "ra-requests/*input*": "is JSON but no CTDL document",
    "ra-requests/badge_*": "is JSON but no CTDL document",
}
"""What is no CTDL document (or cannot be read), and what is said about it."""

ADDED = frozenset(
    {
        *("ctid", "inLanguage"),  # the registry asks for them
        # The other end of a link that the file says once, and the order of levels.
        *("isPartOf", "isTopChildOf", "isChildOf", "hasChild", "hasTopChild", "inProgressionModel"),
        *("core#inScheme", "core#topConceptOf", "core#hasTopConcept", "core#broader", "core#narrower"),
        *("precedes", "precededBy"),
    }
)
"""What an export says beyond its source."""

IN_A_LIST = "lists of language maps, which JSON-LD cannot say, become one"
UNDECLARED = "a text without language gets the main one"
CTID = "a CTID is written in lower case, with ce-"
REPAIRED = {
    "fixtures/ctdl-validate/resolve/variants/owner_with_a_bare_uuid_ctid.json": CTID,
    "fixtures/policy/agentSchema_invalid_missingEmail_and_place.json": f"{UNDECLARED}; {CTID}",
    "fixtures/policy/competency_req_4errors.json": UNDECLARED,
    "registry/envelopes/CompetencyFramework_with_Envelope.json": CTID,
    "samples/assessments/legacy_2018_asp_exam.cp1252.json": "addresses of both environments become those of one",
    "samples/credentials/certification_3_import.json": IN_A_LIST,
    "samples/frameworks/legacy_2018_scrum_competency.json": "an http address of the registry becomes https",
    "samples/frameworks/legacy_2018_scrum_framework.json": IN_A_LIST,
    "samples/organizations/legacy_2018_rio_salado.json": CTID,
    "samples/organizations/organization_3_import.json": f"{UNDECLARED}; {CTID}",
    "samples/progression/handbook-qf-basicDescription.json": "a prefix that its own context forgets is understood",
    "samples/progression/scqf.json": UNDECLARED,
    "samples/qdata/handbookQDataMultiDim.json": UNDECLARED,
    "schema/ctdlasn/schema.json": "a prefix that its own context forgets is understood",
    "schema/jdx/JDX-schema.json": "language maps that its own context forgets are understood",
}
"""Files whose statements change, and why. Their values are all there all the same."""


def said_about(name: str) -> str | None:
    return next((words for pattern, words in OTHER.items() if fnmatch(name, pattern)), None)


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "standards" / "ctdl"


@pytest.mark.parametrize("place", FOLDERS)
def test_every_document_comes_back_saying_the_same(folder, place):
    read = 0
    for path in sorted((folder / place).rglob("*.json*")):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        if said_about(name) is None:
            read += 1
            documents = through(data, path.name)
            original = parse(data).documents
            before = statements(original, folder)
            after = statements(documents, folder)
            said, again = said_of(before), said_of(after)
            more = {triple for key, triple in again.items() if key not in said}
            same = set(said) <= set(again) and {triple[1].value.rsplit("/", 1)[-1] for triple in more} <= ADDED
            assert same is (name not in REPAIRED), name
            assert name in REPAIRED or canonical(before) == canonical(after - more), name
            assert ctids(original) <= ctids(documents), name
    assert read == FOLDERS[place]


def test_what_is_no_ctdl_is_refused_in_one_sentence(folder):
    refused = 0
    for path in sorted(folder.rglob("*.json*")):
        words = said_about(path.relative_to(folder).as_posix())
        if words is not None:
            refused += 1
            with pytest.raises(ImportRefused) as error:
                READER.read(path.read_bytes(), path.name, Options())
            assert words in str(error.value), path.name
            assert str(error.value).startswith(f'"{path.name}"')
            assert "\n" not in str(error.value)
    assert refused > 50


@pytest.mark.parametrize("name", ["comp_req", "credOrg_req", "credOrg_rec"])
def test_rdf_comes_back_saying_the_same(folder, name):
    """Shapes are RDF like any other: lists, nodes in nodes, vocabularies that CTDL does not know."""
    data = (folder / "schema/policy/shacl-2021" / f"{name}.ttl").read_bytes()
    (made,) = through(data, f"{name}.ttl", "turtle")
    before, after = (
        {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
        for text in (data, made)
    )
    assert len(before) > 40
    assert canonical(before) == canonical(after)


def through(data, name, format="ctdl"):
    """The documents that a new project exports after importing a file; a second import changes nothing."""
    records = READER.read(data, name, Options())
    records.report.check()
    assert records.report.rejected == []
    assert sum(records.report.went.values()) == records.report.values
    project = Project.create(None, name="Through")
    try:
        made = apply(project, records)
        again = apply(project, READER.read(data, name, Options()))
        assert (again.created, again.updated) == (0, 0), name
        assert again.unchanged == made.created
        if not records.items:
            return []
        options = service.Options("sandbox" if b"sandbox.cred" in data else "production")
        written = service.make(project, format, (), options).files.values()
        texts = [content if isinstance(content, bytes) else b"".join(content) for content in written]
        return texts if format == "turtle" else [json.loads(text) for text in texts]
    finally:
        project.close()


# -- statements, by pyoxigraph and the published contexts

OLD = {
    "http://purl.org/ctdlasn/terms/": "https://purl.org/ctdlasn/terms/",
    "http://purl.org/ctdl/terms/": "https://purl.org/ctdl/terms/",
    "http://schema.org/": "https://schema.org/",
}
CREDENTIALS = {"id": "@id", "type": "@type"}


def statements(documents, folder):
    found = set()
    for number, document in enumerate(documents):
        found |= statements_of(document, str(number), folder)
    return found


def statements_of(document, number, folder):
    if isinstance(document, list):
        graphs = [each for each in document if isinstance(each, dict) and {"@graph", "decoded_resource"} & set(each)]
        nodes = [each for each in document if each not in graphs]
        own = next((each["@context"] for each in nodes if isinstance(each, dict) and "@context" in each), None)
        plain = [without_context(each) if isinstance(each, dict) else each for each in nodes]
        parts = [statements_of(each, f"{number}g{place}", folder) for place, each in enumerate(graphs)]
        body = {"@graph": plain}
        return set().union(*parts, parsed(body, own, number, folder) if nodes else ())
    if "decoded_resource" in document:
        return statements_of(document["decoded_resource"], number, folder)
    body = without_context(document)
    if "@graph" in document:
        # The address of a graph names it; only what is said about it besides is a node.
        graph = document["@graph"] if isinstance(document["@graph"], list) else [document["@graph"]]
        about = {key: value for key, value in body.items() if key != "@graph"}
        body = {"@graph": [*graph, *([about] if set(about) - {"@id"} else [])]}
    return parsed(body, document.get("@context"), number, folder)


def without_context(document):
    return {key: value for key, value in document.items() if key != "@context"}


def parsed(body, own, number, folder):
    text = json.dumps({"@context": contexts(own, folder), **body}).encode()
    return {
        tuple(plain(term, number) for term in (quad.subject, quad.predicate, quad.object))
        for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)
    }


def contexts(own, folder):
    """The contexts that a document names; both published ones when it names none and gives no other meaning to their
    prefixes."""
    known = {name: published(folder, name) for name in ("ctdl", "ctdlasn")}
    made, named = [], False
    for part in own if isinstance(own, list) else [own]:
        if isinstance(part, dict):
            made.append(part)
            named = named or any(OLD.get(part[name], part[name]) != known["ctdl"][name] for name in known_in(part))
        elif part is not None and "credreg" in part:
            named = True
            made.append(known["ctdlasn" if "ctdlasn" in part else "ctdl"])
        elif part is not None and "credentials" in part:
            made.append(CREDENTIALS)
    return made if named else [{**known["ctdlasn"], **known["ctdl"]}, *made]


def known_in(part):
    return [name for name in ("ceterms", "ceasn") if name in part]


_PUBLISHED = {}


def published(folder, name):
    if name not in _PUBLISHED:
        text = (folder / "schema" / name / "context.json").read_text(encoding="utf-8")
        _PUBLISHED[name] = json.loads(text)["@context"]
    return _PUBLISHED[name]


def plain(term, number):
    """A term whose spelling does not count: blank nodes by document, old addresses, languages, numbers by value. The
    contexts do not know the old spelling of a property and give its values no type, so types are left out."""
    value = term.value
    if isinstance(term, ox.BlankNode):
        return ox.BlankNode(f"d{number}x{value}")
    if isinstance(term, ox.NamedNode):
        for old, new in OLD.items():
            value = value.replace(old, new)
        return ox.NamedNode(value)
    if term.language:
        return ox.Literal(value, language=term.language.lower())
    number_like = re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value)
    return ox.Literal(repr(float(value)) if number_like else value)


def said_of(triples):
    """The statements by what they say: a blank node by what is said of it, not by its name."""
    about = defaultdict(list)
    for subject, predicate, value in triples:
        if predicate.value.rsplit("/", 1)[-1] not in ADDED:
            about[subject].append((predicate.value, value))
    known = {}

    def name(term, depth=5):
        if not isinstance(term, ox.BlankNode):
            return str(term)
        if (term, depth) not in known:
            inside = (
                sorted(f"{predicate} {name(value, depth - 1)}" for predicate, value in about[term]) if depth else []
            )
            known[term, depth] = f"[{'; '.join(inside)}]"
        return known[term, depth]

    return {(name(s), p.value, name(o)): (s, p, o) for s, p, o in triples}


def canonical(triples):
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def ctids(value):
    """Every CTID in documents, also under the name of another context, in its usual spelling."""
    if isinstance(value, dict):
        named = {entry for name, entry in value.items() if name.endswith(("terms:ctid", "/ctid")) and entry}
        found = {"ce-" + each.lower().removeprefix("ce-") for each in named if isinstance(each, str)}
        return found.union(*(ctids(entry) for entry in value.values()))
    return set().union(*(ctids(entry) for entry in value)) if isinstance(value, list) else set()
