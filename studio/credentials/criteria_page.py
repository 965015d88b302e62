# SPDX-License-Identifier: Apache-2.0
"""The page that tells a learner what the badge asks for: one HTML file, no scripts, nothing fetched, WCAG 2.2 AA."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from studio.standards.openbadges import Achievement

_PAGE = """<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{{ badge.name }}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.55 system-ui, sans-serif; max-width: 48rem; margin: 0 auto; padding: 1.5rem; }
img { width: 8rem; height: auto; }
table { border-collapse: collapse; width: 100%; }
.scroll { overflow-x: auto; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { border: 1px solid currentColor; padding: .5rem; text-align: left; vertical-align: top; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid; outline-offset: 2px; }
.small { font-size: .9375rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>{{ badge.name }}</h1>
{% if badge.image and badge.image.id.startswith("data:image/") %}
<img src="{{ badge.image.id }}" alt="{{ badge.image.caption or badge.name }}">
{% endif %}
<p>{{ badge.description }}</p>
{% if creator %}
<p><span{{ own }}>{{ words.offered }}</span> {{ creator }}</p>
{% endif %}
<h2{{ own }}>{{ words.todo }}</h2>
{% if narrative %}
{{ narrative }}
{% else %}
<p><span{{ own }}>{{ words.elsewhere }}</span> {{ badge.criteria.id }}</p>
{% endif %}
{% if rubrics %}
<h2{{ own }}>{{ words.rubric }}</h2>
{% for rubric in rubrics %}
<div class="scroll" role="region" tabindex="0" aria-label="{{ rubric.name }}">
<table>
<caption>{{ rubric.name }}</caption>
<thead{{ own }}><tr><th scope="col">{{ words.level }}</th><th scope="col">{{ words.seen }}</th></tr></thead>
<tbody>
{% for level in rubric.rubric_criterion_level %}
<tr><th scope="row">{{ level.name }}
{%- if level.id == rubric.required_level %} <span{{ own }}>({{ words.passing }})</span>{% endif %}</th>
<td>{{ level.description or "" }}</td></tr>
{% endfor %}
</tbody>
</table>
</div>
{% endfor %}
{% endif %}
{% if badge.alignment %}
<h2{{ own }}>{{ words.competencies }}</h2>
<ul>
{% for target in badge.alignment %}
<li>{% if target.target_code %}{{ target.target_code }}: {% endif %}{{ target.target_name }}
{%- if target.target_framework %} ({{ target.target_framework }}){% endif %}</li>
{% endfor %}
</ul>
{% endif %}
<p class="small"><span{{ own }}>{{ words.identifier }}</span> {{ badge.id }}
{%- if badge.version %}, <span{{ own }}>{{ words.version }}</span> {{ badge.version }}{% endif %}</p>
</main>
</body>
</html>
"""

_WORDS = {
    "en": {
        "offered": "Offered by",
        "todo": "What you do to earn it",
        "elsewhere": "The criteria are at",
        "rubric": "What each level looks like",
        "level": "Level",
        "seen": "What the assessor sees",
        "passing": "needed to pass",
        "competencies": "Competencies it stands for",
        "identifier": "Identifier of this badge:",
        "version": "version",
    },
    "es": {
        "offered": "La ofrece:",
        "todo": "Lo que haces para obtenerla",
        "elsewhere": "Los criterios están en",
        "rubric": "Cómo se ve cada nivel",
        "level": "Nivel",
        "seen": "Lo que ve quien evalúa",
        "passing": "necesario para aprobar",
        "competencies": "Competencias que representa",
        "identifier": "Identificador de esta insignia:",
        "version": "versión",
    },
}


def criteria_page(achievement: Mapping[str, Any]) -> str:
    """The page for an Achievement as HTML text. All in it is escaped or cleaned; the same input, the same page."""
    import nh3
    from jinja2 import Environment
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    badge: Achievement = Achievement.read(
        {key: value for key, value in achievement.items() if key != "@context"}, "The badge"
    )
    narrative = ""
    if badge.criteria.narrative:
        html = MarkdownIt("commonmark", {"html": False}).enable("table").render(badge.criteria.narrative)
        html = _below_second_level(html)
        narrative = nh3.clean(
            html, tags=nh3.ALLOWED_TAGS - {"img"}, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}
        )
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_PAGE)
    language = badge.in_language or "en"
    spoken = language.split("-")[0].lower()
    return template.render(
        badge=badge,
        language=language,
        words=_WORDS.get(spoken, _WORDS["en"]),
        # In a badge of a third language the page's own English words are marked, so that they are read as English.
        own="" if spoken in _WORDS else Markup(' lang="en"'),
        creator=badge.creator.name if badge.creator else None,
        narrative=Markup(narrative),  # noqa: S704 (cleaned by nh3 above)
        rubrics=[entry for entry in badge.result_description or [] if entry.rubric_criterion_level],
    )


def _below_second_level(html: str) -> str:
    """Headings of the author's text moved below the page's own h2, none skipped at the top."""
    levels = [int(level) for level in re.findall(r"<h([1-6])>", html)]
    shift = 3 - min(levels, default=3)
    return re.sub(r"<(/?)h([1-6])>", lambda found: f"<{found[1]}h{min(6, int(found[2]) + shift)}>", html)
