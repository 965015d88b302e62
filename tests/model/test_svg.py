# SPDX-License-Identifier: Apache-2.0
"""Pictures that do more than show a picture are refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from studio.model import assets, schema
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.model.svg import check_svg
from studio.paths import resource

HOSTILE = {
    "script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>",
    "handler": b"<svg onload='x()'/>",
    "foreign": b"<svg><foreignObject/></svg>",
    "entity": b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
    "fetch": b"<svg><image href='https://example.org/a.png'/></svg>",
    "fetch xlink": b"<svg xmlns:xlink='http://www.w3.org/1999/xlink'><use xlink:href='file:///etc/passwd'/></svg>",
    "style": b"<svg><style>a{background:url(https://example.org)}</style></svg>",
    "import": b"<svg><style>@import 'https://example.org/a.css'</style></svg>",
    "attribute style": b"<svg><g style='fill:url(http://example.org)'/></svg>",
    "stylesheet": b"<?xml-stylesheet href='https://example.org'?><svg/>",
    "animated address": b"<svg><a><set attributeName='href' to='https://example.org'/></a></svg>",
    "loop": b"<svg><g id='a'><use href='#a'/></g></svg>",
    "deep": b"<svg>" + b"<g>" * 300 + b"</g>" * 300 + b"</svg>",
    "cut off": b"<svg><g>",
    "other root": b"<html><svg/></html>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_refuses_what_is_more_than_a_picture(data):
    with pytest.raises(StudioError, match=r'"picture\.svg"'):
        check_svg("picture.svg", data)


def test_refuses_parts_that_multiply():
    parts = ["<g id='g{}'>{}</g>".format(n, f"<use href='#g{n - 1}'/>" * 10) for n in range(1, 12)]
    data = f"<svg><g id='g0'><path/></g>{''.join(parts)}<use href='#g11'/></svg>".encode()
    with pytest.raises(StudioError, match="repeats its parts"):
        check_svg("picture.svg", data)


def test_takes_pictures_as_programs_write_them():
    check_svg("own.svg", b"<svg><defs><g id='a'><path/></g></defs><use href='#a'/><style>a{fill:url(#b)}</style></svg>")
    check_svg("inside.svg", b"<svg><image href='data:image/png;base64,AAAA'/></svg>")
    for picture in resource("sample", "images").glob("*.svg"):
        check_svg(picture.name, picture.read_bytes())


def test_a_refused_picture_leaves_the_project_as_it_was():
    project = Project.create(None, name="Pictures")
    with pytest.raises(StudioError, match="script"):
        assets.add_image(project, "bad.svg", HOSTILE["script"])
    assert not project.rows(select(schema.asset.c.id))
    assert project.can_undo() is None
    project.close()
