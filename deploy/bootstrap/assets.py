"""The US Web Design System in `static-vendor/uswds`: only the files that pages and CSS name."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from bootstrap import environment
from bootstrap.steps import ROOT, Failure, last_line, no_network, run_quietly, step

TARGET = ROOT / "static-vendor"
INPUTS = ("package.json", "package-lock.json", ".npmrc", "requirements-node.txt")
OLDEST_NPM = 8

# Named by templates and by our own style sheet. What uswds.min.css names is found by reading it.
NAMED = (
    "css/uswds.min.css",
    "js/uswds-init.min.js",
    "js/uswds.min.js",
    "img/sprite.svg",
    "fonts/public-sans/PublicSans-Regular.woff2",
    "fonts/public-sans/PublicSans-Italic.woff2",
    "fonts/public-sans/PublicSans-SemiBold.woff2",
    "fonts/public-sans/PublicSans-Bold.woff2",
)
NAMES_IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|sourceMappingURL=(\S+)")


def ensure() -> None:
    """Have the web assets; fetched again only when the lock file or this file changed."""
    wanted = _fingerprint()
    stamp = TARGET / "uswds" / "stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step("Fetching the web assets (USWDS)"), tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / file, work / file)
        _npm_ci(work)
        draft = TARGET / "uswds.new"
        shutil.rmtree(draft, ignore_errors=True)
        _copy(work / "node_modules" / "@uswds" / "uswds", draft)
        (draft / "stamp").write_text(wanted)
        shutil.rmtree(TARGET / "uswds", ignore_errors=True)
        draft.rename(TARGET / "uswds")


def _npm_ci(work: Path) -> None:
    npm = _npm_on_path() or _npm_from_wheel(work)
    env = os.environ | {"PATH": f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    log = work / "npm.log"
    command: list[str | Path] = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    # npm's own patience with an absent network is minutes.
    command += ["--prefer-offline", "--fetch-retries=1", "--fetch-timeout=60000"]
    code, output = run_quietly(command, log, cwd=work, env=env)
    if code == 0:
        return
    if no_network(output):
        raise Failure(
            "The web assets cannot be downloaded: check the network (behind a proxy, set"
            " HTTPS_PROXY), then run this again."
        )
    raise Failure(
        f"npm cannot fetch the web assets ({last_line(output, 'npm error')}): mend that, then run"
        " this again."
    )


def _npm_on_path() -> Path | None:
    """An npm that runs and reads today's lock files; a broken or ancient one counts as none."""
    found = shutil.which("npm")
    if not found or not shutil.which("node"):
        return None
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.split(".")[0]
    return Path(found) if major.isdigit() and int(major) >= OLDEST_NPM else None


def _npm_from_wheel(work: Path) -> Path:
    """npm from a wheel, in an environment that goes away with the temporary folder."""
    venv = work / "node-venv"
    environment.make_venv(venv)
    environment.install(venv / "bin" / "python", "requirements-node.txt", work / "node.log")
    return venv / "bin" / "npm"


def _copy(package: Path, target: Path) -> None:
    """Copy the named files and everything they name in turn (missing ones would fail later)."""
    dist = package / "dist"
    waiting = list(NAMED)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        source, copy = dist / name, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(source, copy)
        except FileNotFoundError as error:
            raise Failure(
                f"@uswds/uswds has no {name}: bring NAMED in {__file__} up to date with the release"
                " that package.json names."
            ) from error
        if copy.suffix in {".css", ".js"}:
            waiting += _named_in(copy, Path(name).parent)
    shutil.copyfile(package / "LICENSE.md", target / "LICENSE.md")


def _named_in(file: Path, folder: Path) -> list[str]:
    text = file.read_text()
    found = {a or b for a, b in NAMES_IN_CSS.findall(text)} if file.suffix == ".css" else set()
    found |= {b for _, b in NAMES_IN_CSS.findall(text) if b}
    local = (name.split("#")[0].split("?")[0] for name in found if ":" not in name)
    return [os.path.normpath(folder / name) for name in local if name]


def _fingerprint() -> str:
    files = [ROOT / name for name in INPUTS] + [Path(__file__)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
