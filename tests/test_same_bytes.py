"""The same input, options and version give the same bytes in every file: in other folders, with other threads and hash seeds."""

import pytest

from .conftest import DATA, DAY, FILES, contents_of, in_own_process, short_example, without_sheets

TIES = DATA / "purchasing_2019" / "Log_Cluster_Consignment_Other.xes.gz"


def audited(folder, source, name, *, threads, seed):
    """The files of an audit made by a process of its own; `name` is the folder's, at equal depth."""
    out = folder / name
    options = ("--out", out, "--date", DAY, "--png", "--quiet", "--threads", threads)
    done = in_own_process("audit", source, *options, env={"PYTHONHASHSEED": seed, "TZ": {"0": "UTC", "1": "Asia/Tokyo"}[seed]})
    assert (done.code, done.err) == (0, "")
    return contents_of(out)


def assert_same(first, second):
    assert set(first) == set(second)
    assert {name for name in first if first[name] != second[name]} == set()


def test_an_example_with_refused_rows_gives_the_same_bytes_elsewhere(tmp_path):
    found = []
    for place, name, threads, seed in (("here", "one", 1, "0"), ("there", "another name", 2, "1")):
        source = short_example(tmp_path / place / "log", "archive_disposal", 120)
        found.append(audited(tmp_path / place, source, name, threads=threads, seed=seed))
    assert without_sheets(found[0]) == FILES | {"before_after.png", "rejected_rows.csv"}
    assert_same(*found)


@pytest.mark.skipif(not TIES.is_file(), reason="the public logs are not beside the project")
def test_a_log_full_of_equal_times_gives_the_same_bytes(tmp_path):
    first = audited(tmp_path, TIES, "one", threads=1, seed="0")
    second = audited(tmp_path, TIES, "two", threads=2, seed="1")
    assert_same(first, second)
