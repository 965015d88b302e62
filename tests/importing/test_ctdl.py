# SPDX-License-Identifier: Apache-2.0
"""Untidy and hostile CTDL files: everything kept or named, or one clear sentence."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from studio.importing.apply import apply
from studio.importing.ctdl.reader import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.service import import_files
from studio.model import frameworks, items, organizations, schema

F = "https://credentialengineregistry.org/resources/ce-00000000-0000-4000-8000-00000000000f"
A = "https://credentialengineregistry.org/resources/ce-00000000-0000-4000-8000-00000000000a"
B = "https://credentialengineregistry.org/resources/ce-00000000-0000-4000-8000-00000000000b"
CTID = {name: address.rsplit("/", 1)[-1] for name, address in (("F", F), ("A", A), ("B", B))}


def node(address, kind, **properties):
    made = {"@id": address, "@type": f"ceasn:{kind}", "ceterms:ctid": address.rsplit("/", 1)[-1]}
    return made | {name.replace("_", ":", 1): value for name, value in properties.items()}


def framework(**properties):
    return node(F, "CompetencyFramework", **{"ceasn_name": {"en": "F"}, "ceasn_hasTopChild": [A], **properties})


def item(address, **properties):
    return node(address, "Competency", **{"ceasn_competencyText": {"en": "Do it"}, "ceasn_isPartOf": F, **properties})


def graph(*nodes):
    return {"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": list(nodes)}


def read(document, name="x.json", language="en"):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    records = READER.read(data, name, Options(language=language))
    records.report.check()
    return records


def one(records, key):
    return next(record for record in records.items if record.key == CTID.get(key, key))


# -- what people save


def plain():
    return graph(framework(), item(A, ceasn_isTopChildOf=F), item(B, ceasn_isChildOf=[A]))


def test_a_plain_graph():
    records = read(plain())
    assert [(record.kind, record.key) for record in records.items] == [
        ("framework", CTID["F"]),
        ("competency", CTID["A"]),
        ("competency", CTID["B"]),
    ]
    assert one(records, "B").references == {"framework_id": CTID["F"], "parent_id": CTID["A"]}
    assert one(records, "A").columns == {"ctid": CTID["A"], "statement": {"en": "Do it"}}
    assert all(record.extra == {} for record in records.items)
    assert records.report.kept_as_extra == 0


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: "// a comment\n" + text.replace("{", "{ /* inside */ ", 1),
        lambda text: text[:-2] + ",]}",
        lambda text: "\ufeff" + text,
        lambda text: text.replace("https://credreg.net/ctdlasn", "http://credreg.net/ctdlasn"),
        lambda text: json.dumps(json.loads(text)["@graph"]),
        lambda text: "\n// next\n".join(json.dumps(each) for each in json.loads(text)["@graph"]),
        lambda text: json.dumps({"@graph": [json.loads(text)]}),
    ],
    ids=["comments", "trailing comma", "mark", "http", "list of nodes", "several documents", "graph in a graph"],
)
def test_untidy_json_reads_the_same(dress):
    records = read(dress(json.dumps(plain())).encode())
    assert [(r.kind, r.key, r.columns, r.references, r.extra) for r in records.items] == [
        (r.kind, r.key, r.columns, r.references, r.extra) for r in read(plain()).items
    ]


def test_windows_1252():
    data = json.dumps(graph(framework(ceasn_description={"en": "Caf\u00e9 \u2013 bar"})), ensure_ascii=False)
    records = read(data.encode("cp1252"))
    assert one(records, "F").columns["description"] == {"en": "Café – bar"}
    assert records.report.encoding == "cp1252"
    assert "Windows-1252" in records.report.repaired[0].reason


def test_expanded_json_ld():
    name = "https://purl.org/ctdlasn/terms/"
    expanded = [
        {
            "@id": F,
            "@type": [f"{name}CompetencyFramework"],
            f"{name}name": [{"@value": "F", "@language": "en"}, {"@value": "M", "@language": "es"}],
            f"{name}hasTopChild": [{"@id": A}],
            f"{name}inLanguage": [{"@value": "en", "@type": "http://www.w3.org/2001/XMLSchema#language"}],
        },
        {
            "@id": A,
            "@type": [f"{name}Competency"],
            f"{name}weight": [{"@value": "0.5", "@type": "http://www.w3.org/2001/XMLSchema#float"}],
            f"{name}isTopChildOf": [{"@list": [{"@id": F}]}],
        },
    ]
    records = read(expanded)
    assert one(records, "F").columns["name"] == {"en": "F", "es": "M"}
    assert one(records, "A").columns["weight"] == 0.5
    assert one(records, "A").references == {"framework_id": CTID["F"]}


def test_a_context_of_its_own():
    document = {
        "@context": [
            "https://credreg.net/ctdlasn/schema/context/json",
            {"my": "https://my.example/", "c": "https://purl.org/ctdlasn/terms/", "title": "ceasn:name", "id": "@id"},
        ],
        "@graph": [{"id": "my:f", "@type": "c:CompetencyFramework", "title": {"en": "F"}, "my:own": "x"}],
    }
    (record,) = read(document).items
    assert record.columns["uri"] == "https://my.example/f"
    assert record.columns["name"] == {"en": "F"}
    assert record.extra == {"https://my.example/own": "x"}


def test_parts_written_inside_one_another():
    inner = item(A, ceasn_hasChild=[item(B)])
    records = read(graph(framework(ceasn_hasTopChild=[inner])))
    assert one(records, "B").references["parent_id"] == CTID["A"]


def test_single_values_where_lists_are_usual_and_the_reverse():
    nodes = (
        framework(ceasn_hasTopChild=A, ceasn_inLanguage="en"),
        item(A, ceasn_codedNotation=["1"], ceasn_isPartOf=[F]),
    )
    records = read(graph(*nodes))
    assert one(records, "A").columns["code"] == "1"
    assert one(records, "F").columns["language"] == "en"
    assert records.report.kept_as_extra == 0


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("CE-00000000-0000-4000-8000-00000000000A", CTID["A"]),
        ("00000000-0000-4000-8000-00000000000a", CTID["A"]),
        ("ce-not-a-uuid", "ce-not-a-uuid"),
        (None, CTID["A"]),
    ],
)
def test_ctids_are_repaired_where_they_can_be(written, kept):
    node = item(A, ceasn_isTopChildOf=F)
    node["ceterms:ctid"] = written
    records = read(graph(framework(), node))
    assert one(records, "A").columns["ctid"] == kept
    repairs = [(each.before, each.after) for each in records.report.repaired]
    assert repairs == ([(written, kept)] if written not in (None, kept) else [])


def test_missing_ctids_are_made_by_the_import(project):
    document = graph({"@id": "https://x.example/f", "@type": "ceasn:CompetencyFramework", "ceasn:name": {"en": "F"}})
    import_file(project, document)
    row = project.row(select(schema.framework))
    assert row.uri == "https://x.example/f"
    assert row.ctid.startswith("ce-")


def import_file(project, document):
    return apply(project, read(document))


def test_dangling_references_are_kept():
    away = "https://x.example/gone"
    parts = item(A, ceasn_hasChild=[away]), item(B, ceasn_isChildOf=away)
    records = read(graph(framework(ceasn_hasTopChild=[A, away]), *parts))
    assert one(records, "F").extra == {"ceasn:hasTopChild": [away]}
    assert one(records, "A").extra == {"ceasn:hasChild": [away]}
    assert one(records, "B").references["parent_id"] == away


def test_contradictions_keep_both_sides():
    nodes = framework(ceasn_hasTopChild=[A, B]), item(A, ceasn_isTopChildOf=F), item(B, ceasn_isChildOf=[A, F])
    records = read(graph(*nodes))
    assert one(records, "B").references["parent_id"] == CTID["A"]
    assert one(records, "B").extra == {"ceasn:isChildOf": [F]}
    assert one(records, "F").extra == {"ceasn:hasTopChild": [B]}


def test_a_loop_is_read():
    records = read(graph(framework(), item(A, ceasn_isChildOf=B), item(B, ceasn_isChildOf=A)))
    assert one(records, "A").references["parent_id"] == CTID["B"]
    assert one(records, "B").references["parent_id"] == CTID["A"]


def test_the_order_of_children_is_that_of_the_lists():
    third = A[:-1] + "c"
    nodes = framework(ceasn_hasTopChild=[third, A]), item(A, ceasn_hasChild=[B]), item(B), item(third)
    assert [record.key[-1] for record in read(graph(*nodes)).items] == ["f", "c", "a", "b"]


def test_a_text_in_a_list_of_its_own_is_the_text():
    listed = item(A, **{"ceasn:competencyText": ["Add", "Sum"], "ceasn:competencyLabel": [{"de": "Plus"}, "Plus"]})
    records = read(graph(framework(**{"ceasn:name": ["Maths"]}), listed))
    main, competency = records.items[:2]
    assert (main.columns["name"], competency.columns["statement"]) == ({"en": "Maths"}, {"en": "Add"})
    assert competency.columns["label"] == {"de": "Plus"}
    assert competency.extra["ceasn:competencyText"] == ["Sum"]
    assert competency.extra["ceasn:competencyLabel"] == ["Plus"]
    assert "A text without language gets the main language" in {each.reason for each in records.report.repaired}


def test_texts_without_language_in_a_map_of_languages():
    """What programs write that compact JSON-LD by the published context."""
    records = read(
        graph(
            framework(**{"ceasn:name": {"@none": "Maths"}}),
            item(A, **{"ceasn:competencyText": {"@none": ["Sum", "Add"], "de": "Addiere"}}),
        )
    )
    main, competency = records.items[:2]
    assert (main.columns["name"], competency.columns["statement"]) == ({"de": "Maths"}, {"de": "Addiere"})
    assert competency.extra["ceasn:competencyText"] == ["Sum", "Add"]


def test_values_that_fit_no_column_are_extra():
    odd = {
        "ceasn_codedNotation": 12,
        "ceasn_weight": "much",
        "ceasn_competencyText": "No language",
        "ceasn_comment": {"en": ["one", "two"]},
        "ceasn_inLanguage": {"@id": "http://id.loc.gov/vocabulary/iso639-2/eng"},
        "ceasn_competencyCategory": {"en": "Knowledge", "es": "Conocimiento"},
        "ceasn_educationLevelType": ["http://x.example/1", "Grade 9"],
        "ceasn_publicationStatusType": "http://x.example/Retired",
        "ceasn_exactAlignment": [B, {"@type": "ceterms:CredentialAlignmentObject"}],
        "made_up": True,
    }
    records = read(graph(framework(), item(A, **odd)))
    record = one(records, "A")
    assert record.columns["statement"] == {"en": "No language"}
    assert record.columns["comment"] == {"en": "one"}
    assert record.columns["education_levels"] == ["http://x.example/1"]
    assert record.extra == {
        "ceasn:codedNotation": 12,
        "ceasn:weight": "much",
        "ceasn:comment": {"en": ["two"]},
        "ceasn:inLanguage": [{"@id": "http://id.loc.gov/vocabulary/iso639-2/eng"}],
        "ceasn:competencyCategory": {"en": "Knowledge", "es": "Conocimiento"},
        "ceasn:educationLevelType": ["Grade 9"],
        "ceasn:publicationStatusType": "http://x.example/Retired",
        "ceasn:exactAlignment": [{"@type": "ceterms:CredentialAlignmentObject"}],
        "made:up": True,
    }
    (link,) = [each for each in records.items if each.kind == "association"]
    assert link.columns == {"kind": "exactAlignment"}


def test_a_blank_is_no_link():
    records = read(graph(framework(), item(A, **{"ceasn:exactAlignment": [B, " "]})))
    assert [each.references["destination_id"] for each in records.of("association")] == [(B, CTID["B"])]
    assert one(records, "A").extra["ceasn:exactAlignment"] == [" "]


def test_a_category_is_a_category_or_a_place_in_the_tree():
    parts = [item(A, ceasn_competencyCategory={"en": "Skill"}), item(B, ceasn_competencyCategory={"en": "Unit"})]
    records = read(graph(framework(), *parts))
    assert one(records, "A").columns["category"] == "Skill"
    assert one(records, "B").columns["item_type"] == "Unit"


def test_prerequisites_inside_a_framework_become_the_order_of_learning():
    away = "https://x.example/1"
    records = read(graph(framework(), item(A, ceasn_prerequisiteAlignment=[B, away]), item(B)))
    links = [(each.columns["kind"], each.references) for each in records.items if each.kind == "association"]
    assert links == [
        ("precedes", {"origin_id": CTID["B"], "framework_id": CTID["F"], "destination_id": CTID["A"]}),
        ("prerequisiteAlignment", {"origin_id": CTID["A"], "framework_id": CTID["F"], "destination_id": away}),
    ]


def test_nodes_of_other_kinds_are_resources_of_the_framework():
    job = {
        "@id": "_:job",
        "@type": "ceterms:Job",
        "ceterms:name": {"en": "Welder"},
        "ceterms:codedNotation": ["7", "8"],
    }
    records = read({**graph(framework(), item(A), job), "@id": "https://x.example/graph"})
    assert one(records, "F").extra == {"@graph-id": "https://x.example/graph"}
    resource = one(records, "_:job")
    assert resource.references == {"document_id": CTID["F"]}
    assert resource.columns == {
        "standard": "ctdl",
        "type": "ceterms:Job",
        "uri": "_:job",
        "code": "7",
        "name": {"en": "Welder"},
        "content": job,
    }
    assert records.report.kept_as_extra == 2
    assert records.report.went["ceterms:codedNotation", "code"] == 1
    assert records.report.went["ceterms:codedNotation", "extra"] == 1
    assert records.report.went["ceasn:isPartOf", "framework_id"] == 1
    assert records.report.went["@id", "extra"] == 1


def test_organizations_and_publishers(project):
    known = organizations.create_organization(project, {"en": "Known"})
    ctid = items.get(project, schema.organization, known, "ctid")[0]
    org = {
        "@id": "_:o",
        "@type": "ceterms:CredentialOrganization",
        "ceterms:name": {"en": "New"},
        "ceterms:email": ["a@b.c"],
    }
    import_file(project, graph(framework(ceasn_publisher=["_:o"]), org))
    row = project.row(select(schema.organization).where(schema.organization.c.id != known))
    assert (row.name, row.email) == ({"en": "New"}, "a@b.c")
    assert project.scalar(select(schema.framework.c.publisher_id)) == row.id
    import_file(project, graph(framework(ceasn_publisher=f"https://credentialengineregistry.org/resources/{ctid}")))
    assert project.scalar(select(schema.framework.c.publisher_id)) == known


def test_links_find_items_of_other_frameworks(project):
    other = frameworks.create_framework(project, {"en": "Other"})
    target = frameworks.add_competency(project, other, ctid=CTID["B"], statement={"en": "There"})
    import_file(project, graph(framework(), item(A, ceasn_isTopChildOf=F, ceasn_broadAlignment=[B])))
    a = schema.association.c
    row = project.row(select(a.kind, a.destination_id, a.destination_uri))
    assert (row.kind, row.destination_id, row.destination_uri) == ("broadAlignment", target, None)


def test_scales(shared, project):
    folder = shared / "standards/ctdl/samples"
    import_files(project, [folder / "frameworks/connecting-credentials-levels.json"])
    assert len(project.rows(select(schema.concept.c.id))) == 8
    import_files(project, [folder / "progression/EQF.json"])
    labels = [row.label for row in project.rows(select(schema.progression_level.c.label))]
    assert len(labels) == 2


UNTIDY = [
    "CSCTG-Aspirational-Example-Alternate",
    "CSCTG-Navy-Maintenance-Task-and-related-info",
    "Collection-and-RSD-Sample",
    "WorkforceDemandAction-for-ETPL",
    "work-activities-connected-items",
]


@pytest.mark.parametrize("name", UNTIDY)
def test_files_that_are_not_strict_json(shared, name):
    data = (shared / "standards/ctdl/samples/not-strict-json" / f"{name}.json").read_bytes()
    assert reader_for(data, f"{name}.json") is READER
    report = read(data, f"{name}.json").report
    assert report.values == report.kept + report.kept_as_extra
    assert report.repaired


# -- what must be refused

DEEP = b'{"ceasn:x": ' * 100_000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"{", "line 1"),
        (DEEP, "nested"),
        (b'{"ceasn:name": ' + b"[" * 70 + b"]" * 70 + b"}", "nested"),
        (b'{"ceasn:weight": ' + b"9" * 5000 + b"}", "5000 digits"),
        (b'{"ceasn:weight": 1e999}', "too large"),
        (b'{"ceasn:weight": NaN}', "NaN"),
        (b'{"ceasn:name": "a", "ceasn:name": "b"}', '"ceasn:name" twice'),
        (b'{"$schema": "x", "@type": "ceasn:Competency"}', "JSON Schema"),
        (b'{"@context": {"ceasn": "https://purl.org/ctdlasn/terms/"}}', "JSON-LD context"),
        (b'{"GraphInput": {"@graph": []}, "CTID": "ceasn:"}', "request of the Registry Assistant"),
        (b'{"name": "ceasn:"}', "no CTDL document"),
        (b'[1, 2, "ceasn:"]', "no CTDL document"),
        (b'{"ceasn:name": {"en"}}', "line 1, column 21: a colon and a value are missing here"),
        (b"@prefix ceasn: <http://purl.org/ctdlasn/terms/> .\n<a> ceasn:name ", "Turtle"),
    ],
)
def test_hostile_files_get_one_sentence(data, said):
    with pytest.raises(ImportRefused) as refused:
        read(data, "bad.json")
    message = str(refused.value)
    assert message.startswith('"bad.json"')
    assert said in message
    assert "\n" not in message
    assert len(message) < 400


def test_no_context_is_fetched(monkeypatch):
    import socket

    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    document = graph(framework())
    document["@context"] = ["https://evil.example/context", {"@import": "https://evil.example/more"}]
    assert len(read(document).items) == 1


@pytest.mark.parametrize(
    ("data", "name", "ctdl"),
    [
        (b'{"@graph": [{"@type": "ceasn:Competency"}]}', "x", True),
        (b"// note\n{ 'ceasn:' }", "x.txt", True),
        (b"@prefix ceasn: <http://purl.org/ctdlasn/terms/> .", "x.txt", True),
        (b"Code,Statement\r\nceasn:1,Do it\r\n", "x.csv", False),
        (b"PK\x03\x04ceasn:", "x.xlsx", False),
    ],
)
def test_it_is_known_by_its_content(data, name, ctdl):
    assert (READER.sniff(data, name) > 0.5) == ctdl
