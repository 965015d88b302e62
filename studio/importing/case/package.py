# SPDX-License-Identifier: Apache-2.0
"""The parts of a CASE file, whatever they are wrapped in: a package flat or under ``CFPackage``, the answers of a CASE
service, objects alone or in lists, documents that hold their items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from studio.importing.report import FileReport
from studio.standards import case
from studio.standards.ctdl_values import as_list

Node = dict[str, Any]


class NotCase(ValueError):
    """The document holds nothing of CASE; the message completes a sentence that begins with the file's name."""


@dataclass(slots=True)
class Package:
    """Documents with what belongs to them. ``definitions``: nodes by the name of their list. ``rest``: properties of
    the package that CASE does not have."""

    documents: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    associations: list[Node] = field(default_factory=list)
    rubrics: list[Node] = field(default_factory=list)
    definitions: dict[str, list[Node]] = field(default_factory=dict)
    rest: Node = field(default_factory=dict)

    def is_empty(self) -> bool:
        """Whether it holds no object of CASE."""
        return not (self.documents or self.items or self.associations or self.rubrics or self.definitions)


_PARTS = {
    "CFDocument": "documents",
    "CFDocuments": "documents",
    "CFItem": "items",
    "CFItems": "items",
    "CFAssociation": "associations",
    "CFAssociations": "associations",
    "CFRubric": "rubrics",
    "CFRubrics": "rubrics",
}
_LISTS = {name.lower(): name for name in case.DEFINITIONS} | {name[:-1].lower(): name for name in case.DEFINITIONS}
_WRAPPERS = ("CFPackage", "CFPackages")
_CLASSES = {"documents": "CFDocument", "items": "CFItem", "associations": "CFAssociation", "rubrics": "CFRubric"}


_OF_ONE_OBJECT = frozenset({"fullStatement", "originNodeURI", "destinationNodeURI", "associationType"})


def _is_part(key: str, value: Any) -> bool:
    """Whether a property is a part of a package. An item's ``CFItemType`` is a text, a definition an object."""
    return key in _PARTS or key == "CFDefinitions" or (key.lower() in _LISTS and isinstance(value, dict | list))


def packages_of(documents: Iterable[Any], report: FileReport) -> list[Package]:
    """The packages of a file; loose objects make one package together. Raises NotCase."""
    sorting = _Sorting(report)
    for document in documents:
        sorting.take(document)
    found = [*sorting.packages, sorting.loose]
    packages = [package for package in found if not package.is_empty()]
    if not packages:
        raise NotCase("holds no document, item, association or rubric of CASE. Choose the file with the package.")
    if sorting.loose.is_empty():
        packages[0].rest.update(sorting.loose.rest)
    return packages


