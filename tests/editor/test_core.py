"""The editor's core: its own tests in Node, and that it gives what Python gives, for anything."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeymap.documents import ops, undoing
from journeymap.documents.errors import Refusal
from journeymap.documents.fields import Number, Rule, Text
from journeymap.documents.kinds import DocumentKind
from journeymap.documents.ops import Op, Records, Shapes, shapes_of
from journeys.editing import doc_schema
from journeys.graph import JOURNEY, Graph
from tests.diagrams.test_map_layout import laid, paths
from tests.documents import kinds as small
from tests.support import node
from tests.support.graphs import graphs, texts, values
from tests.support.stored import Stored
from tools.steps import BIN, ROOT
from touchpoints.records import CATALOGUE

HERE = Path(__file__).parent / "core"
KINDS = {kind.name: kind for kind in (JOURNEY, CATALOGUE)}


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_in_node(path: Path) -> None:
    node.passes(path)


class Twin:
    """A Node with the core; one question after the other."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [BIN / "node", HERE / "twin.js"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        )

    def ask(self, what: str, given: Any) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"ask": what, "given": given}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "Node has ended; what it said stands above"
        return json.loads(answer)

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    twin = Twin()
    twin.ask("schemas", {name: doc_schema(kind, "en") for name, kind in KINDS.items()})
    yield twin
    twin.close()


def as_json(shapes: Shapes) -> dict[str, Any]:
    return {
        name: {
            "defaults": shape.defaults,
            "parts": as_json(shape.parts),
            "references": {field: rule._asdict() for field, rule in shape.references.items()},
        }
        for name, shape in shapes.items()
    }


def triples(records: Records) -> list[tuple[str, str, Any]]:
    return [(kind, identity, value) for identity, (kind, value) in records.items()]


def in_python(
    records: Records, edits: list[Any], shapes: Shapes, root: str, absent: list[str]
) -> dict[str, Any]:
    """What twin.js's ``edits`` answers."""
    done: list[dict[str, Any]] = []
    for edit in edits:
        try:
            stamped, records = ops.settle(records, edit, shapes)
            done.append({"ops": stamped})
        except Refusal as refusal:
            found = [problem.path for problem in refusal.problems]
            done.append({"refused": refusal.code, "paths": found})
    stored = Stored(records, shapes)

    def gone(links: list[tuple[str, str, str]]) -> set[str]:
        return {target for _, _, target in links} & set(absent)

    undone = [
        dict(zip(("ops", "left"), undoing.inverse(each["ops"], stored, root, gone), strict=True))
        for each in done
        if "ops" in each
    ]
    after = {identity: list(held) for identity, held in records.items()}
    return {"done": done, "undone": undone, "after": after}


def is_parsed(edit: Any, shapes: Shapes) -> bool:
    """Whether these are operations at all; what is none never comes from the browser itself."""
    try:
        ops.parse_ops(edit, shapes)
    except Refusal:
        return False
    return True


def expect_the_same(
    twin: Twin, records: Records, edits: list[Any], shapes: Shapes, root: str, absent: list[str]
) -> None:
    edits = [edit for edit in edits if is_parsed(edit, shapes)]
    given = {
        "shapes": as_json(shapes),
        "records": triples(records),
        "edits": edits,
        "root": root,
        "absent": absent,
    }
    theirs = twin.ask("edits", given)
    ours = in_python(records, edits, shapes, root, absent)
    assert ops.same(ours, theirs), (ours, theirs)


JUNK = st.sampled_from([None, True, False, 0, 1, "", "a", [], ["a"], {}, {"n": 1}, {"id": "i1"}])


@st.composite
def misfits(draw: st.DrawFn, ids: list[str], kinds: list[str]) -> Any:
    """Operations that do not fit, or are none."""
    some = {"op": draw(st.sampled_from(["put", "patch", "remove", "drop"]))}
    if draw(st.booleans()):
        some["id"] = draw(st.sampled_from([*ids, "nobody", "", "a b"]))
    if draw(st.booleans()):
        some["kind"] = draw(st.sampled_from([*kinds, "nothing", "constructor"]))
    for key in ("value", "set", "a/b~c"):
        if draw(st.integers(0, 2)) == 0:
            some[key] = draw(JUNK)
    return draw(st.just(some) | JUNK)


