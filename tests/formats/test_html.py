"""The web page: whole, escaped, without anything fetched; what it says is what the outline says."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from lxml import html as reader

from journeys.formats import FORMATS
from journeys.graph import Graph
from journeys.outline import outline
from tests.diagrams.scenes import HOSTILE, LONG, full, journey, line

HTML = FORMATS["html"]
Page = reader.HtmlElement


def page(graph: Graph, language: str = "en") -> tuple[str, Page]:
    text = HTML.write(graph, None, language).data.decode()
    found = reader.document_fromstring(text.encode())
    for each in found.xpath("//br"):
        each.tail = f"\n{each.tail or ''}"
    return text, found


def test_it_needs_nothing_else_and_forbids_scripts() -> None:
    text, found = page(full()[0])
    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'") and f"'sha256-{digest}'" in policy
    assert not found.xpath("//script | //link | //img | //iframe | //@style | //@src")
    assert not [n for each in found.iter() for n in each.attrib if n.startswith("on")]
    assert {url[:1] for url in found.xpath("//@href")} == {"#"}
    assert re.findall(r"url\(.{6}", style) == ['url("data:'] * style.count("url(")


@pytest.mark.parametrize("text", [HOSTILE, LONG, "=1+1", "{{x}} #set", "]]> </style></svg>"])
def test_every_text_is_a_text(text: str) -> None:
    graph = journey(
        *line("a", "b", title=text, outcome=text),
        ("stage", {"id": "s", "title": text}),
        ("finding", {"id": "f", "kind": "pain", "step": "a", "title": text}),
        title=text,
        summary=text,
    )
    _, found = page(graph)
    kinds = {each.tag for each in found.iter() if isinstance(each.tag, str)}
    assert not kinds & {"b", "script", "x"}
    one = " ".join(text.split())
    assert " ".join(found.xpath("//h1")[0].text_content().split()) == one
    assert any(one in " ".join(cell.text_content().split()) for cell in found.xpath("//td | //th"))


def test_it_has_the_structure_that_readers_of_screens_need() -> None:
    graph = full()[0]
    _, found = page(graph, "sv")
    assert found.get("lang") == "sv" and found.xpath("/html/head/title/text()") == [
        "Start-up grant"
    ]
    levels = [int(each.tag[1]) for each in found.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    for table in found.xpath("//table"):
        assert table.xpath("caption") and table.xpath("thead//th[@scope='col']")
        assert all(row[0].get("scope") == "row" for row in table.xpath("tbody/tr"))
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in found.xpath("//@href")} <= set(ids)
    assert {f"step-{step.id}" for step in graph.steps} <= set(ids)


def test_it_says_what_the_outline_says() -> None:
    graph = full()[0]
    _, found = page(graph, "fi")
    told = outline(graph, None, "fi")
    cells = [cell.text_content() for cell in found.xpath("//td | //tbody//th")]
    assert cells == [c for s in told.sections for t in s.tables for r in t.rows for c in r.cells]
    assert [li.text_content() for li in found.xpath("//li")] == [
        sentence.text for section in told.sections for sentence in section.sentences
    ]


def test_an_empty_journey_is_a_page() -> None:
    _, found = page(journey(title="Nothing yet"))
    assert found.xpath("//h1")[0].text_content() == "Nothing yet"
