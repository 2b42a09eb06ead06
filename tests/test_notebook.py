"""The Python interface, as a notebook uses it."""

from pathlib import Path

import procmap

LOG = Path(__file__).parents[1] / "examples" / "archive_disposal" / "log.csv"


def test_tables_are_pandas_frames_that_agree_with_one_another():
    log = procmap.read_log(LOG)
    tables = procmap.tables(log)
    assert set(tables) == {"events", "cases", "activities", "flows", "variants"}
    events = len(tables["events"])
    assert tables["cases"]["events"].sum() == events
    assert tables["activities"]["instances"].sum() == events
    assert tables["variants"]["cases"].sum() == len(tables["cases"])
    opening = tables["flows"][tables["flows"]["source"].isna()]
    assert opening["count"].sum() == len(tables["cases"])
    log.engine.close()


def test_a_log_goes_to_pm4py_and_counts_the_same_pairs():
    import pm4py

    log = procmap.read_log(LOG)
    dfg, _, _ = pm4py.discover_dfg(log.to_pm4py())
    flows = procmap.tables(log)["flows"].dropna(subset=["source", "target"])
    assert dict(dfg) == dict(zip(zip(flows["source"], flows["target"], strict=True), flows["count"], strict=True))
    log.engine.close()


def test_an_audit_without_a_folder_is_a_value(tmp_path):
    audit = procmap.audit(LOG, language="en")
    assert audit.findings
    assert audit.language == "en"
    again = procmap.audit(LOG, out=tmp_path / "audit", language="en")
    assert [f.key for f in again.findings] == [f.key for f in audit.findings]
    assert procmap.redraw(tmp_path / "audit").plan == again.plan
