"""All files of an audit, as text or bytes by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procmap.judgement.plan import PlanLine
from procmap.language import words
from procmap.model.bpmn import bpmn_xml
from procmap.model.process_tree import ProcessTree
from procmap.report.audit import Audit
from procmap.report.before_after import before_after_png, before_after_svg, time_picture
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
    """The models before and after, the main role of each activity, and what a picture marks of each activity."""

    before: ProcessTree
    after: ProcessTree
    roles: Mapping[str, str | None]
    marks: Mapping[str, str]


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
        png: Also the picture as PNG.
    """
    picture = before_after_svg(audit)
    process_map, time = process_map_svg(audit), time_picture(audit)
    say = words(audit.language)
    contents: dict[str, str | bytes] = {
        "report.html": report_html(audit, picture, process_map, time),
        "findings.json": "",
        SHEETS: sheets_html(audit),
        "before_after.svg": picture,
        "where_time_goes.svg": time,
        "before.bpmn": bpmn_xml(
            models.before,
            models.roles,
            name=f"{audit.title} · {say('files.before')}",
            language=audit.language,
        ),
        "after.bpmn": bpmn_xml(
            models.after,
            models.roles,
            name=f"{audit.title} · {say('files.after')}",
            language=audit.language,
            marks=models.marks,
        ),
        "process_map.svg": process_map,
        "plan.toml": plan_toml(audit, decided),
        "run.toml": run_toml(run),
    }
    if png:
        contents["before_after.png"] = before_after_png(picture)
    if refusals:
        contents["rejected_rows.csv"] = rejected_rows_csv(refusals, language=audit.language)
    contents |= extra
    contents["findings.json"] = findings_json(audit, list(contents))
    return with_fingerprints(contents)
