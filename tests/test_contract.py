"""What an audit writes: names, keys and types of its files; whole or not at all; the plan belongs to the analyst."""

import hashlib
import json
import re
import tomllib
from datetime import datetime

import pytest

from .conftest import DAY, FILES, contents_of, findings_of, rows_of, without_sheets

NUMBER = (int, float)
LOG = {
    "cases": int, "closed_cases": int, "events": int, "activities": int, "rows_read": int, "rows_rejected": int,
    "first": str, "last": str, "time_zone": str, "calendar": str, "pack": (str, type(None)), "capabilities": list,
    "cycle_time": dict,
}  # fmt: skip
FINDING = {
    "id": str, "key": str, "detector": str, "activities": list, "roles": list, "grade": str, "lever": str, "legal": dict,
    "protected": (dict, type(None)), "evidence": dict, "guards": dict, "change": (dict, type(None)),
    "threshold": (*NUMBER, type(None)), "gain": (dict, type(None)), "would_refute": str,
}  # fmt: skip
LEVERS = {
    "delegation", "trust", "information_sharing", "decompartmentalising", "suppression", "digital_continuity", "flow",
    "organisation",
}  # fmt: skip
GUARDS = {
    "statutory_timer", "day_only_dates", "saving_forms", "robots", "open_cases", "break_in_period", "coded_missing", "support",
    "labels_spelt_twice", "calendar", "segregation", "rows_written_twice", "people", "text",
}  # fmt: skip
OPS = {"remove", "merge", "condition", "parallelise", "move", "set_period", "assign", "automate", "bound_loop", "capacity", None}


def typed(value, kinds):
    assert set(kinds) <= set(value)
    for name, kind in kinds.items():
        assert isinstance(value[name], kind), (name, value[name])


def interval(value):
    typed(value, dict.fromkeys(("estimate", "low", "high"), NUMBER))
    assert value["low"] <= value["estimate"] <= value["high"]


def check_gain(gain):
    interval(gain["cycle_office_hours"])
    interval(gain["cycle_days"])
    assert gain["method"] in {"replay", "simulation"}
    assert "work_hours" in gain
    typed(gain["expected"], {"cycle_office_hours": dict, "why": str})
    interval(gain["expected"]["cycle_office_hours"])
    assert isinstance(gain["indicative"], bool)
    for gainers in (gain["cases"], gain["expected"]["cases"]):
        assert 0 <= gainers["share"] <= 1
        assert gainers["median_days"] >= 0
    assert gain["expected"]["cases"]["share"] <= gain["cases"]["share"]


def test_exactly_the_files_promised_and_all_named(audited):
    names = {path.name for path in (audited / "audit").iterdir()}
    assert without_sheets(names) == FILES
    assert sorted(findings_of(audited / "audit")["files"]) == sorted(names)
    assert {path.name for path in audited.iterdir()} == {"log", "audit"}


def test_findings_json_says_what_was_counted(audited):
    found = findings_of(audited / "audit")
    assert list(found)[:4] == ["schema", "procmap", "files", "log"]
    assert found["schema"] == 1
    typed(found["log"], LOG)
    means = ("mean_days", "median_days", "mean_office_hours", "median_office_hours")
    typed(found["log"]["cycle_time"], dict.fromkeys(means, NUMBER))
    rows = rows_of(audited / "log" / "log.csv")
    assert found["log"]["events"] == found["log"]["rows_read"] == len(rows)
    assert found["log"]["cases"] == len({row["N° dossier"] for row in rows}) == 120
    assert found["log"]["activities"] == len({row["Étape"] for row in rows})
    assert found["log"]["capabilities"] == sorted(found["log"]["capabilities"])
    for name in ("first", "last"):
        datetime.fromisoformat(found["log"][name])


