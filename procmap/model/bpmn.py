"""A procedure before and after a plan as BPMN 2.0 files with a pool, lanes by role, gateways and one layout for both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from procmap.language import Words, words
from procmap.model.acceptance import Acceptor
from procmap.model.bpmn_blocks import grid
from procmap.model.bpmn_grid import Grid, Node
from procmap.model.bpmn_labels import clean, shortened
from procmap.model.bpmn_layout import layout
from procmap.model.bpmn_names import names_of
from procmap.model.bpmn_shares import Trace, shares_of
from procmap.model.bpmn_versions import Kind, Part, Version, branches, empty, gated, merged, tasks, with_ends
from procmap.model.bpmn_xml import Drawing, document
from procmap.model.process_tree import ProcessTree, activities, reduce

STRIP = 120
"""Characters of a name that an upright strip can show."""


@dataclass(frozen=True)
class Procedure:
    """What the files show.

    Attributes:
        before: Any tree; it is reduced first. It is block-structured, so the BPMN is sound.
        after: The same once edited, in its shape (as the edits leave it, not reduced); None where nothing changes.
        lanes: The role of each activity, None or absent where it is not known. Those stand in a lane of their own, the
            last one; where no role is known at all, the pool has no lanes.
        variants: The log's variants with their cases, by which the ways out of a gateway get their shares.
        variants_after: The same of the log after the plan, for the gateways that the plan touches.
        notes: What the plan changes of an activity, in words; of several lines.
        notes_before: What is said of the same activities before the plan: a note that both files have is no change of the pool.
    """

    before: ProcessTree
    after: ProcessTree | None = None
    lanes: Mapping[str, str | None] = field(default_factory=dict)
    variants: Sequence[tuple[Trace, int]] = ()
    variants_after: Sequence[tuple[Trace, int]] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    notes_before: Mapping[str, str] = field(default_factory=dict)


def bpmn_files(procedure: Procedure, *, name: str, language: str) -> tuple[str, str]:
    """The BPMN 2.0 files before and after, as text to be written in UTF-8.

    They have the same identifiers, and the same places, for all that stays: a comparison shows the plan and nothing else.

    Args:
        procedure: What they show.
        name: Name of the pool.
        language: Of the few words that do not come from the log.
    """
    before = reduce(procedure.before)
    tree = with_ends(merged(before, before if procedure.after is None else procedure.after))
    drawing = _drawing(tree, procedure, name, words(language))
    return document(drawing, Version.BEFORE), document(drawing, Version.AFTER)


def bpmn_xml(tree: ProcessTree, lanes: Mapping[str, str | None], *, name: str, language: str) -> str:
    """The BPMN 2.0 file of one tree."""
    return bpmn_files(Procedure(tree, lanes=lanes), name=name, language=language)[0]


def _drawing(tree: Part, procedure: Procedure, name: str, say: Words) -> Drawing:
    lanes = procedure.lanes
    known = list(dict.fromkeys(role for task in tasks(tree) if (role := lanes.get(task.label)) is not None))
    loose = any(lanes.get(task.label) is None for task in tasks(tree))
    place: dict[str | None, int] = {role: number for number, role in enumerate(known)}
    place[None] = len(known)
    laid = grid(tree, {task.label: place[lanes.get(task.label)] for task in tasks(tree)}, len(known) + int(loose or not known))
    texts = [_text(node, say) for node in laid.nodes]
    roles = [_strip(role, say) for role in known] + [say("model.no_role")] * int(loose and bool(known))
    shares, counted = _shares(tree, laid, procedure, say)
    labels = {node.number: node.part.label for node in laid.nodes if node.kind == "task"}
    notes = _notes(labels, laid, procedure)
    title = _strip(name, say)
    return Drawing(
        name=title,
        about=_about(reduce(procedure.before), procedure.variants, counted, say),
        grid=laid,
        layout=layout(
            laid, texts, roles or [""], title, notes=notes.values(), shared={flow for told in shares.values() for flow in told}
        ),
        names=names_of(laid, roles),
        texts=texts,
        roles=roles,
        tags={number: "bpmn:userTask" for number, label in labels.items() if lanes.get(label) is not None},
        shares=shares,
        notes=notes,
    )


def _shares(tree: Part, laid: Grid, procedure: Procedure, say: Words) -> tuple[dict[Version, dict[int, str]], int]:
    """The names of the flows of each version, and the cases by which those before are counted."""
    before = shares_of(tree, Version.BEFORE, procedure.variants)
    after = shares_of(tree, Version.AFTER, procedure.variants_after)
    found: dict[Version, dict[int, str]] = {Version.BEFORE: {}, Version.AFTER: {}}
    for place, flow in enumerate(laid.flows):
        for version in (Version.BEFORE, Version.AFTER):
            if flow.branch is None or not laid.flow_versions[place] & version:
                continue
            new = version == Version.AFTER and _touched(flow.branch[0], procedure)
            share = (after if new else before).shares.get(flow.branch)
            if share is not None:
                found[version][place] = _percent(share, say)
    return found, before.cases


def _touched(part: Part, procedure: Procedure) -> bool:
    """Whether the plan changes how cases divide at a gateway: another way out, or a step on its own way out that it touches."""
    if not gated(part, Version.BEFORE) or branches(part, Version.BEFORE) != branches(part, Version.AFTER):
        return True
    if any(empty(child, Version.BEFORE) != empty(child, Version.AFTER) for child in part.children):
        return True
    alone = [child for child in part.children if child.kind is Kind.TASK]
    if part.kind is Kind.LOOP:
        alone = list(tasks(part if empty(part.children[1], Version.BOTH) else part.children[1]))
    return any(task.label in procedure.notes for task in alone)


def _percent(share: float, say: Words) -> str:
    """80 %; with a digit after the point where the whole number would say all or nothing and there is more to it."""
    return say.percent(share, 1 if 0 < share < 0.005 or 0.995 <= share < 1 else 0)


def _notes(labels: Mapping[int, str], laid: Grid, procedure: Procedure) -> dict[Version, dict[int, str]]:
    """The notes of the tasks of each version: of those that the plan changes and leaves, by their numbers."""
    versions = laid.node_versions
    noted = {number: label for number, label in labels.items() if versions[number] & Version.AFTER and label in procedure.notes}
    before = {number: label for number, label in noted.items() if versions[number] & Version.BEFORE}
    return {
        Version.BEFORE: {number: _note(told) for number, label in before.items() if (told := procedure.notes_before.get(label))},
        Version.AFTER: {number: _note(procedure.notes[label]) for number, label in noted.items()},
    }


def _note(text: str) -> str:
    return "\n".join(clean(line) for line in text.split("\n"))


def _about(before: ProcessTree, variants: Sequence[tuple[Trace, int]], counted: int, say: Words) -> str:
    """What the model leaves out: cases that take another way, and steps that it does not name; what its shares are of."""
    total = sum(cases for _, cases in variants)
    if not total:
        return ""
    acceptor = Acceptor(before)
    fit = sum(cases for trace, cases in variants if acceptor.accepts(trace))
    lines = [say("model.about", fit=fit, cases=total, share=_percent(fit / total, say)), say("model.about.shares", counted=counted)]
    missing: Counter[str] = Counter()
    named = frozenset(activities(before))
    for trace, cases in variants:
        for label in {*trace} - named:
            missing[label] += cases
    if missing:
        steps = [
            say("model.about.step", activity=say.quoted(_label(label, say)), cases=cases)
            for label, cases in sorted(missing.items(), key=lambda item: (-item[1], item[0]))
        ]
        lines.append(say("model.about.missing", steps=say.listed(steps)))
    return "\n".join(lines)


def _strip(text: str, say: Words) -> str:
    return shortened(clean(text), STRIP) or say("model.no_label")


def _label(text: str, say: Words) -> str:
    return clean(text) or say("model.no_label")


def _text(node: Node, say: Words) -> str:
    """The name of a node; a gateway has one where it is exclusive and the way divides."""
    part = node.part
    match node.kind:
        case "start":
            return say("model.start")
        case "end":
            return say("model.end_of", activity=_label(part.label, say)) if part.label else say("model.end")
        case "task":
            return _label(part.label, say)
        case "exclusive" if node.splits and part.kind is Kind.LOOP:
            return say("model.repeat")
        case "exclusive" if node.splits:
            return _question(part, say)
        case _:
            return ""


def _question(part: Part, say: Words) -> str:
    """What a choice asks: whether its only step is done, or where to go on."""
    leading = [child for child in part.children if not empty(child, Version.BOTH)]
    if len(leading) == 1:
        steps = sorted(tasks(leading[0]), key=lambda task: task.versions != Version.BOTH)  # a step that stays names it
        return say("model.optional", activity=shortened(_label(steps[0].label, say), 60))
    return say("model.choice")
