# SPDX-License-Identifier: Apache-2.0
"""``sign`` and ``verify``, on the sample."""

from __future__ import annotations

import json

import pytest

from studio.credentials.keys import KeyStore
from studio.importing.sample import create_sample
from studio.model import schema
from studio.model.project import Project


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The sample project saved as a file, a key, and a file with its passphrase."""
    folder = tmp_path_factory.mktemp("sign")
    create_sample(folder / "plan.studio").close()
    KeyStore(folder / "keys").create("District 2026", "correct horse battery")
    (folder / "secret.txt").write_text("correct horse battery\n")
    return folder


@pytest.fixture
def sign(run, place, monkeypatch):
    """Run ``studio sign`` on the sample with the key."""
    monkeypatch.setenv("STUDIO_KEYS", str(place / "keys"))

    def signed(badge, out, *words, project="plan.studio", key="District 2026", secret="secret.txt"):
        return run(
            "sign", place / project, "--badge", badge, "--key", key, "--out", out,
            "--passphrase-file", place / secret, *words,
        )  # fmt: skip

    return signed


def test_a_template_package(sign, run, place, tmp_path):
    before = (place / "plan.studio").read_bytes()
    result = sign("B1", tmp_path / "b1")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f'Signed "Energy Isolation Ready": the package is in {tmp_path / "b1"}\n'
    assert "Open Badges have no place for" in result.stderr
    assert not (tmp_path / "b1" / "credentials").exists()
    checked = run("verify", tmp_path / "b1")
    assert checked.exit_code == 0
    assert checked.stdout.startswith(f"{tmp_path / 'b1'}: verified\n")
    assert (place / "plan.studio").read_bytes() == before


def test_one_credential_each(sign, run, place, tmp_path):
    (tmp_path / "earners.csv").write_text("Email,Class\nana@schools.example,3b\nben@schools.example,3b\n")
    result = sign("Energy Isolation Ready", tmp_path / "b1", "--recipients", tmp_path / "earners.csv", "--json")
    made = json.loads(result.stdout)
    assert made["credentials"] == 2
    assert made["suite"] == "eddsa-rdfc-2022"
    assert 'The column "Class" of the recipients was not used.' in made["findings"]
    assert "credentials/0002.json" in made["files"]
    files = [tmp_path / "b1", tmp_path / "b1" / "credentials" / "0001.json"]
    reports = json.loads(run("verify", *files, "--json").stdout)
    assert [report["verified"] for report in reports] == [True, True]
    assert [report["file"] for report in reports] == [str(path) for path in files]
    assert all(set(check) >= {"check", "ok", "detail"} for report in reports for check in report["checks"])
    mine = run("verify", files[1], "--recipient", "ana@schools.example")
    assert mine.exit_code == 0
    assert "Earner" in mine.stdout
    assert run("verify", files[1], "--recipient", "ben@schools.example").exit_code == 1
    project = (place / "plan.studio").read_bytes()
    assert b"ana@schools.example" not in project
    credential = json.loads(files[1].read_text())
    assert credential["validUntil"] > credential["validFrom"]


def test_a_changed_file_is_not_verified(sign, run, tmp_path):
    sign("B2", tmp_path / "b2")
    path = tmp_path / "b2" / "endorsement.json"
    path.write_text(path.read_text().replace("vouches", "Vouches", 1))
    result = run("verify", path)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{path}: NOT verified\n")
    assert "✗ Signature: The file was changed after it was signed." in result.stdout
    assert result.stderr == ""


def test_an_issuer_with_a_website(sign, run, tmp_path):
    made = json.loads(sign("B1", tmp_path / "web", "--web", "schools.example", "--json").stdout)
    assert made["issuer"] == "did:web:schools.example"
    unknown = run("verify", tmp_path / "web")
    assert unknown.exit_code == 1
    assert "Get https://schools.example/.well-known/did.json" in unknown.stdout
    assert run("verify", tmp_path / "web", "--did", tmp_path / "web" / "did.json").exit_code == 0
    assert "not a web address" in sign("B1", tmp_path / "bad", "--web", "no address").stderr


def test_did_documents_are_given_by_file(sign, run, tmp_path):
    sign("B1", tmp_path / "b1")
    assert run("verify", tmp_path / "b1", "--did", tmp_path / "b1" / "did.json").exit_code == 0
    refused = run("verify", tmp_path / "b1", "--did", tmp_path / "b1" / "issuer.json")
    assert (refused.exit_code, refused.stderr) == (2, '"issuer.json" is not a DID document.\n')


@pytest.mark.parametrize(
    ("badge", "words", "sentence"),
    [
        ("B9", {}, '"B9"'),
        ("B1", {"key": "Nobody"}, 'There is no key "Nobody". There are: "District 2026".'),
        ("B1", {"project": "missing.studio"}, "missing.studio"),
        ("B1", {"secret": "plan.studio"}, "passphrase file"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(sign, tmp_path, badge, words, sentence):
    result = sign(badge, tmp_path / "out", **words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_wrong_passphrase(sign, place, tmp_path):
    (place / "wrong.txt").write_text("wrong\n")
    result = sign("B1", tmp_path / "out", secret="wrong.txt")
    assert result.exit_code == 2
    assert result.stderr == 'Wrong passphrase for key "District 2026". Two tries left before a short wait.\n'
    assert not (tmp_path / "out").exists()
    sign("B1", tmp_path / "out")


def test_without_a_passphrase_and_without_a_terminal(run, place, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_KEYS", str(place / "keys"))
    result = run("sign", place / "plan.studio", "--badge", "B1", "--key", "District 2026", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "Give it with --passphrase-file." in result.stderr


def test_a_bad_list_of_recipients(sign, tmp_path):
    (tmp_path / "earners.csv").write_text("email\nnobody\n")
    result = sign("B1", tmp_path / "out", "--recipients", tmp_path / "earners.csv")
    assert result.exit_code == 2
    assert result.stderr == '"earners.csv", row 2: "nobody" is not an email address.\n'


def test_a_badge_without_an_issuer(sign, place, tmp_path):
    path = place / "orphan.studio"
    project = Project.create(path, name="Orphan")
    with project.change("Add badge") as change:
        text = {"en": "Lathe"}
        change.insert(
            schema.badge, [{"code": "L1", "name": text, "description": text, "criteria": text, "position": "a"}]
        )
    project.save()
    project.close()
    result = sign("L1", tmp_path / "out", project="orphan.studio")
    assert result.exit_code == 2
    assert result.stderr == 'The badge "Lathe" names no issuer. Choose one in the badge and sign again.\n'


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7"])
def test_files_of_another_kind(run, tmp_path, content):
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    result = run("verify", path)
    assert result.exit_code == 1
    assert "✗ File: " in result.stdout
    assert run("verify", tmp_path / "missing.json").exit_code == 2
