# SPDX-License-Identifier: Apache-2.0
"""Import spoiled and hostile files, and look at what becomes of each.

``python tests/importing/fuzzing --minutes 10`` runs for some time over everything, ``--start 500`` with other numbers
than the last time; ``--case "own/csv-x.csv#17"`` runs
one case again; ``--keep FOLDER`` keeps the files that found something. A case is a seed and a number: it is the same
every time, as long as the seeds are.

Every file has to end in a report whose sums are right, or in one sentence that names the file with the project as it
was; within some seconds, within 1 GB, and without taking the process down. So the cases run in a process of their own.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import hashlib
import json
import os
import random as randomness
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Thread, Timer

from attacks import ATTACKS
from judge import Judge, Verdict
from mutations import spoil
from seeds import seeds

_HANGS = 60.0
_ADDRESSES = 6_000_000_000
_ROOT = Path(__file__).resolve().parents[3]


def case_file(case: str, groups: dict[str, dict[str, bytes]]) -> tuple[str, bytes, str | None]:
    """The name, content and named format of a case: ``attack/NAME``, or ``GROUP/FILE#NUMBER``."""
    group, _, rest = case.partition("/")
    if group == "attack":
        attack, _, named = rest.partition(" as ")
        name, content = ATTACKS[attack]
        return name, content(), named or None
    name, _, number = rest.rpartition("#")
    random = randomness.Random(case)
    data = groups[group][name]
    data = spoil(random, data) if int(number) else data
    if random.random() < 0.1:
        name = Path(name).stem + random.choice((".csv", ".json", ".ttl", ".xlsx", ".rdf", ".docx", ".txt", ""))
    return name, data, random.choice(_formats()) if random.random() < 0.1 else None


def _formats() -> list[str]:
    from studio.importing.readers import readers

    return sorted({name for reader in readers() for name in reader.formats})


def _work(cases: Iterable[str], keep: Path | None) -> None:
    """Judge the cases and print one line of JSON for each."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    groups: dict[str, dict[str, bytes]] = {}
    judge = Judge()
    for line in cases:
        case = line.strip()
        print(json.dumps({"begins": case}), flush=True)
        faulthandler.dump_traceback_later(_HANGS - 5)
        if not groups and not case.startswith("attack/"):
            groups = seeds()
        name, data, file_format = case_file(case, groups)
        verdict = judge.judge(case, name, data, file_format)
        faulthandler.cancel_dump_traceback_later()
        if keep is not None and verdict.fault:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{hashlib.sha256(case.encode()).hexdigest()[:8]}-{name}").write_bytes(data)
        print(json.dumps(asdict(verdict)), flush=True)


# ---- the process that watches


def run(cases: Sequence[str], keep: Path | None = None) -> Iterator[Verdict]:
    """Judge the cases in a process of their own; one that dies or hangs is a fault, and the next goes on."""
    waiting = list(cases)
    while waiting:
        command = [sys.executable, str(Path(__file__).parent), "--work", *(["--keep", str(keep)] if keep else [])]
        with tempfile.TemporaryFile() as said, _home() as home:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, cwd=_ROOT, env=home
            )
            assert process.stdin is not None
            Thread(target=_feed, args=(process, list(waiting)), daemon=True).start()
            began = ""
            for verdict in _lines(process):
                if isinstance(verdict, str):
                    began = verdict
                    continue
                waiting.remove(verdict.case)
                began = ""
                yield verdict
            process.wait()
            if waiting:
                said.seek(0)
                last = said.read().decode(errors="replace")[-1500:]
                if not began:
                    raise RuntimeError(f"the process that imports cannot begin: {last}")
                waiting.remove(began)
                yield Verdict(began, f"the process died or hung ({process.returncode}): {last}", "", 0.0)


@contextlib.contextmanager
def _home() -> Iterator[dict[str, str]]:
    """The environment with a home folder of its own, so that nothing touches the user's."""
    with tempfile.TemporaryDirectory(prefix="studio-fuzzing-home-") as folder:
        names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        yield {**os.environ, **dict.fromkeys(names, folder), "PYTHONHASHSEED": "0"}


def _feed(process: subprocess.Popen[str], cases: Sequence[str]) -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        for case in cases:
            process.stdin.write(case + "\n")
        process.stdin.close()


def _lines(process: subprocess.Popen[str]) -> Iterator[Verdict | str]:
    """What the process says; it is ended when it says nothing for too long."""
    assert process.stdout is not None
    while True:
        timer = Timer(_HANGS, process.kill)
        timer.start()
        line = process.stdout.readline()
        timer.cancel()
        if not line:
            return
        document = json.loads(line)
        yield document["begins"] if "begins" in document else Verdict(**document)


def attack_cases() -> list[str]:
    """Every attack."""
    return [f"attack/{name}" for name in ATTACKS]


def spoiled_cases(groups: dict[str, dict[str, bytes]], numbers: Iterable[int]) -> Iterator[str]:
    """Every seed with each of the numbers, group after group."""
    for number in numbers:
        for group, files in groups.items():
            for name in files:
                yield f"{group}/{name}#{number}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Import spoiled and hostile files.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--case", action="append", default=[], help="only this case; may be given several times")
    parser.add_argument("--group", action="append", default=[], help="only seeds of this group")
    parser.add_argument("--start", type=int, default=0, help="the first number")
    parser.add_argument("--numbers", type=int, help="how many numbers, instead of some minutes")
    parser.add_argument("--attacks", action="store_true", help="only the attacks")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only every second attack")
    parser.add_argument("--keep", type=Path, help="a folder for the files that found something")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        _work(sys.stdin, given.keep)
        return
    ends = time.monotonic() + given.minutes * 60
    done = faults = 0
    slow: list[Verdict] = []
    known = Counter[str]()
    for batch in _batches(given):
        for verdict in run(batch, given.keep):
            done += 1
            slow = sorted([*slow, verdict], key=lambda each: -each.seconds)[:10]
            if verdict.fault:
                faults += 1
                place = verdict.fault.rpartition(" at ")[2]
                known[place] += 1
                if known[place] <= 3:  # the same again and again helps nobody
                    print(f"{verdict.case}\n    {verdict.fault}", flush=True)
        if time.monotonic() > ends:
            break
    print(f"{done:,} files, {faults} faults; the slowest:")
    for verdict in slow:
        print(f"  {verdict.seconds:6.2f} s  {verdict.case}  {verdict.answer[:100]}")
    sys.exit(1 if faults else 0)


def _batches(given: argparse.Namespace) -> Iterator[list[str]]:
    if given.case:
        yield list(given.case)
        return
    if not given.group:
        yield attack_cases() if given.half is None else attack_cases()[given.half :: 2]
    if given.attacks:
        return
    chosen = {name: files for name, files in seeds().items() if not given.group or name in given.group}
    for number in range(given.start, given.start + (given.numbers or 1_000_000)):
        yield list(spoiled_cases(chosen, [number]))


if __name__ == "__main__":
    main()
