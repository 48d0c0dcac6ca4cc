"""``tests/vectors``: what Python gives for the scripts that the browser's core runs too."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from journeymap.documents import fields as f
from journeymap.documents import ops, undoing
from journeymap.documents.errors import Refusal
from journeymap.documents.fields import Rule, field_problems
from journeymap.documents.order import between, spread
from tests.support.stored import Stored

from .kinds import ROOT, SHAPES

VECTORS = Path(__file__).parents[1] / "vectors"
OPS = json.loads((VECTORS / "ops.json").read_text())
ORDER = json.loads((VECTORS / "order.json").read_text())
CHECK = json.loads((VECTORS / "check.json").read_text())
UNDO = json.loads((VECTORS / "undo.json").read_text())
SPEC = Path(ops.__file__).with_name("SPEC.md").read_text()


def shapes(kinds: dict[str, Any]) -> dict[str, ops.Shape]:
    """The shapes that a vector file carries."""
    return {name: _shape(kind) for name, kind in kinds.items()}


def _shape(kind: dict[str, Any]) -> ops.Shape:
    references = {name: ops.Reference(**r) for name, r in kind["references"].items()}
    return ops.Shape(kind["defaults"], shapes(kind["parts"]), references)


def held(records: dict[str, Any]) -> ops.Records:
    return {identity: (kind, value) for identity, (kind, value) in records.items()}


def test_the_vectors_kinds_are_those_of_the_property_tests() -> None:
    assert shapes(OPS["kinds"]) == SHAPES


@pytest.mark.parametrize("case", OPS["cases"], ids=lambda case: case["name"])
def test_an_edit_gives_what_its_vector_says(case: dict[str, Any]) -> None:
    kinds = shapes(OPS["kinds"])
    before = held(case["records"])
    if "refused" in case:
        with pytest.raises(Refusal) as refused:
            ops.settle(before, ops.parse_ops(case["edit"], kinds), kinds)
        paths = [problem.path for problem in refused.value.problems]
        assert case["refused"] == {"code": refused.value.code, "paths": paths}
        return
    stamped, after = ops.settle(before, ops.parse_ops(case["edit"], kinds), kinds)
    assert stamped == case["ops"]
    assert after == held(case["after"])
    assert ops.invert(stamped) == case["inverse"]
    ops.replay(after, case["inverse"])
    assert after == before


def test_every_rule_of_operations_has_a_vector() -> None:
    """But O10 and O12, which every case shows, and O11, which is the door's."""
    cited = {rule for case in OPS["cases"] for rule in case["rules"]}
    assert cited == {f"O{n}" for n in range(1, 10)}
    assert all(f"**{rule}**" in SPEC for rule in cited)


@pytest.mark.parametrize(("low", "high", "key"), ORDER["between"])
def test_keys_between(low: str, high: str, key: str) -> None:
    assert between(low, high) == key


@pytest.mark.parametrize(("low", "high"), ORDER["refused"])
def test_pairs_without_a_key_between(low: str, high: str) -> None:
    with pytest.raises(ValueError, match="key|before"):
        between(low, high)


@pytest.mark.parametrize(("count", "keys"), ORDER["spread"])
def test_spread_keys(count: int, keys: list[str]) -> None:
    assert spread(count) == keys


@pytest.mark.parametrize("case", UNDO["cases"], ids=lambda case: case["name"])
def test_an_undo_gives_what_its_vector_says(case: dict[str, Any]) -> None:
    stored = Stored(held(case["records"]), shapes(UNDO["kinds"]))
    gone = set(case.get("absent", ()))

    def absent(links: list[tuple[str, str, str]]) -> set[str]:
        return {target for _, _, target in links} & gone

    made, left = undoing.inverse(case["done"], stored, ROOT, absent)
    assert made == case["ops"]
    assert left == case["left"]


def test_every_rule_of_undo_has_a_vector() -> None:
    cited = {rule for case in UNDO["cases"] for rule in case["rules"]}
    assert cited == {f"U{n}" for n in range(1, 6)}
    assert all(f"**{rule}**" in SPEC for rule in cited)


MADE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "text": lambda told: f.text(told["limit"], required=told["required"], many=told["many"]),
    "choice": lambda told: f.choice(*(value for value, _ in told["choices"])),
    "number": lambda told: f.number(told["low"], told["high"], whole=told["whole"]),
    "flag": lambda told: f.flag(),
    "date": lambda told: f.date(),
    "duration": lambda told: f.duration(),
    "language": lambda told: f.language(),
    "moment": lambda told: f.moment(),
    "person": lambda told: f.person(many=told["many"]),
    "order": lambda told: f.order(),
    "ref": lambda told: (f.refs if told["many"] else f.ref)(told["ref"]["kind"]),
    "part": lambda told: f.part(part_of(told["fields"])),
}


def rule_of(told: dict[str, Any]) -> Rule:
    """The rule that a field of a vector file tells of."""
    rule: Rule = MADE[told["type"]](told).metadata["rule"]
    assert (rule.required, rule.many) == (told["required"], told["many"])
    return rule


def part_of(fields: dict[str, Any]) -> type:
    rules = {name: rule_of(told) for name, told in fields.items()}
    made = [(name, Any, f.field(rule)) for name, rule in rules.items()]
    return dataclasses.make_dataclass("Part", made, frozen=True, kw_only=True)


@pytest.mark.parametrize("case", CHECK["cases"], ids=lambda case: case["name"])
def test_a_check_finds_what_its_vector_says(case: dict[str, Any]) -> None:
    rules = {name: rule_of(told) for name, told in CHECK["fields"].items()}
    assert [each.path for each in field_problems(rules, case["value"], "")] == case["paths"]


def test_every_type_of_field_has_a_vector_that_is_wrong() -> None:
    wrong = {path.split("/")[1] for case in CHECK["cases"] for path in case["paths"]}
    assert set(CHECK["fields"]) <= wrong
    assert {told["type"] for told in CHECK["fields"].values()} == set(MADE)
