"""`manage.py load`, `load_samples` and `archive`: what they say, and that they fail whole."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from journeymap.documents.models import Document
from journeymap.workspaces.access import Actor, role_of
from journeymap.workspaces.models import Workspace
from journeys import formats, rows, samples
from journeys.graph import Graph, Journey, Step
from tests.support.people import People, people
from touchpoints import answers
from touchpoints.models import Answer, SurveyRound

__all__ = ["people"]

pytestmark = pytest.mark.django_db


def _run(*args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(*args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def _refused(*args: str) -> str:
    with pytest.raises(CommandError) as refused:
        _run(*args)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    return str(refused.value)


def _file(folder: Path, identity: str, other: str | None = None) -> str:
    steps = (Step(id="s", title="S", opens_journey=other),)
    graph = Graph(journey=Journey(id=identity, title=identity.upper()), steps=steps)
    path = folder / f"{identity}.json"
    path.write_bytes(formats.FORMATS["json"].write(graph).data)
    return str(path)


def test_files_that_name_each_other_are_loaded_together(people: People, tmp_path: Path) -> None:
    files = [_file(tmp_path, "a", "b"), _file(tmp_path, "b", "gone")]
    out, err = _run("load", *files, "--workspace", "Own workspace")
    assert out.splitlines() == [f"{files[0]}: A (a)", f"{files[1]}: B (b)"]
    assert re.fullmatch(rf"{re.escape(files[1])}: .*gone\.\n", err)
    assert rows.load("a").steps[0].opens_journey == "b"


def test_a_mermaid_file_comes_in_with_its_losses(people: People, tmp_path: Path) -> None:
    path = tmp_path / "day.mmd"
    path.write_text("journey\n  title My day\n  section Work\n    Tea: 9: Me\n    Code: 4: Me\n")
    out, err = _run("load", str(path), "--workspace", people.workspace.pk)
    assert "My day" in out
    assert "line 4" in err
    (document,) = Document.objects.filter(kind="journey")
    assert [step.title for step in rows.load(document.pk).steps] == ["Tea", "Code"]


def test_one_bad_file_keeps_the_others_out(people: People, tmp_path: Path) -> None:
    good, bad = _file(tmp_path, "a"), tmp_path / "bad.json"
    bad.write_text('{"format": "journeymap", "schema": 1,\n "journey": {"id": "x"}}')
    assert "title" in _refused("load", good, str(bad), "--workspace", "Own workspace")
    bad.write_text("{")
    assert "line 1" in _refused("load", good, str(bad), "--workspace", "Own workspace")
    assert str(tmp_path / "no") in _refused("load", str(tmp_path / "no"), "--workspace", "x")
    assert not Document.objects.filter(kind="journey").exists()


def test_a_workspace_that_is_not_there_is_named(people: People, tmp_path: Path) -> None:
    told = _refused("load", _file(tmp_path, "a"), "--workspace", "Elsewhere")
    assert "Own workspace" in told
    Workspace.objects.create(name="Own workspace")
    told = _refused("load", _file(tmp_path, "a"), "--workspace", "Own workspace")
    assert "several" in told


def test_the_samples_come_once_with_answers_and_an_owner() -> None:
    out, err = _run("load_samples")
    assert err == ""
    assert set(Document.objects.filter(kind="journey").values_list("pk", flat=True)) == {
        *samples.NAMES
    }
    (name,) = re.findall(r"name: (\S+)", out)
    (password,) = re.findall(r"password: (\S+)", out)
    owner = authenticate(username=name, password=password)
    (workspace,) = Workspace.objects.all()
    assert owner and role_of(Actor.of_user(owner), workspace) == "owner"
    measured = answers.measures_of_all(samples.NAMES)
    assert sum(each.n for each in measured.values()) == Answer.objects.count() > 600
    asked = set(Answer.objects.values_list("round", flat=True))
    assert asked < set(SurveyRound.objects.values_list("pk", flat=True)), "one is open still"
    assert rows.load("start-up-grant-to-be").journey.derived_from == "start-up-grant"
    counts = Document.objects.count(), Answer.objects.count(), Workspace.objects.count()
    again, _ = _run("load_samples")
    assert workspace.name in again and password not in again
    assert (
        Document.objects.count(),
        Answer.objects.count(),
        Workspace.objects.count(),
    ) == counts


def test_a_workspace_is_written_and_read(people: People, tmp_path: Path) -> None:
    _run("load", _file(tmp_path, "a"), "--workspace", "Own workspace")
    path = str(tmp_path / "w.zip")
    _run("archive", "write", path, "--workspace", "Own workspace")
    out, err = _run("archive", "read", path, "--workspace", "Copy")
    assert out.startswith("Copy (") and "2 documents" in out
    assert " a is taken" in err
    assert rows.load(_journey("Copy")).journey.title == "A"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "w.zip"]


def _journey(workspace: str) -> str:
    return Document.objects.get(workspace__name=workspace, kind="journey").pk


def test_an_archive_that_is_none_is_refused(people: People, tmp_path: Path) -> None:
    path = tmp_path / "w.zip"
    assert "No such file" in _refused("archive", "read", str(path))
    path.write_bytes(b"not a zip")
    assert "no archive" in _refused("archive", "read", str(path))
    assert "--workspace" in _refused("archive", "write", str(path))
    assert path.read_bytes() == b"not a zip"
