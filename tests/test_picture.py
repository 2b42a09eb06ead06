"""What the before/after picture says: its figures are those of the audit, its words stay where they belong."""

from __future__ import annotations

import tomllib
import xml.etree.ElementTree as ET
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from itertools import pairwise
from string import Formatter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procmap.findings import Remove
from procmap.language import words
from procmap.report.before_after import before_after_png, before_after_svg, style
from procmap.report.before_after.durations import duration
from procmap.report.before_after.font import width, wrap
from procmap.report.svg import drawing, tag

from .picture_cases import OtherEdit, audit, figures, finding, purchase, random_audit
from .picture_geometry import SVG, faults, read


def texts(group) -> list[str]:
    return [one.text or "" for one in group.iter(f"{SVG}text") if one.get("class") != "halo"]


def groups(svg: str, kind: str) -> list:
    return [group for group in ET.fromstring(svg.encode()).iter(f"{SVG}g") if group.get("class") == kind]


def titles(svg: str) -> str:
    return " ".join(one.text or "" for one in ET.fromstring(svg.encode()).iter(f"{SVG}title"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_four_figures_of_each_state_are_those_of_the_audit(language):
    shown, say = purchase(language), words(language)
    found = {
        (group.get("data-side"), group.get("data-figure")): texts(group)[0]
        for group in groups(before_after_svg(shown), "figure")
    }
    for side, process in (("before", shown.before), ("after", shown.after)):
        assert found[side, "steps"] == say.number(process.steps, 1)
        assert found[side, "median"] == say("picture.days", days=say.number(process.cycle_time.median_days, 1))
        assert found[side, "handovers"] == say.number(process.handovers, 1)
        assert found[side, "approvals"] == say.number(process.approvals, 1)


def test_a_median_of_less_than_a_day_is_told_in_hours_or_minutes():
    shown = purchase()
    times = replace(shown.before.cycle_time, median_days=0.033)
    svg = before_after_svg(replace(shown, before=replace(shown.before, cycle_time=times)))
    median = [one for one in groups(svg, "figure") if (one.get("data-figure"), one.get("data-side")) == ("median", "before")]
    assert texts(median[0])[0] == "48\u00a0min"


def test_unknown_handovers_are_a_dash():
    shown = purchase()
    shown = replace(shown, before=replace(shown.before, handovers=None))
    found = {
        (group.get("data-side"), group.get("data-figure")): texts(group)[0]
        for group in groups(before_after_svg(shown), "figure")
    }
    assert found["before", "handovers"] == "—"


def test_a_figure_that_neither_state_has_is_left_out():
    shown = purchase()
    bare = [replace(side, handovers=None, approvals=0.0) for side in (shown.before, shown.after)]
    svg = before_after_svg(replace(shown, before=bare[0], after=bare[1]))
    assert {group.get("data-figure") for group in groups(svg, "figure")} == {"steps", "median"}
    assert "—" not in svg


@pytest.mark.parametrize(("language", "told"), [("fr", "(sans service nommé)"), ("en", "(no service named)")])
def test_a_lane_of_steps_without_a_service_says_so_in_words(language, told):
    shown = purchase(language)
    roles = {one.activity: one.role for one in shown.before.activities}
    least = min(set(roles.values()) - {None}, key=[*roles.values()].count)

    def unnamed(state, gone):
        kept = (replace(one, role=None if one.role in gone else one.role) for one in state.activities)
        return replace(state, activities=tuple(kept))

    def lanes(gone):
        svg = before_after_svg(replace(shown, before=unnamed(shown.before, gone), after=unnamed(shown.after, gone)))
        return {" ".join(texts(lane)) for lane in groups(svg, "lane-name")}, svg

    some, svg = lanes({least})
    assert told in some
    assert "—" not in " ".join(some)
    assert told in titles(svg)
    none, _ = lanes({*roles.values()})
    assert none == {""}


@pytest.mark.parametrize("accepted", [True, False])
def test_what_is_cut_short_is_whole_in_the_tooltip_of_its_place(accepted):
    drawn = random_audit(7, accepted=accepted)
    longer = {one.activity: f"{one.activity} puis transmettre l’ensemble au service instructeur de l’aménagement du territoire et "
              "à la direction des achats et de la commande publique" for one in drawn.before.activities}

    def renamed(value):
        if isinstance(value, str):
            return longer.get(value, value)
        if isinstance(value, tuple):
            return tuple(map(renamed, value))
        if is_dataclass(value):
            return replace(value, **{one.name: renamed(getattr(value, one.name)) for one in fields(value) if one.init})
        return value

    audit_ = replace(drawn, **{name: renamed(getattr(drawn, name)) for name in ("before", "after", "findings")})
    root = ET.fromstring(before_after_svg(audit_).encode())
    above = {child: parent for parent in root.iter() for child in parent}
    cut = [one for one in root.iter(f"{SVG}text") if (one.text or "").endswith("…") and one.get("class") != "halo"]
    assert cut
    for one in cut:
        place, told = one, list[str]()
        while above[place] is not root:
            place = above[place]
            told += [title.text for title in place.findall(f"{SVG}title")]
        for part in one.text.rstrip("… ").split(" … "):  # a folded stretch is named by its first and its last step
            assert any(part in whole for whole in told), one.text


def test_the_waterfall_prints_each_share_and_ends_at_the_mean_after():
    shown, say = purchase(), words("fr")
    bars = groups(before_after_svg(shown), "bar")
    told = [texts(bar)[-1].removesuffix("\u00a0j") for bar in bars]
    assert told[0] == say.number(shown.before.cycle_time.mean_days, 1)
    assert told[-1] == say.number(shown.after.cycle_time.mean_days, 1)
    assert told[1:-1] == [say.number(-days, 1) for _, _, days in shown.plan.shares]
    assert [bar.get("data-finding") for bar in bars[1:-1]] == [identity for identity, _, _ in shown.plan.shares]
    ends = [[float(one.get(side)) for one in bar.iter(f"{SVG}rect") if float(one.get("height")) == 14 for side in ("x", "width")]
            for bar in bars[1:-1]]
    spans = [(left, left + wide) for left, wide in (end[-2:] for end in ends)]
    assert all(later[1] == pytest.approx(earlier[0], abs=0.1) for earlier, later in pairwise(spans))
    states = [next(float(one.get("x")) + 3 for one in bars[at].iter(f"{SVG}rect") if one.get("width") == "6") for at in (0, -1)]
    assert states == [pytest.approx(spans[0][1], abs=0.1), pytest.approx(spans[-1][0], abs=0.1)]


def test_the_state_after_shows_between_what_it_may_lie():
    shown = purchase()
    last = groups(before_after_svg(shown), "bar")[-1]
    whisker = next(one for one in last.iter(f"{SVG}line") if one.get("class") == "whisker")
    mark = next(float(one.get("x")) + 3 for one in last.iter(f"{SVG}rect") if one.get("width") == "6")
    joint, mean = shown.plan.gain.expected_days, shown.before.cycle_time.mean_days
    pixels = (float(whisker.get("x2")) - float(whisker.get("x1"))) / (joint.high - joint.low)
    after = shown.after.cycle_time.mean_days
    assert float(whisker.get("x1")) == pytest.approx(mark + pixels * (mean - joint.high - after), abs=0.2)


def test_what_the_shares_leave_over_is_a_bar_of_its_own():
    shown = purchase()
    shown = replace(shown, after=replace(shown.after, cycle_time=replace(shown.after.cycle_time, mean_days=29.0)))
    rest = groups(before_after_svg(shown), "bar")[-2]
    assert texts(rest)[0] == "Autres effets"
    assert texts(rest)[-1] == "\u22121,9\u00a0j"


@pytest.mark.parametrize(("language", "fewer", "none"), [("fr", "Moins souvent", "Évitée"), ("en", "Less often", "Avoided")])
def test_a_step_that_some_cases_still_take_is_not_told_as_avoided(language, fewer, none):
    shown = purchase(language)
    some = before_after_svg(shown)
    assert (fewer in some, none in some) == (True, False)

    def in_every_case(edit):
        return replace(edit, share=1.0) if edit is not None and edit.op == "bound_loop" else edit

    loops = (replace(one, whole=in_every_case(one.whole), prudent=in_every_case(one.prudent)) for one in shown.findings)
    spared = {label for one in shown.findings if one.prudent.op == "bound_loop" for label in one.prudent.returns}
    left = tuple(one for one in shown.after.activities if one.activity not in spared)
    every = before_after_svg(replace(shown, findings=tuple(loops), after=replace(shown.after, activities=left)))
    assert (fewer in every, none in every) == (False, True)


def test_a_badge_names_the_finding_the_change_its_condition_and_its_share():
    after = groups(before_after_svg(purchase()), "panel")[1]
    badges = {
        step.get("data-activity"): " ".join(
            " ".join(texts(badge)) for badge in step.iter(f"{SVG}g") if badge.get("class") == "badge"
        )
        for step in after.iter(f"{SVG}g")
        if step.get("class") in {"step", "ghost"}
    }
    assert badges["Viser la demande (directeur)"] == "F01 · \u22122,3\u00a0j Faite seulement 1 dossier sur 10 980 \u2192 97 fois"
    assert badges["Contrôler le budget"] == "F02 · \u22121,0\u00a0j Moins répétée 1\u202f527 \u2192 1\u202f289 fois"
    assert badges["Demander un complément"] == "F02 Moins souvent 287 \u2192 49 fois"
    assert badges["Ressaisir dans Chorus"] == "F03 · \u22122,0\u00a0j Disparaît"
    assert badges["Liquider la facture"] == "F05 · \u22123,0\u00a0j Dès que c’est prêt 7,5\u00a0j \u2192 2,2\u00a0j"
    assert badges["Notifier le fournisseur"] == ""


def test_ghosts_keep_the_place_of_what_goes():
    before, after = groups(before_after_svg(purchase()), "panel")

    def boxes(panel, kind):
        return {
            step.get("data-activity"): next(one for one in step.iter(f"{SVG}rect") if one.get("class") == "box")
            for step in panel.iter(f"{SVG}g")
            if step.get("class") == kind
        }

    ghosts = boxes(after, "ghost")
    assert set(ghosts) == {"Ressaisir dans Chorus", "Signer l’engagement"}
    apart = {
        float(boxes(after, "step")[name].get("x")) - float(box.get("x"))
        for name, box in boxes(before, "step").items()
        if name in boxes(after, "step") and name not in ghosts
    }
    assert max(apart) - min(apart) < 0.02
    for name, ghost in ghosts.items():
        box = boxes(before, "step")[name]
        assert float(ghost.get("y")) == float(box.get("y"))
        assert float(ghost.get("x")) - float(box.get("x")) == pytest.approx(min(apart), abs=0.02)
        assert ghost.get("stroke-dasharray")


def test_every_step_stands_on_the_same_row_on_both_sides():
    before, after = groups(before_after_svg(random_audit(3)), "panel")[:2]
    rows = [
        {
            step.get("data-activity"): next(step.iter(f"{SVG}rect")).get("y")
            for step in panel.iter(f"{SVG}g")
            if step.get("class") in {"step", "ghost"}
        }
        for panel in (before, after)
    ]
    assert rows[0]
    assert rows[0] == {name: rows[1][name] for name in rows[0]}


def test_findings_that_are_not_accepted_are_marked_before_and_change_nothing():
    before, after = groups(before_after_svg(purchase()), "panel")
    marks = {
        step.get("data-activity"): [texts(mark)[0] for mark in step.iter(f"{SVG}g") if mark.get("class") == "mark"]
        for step in before.iter(f"{SVG}g")
        if step.get("class") == "step"
    }
    assert marks["Archiver le dossier papier"] == ["F07"]
    assert marks["Contrôler le budget"] == ["F02"]
    assert not [mark for mark in after.iter(f"{SVG}g") if mark.get("class") == "mark"]
    assert "F07" not in " ".join(texts(after))


def test_questions_leave_no_trace():
    shown = purchase()
    question = finding("F99", Remove(("Notifier le fournisseur",)), grade="C")
    svg = before_after_svg(replace(shown, findings=(*shown.findings, question)))
    assert "F99" not in svg


def test_without_an_accepted_finding_one_state_is_drawn_and_it_says_so():
    svg = before_after_svg(purchase(accepted=False))
    assert len(groups(svg, "panel")) == 1
    assert "Aucune simplification" in " ".join(texts(groups(svg, "head")[0]))
    assert not groups(svg, "bar")


def test_protected_steps_carry_a_lock_with_its_reason():
    svg = before_after_svg(purchase(), {"Liquider la facture": "Décret 2012-1246"})
    reasons = [group.find(f"{SVG}title").text for group in groups(svg, "lock")]
    assert reasons.count("Code R. 212-14") == 2
    assert reasons.count("Décret 2012-1246") == 2


def test_a_role_that_is_most_frequent_by_chance_moves_no_step():
    shown = purchase()
    names = shown.after.activities
    moved = tuple(replace(one, role="Archives") if one.activity == "Notifier le fournisseur" else one for one in names)
    svg = before_after_svg(replace(shown, after=replace(shown.after, activities=moved)))
    assert "Archives" not in titles(svg)


def test_a_step_that_exists_only_after_is_new():
    names = ["Déposer", "Contrôler", "Décider"]
    roles, days = dict.fromkeys(names, "Guichet"), dict.fromkeys(names, 1.0)
    before, after = (figures([path] * 10, roles, days, 5.0) for path in ([names[0], names[2]], names))
    svg = before_after_svg(audit(before, after, [finding("F01", Remove((names[2],)))], {"F01": 0.5}))
    badges = {step.get("data-activity"): texts(step)[0] for step in groups(svg, "step")}
    assert badges["Contrôler"] == "Nouvelle"
    assert faults(svg) == []


def test_rare_steps_are_folded_and_the_share_of_cases_is_told():
    names = [f"Étape {number}" for number in range(12)]
    traces = [names[:11]] * 99 + [names]
    process = figures(traces, dict.fromkeys(names), dict.fromkeys(names, 1.0), 10.0)
    svg = before_after_svg(audit(process, process, [], {}))
    assert "Étape 11" not in titles(svg)
    assert "99\u202f% des dossiers" in " ".join(texts(groups(svg, "shown")[0]))
    kept = before_after_svg(audit(process, process, [finding("F01", Remove((names[11],)))], {}))
    assert "Étape 11" in titles(kept)


@pytest.mark.parametrize("op", ["merge", "assign", "parallelise", "move", "capacity", "something_new"])
def test_every_kind_of_edit_has_a_badge(op):
    shown = purchase()
    change = finding("F01", OtherEdit(("Saisir dans SIGAP",), op))
    svg = before_after_svg(replace(shown, findings=(change,)))
    assert any(texts(badge)[0].startswith("F01") for badge in groups(svg, "badge"))


def test_a_log_without_a_plausible_date_has_no_period():
    shown = purchase()
    svg = before_after_svg(replace(shown, log=replace(shown.log, first="", last="")))
    assert texts(groups(svg, "head")[0])[1] == "1\u202f240 dossiers"


HOSTILE = [
    "",
    " ",
    "x" * 300,
    "<script>alert(1)</script>",
    '"\' onload="x',
    "إرسال الملف إلى المدير",
    "👩‍⚕️🎉 Valider 🏛️",
    "a\nb\tc\x00\x08\ud800",
    "]]>&amp;",
    "\u202egnirts",
    "&lt;b&gt;",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_labels_stay_text_and_inside_their_boxes(language):
    roles = dict(zip(HOSTILE, reversed(HOSTILE), strict=True))
    process = figures([HOSTILE] * 20, roles, dict.fromkeys(HOSTILE, 2.0), 10.0)
    changes = [finding("F01", Remove(tuple(HOSTILE[2:5]))), finding("F02", OtherEdit(tuple(HOSTILE), "merge"))]
    svg = before_after_svg(audit(process, process, changes, {"F01": 1.0}, language=language, title="<i>" + "M" * 400))
    assert faults(svg) == []
    assert not [one for one in ET.fromstring(svg.encode()).iter() if one.tag in {f"{SVG}script", f"{SVG}i", f"{SVG}b"}]
    assert before_after_png(svg, 0.3).startswith(b"\x89PNG")


def test_the_same_audit_gives_the_same_bytes():
    one, other = before_after_svg(purchase()), before_after_svg(purchase())
    assert one == other
    assert before_after_png(one, 0.3) == before_after_png(other, 0.3)


def test_only_svg_that_all_renderers_know():
    svg = before_after_svg(random_audit(11))
    for word in ("paint-order", "text-decoration", "var(", "href", "<style", "<image", "marker-end"):
        assert word not in svg


def test_the_text_alternative_tells_figures_and_changes():
    root, _ = read(before_after_svg(purchase()))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Demande d’achat\u00a0: avant et après simplification"
    told = root.find(f"{SVG}desc").text
    for part in ("12 septembre 2025", "43,7", "30,9", "F03", "«\u202fRessaisir dans Chorus\u202f»"):
        assert part in told


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@given(st.floats(0, 40))
@example(0.98)
@example(2.96)
@example(6.97)
def test_the_colour_of_a_step_is_that_of_the_days_that_its_box_tells(days):
    told = duration(days, words("en"))
    limits = (0.0, 1.0, 3.0, 7.0, 999.0)
    place = style.duration_class(days)
    shown = float(told.split("\u202f")[0].split("\u00a0")[0].split(" ")[0]) if told.endswith("d") else 0.0
    assert limits[place] <= shown < limits[place + 1]


def test_texts_have_the_contrast_of_level_aa_and_fills_grow_darker():
    grounds = [*style.DURATION_FILLS, *style.LANES, style.PAPER]
    assert min(_contrast(style.INK, ground) for ground in grounds) >= 4.5
    assert min(_contrast(colour, style.PAPER) for colour in (*style.BADGES.values(), style.QUIET, style.GONE)) >= 4.5
    assert min(_contrast(colour, ground) for colour in (style.FLOW, style.RETURN) for ground in grounds) >= 3
    fills = [_contrast(fill, "#000000") for fill in style.DURATION_FILLS]
    assert fills == sorted(fills, reverse=True)
    assert min(one / other for one, other in pairwise(fills)) > 1.15


def test_both_catalogues_hold_the_same_messages_with_the_same_fields():
    found = []
    for language in ("fr", "en"):
        file = files("procmap.language") / "messages" / f"picture.{language}.toml"
        messages = tomllib.loads(file.read_text(encoding="utf-8"))
        found.append(
            {key: sorted(name for _, name, _, _ in Formatter().parse(text) if name) for key, text in messages.items()}
        )
    assert found[0] == found[1]


@pytest.mark.parametrize("label", ["administrative", "l'aménagement", "Transmission", "dématérialisation"])
@pytest.mark.parametrize("room", range(60, 120, 5))
def test_of_a_broken_word_no_line_has_a_letter_or_two(label, room):
    lines = wrap(label, 13, room, lines=9, bold=True)
    assert "".join(line.removesuffix("-") for line in lines) == label
    assert all(width(line, 13, bold=True) <= room for line in lines)
    assert len(lines) == 1 or all(sum(map(str.isalpha, line)) >= 3 for line in lines)


def test_wrapped_lines_fit_and_lose_nothing_but_what_the_ellipsis_stands_for():
    label = "Contrôler la recevabilité administrative et technique du dossier"
    lines = wrap(label, 11, 120, lines=9, bold=True)
    assert " ".join(lines) == label
    assert all(width(line, 11, bold=True) <= 120 for line in lines)
    assert wrap(label, 11, 120, lines=2, bold=True)[-1].endswith("…")


def test_svg_escapes_text_and_attributes():
    svg = drawing(10, 10, "a<b", "c&d\x00", "fr", tag("text", "<&>", class_="\"'<", x=1.0, font_size=2.25))
    assert '<text class="&quot;&#x27;&lt;" x="1" font-size="2.25">&lt;&amp;&gt;</text>' in svg
    assert ET.fromstring(svg.encode()).find(f"{SVG}desc").text == "c&d\\u0000"