def test_every_finding_has_its_evidence_its_objection_and_its_gain(audited):
    found = findings_of(audited / "audit")
    assert found["findings"]
    activities = {row["Étape"] for row in rows_of(audited / "log" / "log.csv")}
    roles = {row["Service"] for row in rows_of(audited / "log" / "log.csv")}
    assert len({f["key"] for f in found["findings"] + found["minor"]}) == len(found["findings"] + found["minor"])
    for finding in found["findings"] + found["minor"]:
        typed(finding, FINDING)
        assert finding["grade"] in {"A", "B", "C"}
        assert finding["lever"] in LEVERS
        assert finding["legal"]["status"] in {"free", "local_rule", "legal", "unknown"}
        assert (finding["protected"] is None) == (finding["legal"]["status"] != "legal")
        assert set(finding["activities"]) <= activities
        assert set(finding["roles"]) <= roles
        assert finding["key"].startswith(finding["detector"] + "|")
        typed(finding["evidence"], {"count": int, "of": int, "unit": str, "rate": NUMBER, "examples": list})
        typed(finding["guards"], dict.fromkeys(("passed", "failed", "weak", "not_asked", "by_construction"), list))
        assert sorted(name for names in finding["guards"].values() for name in names) == sorted(GUARDS)
        assert finding["would_refute"].strip()
        if finding["grade"] == "C":
            assert (finding["change"], finding["gain"]) == (None, None)
        else:
            assert finding["change"]["op"] in OPS
            check_gain(finding["gain"])
    assert set(found["plan"]["findings"]) <= {f["id"] for f in found["findings"] if f["grade"] != "C"}
    check_gain(found["plan"]["gain"])
    assert all(set(one) == {"detector", "reason"} and one["reason"] for one in found["not_evaluable"])
    text = str | type(None)
    kinds = dict.fromkeys(("source", "case", "activity", "start", "resource", "role", "outcome", "amount"), text)
    typed(found["reading"], {"shape": str, **kinds, "time": list, "doubts": list})
    assert set(found["reading"]) == {"shape", *kinds, "time", "doubts"}
    assert (found["reading"]["shape"], found["reading"]["doubts"]) == ("events", [])


def test_every_step_is_told_before_and_after(audited):
    found = findings_of(audited / "audit")
    rows = rows_of(audited / "log" / "log.csv")
    steps = {step["activity"]: step for step in found["steps"]}
    assert set(steps) == {row["Étape"] for row in rows}
    accepted = set(found["plan"]["findings"])
    assert {identity for step in steps.values() for identity in step["touched_by"]} == accepted
    durations = ("median_office_hours", "median_days")
    for step in steps.values():
        typed(step, {"role": str, "kind": (str, type(None)), "start_known": NUMBER, "touched_by": list, "before": dict})
        before, after = step["before"], step["after"]
        assert before["instances"] >= before["cases"] > 0
        if not step["touched_by"]:
            assert [after[name] for name in durations] == [before[name] for name in durations]
        if after is not None:
            assert set(after) == {"cases", "instances", *durations}
            assert (after["cases"], after["instances"]) <= (before["cases"], before["instances"])
    assert sum(step["before"]["share_of_time"] for step in steps.values()) >= 0.999
    now, then = found["log"]["cycle_time"], found["plan"]["after"]
    assert set(now) == set(then)
    assert then["mean_days"] < now["mean_days"]


CAUSES = {
    "work", "batching", "contention", "prioritisation", "unavailability", "extraneous", "work_or_wait", "session", "approval",
    "outside", "term", "appointment", "paper", "unexplained",
}  # fmt: skip


def test_all_elapsed_time_is_told_before_and_after(audited):
    found = findings_of(audited / "audit")
    steps, rows = {step["activity"]: step for step in found["steps"]}, found["time"]
    text = str | type(None)
    for row in rows:
        numbers = dict.fromkeys(("share", "mean_office_hours", "after_share"), NUMBER)
        typed(row, {"activity": text, "role": text, "cause": str, **numbers})
        assert set(row) == {"activity", "role", "cause", *numbers}
        assert row["cause"] in CAUSES
        assert row["activity"] in steps or (row["activity"], row["cause"]) == (None, "unexplained")
        assert min(row[name] for name in numbers) >= 0
    assert round(sum(row["share"] for row in rows), 9) == 1
    now, then = found["log"]["cycle_time"], found["plan"]["after"]
    assert abs(sum(row["mean_office_hours"] for row in rows) - now["mean_office_hours"]) < 0.01
    assert abs(sum(row["after_share"] for row in rows) - then["mean_days"] / now["mean_days"]) < 1e-5
    for name, step in steps.items():
        ends = [row for row in rows if row["activity"] == name]
        assert sum(row["share"] for row in ends) <= step["before"]["share_of_time"] + 1e-5
        assert step["after"] is not None or not sum(row["after_share"] for row in ends)


def test_the_plan_lists_every_proposal_by_key(audited):
    found = findings_of(audited / "audit")
    plan = tomllib.loads((audited / "audit" / "plan.toml").read_text(encoding="utf-8"))["finding"]
    keys = {f["key"]: f["id"] for f in found["findings"]}
    assert all({"id", "key", "detector", "accept", "reason"} <= set(entry) for entry in plan)
    assert {f["key"] for f in found["findings"] if f["grade"] != "C" and f["change"]["op"]} <= {entry["key"] for entry in plan}
    assert {keys[entry["key"]] for entry in plan if entry["accept"]} == set(found["plan"]["findings"])


