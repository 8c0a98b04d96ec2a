"""`make stop` and `make clean` end what runs on the data folder, with or without `.venv`."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVING = """
import fcntl, os, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
file.write(str(os.getpid()))
file.flush()
print("serving", flush=True)
time.sleep(60)
"""


@pytest.fixture
def bootstrap(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT / "deploy"), *sys.path])
    from bootstrap import serving

    return serving


@pytest.fixture
def serves(tmp_path):
    """A process that serves from the folder, as `make run` does."""
    folder = tmp_path / "serving"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVING, folder / "8299"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "serving\n"
    yield process
    process.kill()
    process.wait()


def test_a_plain_python_without_our_packages_can_stop_the_database():
    command = [sys.executable, "-S", "-m", "g287.local_postgres", "status"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.stderr == ""
    assert "postgres: " in said.stdout


def test_stop_ends_the_server_of_make_run(bootstrap, serves, tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "SERVING", tmp_path / "serving")
    assert bootstrap.stop_servers() == ["8299"]
    assert serves.wait(timeout=5) == -signal.SIGTERM
    assert bootstrap.stop_servers() == []


def test_a_second_start_on_one_port_says_so_and_leaves_the_first_on_record(
    bootstrap, serves, tmp_path, monkeypatch
):
    monkeypatch.setattr(bootstrap, "SERVING", tmp_path / "serving")
    monkeypatch.setenv("PORT", "8299")
    with pytest.raises(bootstrap.Failure, match="Another `make run`"), bootstrap.on_record():
        pass
    assert (tmp_path / "serving" / "8299").read_text() == str(serves.pid)


def test_what_a_killed_server_left_behind_is_no_server(bootstrap, tmp_path, monkeypatch):
    (tmp_path / "serving").mkdir()
    (tmp_path / "serving" / "8299").write_text(str(os.getpid()))
    monkeypatch.setattr(bootstrap, "SERVING", tmp_path / "serving")
    assert bootstrap.stop_servers() == []


def test_a_server_is_on_record_while_it_serves(bootstrap, tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "SERVING", tmp_path / "serving")
    with bootstrap.on_record():
        assert [path.name for path in bootstrap.servers()] == [str(bootstrap.port())]
    assert list(bootstrap.servers()) == []
    assert list((tmp_path / "serving").iterdir()) == []
