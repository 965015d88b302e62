# SPDX-License-Identifier: Apache-2.0
"""ESCO's occupations (3,658 concepts) in and out, against rdflib parsing and serialising the same statements.

The real file is taken where the folder of evidence is; otherwise a made one of the same size.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph

from benchmarks._measure import finish, import_time, judge, seconds
from studio.export.service import Options, make

CONCEPTS = 3_658


def main() -> None:
    """Print both ratios."""
    shared = Path(os.environ.get("STUDIO_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    real = shared / "standards" / "skos" / "vocabs" / "esco-occupations-de.ttl"
    path = real if real.exists() else _made(Path("build"))
    data = path.read_bytes()
    graph = Graph()
    ours, project = import_time(path, tries=3)
    parse = seconds(lambda: Graph().parse(data=data, format="turtle"), tries=2)
    judge("Import of ESCO occupations", ours, parse, 1, "rdflib parses it in")
    graph.parse(data=data, format="turtle")
    serialize = seconds(lambda: graph.serialize(format="turtle"), tries=2)
    for ending, limit in ((".ttl", 0.5), (".rdf", 0.5), (".jsonld", 0.5)):
        made = seconds(lambda ending=ending: make(project, "skos", (), Options(ending=ending)))  # type: ignore[misc]
        judge(f"Export of ESCO occupations as {ending}", made, serialize, limit, "rdflib writes Turtle in")
    project.close()


def _made(folder: Path) -> Path:
    """A vocabulary of the same size and shape."""
    folder.mkdir(exist_ok=True)
    path = folder / "occupations.ttl"
    path.write_text("".join(_lines()), "utf-8")
    return path


def _lines() -> Iterator[str]:
    yield "@base <http://example.org/occupations/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    yield '<> a skos:ConceptScheme ; <http://purl.org/dc/terms/title> "Occupations"@en .\n'
    for number in range(CONCEPTS):
        place = f"skos:broader <c{number // 8}>" if number > 7 else "skos:topConceptOf <>"
        words = ", ".join(f'"Occupation {number}, called {other}"@en' for other in range(4))
        below = "".join(
            f" ; skos:narrower <c{each}>" for each in range(number * 8, number * 8 + 8) if 7 < each < CONCEPTS
        )
        yield f'<c{number}> a skos:Concept ; skos:prefLabel "Occupation {number}"@en ; skos:altLabel {words} ;\n'
        yield f"  skos:exactMatch <http://example.org/esco/{number}> ; skos:inScheme <> ; {place}{below} .\n"


if __name__ == "__main__":
    main()
    finish()
