"""Where a cluster's files live, and which account they belong to.

`var/` (moved by `G287_VAR`) is the natural home, but PostgreSQL refuses to run as root. Root
therefore runs it as `postgres` or `nobody`, and that account may not be able to enter a
checkout below, say, `/root`. Then the files go to a new folder below `/var/lib`, and
`var/elsewhere` is a link to it: the link is the only record, so a checkout that is deleted
never finds its data taken over by the next one at the same path.
"""

import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["main", "test"]
FOLDERS: dict[Kind, str] = {"main": "postgres", "test": "test-postgres"}

# The kernel allows 107 bytes for a socket's path; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85
OWNER_ONLY = 0o700


class LocalPostgresError(Exception):
    """One sentence: what is wrong and how to mend it."""


@dataclass(frozen=True)
class Account:
    """The account that runs the server when root asks for it."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """`postgres` or `nobody` for root; None for everyone else, who runs the server in person."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise LocalPostgresError(
        "PostgreSQL does not run as root and there is no account `postgres` or `nobody` to run"
        " it as: run this as an ordinary user."
    )


def run(command: list[str | Path], *, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a program as the server's account, with no PG* variables and no locale of the caller."""
    account = server_account()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return subprocess.run(
        command,
        env=environment | {"LC_ALL": "C"},
        cwd="/",  # the caller's folder may be closed to the account
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def account_can_enter(folder: Path) -> bool:
    """Whether the server's account can reach `folder`."""
    if server_account() is None:
        return os.access(folder, os.X_OK)
    return run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0


def var_folder() -> Path:
    """`G287_VAR`, else `var/` beside the source."""
    return Path(os.environ.get("G287_VAR") or Path(__file__).parents[2] / "var").absolute()


def check_var() -> None:
    """Refuse a `G287_VAR` that names no folder."""
    if var_folder().exists() and not var_folder().is_dir():
        raise LocalPostgresError(f"{var_folder()} is a file: name a folder in G287_VAR.")


def home() -> Path:
    """The folder that holds the clusters: `var/`, or where `var/elsewhere` points."""
    elsewhere = var_folder() / "elsewhere"
    return elsewhere.resolve() if elsewhere.is_symlink() else var_folder()


def cluster_folder(kind: Kind) -> Path:
    """The folder of one cluster: its data, log and socket."""
    return home() / FOLDERS[kind]


def socket_folder(kind: Kind) -> Path:
    """The private folder of the socket; a short one under /tmp where `var/` has a long path."""
    folder = cluster_folder(kind) / "socket"
    # Commas and quotes have a meaning in the server's list of socket folders.
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and not set("\"',\\") & set(str(folder)):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path("/tmp") / f"g287-{os.geteuid()}-{digest}"  # noqa: S108 - made private


def make_home() -> Path:
    """Make `var/`, or a folder below /var/lib where the server's account cannot enter `var/`."""
    var = var_folder()
    check_var()
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LocalPostgresError(
            f"{var} cannot be made ({error.strerror}): make it writable, or name another folder"
            " in G287_VAR."
        ) from error
    if not os.access(var, os.W_OK | os.X_OK):
        raise LocalPostgresError(
            f"{var} is not writable: run this as its owner, or name another folder in G287_VAR."
        )
    if account_can_enter(home()):
        return home()
    if any((var / name / "data").exists() for name in FOLDERS.values()):
        account = server_account()
        raise LocalPostgresError(
            f"{var} holds the database, but the account {account.name if account else 'you use'}"
            " cannot enter it: open the folders above it (chmod o+x), or move var/ and name it"
            " in G287_VAR."
        )
    return _make_elsewhere(var)


def _make_elsewhere(var: Path) -> Path:
    for parent in ("/var/lib", "/var/tmp"):  # noqa: S108 - mkdtemp makes a fresh private folder
        try:
            folder = Path(tempfile.mkdtemp(prefix="g287-", dir=parent))
        except OSError:
            continue
        folder.chmod(0o755)
        (folder / "belongs-to").write_text(f"{var}\n")
        link = var / "elsewhere"
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
        return folder
    raise LocalPostgresError(
        f"The server's account cannot enter {var} and /var/lib is not writable: name a folder"
        " that every account can enter in G287_VAR."
    )


def make_private(folder: Path) -> None:
    """Make a folder that only the server's account (and root) can enter; refuse another's."""
    account = server_account()
    uid = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=OWNER_ONLY)
        if account:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    except OSError as error:
        raise LocalPostgresError(
            f"{folder} cannot be made ({error.strerror}): make {folder.parent} writable."
        ) from error
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != uid:
        raise LocalPostgresError(
            f"{folder} belongs to another account: run this as that account (or root, if root"
            " made it), or name another folder in G287_VAR."
        )
    if stat.S_IMODE(status.st_mode) != OWNER_ONLY:
        folder.chmod(OWNER_ONLY)
