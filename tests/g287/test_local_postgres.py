"""The local PostgreSQL survives what happens to a developer's machine."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from g287 import local_postgres
from g287.local_postgres import binaries, places, server


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A `var/` of the test's own, with nothing in it."""
    # pytest's folders are closed to other accounts; root's server runs under another account.
    for folder in (tmp_path, *tmp_path.parents):
        if folder != Path(tempfile.gettempdir()) and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(0o755)
    monkeypatch.setenv("G287_VAR", str(tmp_path / "var"))
    yield tmp_path / "var"
    for kind in places.FOLDERS:
        local_postgres.stop(kind)
    if places.home() != places.var_folder():
        shutil.rmtree(places.home())


def connect(user="g287_owner"):
    socket = str(local_postgres.socket_folder("main"))
    return psycopg.connect(host=socket, port=5432, user=user, dbname="g287", autocommit=True)


def test_one_cluster_through_its_life(var):
    """One test, for making a cluster is the slow part: start, use, kill, stale file, stop."""
    pid_file = var / "postgres" / "data" / "postmaster.pid"
    assert local_postgres.ensure_started("main") is True
    assert local_postgres.ensure_started("main") is False
    with connect() as owner:
        owner.execute("create table kept (id int)")
        owner.execute("insert into kept values (1)")
        assert owner.execute("show listen_addresses").fetchone() == ("",)
        extensions = {name for (name,) in owner.execute("select extname from pg_extension")}
        assert {"btree_gist", "pg_trgm"} <= extensions
        rights = owner.execute(
            "select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = 'g287_owner'"
        ).fetchone()
        assert rights == (False, True, True)
    with connect(user="g287_web") as web:
        web.execute("set role g287_national")
        web.execute("reset role")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("create table mine (id int)")
        assert web.execute(
            "select pg_has_role('g287_web', 'g287_national', 'usage')"
        ).fetchone() == (False,)

    pid = int(pid_file.read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    # The number in the file now belongs to a living process that is no server.
    wait_until(lambda: not server._is_alive(pid) or is_zombie(pid))
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    assert not local_postgres.is_ready("main")
    assert local_postgres.ensure_started("main") is True
    with connect() as owner:
        assert owner.execute("select id from kept").fetchall() == [(1,)]

    assert local_postgres.stop("main") is True
    assert local_postgres.stop("main") is False
    assert not local_postgres.is_ready("main")


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_zombie(pid):
    return " Z " in Path(f"/proc/{pid}/stat").read_text()


def test_two_processes_that_start_together_make_one_cluster(var):
    command = [sys.executable, "-m", "g287.local_postgres", "start", "test"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in range(2)
    ]
    said = sorted(process.communicate()[0].strip() for process in both)
    assert said == ["test-postgres: already running", "test-postgres: started"]


def test_a_half_made_cluster_is_made_anew(var):
    places.make_home()
    places.make_private(places.cluster_folder("test"))
    draft = var / "test-postgres" / "data.new"
    draft.mkdir()
    (draft / "rubbish").write_text("left by a killed initdb")
    if account := places.server_account():
        os.chown(draft, account.uid, account.gid)
    assert local_postgres.ensure_started("test") is True


def refusal(act):
    """The one sentence that an act is refused with."""
    with pytest.raises(local_postgres.LocalPostgresError) as refused:
        act()
    sentence = str(refused.value)
    assert re.fullmatch(r"[A-Z/].*\.", sentence), sentence
    assert "\n" not in sentence
    return sentence


def test_no_postgres_says_where_to_name_one(var, monkeypatch):
    monkeypatch.setattr(binaries, "candidates", lambda: iter([]))
    sentence = refusal(lambda: local_postgres.ensure_started("test"))
    assert "PG_BINDIR" in sentence
    assert "DATABASE_URL" in sentence


def test_programs_that_do_not_run_are_passed_over(var, tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.mkdir(mode=0o755)
    for name in binaries.PROGRAMS:
        (broken / name).write_text("#!/bin/sh\necho 'wrong architecture' >&2; exit 126\n")
        (broken / name).chmod(0o755)
    real = list(binaries.candidates())
    places.make_home()
    monkeypatch.setattr(binaries, "candidates", lambda: iter([("a trial", broken), *real]))
    assert binaries.find().source != "a trial"
    monkeypatch.setattr(binaries, "candidates", lambda: iter([("a trial", broken)]))
    assert "wrong architecture" in refusal(binaries.find)


def test_data_of_another_version_are_not_touched(var):
    places.make_home()
    assert "data are of version 9" in refusal(lambda: binaries.find(9))


def test_a_file_where_var_should_be(var):
    var.write_text("in the way")
    assert "G287_VAR" in refusal(lambda: local_postgres.ensure_started("test"))


def test_a_socket_folder_of_somebody_else_is_refused(var):
    places.make_home()
    if places.server_account() is None:
        pytest.skip("only root can give a folder away")
    folder = places.cluster_folder("test")
    folder.mkdir()  # root's, not the server account's
    assert "another account" in refusal(lambda: places.make_private(folder))


def test_a_long_path_gets_a_short_socket_folder(var, monkeypatch):
    monkeypatch.setenv("G287_VAR", str(var / ("long" * 30)))
    assert len(str(local_postgres.socket_folder("test"))) < 90


def test_a_var_that_the_servers_account_cannot_enter_moves_elsewhere(var):
    if places.server_account() is None:
        pytest.skip("an ordinary user runs the server in person")
    var.mkdir(mode=0o700)
    home = places.make_home()
    assert home != var
    assert (home / "belongs-to").read_text().strip() == str(var)
    assert places.make_home() == home
