"""Identifiers of BPMN elements: from the labels of the log, so that an element has one name in all versions and every year."""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass

from procmap.model.bpmn_grid import Grid, Node
from procmap.model.bpmn_versions import Kind, Part, Version, tasks

LONGEST = 60
"""Characters of a slug; what is longer ends in a checksum of the whole."""


@dataclass(frozen=True)
class Names:
    """The identifiers of a drawing, in the order of its grid; those of the file itself are fixed."""

    nodes: tuple[str, ...]
    flows: tuple[str, ...]
    lanes: tuple[str, ...]


def names_of(grid: Grid, lanes: list[str]) -> Names:
    """All identifiers. A task that the plan moves is one task: what stood elsewhere before keeps its name."""
    given = _Given()
    nodes = [""] * len(grid.nodes)
    moved: dict[str, list[str]] = {}
    order = sorted(grid.nodes, key=lambda node: not grid.node_versions[node.number] & Version.BEFORE)
    for node in order:
        waiting = moved.get(node.part.label, []) if node.kind == "task" else []
        after_only = grid.node_versions[node.number] == Version.AFTER
        nodes[node.number] = waiting.pop(0) if waiting and after_only else given.give(*_wanted(node))
        if node.kind == "task" and grid.node_versions[node.number] == Version.BEFORE:
            moved.setdefault(node.part.label, []).append(nodes[node.number])
    flows: dict[tuple[str, str], str] = {}
    for flow in grid.flows:
        ends = nodes[flow.source], nodes[flow.target]
        if ends not in flows:
            flows[ends] = given.give("flow", " ".join(ends))
    return Names(
        tuple(nodes),
        tuple(flows[nodes[flow.source], nodes[flow.target]] for flow in grid.flows),
        tuple(given.give("lane", role) for role in lanes),
    )


def _wanted(node: Node) -> tuple[str, str]:
    """The prefix and the text that name a node: a gateway is named by the first activity of what it opens."""
    if node.kind in ("start", "task", "end"):
        return node.kind, node.part.label
    prefix = "loop" if node.part.kind is Kind.LOOP else "parallel" if node.kind == "parallel" else "choice"
    return prefix, _first(node.part) + ("" if node.splits else " join")


def _first(part: Part) -> str:
    return next((task.label for task in tasks(part)), "")


def slug(text: str) -> str:
    """Letters without accents, digits and underscores; what no Latin letter stands for is written as its number."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFKD", text))
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 9]}_{zlib.crc32(text.encode('utf-8', 'replace')):08x}"


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.combining(character):
        return ""
    return " " if unicodedata.category(character)[0] in "PZ" else f"u{ord(character):04x}"


class _Given:
    """Identifiers in use: a slug, and a number from its second use on."""

    def __init__(self) -> None:
        self._used = {"collaboration", "participant", "process", "definitions", "lanes", "diagram", "plane"}

    def give(self, prefix: str, text: str) -> str:
        name = f"{prefix}_{slug(text)}".strip("_")
        wanted, number = name, 1
        while name in self._used:
            number += 1
            name = f"{wanted}_{number}"
        self._used.add(name)
        return name
