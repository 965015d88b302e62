# SPDX-License-Identifier: Apache-2.0
"""Imports one file and says what is wrong with the way that went."""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 10.0
"""Of work for one file; more is a fault."""

MEMORY = 1_000_000_000
"""Bytes that importing one file may take."""


@dataclass(frozen=True)
class Verdict:
    """What became of one case: ``fault`` is empty when all is well; ``answer``: the refusal, or the counts."""

    case: str
    fault: str
    answer: str
    seconds: float


class Judge:
    """Imports one file after the other into one project and says what is wrong with the way that went."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="studio-fuzzing-")
        self._begin()

    def _begin(self) -> None:
        """A project with two items."""
        from studio.importing.service import import_files
        from studio.model.project import Project

        self._project = Project.create(None, name="Fuzzing")
        good = Path(self._folder.name) / "good.csv"
        good.write_bytes(b"Code,Statement\nG,Work safely\nG.1,Measure parts\n")
        import_files(self._project, [good])
        self._content = self._now()

    def judge(self, case: str, name: str, data: bytes, file_format: str | None = None) -> Verdict:
        """Import one file and look at everything that was promised."""
        path = Path(self._folder.name) / name
        path.write_bytes(data)
        _forget_peak()
        began, memory = time.process_time(), _memory()
        fault, answer = self._import(path, file_format)
        seconds = time.process_time() - began
        grown = _peak() - memory
        path.unlink()
        if fault:
            self._project.close()
            self._begin()
        if not fault and seconds > SECONDS:
            fault = f"took {seconds:.1f} s"
        if not fault and grown > MEMORY:
            fault = f"took {grown / 1e6:,.0f} MB"
        return Verdict(case, fault, answer, round(seconds, 2))

    def _import(self, path: Path, file_format: str | None) -> tuple[str, str]:
        from studio.importing.readers import ImportRefused
        from studio.importing.service import detect, import_files

        try:
            detect(path)
        except ImportRefused:
            pass
        except Exception as error:  # noqa: BLE001 (whatever it is, it is a fault)
            return f"detect: {_trace(error)}", ""
        steps = self._newest()
        try:
            report = import_files(self._project, [path], format=file_format)
        except ImportRefused as refused:
            return self._wrong_refusal(str(refused), path.name, steps), str(refused)
        except Exception as error:  # noqa: BLE001
            return _trace(error), ""
        return self._wrong_report(report, steps), f"{report.files[0].format}: {report.created} new"

    def _wrong_refusal(self, sentence: str, name: str, steps: int) -> str:
        if f'"{name}"' not in sentence:
            return f"the refusal does not name the file: {sentence}"
        said = sentence.replace(name, "")
        if any(not sign.isprintable() for sign in said) or len(said) > 600:
            return f"the refusal is no plain sentence: {sentence[:900]!r}"
        if self._newest() != steps or self._now() != self._content:
            return "refused, and the project changed"
        return ""

    def _wrong_report(self, report: Any, steps: int) -> str:
        for file in report.files:
            if file.values != file.kept + file.kept_as_extra + len(file.rejected):
                return "the sums do not meet"
            if file.went and sum(file.went.values()) != file.kept + file.kept_as_extra:
                return "the report does not tell where every value went"
        json.dumps(report.to_json(), ensure_ascii=False).encode("utf-8")  # what --report writes
        if self._newest() > steps:
            self._project.undo()
        if self._now() != self._content:
            return "undo does not bring the project back"
        return ""

    def _newest(self) -> int:
        return self._project.history(limit=1)[0].seq

    def _now(self) -> str:
        from sqlalchemy import select

        from studio.standards.project_tables import TABLES

        digest = hashlib.sha256()
        for name, table in TABLES.items():
            digest.update(f"{name} {sorted(repr(tuple(row)) for row in self._project.rows(select(table)))}".encode())
        return digest.hexdigest()


def _trace(error: BaseException) -> str:
    """The exception and the places it passed in this program, the innermost last."""
    import traceback

    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "/studio/" in frame.filename
    ]
    return f"{type(error).__name__}: {str(error)[:200]!r} at {' '.join(places[-5:])}"


def _memory() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0


def _peak() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
