"""`make run`: the database, the application server, and a clean end of both."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TextIO

from bootstrap.environment import PYTHON
from bootstrap.steps import ROOT, VAR, Failure, warn

HOST = "127.0.0.1"
SIGN_INS = VAR / "demo-accounts.txt"
# One file a port, locked while a server of this data folder runs, with its process number.
SERVING = VAR / "serving"
SECONDS_TO_SERVE = 60
SECONDS_TO_STOP = 20


def port() -> int:
    """`PORT`, else 8287."""
    given = os.environ.get("PORT") or "8287"
    if not given.isdigit() or not 1 <= int(given) <= 65535:
        raise Failure(f"PORT={given} is no port: name a number from 1024 to 65535.")
    return int(given)


def check_port() -> None:
    """Fail before the long steps where the address is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port()))
        except PermissionError as error:
            raise Failure(
                f"Port {port()} is reserved for root: choose one from 1024 up, for example"
                " make run PORT=8287."
            ) from error
        except OSError as error:
            raise Failure(
                f"Port {port()} is taken, perhaps by another `make run`: stop that program, or"
                f" choose another port, for example make run PORT={port() + 1}."
            ) from error


def start_database() -> bool:
    """Start the local PostgreSQL; True if it was this call that started it."""
    if os.environ.get("DATABASE_URL"):
        return False
    answer = subprocess.run(
        [PYTHON, "-m", "g287.local_postgres", "start", "main"],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if answer.returncode:
        raise SystemExit(answer.returncode)  # it said why
    return "already" not in answer.stdout


def stop_database(kind: str = "main") -> None:
    """Stop one local cluster."""
    subprocess.run(
        [sys.executable, "-m", "g287.local_postgres", "stop", kind],
        cwd=ROOT, stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip


@contextmanager
def on_record() -> Iterator[TextIO]:
    """Hold the file that tells `make stop` whom to end: this process, later the server."""
    SERVING.mkdir(parents=True, exist_ok=True)
    path = SERVING / str(port())
    # "a": another server's number must stand until the lock says that there is no other.
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(
                f"Another `make run` on this data folder has port {port()}, and may still be"
                " setting up: wait for it, or stop it with `make stop`, or choose another port,"
                f" for example make run PORT={port() + 1}."
            ) from error
        _write(file, os.getpid())
        try:
            yield file
        finally:
            path.unlink(missing_ok=True)


def _write(record: TextIO, pid: int) -> None:
    record.seek(0)
    record.truncate()
    record.write(str(pid))
    record.flush()


def servers() -> Iterator[Path]:
    """The files of the servers that run; a killed one left its file, but not the lock."""
    for path in sorted(SERVING.iterdir() if SERVING.is_dir() else ()):
        if _is_locked(path):
            yield path


def stop_servers() -> list[str]:
    """Stop every server of `make run` on this data folder, in order; the ports they had."""
    stopped = []
    for path in servers():
        with suppress(OSError, ValueError):
            os.kill(int(path.read_text()), signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while _is_locked(path):
            if time.monotonic() > deadline:
                raise Failure(
                    f"The server at port {path.name} still runs: stop it with Ctrl-C where it was"
                    " started, or as the account that started it, then run this again."
                )
            time.sleep(0.05)
        stopped.append(path.name)
    return stopped


def _is_locked(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # or another account's: it cannot be told
        return True
    except FileNotFoundError:
        return False
    return False


def serve(record: TextIO) -> int:
    """Run gunicorn in the foreground until Ctrl-C or `make stop`; its exit code."""
    stopping: list[int] = []
    signals = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:  # started under nohup
        signals.remove(signal.SIGHUP)

    def end(signum: int, _frame: FrameType | None) -> None:
        stopping.append(signum)
        # A second Ctrl-C does not wait for requests to finish.
        server.send_signal(signal.SIGTERM if len(stopping) == 1 else signal.SIGINT)

    # Held back until the handler has a server to end.
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    workers = os.environ.get("WEB_CONCURRENCY") or str(min(4, (os.cpu_count() or 1) + 1))
    # In a session of its own: the terminal's Ctrl-C reaches this process only, which then ends
    # the server in order and the database after it.
    server = subprocess.Popen(
        [
            PYTHON, "-m", "gunicorn", "g287.wsgi:application", "--bind", f"{HOST}:{port()}",
            "--worker-class", "gthread", "--workers", workers, "--threads", "4", "--preload",
            "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket",
        ],
        cwd=ROOT, start_new_session=True, pass_fds=[record.fileno()],
        preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, signals),
    )  # fmt: skip
    _write(record, server.pid)
    for name in signals:
        signal.signal(name, end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
    if _answers(server):
        _welcome()
    code = server.wait()
    if stopping or code == 0:
        print("The server has stopped.", flush=True)
        return 0
    warn(f"The server ended by itself (exit code {code}): the lines above say why.")
    return code or 1


def _answers(server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port()), timeout=1):
                pass
            urllib.request.urlopen(f"http://{HOST}:{port()}/healthz", timeout=10).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.05)
            continue
        return True
    return False


def _welcome() -> None:
    print(f"\nG287 serves at http://{HOST}:{port()}/ (Ctrl-C stops it)", flush=True)
    if SIGN_INS.exists():
        print(SIGN_INS.read_text().rstrip(), flush=True)
    sys.stdout.flush()
