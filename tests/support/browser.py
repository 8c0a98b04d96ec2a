"""Finding Chromium, and saying loudly when there is none."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
ABSENT = (
    "NO BROWSER: no Chromium was found, so the browser tests did not run. Install it (on Debian:"
    " apt install chromium), or name it in CHROMIUM."
)


def chromium() -> str | None:
    """The path of Chromium: `$CHROMIUM`, else the first found on PATH."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def is_required() -> bool:
    """Whether a run without browser tests counts as failed (`G287_BROWSER=required`)."""
    return os.environ.get("G287_BROWSER") == "required"