def test_the_run_says_how_to_repeat_it(audited):
    run = tomllib.loads((audited / "audit" / "run.toml").read_text(encoding="utf-8"))
    source = audited / "log" / "log.csv"
    assert run["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert run["source"] == "../log/log.csv"
    assert (run["date"], run["language"], run["options"]["case"]) == (DAY, "fr", "N° dossier")
    assert run["version"] == findings_of(audited / "audit")["procmap"]


def test_no_file_tells_the_folder_it_was_made_in(audited):
    for name, content in contents_of(audited / "audit").items():
        assert str(audited).encode() not in content, name


def accepting(plan, wanted):
    """The plan with its accept lines changed, a remark and Windows line ends, as an analyst leaves it."""
    answers = iter(wanted)
    text = plan.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^accept = \w+", lambda _: f"accept = {str(next(answers, False)).lower()}", text)
    return ("# vu en réunion\n" + text).replace("\n", "\r\n").encode()


def test_a_redesign_keeps_the_plan_and_draws_what_is_accepted(procmap, base):
    moved = base.parent / "elsewhere" / "deep"
    moved.parent.mkdir()
    base.rename(moved)  # the log goes along
    folder = moved / "audit"
    before = findings_of(folder)
    same = procmap("redesign", folder, "--quiet")
    assert same.code == 0, same.err
    assert findings_of(folder) == before
    written = accepting(folder / "plan.toml", [True])
    (folder / "plan.toml").write_bytes(written)
    assert procmap("redesign", folder, "--quiet").code == 0
    after = findings_of(folder)
    assert (folder / "plan.toml").read_bytes() == written
    assert len(after["plan"]["findings"]) == 1 < len(before["plan"]["findings"])
    assert after["plan"]["gain"]["cycle_office_hours"] != before["plan"]["gain"]["cycle_office_hours"]
    assert [f["key"] for f in after["findings"]] == [f["key"] for f in before["findings"]]
    assert without_sheets(path.name for path in folder.iterdir()) == FILES
    assert not list(moved.glob("*.procmap-old"))


def test_a_redesign_wants_the_same_log(procmap, base):
    source, folder = base / "log" / "log.csv", base / "audit"
    kept = contents_of(folder)
    elsewhere = base / "moved.csv"
    source.rename(elsewhere)
    done = procmap("redesign", folder, "--quiet")
    assert done.code == 1
    assert "--source" in done.err
    other = base / "other.csv"
    other.write_text("case,activity,date\n1,a,2024-01-02\n1,b,2024-01-03\n", encoding="utf-8")
    for wrong in (other, base / "longer.csv"):
        if wrong != other:
            wrong.write_bytes(elsewhere.read_bytes() + b"\n")
        done = procmap("redesign", folder, "--source", wrong, "--quiet", locale="fr")
        assert done.code == 1
        assert "empreinte" in done.err
    assert contents_of(folder) == kept
    assert procmap("redesign", folder, "--source", elsewhere, "--quiet").code == 0
    found = contents_of(folder)
    assert b'source = "../moved.csv"' in found["run.toml"]
    assert {name for name in kept if kept[name] != found[name]} <= {"run.toml", "report.html", "sheets.html"}  # which name the log


@pytest.mark.parametrize("text", [b"not = [toml", b"[[finding]]\nkey = 3\n", "[[finding]]\nreason = 'é'".encode("cp1252")])
def test_a_plan_that_cannot_be_read_names_its_line(procmap, base, text):
    (base / "audit" / "plan.toml").write_bytes(text)
    kept = contents_of(base / "audit")
    done = procmap("redesign", base / "audit", "--quiet")
    assert done.code == 1
    assert "plan.toml" in done.err
    assert "procmap has met an error" not in done.err
    assert contents_of(base / "audit") == kept


def test_force_carries_the_plan_over_by_key(procmap, base):
    folder, source = base / "audit", base / "log" / "log.csv"
    plan = folder / "plan.toml"
    first = tomllib.loads(plan.read_text(encoding="utf-8"))["finding"][0]
    answer = 'accept = false\nreason = "déjà essayé"'
    text = plan.read_text(encoding="utf-8").replace('accept = true\nreason = ""', answer, 1)
    plan.write_text(text, encoding="utf-8", newline="\n")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    done = procmap("audit", source, "--out", folder, "--force", "--date", DAY, "--quiet")
    assert done.code == 0, done.err
    assert (folder / "plan.previous.toml").read_text(encoding="utf-8") == text
    carried = {entry["key"]: entry for entry in tomllib.loads(plan.read_text(encoding="utf-8"))["finding"]}
    assert (carried[first["key"]]["accept"], carried[first["key"]]["reason"]) == (False, "déjà essayé")
    found = findings_of(folder)
    assert first["key"] not in {f["key"] for f in found["findings"] if f["id"] in found["plan"]["findings"]}
    assert without_sheets(found["files"]) == FILES | {"plan.previous.toml"}


def test_findings_json_is_strict_json(audited):
    def refuse(name):
        raise AssertionError(name)

    text = (audited / "audit" / "findings.json").read_text(encoding="utf-8")
    json.loads(text, parse_constant=refuse)
