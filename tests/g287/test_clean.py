"""`make clean DATA=1` deletes what was made in the data folder and nothing else."""

import importlib
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture
def delete_data(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(DEPLOY), *sys.path])
    return importlib.import_module("bootstrap.commands")._delete_data


def test_a_folder_that_holds_only_ours_goes(tmp_path, delete_data):
    folder = tmp_path / "var"
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "secret-key").write_text("x")

    assert delete_data(folder) == []
    assert not folder.exists()


def test_what_somebody_else_keeps_there_stays(tmp_path, delete_data):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "thesis.txt").write_text("three years")

    assert delete_data(tmp_path) == ["thesis.txt"]
    assert (tmp_path / "thesis.txt").read_text() == "three years"
    assert not (tmp_path / "postgres").exists()


def test_a_folder_that_was_never_made_is_no_trouble(tmp_path, delete_data):
    assert delete_data(tmp_path / "never") == []