@st.composite
def small_scripts(draw: st.DrawFn) -> tuple[Records, list[Any]]:
    """Edits of the small kind of document, most of which fit."""
    records = first = draw(small.crowds())
    script: list[Any] = []
    for _ in range(draw(st.integers(1, 4))):
        edit = draw(small.edits(records))
        if draw(st.integers(0, 4)) == 0:
            edit = [*edit, draw(misfits(sorted(first), list(small.SHAPES)))]
        script.append(edit)
        try:
            parsed = ops.parse_ops(edit, small.SHAPES)
            records = ops.apply(records, parsed, small.SHAPES)
        except Refusal:
            continue
    return first, script


@given(script=small_scripts())
def test_edits_and_their_undo_are_those_of_python(
    twin: Twin, script: tuple[Records, list[Any]]
) -> None:
    expect_the_same(twin, *script, small.SHAPES, small.ROOT, [])


def test_the_shapes_of_the_schema_are_those_of_the_kinds(twin: Twin) -> None:
    told_of = {name: doc_schema(kind, "fi") for name, kind in KINDS.items()}
    assert twin.ask("schemas", told_of) == {
        name: as_json(shapes_of(kind)) for name, kind in KINDS.items()
    }


def records_of(graph: Graph) -> Records:
    return {
        value["id"]: (kind, {name: item for name, item in value.items() if name != "id"})
        for kind, value in graph.records()
    }


@st.composite
def journey_scripts(draw: st.DrawFn) -> tuple[Records, list[list[Op]], str, list[str]]:
    """A sound journey, edits of it as an editor makes them, its root, what is in no catalogue."""
    graph = draw(graphs(most=2))
    first = records_of(graph)
    ids: dict[str, list[str]] = {}
    for kind, value in graph.catalogue.records():
        ids.setdefault(f"catalogue/{kind}", []).append(value["id"])
    names = list(JOURNEY.by_name)
    for identity, (kind, _) in first.items():
        ids.setdefault(kind, []).append(identity)
    script: list[list[Op]] = []
    for _ in range(draw(st.integers(1, 3))):
        edit: list[Op] = []
        for _ in range(draw(st.integers(1, 3))):
            new = f"new-{draw(st.integers(0, 3))}"
            identity = draw(st.sampled_from([*first, new]))
            kind = first[identity][0] if identity in first else names[int(new[-1]) + 2]
            edit.append(draw(_ops(identity, kind, ids)))
        script.append(edit)
    shared = sorted({each for name, some in ids.items() if "/" in name for each in some})
    absent = draw(st.lists(st.sampled_from(shared), unique=True)) if shared else []
    return first, script, graph.journey.id, absent


@st.composite
def _ops(draw: st.DrawFn, identity: str, kind: str, ids: dict[str, list[str]]) -> Op:
    rules = JOURNEY.by_name[kind].rules
    fields: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(sorted(rules)), max_size=4, unique=True)):
        some = values(rules[name], ids, identity)
        fields[name] = draw(JUNK if some is None else some | st.none())
    choice = draw(st.integers(0, 3))
    if choice == 0:
        return {"op": "remove", "id": identity}
    if choice == 1:
        return {"op": "put", "kind": kind, "id": identity, "value": fields}
    return {"op": "patch", "id": identity, "set": fields}


@given(script=journey_scripts())
def test_edits_of_journeys_and_their_undo_are_those_of_python(
    twin: Twin, script: tuple[Records, list[list[Op]], str, list[str]]
) -> None:
    records, edits, root, absent = script
    expect_the_same(twin, records, edits, shapes_of(JOURNEY), root, absent)


@given(graph=paths())
def test_the_layout_of_any_path_is_that_of_python(twin: Twin, graph: dict[str, Any]) -> None:
    exits = [{**way, "id": f"x{way['id']}", "target": None, "kind": "exit"}
             for way in graph["transitions"][:2]]  # fmt: skip
    graph = {**graph, "transitions": [*graph["transitions"], *exits]}
    theirs = twin.ask(
        "layout",
        {
            "stages": [stage["id"] for stage in graph["stages"]],
            "steps": [(step["id"], step["stage"]) for step in graph["steps"]],
            "ways": graph["transitions"],
        },
    )
    layout = laid(graph)
    assert theirs == {
        "columns": [{"stage": each.stage, "steps": list(each.steps)} for each in layout.columns],
        "column": layout.column,
        "track": layout.track,
        "back": sorted(layout.back),
    }


