"""Hand-written files are pleasant; broken ones are refused with the place and what was expected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from journeys.formats import FORMATS, LIMIT, Unreadable, detect, own_yaml
from tests.diagrams.scenes import full

HEAD = {"format": "journeymap", "schema": 1, "journey": {"title": "A"}}
STEPS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]


def from_json(value: Any) -> Any:
    return FORMATS["json"].read(json.dumps(value).encode(), "a.json").graph


def refused(name: str, data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        FORMATS[name].read(data, f"a.{name}")
    return str(error.value)


def test_order_left_out_means_the_order_of_the_list() -> None:
    graph = from_json(HEAD | {"steps": [{"id": f"s{9 - i}", "title": "x"} for i in range(9)]})
    assert [s.id for s in graph.steps] == [f"s{9 - i}" for i in range(9)]


def test_no_order_key_is_not_the_same_as_an_order_left_out() -> None:
    steps = [{"id": "b", "title": "x", "order": None}, {"id": "a", "title": "x", "order": None}]
    graph = from_json(HEAD | {"steps": steps})
    assert [(s.id, s.order) for s in graph.steps] == [("a", ""), ("b", "")]


def test_ids_left_out_depend_on_what_the_record_says_not_on_its_place() -> None:
    ways = [{"source": "a", "target": "b"}, {"source": "b", "target": "a", "kind": "return"}]
    one = from_json(HEAD | {"steps": STEPS, "transitions": ways})
    other = from_json(HEAD | {"steps": STEPS, "transitions": ways[::-1]})
    assert one == other
    twice = from_json(HEAD | {"steps": STEPS, "transitions": [ways[0], ways[0]]})
    assert len({t.id for t in twice.transitions}) == 2


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], 'a.json: /: expected an object with "format", "schema" and "journey"'),
        ({}, '/format: expected "format": "journeymap"'),
        (HEAD | {"format": "other"}, "/format: expected"),
        (HEAD | {"schema": 2}, "the file has schema 2, this program knows 1: it needs an update"),
        (HEAD | {"schema": True}, '/schema: expected "schema": 1'),
        (HEAD | {"journey": 3}, "/journey: expected an object"),
        (HEAD | {"journey": {}}, "/journey/title: is required"),
        (HEAD | {"journeys": []}, "/journeys: unknown name; known are format, schema"),
        (HEAD | {"steps": {}}, "/steps: expected a list"),
        (HEAD | {"steps": [3]}, "/steps/0: expected an object"),
        (HEAD | {"steps": [{"title": "x"}]}, "/steps/0/id: expected an id"),
        (HEAD | {"steps": [{"id": "a", "title": "x", "colour": None}]}, "/steps/0/colour: unknown"),
        (HEAD | {"steps": [STEPS[0], STEPS[0]]}, "/steps/1/id: the id 'a' is taken by /steps/0"),
        (HEAD | {"steps": [STEPS[0] | {"order": "V"}, STEPS[1]]}, "/steps/1: has no order"),
        (HEAD | {"transitions": [{"source": "x", "target": "y"}]}, "/transitions/0/source"),
        (HEAD | {"catalogue": 3}, "/catalogue: expected an object"),
        (HEAD | {"catalogue": {"steps": []}}, "/catalogue/steps: unknown name"),
        (HEAD | {"catalogue": {"touchpoints": [{"id": "t"}]}}, "/catalogue/touchpoints/0/kind"),
        (
            HEAD | {"steps": STEPS[:1], "encounters": [{"step": "a", "touchpoint": "t"}]},
            "/encounters/0/touchpoint: there is no touchpoint 't' in the catalogue",
        ),
    ],
)
def test_a_wrong_object_is_refused_with_its_path(value: Any, told: str) -> None:
    assert told in refused("json", json.dumps(value).encode())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"format": "journeymap",\n  oops}', "a.json, line 2, column 3: this is no JSON"),
        ('{"format": NaN}', "NaN is no JSON number"),
        ('{"format": -Infinity}', "-Infinity is no JSON number"),
        ('{"format": 1, "format": 2}', "the name 'format' stands twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"schema": ' + "9" * 10_000 + "}", "a.json: "),
        ("   ", "the file is empty"),
    ],
)
def test_broken_json_is_refused_with_its_place(text: str, told: str) -> None:
    assert told in refused("json", text.encode())


def test_a_number_too_large_for_any_field_is_refused() -> None:
    text = json.dumps(HEAD | {"steps": [STEPS[0] | {"expectation": 10**400}]})
    assert "/steps/0/expectation: expected a number" in refused("json", text.encode())


def test_what_is_no_utf_8_is_refused_with_its_place() -> None:
    assert "line 2, column 3: expected UTF-8" in refused("json", b'{\n "\xff": 1}')


YAML = """\
# A remark.
format: journeymap
schema: 1
journey: &it
  title: no
  review_by: 2025-12-31
  labels: [yes, 12, "3"]
