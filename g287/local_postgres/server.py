"""Making, starting and stopping a cluster.

Stopping needs nothing but a plain Python: `make stop` works where `.venv` is gone. So what
provisions a database, which needs the driver, is imported where it is used.
"""

import fcntl
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from g287.local_postgres import binaries, places
from g287.local_postgres.places import FOLDERS, Kind, LocalPostgresError

START_SECONDS = 60
SETTINGS: dict[Kind, dict[str, str]] = {
    "main": {},
    # Test data is worth nothing after a power cut, and each commit is twenty times faster.
    "test": {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
}
ALWAYS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC", "jit": "off"}


def ensure_started(kind: Kind = "main", *, say: Callable[[str], None] | None = None) -> bool:
    """Have the cluster running and provisioned, in a few milliseconds when it is already.

    True if this call started it, so that the caller may stop it again.
    """
    if is_ready(kind) and _is_provisioned(kind):
        return False
    from g287.database_roles import LOCAL_FINGERPRINT, provision_local

    say = say or (lambda sentence: print(sentence, file=sys.stderr))
    places.make_home()
    with _lock(kind):
        start = not is_ready(kind)
        if start:
            _start(kind, say)
        if not _is_provisioned(kind):
            provision_local(places.socket_folder(kind))
            _provisioned(kind).write_text(LOCAL_FINGERPRINT)
    return start


def stop(kind: Kind = "main") -> bool:
    """Stop the cluster, ending its sessions; False if it was not running."""
    pid = _server_pid(kind)
    if pid is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)  # "fast": roll back open transactions, then a clean stop
    if not _wait(lambda: not _is_our_server(pid, kind)):
        raise LocalPostgresError(
            f"PostgreSQL (process {pid}) did not stop within {START_SECONDS} s: see {_log(kind)}."
        )
    return True


