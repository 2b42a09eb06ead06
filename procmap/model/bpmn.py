"""A process tree as a BPMN 2.0 file with a pool, lanes by role, gateways and a layout."""

from __future__ import annotations

from collections.abc import Mapping

from procmap.language import words
from procmap.model.bpmn_blocks import Node, grid
from procmap.model.bpmn_labels import clean, shortened
from procmap.model.bpmn_layout import layout
from procmap.model.bpmn_xml import COLOURS, Drawing, document
from procmap.model.process_tree import SILENT, Choice, Leaf, Loop, ProcessTree, activities, reduce

STRIP = 120
"""Characters of a name that an upright strip can show."""


def bpmn_xml(
    tree: ProcessTree, lanes: Mapping[str, str | None], *, name: str, language: str, marks: Mapping[str, str] | None =
None ) -> str:
    """The BPMN 2.0 file of a tree, as text to be written in UTF-8.

    Args:
        tree: Any tree; it is reduced first. It is block-structured, so the BPMN is sound: each split has its join.
        lanes: The role of each activity, None or absent where it is not known. Those stand in a lane of their own, the
            last one; where no role is known at all, the pool has no lanes.
        name: Name of the pool.
        language: Of the few words that do not come from the log.
        marks: Activities to colour: "removed", "changed" or "new".

    Raises:
        ValueError: A mark that has no colour.
    """
    unknown = sorted(set((marks or {}).values()) - set(COLOURS))
    if unknown:
        raise ValueError(f"no such mark: {unknown[0]}")
    tree = reduce(tree)
    known = list(dict.fromkeys(role for label in activities(tree) if (role := lanes.get(label)) is not None))
    loose = any(lanes.get(label) is None for label in activities(tree))
    place: dict[str | None, int] = {role: number for number, role in enumerate(known)}
    place[None] = len(known)
    bands = len(known) + int(loose or not known)
    laid = grid(tree, {label: place[lanes.get(label)] for label in activities(tree)}, bands)
    texts = [_text(node, language) for node in laid.nodes]
    roles = [_strip(role, language) for role in known] + [words(language)("model.no_role")] * int(loose and bool(known))
    title = _strip(name, language)
    tasks = {node.number: node.subtree.activity for node in laid.nodes if isinstance(node.subtree, Leaf)
             and node.kind == "task"}
    return document(Drawing(
        name=title, grid=laid, texts=texts, roles=roles,
        layout=layout(laid, texts, roles or [""], title),
        tags={number: "bpmn:userTask" for number, label in tasks.items() if lanes.get(label) is not None},
        marks={number: marks[label] for number, label in tasks.items() if label in marks} if marks else {},
    ))


def _strip(text: str, language: str) -> str:
    return shortened(clean(text), STRIP) or words(language)("model.no_label")


def _label(text: str, language: str) -> str:
    return clean(text) or words(language)("model.no_label")


def _text(node: Node, language: str) -> str:
    """The name of a node; a gateway has one where it is exclusive and the way divides."""
    say = words(language)
    match node.kind, node.subtree:
        case "start" | "end", _:
            return say(f"model.{node.kind}")
        case "task", Leaf(label):
            return _label(label, language)
        case "exclusive", Loop() if node.splits:
            return say("model.repeat")
        case "exclusive", Choice((only, last)) if node.splits and last == SILENT:
            return say("model.optional", activity=shortened(_label(activities(only)[0], language), 60))
        case "exclusive", Choice() if node.splits:
            return say("model.choice")
        case _:
            return ""
