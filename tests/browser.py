"""A page opened in headless Chromium, without a driver: a copy of it carries a script that acts and leaves what it saw."""

import html
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True)
class Seen:
    """What the script left, and what the console said."""

    left: Any
    console: list[str]


def open_page(page: str, folder, script: str, *, seconds: int = 90) -> Seen:
    """Open a page, run the body of an async function in it once it is loaded, and return what that returns."""
    assert page.count("</body>") == 1
    left = 'var left = document.createElement("pre"); left.id = "left-by-the-test"; document.body.appendChild(left);'
    acts = f"(async function () {{ {script} }})().then(x => JSON.stringify(x), e => JSON.stringify('failed: ' + e))"
    copy = folder / "page.html"
    told = f"<script>{acts}.then(function (x) {{ {left} left.textContent = x; }});</script></body>"
    copy.write_text(page.replace("</body>", told), encoding="utf-8", newline="\n")
    done = _dumped(copy, folder, seconds, "--virtual-time-budget=20000")
    found = re.search(r'<pre id="left-by-the-test">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found, "the script did not end"
    return Seen(json.loads(html.unescape(found.group(1))), [x for x in done.stderr.decode().splitlines() if "CONSOLE" in x])


def open_narrow(page: str, folder, script: str, *, wide: int) -> Seen:
    """The same in a frame as narrow as a telephone, which a window of the browser cannot be."""
    acts = f"<script>window.acts = async function () {{ {script} }};</script></body>"
    inside = json.dumps(page.replace("</body>", acts)).replace("<", "\\u003c")
    return open_page("<!DOCTYPE html><html><body></body></html>", folder, f"""
        var frame = document.createElement("iframe"); frame.width = {wide}; frame.height = 900; frame.style.border = 0;
        frame.srcdoc = {inside}; document.body.appendChild(frame);
        await new Promise(done => {{ frame.onload = done; }});
        return await frame.contentWindow.acts();""")


def print_page(page: str, folder, script: str) -> list[str]:
    """The text of each sheet of paper that a page takes when it is printed after a script has acted."""
    copy, paper = folder / "printed.html", folder / "printed.pdf"
    copy.write_text(page.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8", newline="\n")
    _run(copy, folder, 90, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    told = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True, timeout=60)
    return [" ".join(sheet.split()) for sheet in told.stdout.decode().split("\f")[:-1]]


def seconds_to_open(page: str, folder) -> float:
    """By the clock on the wall, from the request of the page until all of it is there and its scripts have run."""
    acts = "addEventListener('load', function () { document.title = 'took ' + performance.now(); });"
    copy = folder / "opened.html"
    copy.write_text(page.replace("</body>", f"<script>{acts}</script></body>"), encoding="utf-8", newline="\n")
    done = _dumped(copy, folder, 90)
    return float(re.search(r"<title>took ([\d.]+)", done.stdout.decode())[1]) / 1000


def _dumped(copy, folder, seconds: int, *options: str):
    return _run(copy, folder, seconds, *options, "--dump-dom")


def _run(copy, folder, seconds: int, *options: str):
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"this test needs one of {', '.join(NAMES)}: install Chromium, or leave it out with -m 'not system'"
    return subprocess.run(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", *options,
         f"--user-data-dir={folder / 'profile'}", copy.as_uri()],
        capture_output=True, check=True, timeout=seconds,
    )  # fmt: skip