def is_ready(kind: Kind = "main") -> bool:
    """Whether the cluster accepts connections, asked of the server and not of its pid file."""
    folder = places.socket_folder(kind)
    program = binaries.ready_checker()
    if program is None or not folder.is_dir():
        return False
    places.make_private(folder)  # a socket in somebody else's folder is not our server
    command: list[str | Path] = [program, "--quiet", "--timeout=3", "--dbname=postgres"]
    command += ["--host", folder, "--port=5432"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    try:
        return subprocess.run(command, env=environment, check=False).returncode == 0
    except OSError:
        return False


def require_made() -> None:
    """Refuse where the data folder holds no cluster yet, instead of making an empty one."""
    places.check_var()
    try:
        made = (_data("main") / "PG_VERSION").exists()
    except PermissionError:  # another account's: starting it says whose
        made = True
    if not made:
        raise LocalPostgresError(
            f"Nothing is set up in {places.var_folder()}: run `make setup`, or name the folder"
            " that was set up in G287_VAR."
        )


def describe(kind: Kind) -> str:
    """One line for `status`."""
    state = "running" if is_ready(kind) else "stopped"
    socket = places.socket_folder(kind)
    return f"{FOLDERS[kind]}: {state}; data in {_data(kind)}, socket in {socket}"


def _start(kind: Kind, say: Callable[[str], None]) -> None:
    folder = places.cluster_folder(kind)
    places.make_private(folder)
    places.make_private(places.socket_folder(kind))
    data = _data(kind)
    version = data / "PG_VERSION"
    found = binaries.find(int(version.read_text()) if version.exists() else None)
    say(f"Starting PostgreSQL {found.major} from {found.source} on {folder}")
    if not version.exists():
        _initialize(found, data, kind)
    _clear_the_way(kind)
    if is_ready(kind):
        return
    _shorten(_log(kind))
    settings = ALWAYS | SETTINGS[kind]
    options = [f"-c {name}={shlex.quote(value)}" for name, value in settings.items()]
    options.append(f"-k {shlex.quote(str(places.socket_folder(kind)))}")
    command: list[str | Path] = [found.program("pg_ctl"), "start", "-w", "-t", str(START_SECONDS)]
    command += ["-D", data, "-l", _log(kind), "-o", " ".join(options)]
    if places.run(command, timeout=START_SECONDS + 30).returncode or not is_ready(kind):
        raise LocalPostgresError(
            f"PostgreSQL does not start ({_last_words(kind)}): mend what {_log(kind)} says, or"
            " name a server in DATABASE_URL."
        )


def _initialize(found: binaries.Binaries, data: Path, kind: Kind) -> None:
    """Make the cluster under another name first, so that a half-made one is never taken up."""
    draft = data.with_name("data.new")
    places.run(["rm", "-rf", draft])
    command: list[str | Path] = [found.program("initdb"), "-D", draft, "-U", "postgres"]
    command += ["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8"]
    # Byte order and Unicode case rules, from PostgreSQL itself where it has them.
    builtin = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += builtin if found.major >= 17 else ["--locale=C.UTF-8"]
    command += ["--no-sync"] if kind == "test" else []
    made = places.run(command)
    if made.returncode:
        words = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise LocalPostgresError(
            f"The database cannot be made in {data.parent} ({words}): free some space, name"
            " another folder in G287_VAR, or name a server in DATABASE_URL."
        )
    draft.rename(data)


def _clear_the_way(kind: Kind) -> None:
    """Deal with lock files that would keep the server from starting.

    PostgreSQL itself removes one whose process is gone, after checking that no orphan still
    uses the data. It cannot when another program has been given the same number since, or
    when nobody collects the dead process, as in many containers. Those files are removed here,
    once nothing works on the data folder any more.
    """
    pid = _pid_in_file(kind)
    if pid and _is_our_server(pid, kind):  # starting up, recovering, or stopping: let it finish
        _wait(lambda: is_ready(kind) or not _is_our_server(pid, kind))
        return
    if not _wait(lambda: not any(_is_our_server(other, kind) for other in _processes())):
        return  # PostgreSQL will say what is in the way
    if pid and _is_alive(pid):
        _pid_file(kind).unlink(missing_ok=True)
    (places.socket_folder(kind) / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _server_pid(kind: Kind) -> int | None:
    pid = _pid_in_file(kind)
    return pid if pid and _is_our_server(pid, kind) else None


def _pid_in_file(kind: Kind) -> int | None:
    try:
        return int(_pid_file(kind).read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_our_server(pid: int, kind: Kind) -> bool:
    """Whether the process is a postgres whose working folder is our data folder."""
    if not Path("/proc/self").exists():  # macOS: the number alone must do
        return _is_alive(pid)
    try:
        if not Path(f"/proc/{pid}/comm").read_text().startswith("postgres"):
            return False
        return Path(f"/proc/{pid}/cwd").samefile(_data(kind))
    except OSError:
        return False


def _processes() -> Iterator[int]:
    for entry in Path("/proc").glob("[0-9]*"):
        yield int(entry.name)


def _wait(until: Callable[[], bool], seconds: float = START_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def _lock(kind: Kind) -> Iterator[None]:
    """One process makes or starts the cluster; the others wait and find it running."""
    with (places.var_folder() / f"{FOLDERS[kind]}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _data(kind: Kind) -> Path:
    return places.cluster_folder(kind) / "data"


def _pid_file(kind: Kind) -> Path:
    return _data(kind) / "postmaster.pid"


def _log(kind: Kind) -> Path:
    return places.cluster_folder(kind) / "server.log"


def _provisioned(kind: Kind) -> Path:
    return places.cluster_folder(kind) / "provisioned"


def _is_provisioned(kind: Kind) -> bool:
    from g287.database_roles import LOCAL_FINGERPRINT

    try:
        return _provisioned(kind).read_text() == LOCAL_FINGERPRINT
    except OSError:
        return False


def _shorten(log: Path, limit: int = 5_000_000) -> None:
    """Keep the log of one long-lived checkout from growing for ever."""
    if log.exists() and log.stat().st_size > limit:
        log.rename(log.with_suffix(".old.log"))


def _last_words(kind: Kind) -> str:
    try:
        lines = _log(kind).read_text(errors="replace").splitlines()[-20:]
    except OSError:
        return "it left no log"
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines
    return telling[-1].strip() if telling else "its log is empty"
