"""The command line draws and converts without Django, and writes all or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from journeys.cli import COMMANDS, main
from journeys.diagrams import DIAGRAMS, KINDS, render
from journeys.formats import FORMATS
from journeys.graph import Graph

ROOT = Path(__file__).parents[2]
MERMAID = "journey\n  title Tea\n  section Home\n    Make tea: 5: Me, Cat\n    Drink: x: Me\n"
SMALL = {
    "format": "journeymap",
    "schema": 1,
    "journey": {"title": "Tea & <more>"},
    "steps": [{"id": "a", "title": "Boil"}, {"id": "b", "title": "Pour"}],
    "transitions": [{"source": "a", "target": "b"}],
}

WHAT_IS_LOADED = """
import sys
# Of the standard library, what takes long to import and a map of Mermaid has no need of.
heavy = "asyncio decimal email fnmatch hashlib html http json logging pathlib pickle random shutil "
heavy += "datetime socket ssl statistics subprocess tempfile urllib uuid xml zipfile zlib"
bare = set(sys.modules)
from journeys.cli import main
main(sys.argv[1:])
found = {name: held for name, held in sys.modules.items() if name not in bare}
places = {name: getattr(held, "__file__", None) or "" for name, held in found.items()}
classes = {c for held in found.values() for c in vars(held).values() if isinstance(c, type)}
writing = [c for c in classes if "__dataclass_params__" in vars(c) and c.__dataclass_params__.init]
import json
told = {
    "ours": [name for name in found if name.startswith("journeys.")],
    "of others": [name for name, place in places.items() if "site-packages" in place],
    "heavy": sorted(found.keys() & set(heavy.split())),
    "writing": [c.__name__ for c in writing],
}
print(json.dumps(told))
"""


def cli(*args: str, given: str | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "journeys", *args],
        input=given,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def read(path: Path) -> Graph:
    return FORMATS["json"].read(path.read_bytes()).graph


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    return path


@pytest.mark.parametrize("diagram", ["map", "path"])
def test_a_file_is_drawn_to_stdout(small: Path, diagram: str) -> None:
    done = cli("render", str(small), "--diagram", diagram)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("<svg")
    assert "Tea &amp; &lt;more&gt;" in done.stdout


def test_an_ending_that_says_nothing_is_refused(small: Path, tmp_path: Path) -> None:
    done = cli("render", str(small), "-o", str(tmp_path / "out.gif"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "out.gif: its ending names no format" in done.stderr
    assert not (tmp_path / "out.gif").exists()
    assert cli("render", str(small), "-o", str(tmp_path / "out")).returncode == 0
    assert b"<svg" in (tmp_path / "out").read_bytes()


def test_the_ending_of_out_chooses_the_kind(small: Path, tmp_path: Path) -> None:
    for name, begins in (("x.svg", b"<svg"), ("x.png", b"\x89PNG"), ("x.dot", b"digraph")):
        assert cli("render", str(small), "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_dash_is_stdin_and_losses_go_to_stderr() -> None:
    done = cli("convert", "-", "-", "--to", "json", given=MERMAID)
    assert done.returncode == 0
    assert [s["title"] for s in json.loads(done.stdout)["steps"]] == ["Make tea", "Drink"]
    assert "line 5" in done.stderr
    assert "'x'" in done.stderr


def test_converting_there_and_back_changes_nothing(small: Path, tmp_path: Path) -> None:
    first, yaml, again = tmp_path / "1.json", tmp_path / "2.yaml", tmp_path / "3.json"
    for source, target in ((small, first), (first, yaml), (yaml, again)):
        assert cli("convert", str(source), str(target)).returncode == 0
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.parametrize(
    ("name", "held", "told"),
    [
        ("a.json", '{"format": "journeymap",\n "schema": 1,,}', "a.json, line 2, column 14"),
        ("a.json", json.dumps(SMALL | {"schema": 9}), "a.json: /schema: the file has schema 9"),
        ("a.json", json.dumps(SMALL | {"steps": [{"id": "a"}]}), "/steps/0/title: is required"),
        ("a.yaml", "format: journeymap\nschema: 1\njourney: {title: }", "a.yaml, line 3, column 1"),
        ("a.mmd", "journey\n  Boil water\n", "a.mmd, line 2, column 3: expected a score"),
        ("a.json", "", "a.json: the file is empty"),
    ],
)
def test_bad_input_is_one_line_with_its_place_and_writes_nothing(
    tmp_path: Path, name: str, held: str, told: str
) -> None:
    (tmp_path / name).write_text(held, encoding="utf-8")
    out = tmp_path / "out.svg"
    out.write_text("as it was", encoding="utf-8")
    done = cli("render", name, "-o", str(out), cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert out.read_text(encoding="utf-8") == "as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "out.svg"])


@pytest.mark.parametrize(
    "args",
    [
        ("render", "no-such-file.json"),
        ("render",),
        ("draw", "x"),
        ("render", "x.json", "--to", "gif"),
        ("convert", "x.json", "x.unknown"),
        ("render", "x.json", "--diagram", "map", "--to", "dot"),
    ],
)
def test_a_wrong_command_is_one_line_and_status_2(args: tuple[str, ...]) -> None:
    done = cli(*args)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_folder_that_is_not_there_is_named(small: Path, tmp_path: Path) -> None:
    done = cli("render", str(small), "-o", str(tmp_path / "no" / "x.svg"))
    assert done.returncode == 2
    assert "x.svg" in done.stderr


def test_a_reader_that_closes_early_hears_nothing(small: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "journeys", "render", str(small)],
        stdout=write,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
    )
    os.close(write)
    assert done.stderr == b""


def test_neither_django_nor_networkx_is_imported(small: Path) -> None:
    code = (
        "import sys; from journeys.cli import main; main(sys.argv[1:]); "
        "print([m for m in ('django', 'networkx', 'rest_framework') if m in sys.modules], "
        "file=sys.stderr)"
    )
    for diagram in ("map", "path"):
        done = subprocess.run(
            [sys.executable, "-c", code, "render", str(small), "--diagram", diagram],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
        assert done.stderr.strip() == "[]"


def test_a_cold_render_imports_only_what_it_draws_with(tmp_path: Path) -> None:
    (tmp_path / "tea.mmd").write_text(MERMAID, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            WHAT_IS_LOADED,
            "render",
            str(tmp_path / "tea.mmd"),
            "-o",
            os.devnull,
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    loaded = json.loads(done.stdout)
    assert (loaded["of others"], loaded["heavy"]) == ([], [])
    code = {each.module for each in FORMATS.values() if each.name != "mermaid"}
    code |= {f"journeys.diagrams.{each.module}" for each in KINDS.values() if each.name != "svg"}
    code |= {f"journeys.diagrams.{each.module}" for each in DIAGRAMS.values() if each.name != "map"}
    assert not code.intersection(loaded["ours"])
    # A dataclass that writes its methods takes half a millisecond of every start: see `record`.
    assert set(loaded["writing"]) <= {"Problem", "RecordKind", "DocumentKind"}


def test_a_dot_program_that_fails_is_told_with_status_1(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYMAP_DOT", "/no/such/dot")
    out = tmp_path / "x.svg"
    done = cli("render", str(small), "--diagram", "path", "-o", str(out))
    assert done.returncode == 1
    assert "dot" in done.stderr
    assert not out.exists()


def test_manage_py_offers_the_same_commands(small: Path, tmp_path: Path) -> None:
    call_command("render", str(small), "--diagram", "path", "-o", str(tmp_path / "x.svg"))
    call_command("convert", str(small), str(tmp_path / "x.yaml"))
    assert (tmp_path / "x.svg").read_bytes() == cli(
        "render", str(small), "--diagram", "path"
    ).stdout.encode()
    assert b"title: Boil" in (tmp_path / "x.yaml").read_bytes()
    with pytest.raises(SystemExit) as stopped:
        call_command("render", str(tmp_path / "none.json"))
    assert stopped.value.code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_all_that_the_tables_hold(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    for name in (*DIAGRAMS, *KINDS, *FORMATS):
        assert f"\n  {name:<12}" in told, name


def test_a_pack_holds_what_was_asked_for_with_its_manifest(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.zip"
    asked = ("pack", str(small), "-o", str(out), "--parts", "map.svg", "json", "dot")
    assert main(asked) == 0
    with zipfile.ZipFile(out) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(held.pop("manifest.json"))
    assert sorted(held) == ["tea-more-map.svg", "tea-more.dot", "tea-more.json"]
    for each in manifest["files"]:
        data = held[each["name"]]
        assert (each["size"], each["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert held["tea-more-map.svg"] == render("map", "svg", read(small))
    first = out.read_bytes()
    assert main(asked) == 0 and out.read_bytes() == first


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["pack", "FILE", "--parts", "map.gif"], "there is no 'map.gif'; there are json"),
        (["pack", "FILE", "--parts", "*.gif"], "nothing that can be taken is '*.gif'"),
        (["render", "FILE", "--tiled"], "--tiled needs a --paper"),
        (["render", "FILE", "--with", "FILE"], "nothing here compares"),
        (["render", "--diagram", "path"], "name the FILE to make the path of"),
    ],
)
def test_what_does_not_fit_together_is_told_in_one_line(
    asked: list[str], told: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(small) if each == "FILE" else each for each in asked]) == 2
    said = capsys.readouterr()
    assert told in said.err and said.err.count("\n") == 1 and not said.out
