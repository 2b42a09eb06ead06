"""All files of an audit, as text or bytes by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procmap.judgement.plan import PlanLine
from procmap.language import Words, words
from procmap.model.bpmn import Procedure, bpmn_files
from procmap.model.process_tree import ProcessTree
from procmap.report.audit import Audit
from procmap.report.before_after import before_after, before_after_png, time_picture
from procmap.report.before_after.changes import changes
from procmap.report.before_after.durations import duration
from procmap.report.findings_json import findings_json
from procmap.report.fingerprints import with_fingerprints
from procmap.report.html import report_html
from procmap.report.plan_toml import plan_toml
from procmap.report.process_map import process_map_svg
from procmap.report.rejected_csv import rejected_rows_csv
from procmap.report.run_toml import RunRecord, run_toml
from procmap.report.sheets import SHEETS, sheets_html


@dataclass(frozen=True)
class Models:
    """The models before and after (as the edits leave it, not reduced), and the main role of each activity."""

    before: ProcessTree
    after: ProcessTree
    roles: Mapping[str, str | None]


def audit_files(
    audit: Audit,
    models: Models,
    run: RunRecord,
    refusals: Sequence[tuple[int, str, str, str]],
    *,
    extra: Mapping[str, str],
    decided: Mapping[str, PlanLine] | None = None,
    png: bool = False,
) -> dict[str, str | bytes]:
    """Everything that an audit writes.

    Args:
        audit: What the report shows.
        models: What the BPMN files show.
        run: What produced the audit.
        refusals: (line, column, value, reason) of the refused rows; the reason as a sentence.
        extra: Files that take precedence over what would be written, as the analyst's own plan.toml.
        decided: What the analyst decided earlier, by key: what is no longer found is kept too.
        png: Also the picture and its sheets as PNG.
    """
    pictures = before_after(audit)
    drawn = {"before_after": pictures.whole, **{f"before_after_{at}": svg for at, svg in enumerate(pictures.phases, start=1)}}
    named = [f"{name}.svg" for name in list(drawn)[1:]]
    process_map, time = process_map_svg(audit), time_picture(audit)
    before, after = bpmn_files(_procedure(audit, models, words(audit.language)), name=audit.title, language=audit.language)
    contents: dict[str, str | bytes] = {
        "report.html": report_html(audit, pictures.whole, process_map, time, sheets=named),
        "findings.json": "",
        SHEETS: sheets_html(audit),
        **{f"{name}.svg": svg for name, svg in drawn.items()},
        "where_time_goes.svg": time,
        "before.bpmn": before,
        "after.bpmn": after,
        "process_map.svg": process_map,
        "plan.toml": plan_toml(audit, decided),
        "run.toml": run_toml(run),
    }
    if png:
        contents |= {f"{name}.png": before_after_png(svg) for name, svg in drawn.items()}
    if refusals:
        contents["rejected_rows.csv"] = rejected_rows_csv(refusals, language=audit.language)
    contents |= extra
    contents["findings.json"] = findings_json(audit, list(contents))
    return with_fingerprints(contents)


def _procedure(audit: Audit, models: Models, say: Words) -> Procedure:
    """What the BPMN files show; a step that changes says how it is done today, and how it changes, in the words of the picture."""
    notes = {
        label: "\n".join(
            say("picture.when", kind=badge.words, condition=", ".join(badge.details)) if badge.details else badge.words
            for badge in badges
        )
        for label, badges in changes(audit, say).badges.items()
    }
    variants, variants_after = (
        [(variant.activities, variant.count) for variant in figures.variants] for figures in (audit.before, audit.after)
    )
    return Procedure(models.before, models.after, models.roles, variants, variants_after, notes, _today(audit, say))


def _today(audit: Audit, say: Words) -> dict[str, str]:
    """How often each step is done, and what it takes."""
    found = {}
    for one in audit.before.activities:
        told = [say("picture.passages", count=one.instances)]
        told += [] if one.sojourn_days is None else [duration(one.sojourn_days, say)]
        found[one.activity] = say("picture.note.today", figures=" · ".join(told))
    return found
