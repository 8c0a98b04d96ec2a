"""What manage.py does before Django: it starts no database that nobody asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(var, *arguments):
    """Run manage.py on a data folder; its exit code and both outputs."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "G287_LOCAL_POSTGRES"}}
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=kept | {"G287_VAR": str(var), "DJANGO_SETTINGS_MODULE": "g287.settings"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("help",),
        ("version",),
        ("--version",),
        ("import_roster", "--help"),
        ("compliance", "-h"),
    ],
)
def test_what_only_tells_starts_no_database(tmp_path, arguments):
    code, said, complained = manage(tmp_path / "var", *arguments)
    assert (code, complained) == (0, "")
    assert said
    assert not (tmp_path / "var" / "postgres").exists()


@pytest.mark.parametrize("command", ["compliance", "migrate", "shell"])
def test_a_folder_that_was_never_set_up_is_named(tmp_path, command):
    code, _said, complained = manage(tmp_path / "var", command)
    assert code == 1
    assert complained == (
        f"Nothing is set up in {tmp_path / 'var'}: run `make setup`, or name the folder that was"
        " set up in G287_VAR.\n"
    )
    assert not (tmp_path / "var").exists()


def test_a_file_in_the_place_of_the_folder_is_said_to_be_one(tmp_path):
    (tmp_path / "var").write_text("in the way")
    code, _said, complained = manage(tmp_path / "var", "compliance")
    assert complained == f"{tmp_path / 'var'} is a file: name a folder in G287_VAR.\n"
    assert code == 1


def test_make_says_too_that_it_is_a_file(tmp_path):
    (tmp_path / "var").write_text("in the way")
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "start.py", "setup"],
        env=os.environ | {"G287_VAR": str(tmp_path / "var")},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == f"{tmp_path / 'var'} is a file: name a folder in G287_VAR.\n"
    assert done.returncode == 1