NEARLY = st.sampled_from(
    ["", " ", "a\x00", "\ud800", "\u0085", "\ufeff", "x" * 5000, "2026-02-30", "P1W", "Å", "a b",
     [], [""], ["a", 1], ["a"] * 201, {}, {"level": "guess"}, {"level": "x", "n": -1}, {"no": 1},
     True, False, 0, 1, 3, 4.5, -1, 6, 1e308, "exit", "path", "title", "labels"]
)  # fmt: skip


def nearly(rule: Rule, ids: dict[str, list[str]], own: str) -> st.SearchStrategy[Any]:
    """Values at the edge of what a field takes."""
    some = st.none() | NEARLY | st.sampled_from([each for many in ids.values() for each in many])
    if isinstance(rule, Text):
        some |= st.integers(-1, 1).map(lambda more: "\U0001f642" * (rule.limit + more)) | texts()
    if isinstance(rule, Number):
        some |= st.sampled_from([rule.low, rule.high]) | st.integers(-2, 7)
    sound = values(rule, ids, own)
    return some if sound is None else some | sound | sound


@st.composite
def nearly_sound(draw: st.DrawFn) -> tuple[DocumentKind, Records, str, list[dict[str, Any]]]:
    """Some records of a document, and values of one of its kinds, most of them nearly sound."""
    graph = draw(graphs(most=2))
    kind = draw(st.sampled_from([JOURNEY, CATALOGUE]))
    held = list((graph if kind is JOURNEY else graph.catalogue).records())
    records: Records = {
        value["id"]: (name, {field: item for field, item in value.items() if field != "id"})
        for name, value in held
    }
    ids: dict[str, list[str]] = {"none": ["nobody"]}
    for identity, (name, _) in records.items():
        ids.setdefault(name, []).append(identity)
    wanted = draw(st.sampled_from([*(name for name, _ in held), *kind.by_name]))
    bases = [value for name, value in held if name == wanted] or [{"id": "new"}]
    rules = kind.by_name[wanted].rules
    found = []
    for _ in range(6):
        value = dict(draw(st.sampled_from(bases)))
        for name in draw(st.lists(st.sampled_from([*rules, "colour"]), max_size=3, unique=True)):
            some = nearly(rules[name], ids, "") if name in rules else JUNK
            value[name] = draw(some)
        found.append(value)
    return kind, records, wanted, found


@given(case=nearly_sound())
def test_what_is_wrong_with_a_record_is_what_python_finds(
    twin: Twin, case: tuple[DocumentKind, Records, str, list[dict[str, Any]]]
) -> None:
    kind, records, wanted, found = case
    given = {"schema": kind.name, "kind": wanted, "values": found, "records": triples(records)}
    ours = [[each.path for each in kind.problems(wanted, v, records.get)] for v in found]
    assert twin.ask("check", given) == ours


def test_what_an_edit_leaves_wrong_elsewhere_is_found(twin: Twin) -> None:
    """Rule L12: a lane that cards stand in becomes one that holds none; moving it asks nobody."""
    records: list[tuple[str, str, Any]] = [
        ("journey", "j", {"title": "J"}),
        ("lane", "l", {}),
        ("card", "c", {"lane": "l", "text": "x"}),
        ("step", "s", {}),
    ]

    def wrong(*edit: Op) -> Any:
        return twin.ask("edit", {"schema": "journey", "records": records, "edit": edit})

    assert wrong({"op": "patch", "id": "l", "set": {"order": "V"}}) == []
    assert wrong({"op": "patch", "id": "l", "set": {"kind": "quote"}}) == []
    assert wrong({"op": "patch", "id": "l", "set": {"kind": "path"}}) == [["c", "/lane"]]
    assert wrong({"op": "patch", "id": "s", "set": {"mandatory": True}}) == [["s", "/title"]]
    assert wrong({"op": "remove", "id": "s"}) == []
