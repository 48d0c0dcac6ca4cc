"""The journey in words as Markdown: whatever a text holds, it is read as that text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from journeys.formats import FORMATS
from journeys.formats.markdown import escaped
from journeys.outline import outline
from journeys.samples import files
from tests.diagrams.scenes import HOSTILE, full, journey, line

MARKDOWN = FORMATS["markdown"]
#: GFM as far as it could turn a text into something else.
GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])
DANGER = [
    HOSTILE,
    "a|b\\|c",
    "*a* _b_ `c` ~~d~~",
    "# a #",
    "1. a",
    "12) b",
    "- a",
    "+ a",
    "---",
    "===",
    "> a",
    "    a",
    "[a](javascript:b)",
    "![a](http://b)",
    "<script>a</script>",
    "&lt;&copy;",
    "a\\",
    "a\n\n# b\n- c",
    "{{x}} #set $a$",
    "```",
]


def said(tokens: list[Token]) -> list[str]:
    """Return the texts of blocks; a line break is a space."""
    found = []
    for token in tokens:
        if token.type == "inline":
            for part in token.children or ():
                breaks = part.type in ("softbreak", "hardbreak") or part.content == "<br>"
                assert breaks or part.type in ("text", "text_special"), part
            parts = ("\n" if p.type not in ("text", "text_special") else p.content
                     for p in token.children or ())  # fmt: skip
            found.append("".join(parts))
    return found


def plain(text: str) -> str:
    return " ".join(text.split())


TEXTS = st.text(st.sampled_from("ab1 \n\t.*_`#|\\[]()<>&!-+=~:/@$"), max_size=20)


@pytest.mark.parametrize("text", DANGER)
def test_a_text_stays_a_text(text: str) -> None:
    check(text)


@given(TEXTS)
def test_any_text_stays_a_text(text: str) -> None:
    check(text)


def check(text: str) -> None:
    """In a heading, a paragraph, an item of a list and a cell."""
    held = escaped(text)
    page = f"# a {held}\n\n{held or 'a'}\n\n- {held or 'a'}\n\n| a |\n| --- |\n| {held} |\n"
    kinds = [t.type for t in GFM.parse(page) if t.level == 0 and t.nesting == 1]
    assert kinds == ["heading_open", "paragraph_open", "bullet_list_open", "table_open"]
    heading, paragraph, item, head, cell = map(plain, said(GFM.parse(page)))
    assert head == "a"
    assert heading == plain(f"a {text}")
    assert paragraph == item == (plain(text) or "a")
    assert cell == plain(text)


@pytest.mark.parametrize("path", files()[:2], ids=lambda path: path.stem)
def test_the_page_says_what_the_outline_says(path: Path) -> None:
    graph = FORMATS["yaml"].read(path.read_bytes()).graph
    told = outline(graph, None, "fi")
    data = MARKDOWN.write(graph, None, "fi").data
    texts = [plain(each) for each in said(GFM.parse(data.decode()))]
    wanted = [told.title, *told.paragraphs]
    for section in told.sections:
        wanted += [section.heading, *(each.text for each in section.sentences)]
        for table in section.tables:
            wanted += table.columns
            wanted += [cell for row in table.rows for cell in row.cells]
    assert {plain(each) for each in wanted} <= set(texts)


def test_hostile_titles_are_texts_everywhere() -> None:
    for text in DANGER:
        graph = journey(*line("a", "b", title=text, outcome=text), title=text, summary=text)
        said(GFM.parse(MARKDOWN.write(graph, None, "en").data.decode()))


def test_headings_are_in_order() -> None:
    graph, measures = full()
    tokens = GFM.parse(MARKDOWN.write(graph, measures, "sv").data.decode())
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
