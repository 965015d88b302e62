# SPDX-License-Identifier: Apache-2.0
"""Import of an Excel workbook against the bare reading of the same file by the fastest library (python-calamine)."""

from __future__ import annotations

import resource
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from benchmarks._measure import finish, import_time, judge, seconds

ROWS = 100_000
LIMIT = 4

REALISTIC = (
    "id", "coded_notation", "level", "item_type", "parent_code", "parent_id", "statement", "statement_es",
    "abbreviated_statement", "stage", "bloom", "competency_category", "keywords", "comment", "language", "status",
    "sort_order",
)  # fmt: skip
NARROW = ("code", "level", "statement", "keywords", "comment")

_TYPES = ("Domain", "Area", "Competency")
_STAGES = ("HS", "CC", "RA", "HS|CC|RA")
_BLOOM = ("Remember", "Understand", "Apply", "Analyze", "Evaluate", "Create")
_WORDS = """measure align inspect install record verify adjust calibrate program wire test the a each
every motor sensor shaft bearing controller circuit panel gauge caliper drawing log sheet before after
against with tolerance safety""".split()  # noqa: SIM905 (words are easier to read than a list)
_WORDS_ES = """mide alinea revisa instala registra verifica ajusta calibra programa conecta prueba el la cada
motor sensor eje rodamiento controlador circuito panel calibrador plano bitácora hoja
antes después según límite producción""".split()  # noqa: SIM905 (words are easier to read than a list)


def _codes(rows: int) -> Iterator[tuple[str, str, int]]:
    """Code, code of the parent and level of each row: domains of ten areas of ten items each."""
    for number in range(rows):
        domain, area, item = number // 111 + 1, (number % 111 + 10) // 11, (number % 111 + 10) % 11
        parts = ["MT", str(domain), *([str(area)] if area else []), *([str(item)] if area and item else [])]
        yield ".".join(parts), ".".join(parts[:-1]) if len(parts) > 2 else "", len(parts) - 1


def _sentence(random: Random, words: Sequence[str], shortest: int) -> str:
    text = random.choice(words).capitalize()
    while len(text) < shortest:
        text = f"{text} {random.choice(words)}"
    return f"{text}."


def _wide_rows(rows: int) -> Iterator[list[object]]:
    random = Random(7)
    ids: dict[str, str] = {}
    for number, (code, parent, level) in enumerate(_codes(rows)):
        own = ids.setdefault(code, str(uuid.UUID(int=random.getrandbits(128), version=4)))
        yield [
            own,
            code,
            level,
            _TYPES[level - 1],
            parent,
            ids.get(parent, ""),
            _sentence(random, _WORDS, random.randint(60, 115)),
            _sentence(random, _WORDS_ES, random.randint(60, 115)),
            _sentence(random, _WORDS, 20)[:-1],
            random.choice(_STAGES),
            random.choice(_BLOOM),
            random.choice(("Skill", "Knowledge")),
            "|".join(random.sample(_WORDS, 3)),
            _sentence(random, _WORDS, random.randint(40, 80)),
            "en",
            "Published",
            number + 1,
        ]


def _narrow_rows(rows: int) -> Iterator[list[object]]:
    for number, (code, _parent, level) in enumerate(_codes(rows)):
        text = f"Measure part {number} with a caliper and record the result in the log"
        yield [code, level, text, "measure|caliper", f"Note {number}"]


def write_workbook(place: Path, header: tuple[str, ...], rows: Iterator[list[object]]) -> None:
    """A workbook as openpyxl writes it row by row: one sheet, a header, the texts in their cells."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Framework")
    sheet.append(header)
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    workbook.save(place)


def read_bare(place: Path) -> int:
    """Every sheet as Python values, and nothing done with them."""
    workbook = CalamineWorkbook.from_path(str(place))
    return sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)


def main() -> None:
    """Print the ratios, and the most memory the process ever held."""
    with tempfile.TemporaryDirectory() as folder:
        wide, narrow, small = (Path(folder, f"{name}.xlsx") for name in ("wide", "narrow", "small"))
        write_workbook(wide, REALISTIC, _wide_rows(ROWS))
        write_workbook(narrow, NARROW, _narrow_rows(ROWS))
        write_workbook(small, REALISTIC, _wide_rows(ROWS // 10))
        for place, rows, columns in ((wide, ROWS, REALISTIC), (narrow, ROWS, NARROW), (small, ROWS // 10, REALISTIC)):
            ours, project = import_time(place, 3)
            project.close()
            bare = seconds(lambda place=place: read_bare(place))  # type: ignore[misc]
            judge(f"XLSX of {rows:,} rows, {len(columns)} columns", ours, bare, LIMIT, "bare reading (python-calamine)")
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
    finish()
