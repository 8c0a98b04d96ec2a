"""The virtual environment in `.venv`, with pinned packages whose hashes are checked."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap.steps import ROOT, Failure, last_line, no_network, run_quietly, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"


def ensure(*, development: bool = False) -> None:
    """Have `.venv` with what running needs, and on request what testing needs."""
    if not _is_sound():
        _make()
    for name in [RUNTIME, DEVELOPMENT] if development else [RUNTIME]:
        wanted = _fingerprint(name)
        stamp = VENV / f"installed-{name}"
        if not stamp.exists() or stamp.read_text() != wanted:
            with step(f"Installing the pinned packages of {name}"):
                install(PYTHON, name, VENV / "install.log")
            stamp.write_text(wanted)


def install(python: Path, requirements: str, log: Path) -> None:
    """Install one pinned list; wheels only, so that nothing is built and no setup code runs."""
    arguments: list[str | Path] = ["install", "--quiet", "--disable-pip-version-check"]
    arguments += ["--no-input", "--require-hashes", "--only-binary", ":all:", "-r", requirements]
    code, output = run_quietly([*_pip(python), *arguments], log)
    if code == 0:
        return
    if no_network(output):
        raise Failure(
            "The packages cannot be downloaded: check the network (behind a proxy, set"
            " HTTPS_PROXY), then run this again."
        )
    if "DO NOT MATCH THE HASHES" in output:
        raise Failure(
            f"A downloaded package is not the one that {requirements} pins, so nothing was"
            f" installed: see {log}, and do not go on until you know why."
        )
    raise Failure(f"The packages cannot be installed ({last_line(output, 'ERROR')}): see {log}.")


def make_venv(folder: Path) -> None:
    """Make an empty environment; where Python came without pip, with the system's pip at hand."""
    log = folder.with_name(f"{folder.name}.log")
    code, output = run_quietly([sys.executable, "-m", "venv", "--clear", folder], log)
    if code and _system_pip():
        command: list[str | Path] = [sys.executable, "-m", "venv", "--without-pip", "--clear"]
        code, output = run_quietly([*command, folder], log)
    log.unlink(missing_ok=True)
    if code == 0:
        return
    if "ensurepip" in output or "No module named" in output:
        raise Failure(
            f"{sys.executable} came without venv or pip: install them (on Debian or Ubuntu: apt"
            " install python3-venv), then run this again."
        )
    raise Failure(
        f"The environment {folder} cannot be made ({last_line(output, 'Error')}): free some space"
        " or make the folder writable, then run this again."
    )


def _is_sound() -> bool:
    """Whether `.venv` was finished at this place and its Python still runs."""
    try:
        if (VENV / "made-at").read_text() != _place():
            return False
        return subprocess.run([PYTHON, "-c", "import encodings"], check=False).returncode == 0
    except OSError:
        return False


def _make() -> None:
    anew = " anew, for it was moved, unfinished or lost its Python" if VENV.exists() else ""
    with step(f"Making .venv{anew} (Python {sys.version_info[0]}.{sys.version_info[1]})"):
        if VENV.is_symlink():
            VENV.unlink()
        make_venv(VENV)
        (VENV / "made-at").write_text(_place())


def _place() -> str:
    return str(VENV)


def _fingerprint(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def _pip(python: Path) -> list[str | Path]:
    if (python.parent / "pip").exists():
        return [python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python]


def _system_pip() -> bool:
    command = [sys.executable, "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def remove() -> None:
    """Delete `.venv`."""
    if VENV.is_symlink():
        VENV.unlink()
    else:
        shutil.rmtree(VENV, ignore_errors=True)
