"""What is taken away for customers: no file of any kind tells what is internal."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from journeys import taking
from journeys.diagrams import Options
from journeys.graph import Evidence, Graph
from tests.diagrams.scenes import journey, line

#: Each internal text holds this word and a number of its own, each internal day its own year.
_SECRET = re.compile(rb"Kulissi\d+|203\d-\d\d|\b203\d\b")
#: Numbers of drawings, which say nothing.
_MARKUP = re.compile(
    rb'\b(?:d|x|y|x1|x2|y1|y2|cx|cy|width|height|viewBox|points|transform)="[^"]*"'
)
Said = Callable[[], str]
Records = Iterator[tuple[str, dict[str, Any]]]
PARTS = [each.part for each in taking.offers()]


def secretive() -> Graph:
    """Return a journey with a secret in each text and day that customers do not see."""
    words = (f"Kulissi{n}" for n in range(1000))
    days = (f"203{n}-01-07" for n in range(10))

    def say() -> str:
        return next(words)

    graph = journey(
        *line("a", "b"),
        *_shared(say, days),
        *_below(say),
        *_said(say, days),
        title="Open",
        labels=[say()],
        owner=say(),
        review_by=next(days),
        personas=["p1"],
        segments=["g1"],
        organisation="o1",
        participation={"level": "consulted", "who": say()},
    )
    sources = [Evidence(level="guess", source=say()) for _ in range(2)]
    step = replace(
        graph.steps[0],
        actor="staff",
        expectation=3.0,
        expectation_evidence=sources[0],
        assumed_experience=2.0,
        evidence=sources[1],
    )
    return replace(graph, steps=(step, graph.steps[1]))


def _shared(say: Said, days: Iterator[str]) -> Records:
    yield "organisation", {"id": "o1", "name": "Town", "valid_from": next(days)}
    yield "segment", {"id": "g1", "name": "All", "description": say()}
    told = {"summary": say(), "goals": say(), "needs": say()}
    yield "persona", {"id": "p1", "name": "Aino", **told}
    yield "touchpoint", {"id": "desk", "kind": "physical_space", "name": "Desk",
                         "external_ref": say(), "organisation": "o1"}  # fmt: skip
    yield "touchpoint", {"id": "maija", "kind": "person", "name": f"Maija {say()}",
                         "description": say()}  # fmt: skip
    for at, key in enumerate(("desk", "maija")):
        yield "encounter", {"id": f"e{at}", "step": "a", "touchpoint": key}
    yield "actor", {"id": "staff", "name": say(), "kind": "staff"}


def _below(say: Said) -> Records:
    rows = [{"kind": "backstage"}, {"kind": "support_process"}, {"kind": "quote", "hidden": True}]
    rows += [{"kind": "rule", "visible_to_customer": False}, {"kind": "free", "side": "backstage"}]
    for at, row in enumerate(rows):
        yield "lane", {"id": f"l{at}", "title": say(), **row}
        yield "card", {"id": f"c{at}", "lane": f"l{at}", "step": "a", "text": say()}


def _said(say: Said, days: Iterator[str]) -> Records:
    pain = {"kind": "pain", "step": "a", "severity": 3}
    source = {"level": "survey", "n": 7, "source": say()}
    yield "finding", {"id": "f1", "title": "Slow", "description": say(), "owner": say(), **pain,
                      "evidence": source}  # fmt: skip
    yield "finding", {"id": "f2", "title": say(), "status": "dismissed", **pain}
    yield "idea", {"id": "i1", "title": "Faster", "description": say(), "owner": say(),
                   "due": next(days), "introduced": next(days), "findings": ["f1"]}  # fmt: skip
    yield "idea", {"id": "i2", "title": say(), "status": "rejected", "findings": ["f1"]}
    yield "comment", {"id": "m1", "on": "a", "text": say(), "author": say()}
    for record, field in (("f1", "description"), ("l1", "title"), ("m1", "text")):
        yield "translation", {"id": f"t-{record}", "record": record, "field": field,
                              "language": "fi", "text": say()}  # fmt: skip


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Take a part, as what is set and painted: PDF and PNG hold their letters as shapes."""
    monkeypatch.setattr("journeys.diagrams.pdf.typeset", lambda data: data)
    monkeypatch.setattr("journeys.diagrams.png.to_png", lambda svg, scale: svg)
    graph = secretive()
    other = replace(graph, steps=graph.steps[:1], transitions=())

    def take(part: str, inside: bool) -> taking.Taken:
        options = Options(language="fi", customer_view=not inside, other=other)
        return taking.take(part, graph, None, options)

    return take


def secrets(taken: taking.Taken) -> set[bytes]:
    """Return the secrets in a file, its parts, their names, and in what is told of it."""
    held = [taken.data, taken.name.encode(), str(taken.losses).encode()]
    if taken.data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(taken.data)) as opened:
            held = [*held[1:], *map(opened.read, opened.namelist())]
            held += [name.encode() for name in opened.namelist()]
    return {found for each in held for found in _SECRET.findall(_MARKUP.sub(b"", each))}


@pytest.mark.parametrize("part", PARTS)
def test_no_kind_of_file_tells_customers_what_is_internal(part: str, taken: Any) -> None:
    assert not secrets(taken(part, inside=False))


def test_those_inside_are_told_all_of_it(taken: Any) -> None:
    there = _SECRET.findall(repr(secretive()).encode())
    assert len(there) > 30 and secrets(taken("json", inside=True)) == set(there)


def test_nothing_around_the_files_of_a_pack_tells_it_either(taken: Any) -> None:
    files = [taken(part, inside=False) for part in ("json", "xlsx", "dot")]
    packed = taking.pack(files, taking.About("j", "Open"))
    assert not secrets(packed)
