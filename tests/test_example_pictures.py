"""The pictures beside the examples are those that procmap draws; UPDATE=1 writes them again."""

import os

import pytest
from lxml import etree

from procmap.report.before_after import before_after_svg, time_picture
from procmap.report.process_map import process_map_svg

from .conftest import EXAMPLES, audit_of

NAMES = ("archive_disposal", "deliberations", "purchase_orders")
LOCKED = {
    "archive_disposal": {"Visa d'élimination du directeur des Archives": "Code du patrimoine R212-14"},
    "deliberations": {"Vote en commission permanente": "CGCT L3211-2", "Transmission au contrôle de légalité": "CGCT L3131-1"},
    "purchase_orders": {"Service fait": "Décret 2012-1246 art. 31", "Mandatement": "CGCT D1617-23"},
}
"""Steps that carry a lock, with the text that it names."""


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_of_an_example_is_fresh(name):
    audit = audit_of(name)
    told = dict(audit.protected)
    assert all(text in told[label] for label, text in LOCKED[name].items())
    pictures = {"before_after.svg": before_after_svg(audit), "where_time_goes.svg": time_picture(audit)}
    tree = etree.fromstring(pictures["before_after.svg"].encode())
    locks = [title.text for title in tree.iterfind(".//{*}g[@class='lock']/{*}title")]
    for label in LOCKED[name]:
        assert sum(told[label] in lock for lock in locks) == 2, label  # before and after
    if os.environ.get("UPDATE"):
        for file, drawn in pictures.items():
            (EXAMPLES / name / file).write_text(drawn, encoding="utf-8", newline="\n")
        # the layout of the map is Graphviz's: it may differ by machine, so it is kept and not compared
        (EXAMPLES / name / "process_map.svg").write_text(process_map_svg(audit), encoding="utf-8", newline="\n")
    for file, drawn in pictures.items():
        told_ = f"{file}: run UPDATE=1 python -m pytest tests/test_example_pictures.py"
        assert (EXAMPLES / name / file).read_text(encoding="utf-8") == drawn, told_
