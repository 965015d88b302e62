# SPDX-License-Identifier: Apache-2.0
"""Vocabularies come from disk, pinned by hash, and from nowhere else."""

from __future__ import annotations

import hashlib
import json
import socket

import pytest

from studio.credentials import contexts
from studio.credentials.canonical import canonical
from studio.credentials.contexts import PINNED, Contexts
from studio.credentials.errors import ContextUnavailable


@pytest.mark.parametrize("url", sorted(PINNED))
def test_every_pinned_context_is_on_disk_with_its_hash(url):
    assert "@context" in Contexts().document(url)


def test_another_body_under_a_known_address_is_refused():
    data = b'{"@context": {}}'
    assert contexts.checked("https://a.example/c", data, hashlib.sha256(data).hexdigest()) == {"@context": {}}
    with pytest.raises(ContextUnavailable, match=r"https://a\.example/c is not the one"):
        contexts.checked("https://a.example/c", data + b" ", hashlib.sha256(data).hexdigest())


def test_a_missing_file_is_one_sentence(monkeypatch):
    monkeypatch.setitem(PINNED, "https://a.example/gone", ("gone.json", "0"))
    with pytest.raises(ContextUnavailable, match="missing from disk"):
        Contexts().document("https://a.example/gone")


def test_an_unknown_context_is_refused_without_touching_the_network(monkeypatch):
    def no_network(*_args, **_kwargs):
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "create_connection", no_network)
    document = {"@context": "https://elsewhere.example/context", "id": "urn:uuid:1"}
    with pytest.raises(ContextUnavailable, match=r"https://elsewhere\.example/context is not available offline"):
        canonical(document)


def test_extra_contexts_stay_with_the_one_who_vouches_for_them():
    url = "https://elsewhere.example/context"
    extra = Contexts({url: {"@context": {"colour": "https://elsewhere.example/colour"}}})
    document = {"@context": url, "@id": "urn:uuid:1", "colour": "red"}
    expected = '<urn:uuid:1> <https://elsewhere.example/colour> "red" .\n'
    assert canonical(document, extra) == expected
    with pytest.raises(ContextUnavailable):
        canonical(document)
    assert canonical(document, extra) == expected


def test_our_copies_are_those_of_the_standards(shared):
    folder = shared / "standards" / "vc" / "contexts"
    index = json.loads((folder / "index.json").read_text())
    for url in PINNED:
        theirs = json.loads((folder / index[url]["file"]).read_text())
        assert Contexts().document(url) == theirs, url