class _Sorting:
    def __init__(self, report: FileReport) -> None:
        self.report = report
        self.packages: list[Package] = []
        self.loose = Package()

    def take(self, value: Any) -> None:
        """A top-level value: a package, an object, or a list of them."""
        if isinstance(value, dict):
            value = tidy("CFPackage", value, self.report)
        if isinstance(value, list):
            for entry in value:
                self.take(entry)
        elif not isinstance(value, dict):
            self._put(self.loose.rest, "", value)
        elif wrapper := next((name for name in _WRAPPERS if name in value), None):
            self.take(value[wrapper])
            self._keep_rest(self.loose, {key: entry for key, entry in value.items() if key != wrapper})
        elif value.keys() & _OF_ONE_OBJECT or not any(_is_part(key, entry) for key, entry in value.items()):
            self._object(value)
        else:
            self._package(value)

    def _package(self, value: Node) -> None:
        package = Package()
        self.packages.append(package)
        rest: Node = {}
        for key, entry in value.items():
            if key in _PARTS:
                self._add(package, _PARTS[key], entry, rest, key)
            elif key == "CFDefinitions" and isinstance(entry, dict):
                self._definitions(package, entry, rest)
            elif key.lower() in _LISTS and _is_part(key, entry):
                self._add_definitions(package, _LISTS[key.lower()], entry, rest, key)
            else:
                rest[key] = entry
        self._keep_rest(package, rest)
        if package.is_empty() and package.rest:
            # A package of which nothing but foreign properties is left.
            self._keep_rest(self.loose, package.rest)

    def _add(self, package: Package, part: str, value: Any, rest: Node, key: str) -> None:
        nodes: list[Node] = getattr(package, part)
        for entry in as_list(value):
            if not isinstance(entry, dict):
                self._put(rest, key, entry)
                continue
            node = tidy(_CLASSES[part], entry, self.report)
            if part == "documents":
                node = self._lift(package, node)
            nodes.append(node)

    def _lift(self, package: Package, document: Node) -> Node:
        """Parts that stand inside their document go beside it."""
        inside = [key for key in document if key in _PARTS or key == "CFDefinitions"]
        if not inside:
            return document
        for key in inside:
            if key == "CFDefinitions" and isinstance(document[key], dict):
                self._definitions(package, document[key], package.rest)
            elif key in _PARTS and _PARTS[key] != "documents":
                self._add(package, _PARTS[key], document[key], package.rest, key)
            else:
                self._put(package.rest, key, document[key])
        self.report.repair(
            "CFDocument", ", ".join(inside), "", "Parts inside their document were read as parts beside it"
        )
        return {key: value for key, value in document.items() if key not in inside}

    def _definitions(self, package: Package, value: Node, rest: Node) -> None:
        others: Node = {}
        for key, entry in value.items():
            if key.lower() in _LISTS:
                self._add_definitions(package, _LISTS[key.lower()], entry, others, key)
            else:
                others[key] = entry
        if others:
            rest["CFDefinitions"] = others

    def _add_definitions(self, package: Package, name: str, value: Any, rest: Node, key: str) -> None:
        for entry in as_list(value):
            if isinstance(entry, dict):
                package.definitions.setdefault(name, []).append(entry)
            else:
                self._put(rest, key, entry)

    def _object(self, value: Node) -> None:
        """An object that stands alone, known by its properties."""
        _refuse_others(value)
        name = _class_of(value)
        if name in case.DEFINITIONS:
            self.loose.definitions.setdefault(name, []).append(value)
        else:
            part = next(part for part, each in _CLASSES.items() if each == name)
            self._add(self.loose, part, value, self.loose.rest, name)

    def _keep_rest(self, package: Package, rest: Node) -> None:
        for key, value in rest.items():
            self._put(package.rest, key, value)

    @staticmethod
    def _put(rest: Node, key: str, value: Any) -> None:
        """Keep a value under a name that may be taken."""
        name, number = key, 2
        while name in rest:
            name, number = f"{key} {number}", number + 1
        rest[name] = value


def _refuse_others(value: Node) -> None:
    if "openapi" in value or "swagger" in value:
        raise NotCase("describes a CASE service (OpenAPI). Choose a file with a package.")
    if "$defs" in value or ("$schema" in value and "properties" in value):
        raise NotCase("is a JSON schema, not a package. Choose a file with a package.")
    if "imsx_codeMajor" in value:
        said = value.get("imsx_description")
        words = f": {said[:200]}" if isinstance(said, str) and said else ""
        raise NotCase(f"is the answer of a CASE service that something went wrong{words}. Ask the service again.")


def _class_of(value: Node) -> str:
    for mark, name in (
        ("originNodeURI", "CFAssociation"),
        ("associationType", "CFAssociation"),
        ("fullStatement", "CFItem"),
        ("CFRubricCriteria", "CFRubric"),
        ("licenseText", "CFLicenses"),
        ("CFPackageURI", "CFDocument"),
        ("adoptionStatus", "CFDocument"),
        ("creator", "CFDocument"),
        ("typeCode", "CFItemTypes"),
        ("keywords", "CFConcepts"),
        ("hierarchyCode", "CFSubjects"),
    ):
        if mark in value:
            return name
    if "identifier" in value and "title" in value and "lastChangeDateTime" in value:
        return "CFAssociationGroupings"
    raise NotCase("holds no document, item, association or rubric of CASE. Choose the file with the package.")


_PROPERTIES = {**case.CLASSES, "CFPackage": (*_PARTS, "CFDefinitions", *_WRAPPERS)}
_NAMES = {name: frozenset(properties) for name, properties in _PROPERTIES.items()}
_LOWER = {
    name: {each.lower(): each for each in properties}
    | {other.lower(): right for other, right in case.OTHER_NAMES.get(name, {}).items()}
    for name, properties in _PROPERTIES.items()
}


def tidy(name: str, node: Node, report: FileReport) -> Node:
    """A node with the usual names of its properties: older names and other case are known. Properties that CASE does
    not have stay as they are."""
    if node.keys() <= _NAMES[name]:
        return node
    made: Node = {}
    for key, value in node.items():
        usual = key if key in _NAMES[name] else _LOWER[name].get(key.lower(), key)
        if usual != key and usual not in node and usual not in made:
            report.repair(_where(name, node), key, usual, "CASE spells this property in another way")
            made[usual] = value
        else:
            made[key] = value
    return made


def _where(name: str, node: Node) -> str:
    return f"{name} {node.get('identifier') or ''}".strip()[:120]
