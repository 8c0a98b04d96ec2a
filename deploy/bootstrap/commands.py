"""The commands behind the Makefile's targets."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bootstrap import assets, environment, serving
from bootstrap.environment import PYTHON
from bootstrap.steps import ROOT, VAR, Failure, check_writable, step, warn

# All that is ever made in the data folder: in a folder of one's own, the rest stays.
DATA = (
    "postgres", "postgres.lock", "test-postgres", "test-postgres.lock", "elsewhere", "secret-key",
    "serving", "static", "static-collected-from", "files", "mail", "demo-accounts.txt",
)  # fmt: skip
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")


def main(arguments: list[str]) -> int:
    """Run one command; every failure ends in a sentence and a non-zero exit code."""
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        warn(f"Use: start.py {'|'.join(COMMANDS)}")
        return 2
    os.chdir(ROOT)
    if os.environ.get("DEMO") == "0":
        os.environ["G287_DEMO"] = "0"
    # Python's own files would otherwise litter the checkout of another account.
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    try:
        return command(arguments[1:])
    except Failure as failure:
        warn(str(failure))
    except KeyboardInterrupt:
        warn("Stopped.")
        return 130
    except OSError as error:
        warn(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}.")
    return 1


def run(_arguments: list[str]) -> int:
    """Everything, then serve."""
    serving.check_port()
    check_writable()
    with serving.on_record() as record:
        return _set_up(then=lambda: serving.serve(record))


def setup(_arguments: list[str]) -> int:
    """Everything but serve."""
    return _set_up(then=lambda: 0)


def _set_up(then: Callable[[], int]) -> int:
    begun = time.monotonic()
    check_writable()
    environment.ensure()
    assets.ensure()
    started_here = serving.start_database()
    try:
        with step("Preparing the database, demo data and static files"):
            if code := _manage("prepare", "--sign-ins", str(serving.SIGN_INS)):
                raise SystemExit(code)  # it said why
        print(f"Ready after {time.monotonic() - begun:.1f} s", flush=True)
        return then()
    finally:
        if started_here:
            serving.stop_database()


def _manage(*arguments: str) -> int:
    return subprocess.run([PYTHON, "manage.py", *arguments], check=False).returncode


def test(arguments: list[str]) -> int:
    """The whole suite against a real PostgreSQL; arguments go to pytest."""
    check_writable()
    environment.ensure(development=True)
    assets.ensure()
    return subprocess.run([PYTHON, "-m", "pytest", *arguments], check=False).returncode


def check(_arguments: list[str]) -> int:
    """Lint, types, templates, layers, migrations and Django's deployment checks."""
    check_writable()
    environment.ensure(development=True)
    assets.ensure()
    tools = PYTHON.parent
    deployed = os.environ | {
        "G287_HTTPS": "1",
        "G287_DEBUG": "0",
        "G287_DEMO": "0",
        "ALLOWED_HOSTS": "training.example.gov",
        "SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    }
    checks: list[tuple[str, list[str | os.PathLike[str]], dict[str, str] | None]] = [
        ("ruff check", [tools / "ruff", "check"], None),
        ("ruff format", [tools / "ruff", "format", "--check"], None),
        ("mypy", [PYTHON, "-m", "mypy"], None),
        ("djlint", [PYTHON, "-m", "djlint", "templates", "--check", "--lint"], None),
        ("import-linter", [tools / "lint-imports"], None),
        (
            "migrations",
            [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
            None,
        ),
        (
            "deployment",
            [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            deployed,
        ),
    ]
    failed = []
    started_here = serving.start_database()
    try:
        for name, command, env in checks:
            with step(name):
                if subprocess.run(command, env=env, check=False).returncode:
                    failed.append(name)
    finally:
        if started_here:
            serving.stop_database()
    if failed:
        warn(f"Failed: {', '.join(failed)}.")
        return 1
    print("All checks passed.")
    return 0


def format_code(_arguments: list[str]) -> int:
    """Rewrite code and templates into the form that `check` asks for."""
    environment.ensure(development=True)
    tools = PYTHON.parent
    subprocess.run([tools / "ruff", "check", "--fix-only", "--quiet"], check=False)
    subprocess.run([tools / "ruff", "format"], check=False)
    command: list[str | os.PathLike[str]] = [PYTHON, "-m", "djlint", "templates", "--reformat"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # 1 means "rewrote some"
    return 0


def bench(arguments: list[str]) -> int:
    """The benchmarks."""
    check_writable()
    environment.ensure(development=True)
    return subprocess.run([PYTHON, "-m", "benchmarks", *arguments], check=False).returncode


def stop(_arguments: list[str]) -> int:
    """Stop the servers of `make run` on this data folder, then both local clusters.

    With the Python that runs this: a server outlives the `.venv` that started it.
    """
    for port in serving.stop_servers():
        print(f"server at port {port}: stopped", flush=True)
    command = [sys.executable, "-m", "g287.local_postgres", "stop"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def clean(_arguments: list[str]) -> int:
    """Delete what the other commands made; the data under var/ only with DATA=1."""
    with_data = os.environ.get("DATA") == "1"
    if stop([]):  # first: nothing may be deleted under a server that runs
        return 1
    environment.remove()
    for name in (*CACHES, "static-vendor", "node_modules", "test-results"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ROOT.rglob("__pycache__"):
        shutil.rmtree(folder, ignore_errors=True)
    if not with_data:
        print(f"Clean. The data in {VAR} stay; `make clean DATA=1` deletes them too.")
        return 0
    if foreign := _delete_data(VAR):
        print(f"Clean, the data included. Not made here, so left in {VAR}: {', '.join(foreign)}.")
    else:
        print("Clean, the data included.")
    return 0


def _delete_data(folder: Path) -> list[str]:
    """Delete what was made in the data folder; the names of what somebody else keeps there."""
    elsewhere = folder / "elsewhere"
    if elsewhere.is_symlink() and (elsewhere / "belongs-to").exists():
        shutil.rmtree(elsewhere.resolve())
    for name in DATA:
        made = folder / name
        if made.is_dir() and not made.is_symlink():
            shutil.rmtree(made)
        else:
            made.unlink(missing_ok=True)
    left = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if folder.is_dir() and not left:
        folder.rmdir()
    return left


def lock(arguments: list[str]) -> int:
    """Compile the pinned lists anew; `--upgrade` takes newer releases."""
    environment.ensure(development=True)
    for name in ("requirements", "requirements-dev", "requirements-node"):
        command: list[str | os.PathLike[str]] = [
            PYTHON.parent / "uv", "pip", "compile", "--quiet", "--generate-hashes", "--universal",
            "--python-version", "3.11", "--no-emit-index-url", "--no-header", *arguments,
            f"{name}.in", "-o", f"{name}.txt",
        ]  # fmt: skip
        if subprocess.run(command, check=False).returncode:
            return 1
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "setup": setup,
    "test": test,
    "check": check,
    "format": format_code,
    "bench": bench,
    "stop": stop,
    "clean": clean,
    "lock": lock,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
