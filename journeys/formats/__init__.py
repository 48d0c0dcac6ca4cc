"""Files in and out: a file per format, and the table of them.

A reader returns the graph and what it could not keep; a writer the bytes and what the format
cannot carry. What cannot be read is one exception with the places and what was expected there,
and changes nothing. A format's module is imported when it is first used.
"""

from __future__ import annotations

import re

from journeys.words import N_

from .format import (
    LIMIT,
    Format,
    Loss,
    Reading,
    Trouble,
    Unreadable,
    Writing,
    text_of,
    too_deep,
)

__all__ = [
    "FORMATS",
    "LIMIT",
    "Format",
    "Loss",
    "Reading",
    "Trouble",
    "Unreadable",
    "Writing",
    "by_ending",
    "detect",
    "detect_pasted",
    "text_of",
    "too_deep",
]

#: Front matter, comments and settings may stand before the word. Possessive throughout (*+): what
#: was taken is never tried again, so that the time grows with the file and no faster.
_MERMAID = (
    rb"(?is)(?:\xef\xbb\xbf)?\s*+(?:---[ \t\r]*+\n.*?\n[ \t]*+---[ \t\r]*+\n)?+"
    rb"(?:\s++|%%\{.*?\}%%|%%(?!\{)[^\n]*+\n|#[^\n]*+\n)*+"
)

#: With whatever prefix; comments may stand before it.
_BPMN = (
    rb"(?is)(?:\xef\xbb\xbf)?\s*+(?:(?:<\?.*?\?>|<!--.*?-->)\s*+)*+"
    rb"<(?:[\w.-]++:)?definitions\s[^>]*?spec/BPMN/"
)

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            name="json",
            title=N_("Journeymap file (JSON)"),
            about=N_("everything, to bring in again or for programs"),
            begins=rb"(?:\xef\xbb\xbf)?\s*+[{\[]",
            endings=(".json",),
            media_type="application/json",
            module="journeys.formats.own_json",
            reads=True,
            writes=True,
        ),
        Format(
            name="yaml",
            title=N_("Journeymap file (YAML)"),
            about=N_("everything, easy to read and to compare"),
            endings=(".yaml", ".yml"),
            media_type="application/yaml",
            module="journeys.formats.own_yaml",
            reads=True,
            writes=True,
            limit=1_000_000,
        ),
        Format(
            name="mermaid",
            title=N_("Mermaid journey"),
            about=N_("stages, steps and assumed experience for Mermaid; the rest in words"),
            begins=_MERMAID + rb"journey\s",
            endings=(".mmd", ".mermaid"),
            media_type="text/vnd.mermaid",
            module="journeys.formats.mermaid",
            reads=True,
            writes=True,
            limit=1_000_000,
            tells=True,
        ),
        Format(
            name="flowchart",
            title=N_("Mermaid flowchart"),
            about=N_("the path for Mermaid, in documents and on the web"),
            begins=_MERMAID
            + rb"(?:flowchart(?!\s*:)\b|graph(?:[ \t]*+[;\r\n]|\s++(?:TB|TD|BT|RL|LR|BR|v|[<>^])))",
            endings=(".mmd", ".mermaid"),
            media_type="text/vnd.mermaid",
            module="journeys.formats.flowchart",
            reads=True,
            writes=True,
            limit=1_000_000,
            tells=True,
        ),
        Format(
            name="table",
            title=N_("Table (CSV)"),
            about=N_("a row for each step, for spreadsheets and other tools"),
            endings=(".csv", ".tsv"),
            media_type="text/csv",
            module="journeys.formats.pasted",
            reads=True,
            writes=True,
            limit=1_000_000,
            tells=True,
            maps=True,
        ),
        Format(
            name="xlsx",
            title=N_("Excel workbook"),
            about=N_("sheets to sort, count and go on with"),
            begins=rb"PK\x03\x04",
            endings=(".xlsx",),
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            module="journeys.formats.xlsx",
            reads=True,
            writes=True,
            tells=True,
            maps=True,
        ),
        Format(
            name="bpmn",
            title=N_("Process model (BPMN 2.0)"),
            about=N_("the path for process modelling programs"),
            begins=_BPMN,
            endings=(".bpmn", ".bpmn2", ".xml"),
            media_type="application/xml",
            module="journeys.formats.bpmn",
            reads=True,
            writes=True,
        ),
        Format(
            name="markdown",
            title=N_("Markdown"),
            about=N_("the journey in words, for wikis and notes"),
            endings=(".md",),
            media_type="text/markdown",
            module="journeys.formats.markdown",
            writes=True,
            tells=True,
        ),
        Format(
            name="html",
            title=N_("Web page (HTML)"),
            about=N_("one page with everything, for anybody to read"),
            endings=(".html",),
            media_type="text/html",
            module="journeys.formats.html",
            writes=True,
            tells=True,
        ),
        Format(
            name="graphml",
            title=N_("GraphML (yEd, networkx)"),
            about=N_("the path as data, and as yEd shows it"),
            begins=rb"(?s)(?:\xef\xbb\xbf)?\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*+<(?:\w+:)?graphml\b",
            endings=(".graphml",),
            media_type="application/graphml+xml",
            module="journeys.formats.graphml",
            reads=True,
            writes=True,
        ),
        Format(
            name="dot",
            title=N_("DOT (Graphviz)"),
            about=N_("the path for Graphviz"),
            endings=(".dot", ".gv"),
            media_type="text/vnd.graphviz",
            module="journeys.formats.dot",
            writes=True,
            tells=True,
        ),
    )
}


def by_ending(filename: str) -> list[Format]:
    """Return the formats whose ending the file's name has, in the order of the table."""
    name = filename.lower()
    return [each for each in FORMATS.values() if name.endswith(each.endings)]


def detect(data: bytes, filename: str = "") -> Format:
    """Return the format of a file: by its ending, and by how it begins.

    One that is only written here comes back too: reading it says so.
    """
    known = by_ending(filename)
    readable = [each for each in known if each.reads]
    if len(readable) == 1:
        return readable[0]
    for each in readable or FORMATS.values():
        if each.reads and each.fits(data):
            return each
    return (readable or known or [FORMATS["yaml"]])[0]


def detect_pasted(text: str) -> Format:
    """Return the format of a text that somebody pasted: a table, unless it is something else."""
    found = detect(text.encode())
    own = re.match(
        r"\s*+(?:---\s++|#[^\n]*+\n\s*+)*+(?:format|schema|journey)[ \t]*:", text[:10_000]
    )
    return found if found.name != "yaml" or own else FORMATS["table"]
