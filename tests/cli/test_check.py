# SPDX-License-Identifier: Apache-2.0
"""``check`` on the sample project, and ``new --sample``."""

import json
from pathlib import Path

import pytest

KEYS = {"rule", "severity", "kind", "id", "code", "message", "fix"}


@pytest.fixture
def sample(run, tmp_path: Path) -> Path:
    path = tmp_path / "sample.studio"
    assert run("new", path, "--sample").exit_code == 0
    return path


def test_the_sample_has_findings_but_no_errors(run, sample: Path) -> None:
    result = run("check", sample, "--json")
    findings = json.loads(result.stdout)
    assert result.exit_code == 1
    assert findings
    assert all(set(finding) >= KEYS for finding in findings)
    assert {finding["severity"] for finding in findings} <= {"warning", "info"}
    assert run("check", sample, "--fail-on", "error").exit_code == 0
    assert run("check", sample, "--fail-on", "warning").exit_code == 1


def test_text_output_counts_what_was_found(run, sample: Path) -> None:
    result = run("check", sample)
    assert "0 errors" in result.stderr
    assert any(line.startswith("warning  FW10") for line in result.stdout.splitlines())


def test_profiles_narrow_the_rules(run, sample: Path) -> None:
    everything = json.loads(run("check", sample, "--json").stdout)
    narrowed = json.loads(run("check", sample, "--json", "--profile", "registry,eu").stdout)
    assert len(narrowed) < len(everything)
    refused = run("check", sample, "--profile", "marketing")
    assert refused.exit_code == 2
    assert "registry" in refused.stderr


def test_the_sample_is_whole(run, sample: Path) -> None:
    document = json.loads(run("info", sample, "--json").stdout)
    assert [entry["items"] for entry in document["frameworks"]] == [132]
    assert (document["organizations"], document["badges"]) == (9, 6)