steps:
  - {id: a, title: Yes, expectation: 4, assumed_experience: 3.5, mandatory: true}
"""


def test_yaml_is_read_as_1_2() -> None:
    text = YAML.replace("12, ", "")
    graph = FORMATS["yaml"].read(text.encode(), "a.yaml").graph
    assert graph.journey.title == "no"
    assert graph.journey.review_by == "2025-12-31"
    assert graph.journey.labels == ("yes", "3")
    (step,) = graph.steps
    assert (step.title, step.expectation, step.assumed_experience) == ("Yes", 4, 3.5)
    assert step.mandatory is True


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (YAML, "a.yaml, line 7, column 17, /journey/labels/1: expected a text"),
        ("a: [", "a.yaml, line 1, column 5: this is no YAML"),
        ("a: 1\nb: 2\na: 3\n", "line 3, column 1: the key 'a' stands twice"),
        ("yes: 1\n", '/format: expected "format": "journeymap"'),
        ("a: !!python/object:os.system {}\n", "line 1, column 4, /a: expected plain YAML"),
        ("? [a]\n: b\n", "line 1, column 3: expected a text as key"),
        ("a: &a [*a]\n", "nested too deeply"),
        ("a: 1\n---\nb: 2\n", "line 2, column 1: this is no YAML"),
        ("a: \x07\n", "this is no YAML"),
        ("- " * 5000 + "x", "line 1, column 43, /0" + "/0" * 20 + ": is nested too deeply"),
        ("a:\n  - b: 1\n    b: 2\n", "line 3, column 5, /a/0: the key 'b' stands twice"),
        ("a: *b\n", "line 1, column 4: this is no YAML: there is no anchor 'b'"),
        ("!" * 900_000, "line 1, column 1: expected plain YAML"),
    ],
)
def test_broken_yaml_is_refused_with_its_line(text: str, told: str) -> None:
    assert told in refused("yaml", text.encode())


def test_values_are_counted_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_yaml, "_MOST_VALUES", 100)
    told = refused("yaml", b"a: [" + b"1, " * 100 + b"] this is no YAML ]")
    assert "line 1, column 302, /a/99: holds more than 100 values" in told


def test_aliases_that_unfold_into_billions_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for at in range(1, 12):
        lines.append(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]")
    assert "more than 200000 values" in refused("yaml", "\n".join(lines).encode())


@pytest.mark.parametrize("name", [n for n, each in FORMATS.items() if each.reads])
def test_a_file_over_the_limit_is_refused_unread(name: str) -> None:
    assert FORMATS[name].limit <= LIMIT
    assert "MB of" in refused(name, b" " * (FORMATS[name].limit + 1))


@pytest.mark.parametrize(
    ("data", "filename", "name"),
    [
        (b"anything", "x.json", "json"),
        (b"anything", "X.YML", "yaml"),
        (b"anything", "x.mmd", "mermaid"),
        (b' \n{"format": 1}', "-", "json"),
        (b"format: journeymap", "x.txt", "yaml"),
        (b"%% remark\n\njourney\n", "x.txt", "mermaid"),
        (b"digraph {}", "x.dot", "dot"),
    ],
)
def test_a_format_is_known_by_ending_or_content(data: bytes, filename: str, name: str) -> None:
    assert detect(data, filename).name == name


def test_dot_is_told_in_a_language_and_with_what_was_measured() -> None:
    graph, measures = full()
    assert FORMATS["dot"].tells
    plain, told = (FORMATS["dot"].write(graph, each, "fi").data for each in (None, measures))
    assert b"mitattu" in told and b"mitattu" not in plain
