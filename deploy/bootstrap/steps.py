"""Saying what happens and how long it takes, and failing in one sentence."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("G287_VAR") or ROOT / "var").absolute()


class Failure(Exception):
    """One sentence: what is wrong and how to mend it."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Announce a step, and its seconds once it is done."""
    print(f"{name} …", flush=True)
    begun = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - begun:.1f} s", flush=True)


def run_quietly(
    command: list[str | Path], log: Path, *, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a program with its output in a log file; the exit code and that output."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        done = subprocess.run(
            command, cwd=cwd, env=env, check=False,
            stdin=subprocess.DEVNULL, stdout=file, stderr=file,
        )  # fmt: skip
    return done.returncode, log.read_text(errors="replace")


def check_writable() -> None:
    """Fail early, before minutes of work, where the work could not be kept."""
    for folder in (ROOT, VAR):
        if folder.exists() and not folder.is_dir():
            raise Failure(f"{folder} is a file: name a folder in G287_VAR.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            writable = os.access(folder, os.W_OK | os.X_OK)
        except OSError:
            writable = False
        if not writable:
            mend = "" if folder == ROOT else ", or name another folder: make run G287_VAR=/path"
            raise Failure(
                f"{folder} is not writable for you: run this as its owner, or change its"
                f" owner{mend}."
            )


def no_network(output: str) -> bool:
    """Whether a package client's output says that it reached nobody."""
    signs = (
        "NewConnectionError", "ConnectTimeout", "Temporary failure in name resolution",
        "Failed to establish a new connection", "Network is unreachable", "ProxyError",
        "Name or service not known", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT",
        "ReadTimeoutError", "NameResolutionError", "ENETUNREACH", "SSLError",
    )  # fmt: skip
    return any(sign in output for sign in signs)


def last_line(output: str, mark: str = "") -> str:
    """The last line that bears the mark, to quote in a sentence."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    marked = [line for line in lines if mark in line] or lines
    return marked[-1].removeprefix("ERROR: ") if marked else "no reason was given"


def warn(sentence: str) -> None:
    """Say something that does not stop the work."""
    print(sentence, file=sys.stderr, flush=True)
