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


def open_page(page: str, folder, script: str, *, seconds: int = 90, wide: int = 1280) -> Seen:
    """Open a page, run the body of an async function in it once it is loaded, and return what that returns; `wide` is of the window."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"this test needs one of {', '.join(NAMES)}: install Chromium, or leave it out with -m 'not system'"
    assert page.count("</body>") == 1
    left = 'var left = document.createElement("pre"); left.id = "left-by-the-test"; document.body.appendChild(left);'
    acts = f"(async function () {{ {script} }})().then(x => JSON.stringify(x), e => JSON.stringify('failed: ' + e))"
    copy = folder / "page.html"
    told = f"<script>{acts}.then(function (x) {{ {left} left.textContent = x; }});</script></body>"
    copy.write_text(page.replace("</body>", told), encoding="utf-8", newline="\n")
    done = subprocess.run(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=20000",
         f"--window-size={wide},900", f"--user-data-dir={folder / 'profile'}", "--dump-dom", copy.as_uri()],
        capture_output=True, check=True, timeout=seconds,
    )  # fmt: skip
    found = re.search(r'<pre id="left-by-the-test">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found, "the script did not end"
    return Seen(json.loads(html.unescape(found.group(1))), [x for x in done.stderr.decode().splitlines() if "CONSOLE" in x])
