"""Taking away: the one place that makes a file of a journey, and packs several into one.

What can be taken are the diagrams as every kind of file ("map.pdf") and the formats that write
("json"): both by their tables. The command line, the API and the pages all take from here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from journeys.diagrams import DEFAULT, DIAGRAMS, KINDS, PLAIN, Options, Output, render
from journeys.formats import FORMATS, Loss
from journeys.graph import Graph, Journey

if TYPE_CHECKING:
    from touchpoints.measures import Measures

#: Letters of a title that a file's name keeps.
_LONGEST = 60
#: Names that mean devices to Windows.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
ZIP = "application/zip"


class Unoffered(ValueError):
    """A part that cannot be taken; the message says what can be."""


class TooMuch(ValueError):
    """More, or for longer, than is made at once."""


class Offer(NamedTuple):
    """Something that can be taken: ``part`` names it, ``diagram`` is '' for a format.

    ``kind`` is a name of KINDS or of FORMATS; ``title`` and ``about`` are message ids.
    """

    part: str
    diagram: str
    kind: str
    title: str
    about: str
    media_type: str
    ending: str


class Taken(NamedTuple):
    """A file: its name, media type and bytes, and what it cannot carry."""

    name: str
    media_type: str
    data: bytes
    losses: tuple[Loss, ...] = ()


class About(NamedTuple):
    """What a pack is of, for its manifest: ids, the version ('' in files), the reader's choices."""

    journey: str
    title: str
    version: int | None = None
    language: str = ""
    theme: str = "light"


def offers() -> tuple[Offer, ...]:
    """Return all that can be taken: every diagram as every kind, then every format that writes."""
    pictures = (
        Offer(f"{d.name}.{k.name}", d.name, k.name, d.title, d.about, k.media_type, f".{k.name}")
        for d in DIAGRAMS.values()
        for k in KINDS.values()
    )
    files = (
        Offer(f.name, "", f.name, f.title, f.about, f.media_type, f.endings[0])
        for f in FORMATS.values()
        if f.writes
    )
    return (*pictures, *files)


def offer(part: str) -> Offer:
    """Return what a part names; Unoffered says what there is."""
    found = next((each for each in offers() if each.part == part), None)
    if found is None:
        files = ", ".join(each.part for each in offers() if not each.diagram)
        raise Unoffered(
            f"there is no {part!r}; there are {files}, and of {', '.join(DIAGRAMS)} "
            f"{', '.join(f'.{kind}' for kind in KINDS)}"
        )
    return found


def chosen(wanted: Iterable[str]) -> list[Offer]:
    """Return what is wanted, once each, in the order of the tables: parts, or patterns of them
    ("*.pdf"), which leave out what compares."""
    from fnmatch import fnmatchcase

    named = list(wanted)
    found = {offer(part).part for part in named if "*" not in part}
    for pattern in (each for each in named if "*" in each):
        fits = [each for each in offers() if fnmatchcase(each.part, pattern)]
        if not fits:
            raise Unoffered(f"nothing that can be taken is {pattern!r}")
        found |= {e.part for e in fits if not (e.diagram and DIAGRAMS[e.diagram].compares)}
    return [each for each in offers() if each.part in found]


def take(
    part: str,
    graph: Graph,
    measures: Measures | None = None,
    options: Options = DEFAULT,
    output: Output = PLAIN,
) -> Taken:
    """Make one file of a journey, as ``take_all`` does."""
    return next(take_all((part,), graph, measures, options, output))


def take_all(
    parts: Iterable[str],
    graph: Graph,
    measures: Measures | None = None,
    options: Options = DEFAULT,
    output: Output = PLAIN,
) -> Iterator[Taken]:
    """Make files of a journey one by one; those for customers hold what a guest may see
    (``public``).

    Raises Unoffered for what is not there or compares with nothing, and ``diagrams.Failed``.
    """
    title = graph.journey.title
    if options.customer_view:
        from . import public

        told = options.language
        measures = public.heard(graph, measures) if measures else None
        graph, other = public.public(graph, told), options.other
        options = replace(options, other=other and public.public(other, told))
    for part in parts:
        yield _made(offer(part), title, graph, measures, options, output)


def _made(
    wanted: Offer,
    title: str,
    graph: Graph,
    measures: Measures | None,
    options: Options,
    output: Output,
) -> Taken:
    name = filename(title, wanted)
    if wanted.diagram:
        if DIAGRAMS[wanted.diagram].compares and options.other is None:
            raise Unoffered(f"{wanted.diagram}: say what to compare with")
        data = render(wanted.diagram, wanted.kind, graph, measures, options, output)
        return Taken(name, wanted.media_type, data)
    form = FORMATS[wanted.kind]
    heard = (measures, options.language) if form.tells else (None, "")
    writing = form.write(graph, *heard)
    return Taken(name, wanted.media_type, writing.data, writing.losses)


def bounded(files: Iterable[Taken], largest: int, longest: float) -> list[Taken]:
    """Return files as they are made, one by one; TooMuch where they are more than so many bytes, or
    took more than so many seconds."""
    from time import monotonic

    until, size, made = monotonic() + longest, 0, list[Taken]()
    for each in files:
        made.append(each)
        size += len(each.data)
        if size > largest or monotonic() > until:
            raise TooMuch
    return made


def pack(taken: Sequence[Taken], about: About) -> Taken:
    """Put files into a zip with a manifest that says what they are; the same bytes every time."""
    import hashlib
    import io
    import json
    import zipfile

    manifest = {
        "format": "journeymap-pack",
        **about._asdict(),
        "files": [
            {
                "name": each.name,
                "media_type": each.media_type,
                "size": len(each.data),
                "sha256": hashlib.sha256(each.data).hexdigest(),
                "losses": [loss._asdict() for loss in each.losses],
            }
            for each in taken
        ],
    }
    told = json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in (("manifest.json", told), *((each.name, each.data) for each in taken)):
            entry = zipfile.ZipInfo(name)  # of 1 January 1980
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data, zipfile.ZIP_DEFLATED)
    losses = tuple(loss for each in taken for loss in each.losses)
    return Taken(f"{slug(about.title)}.zip", ZIP, out.getvalue(), losses)


def nothing(language: str = "en") -> Graph:
    """Return a journey of nothing, for diagrams that can be drawn blank."""
    return Graph(journey=Journey(id="nothing", title="", language=language))


def filename(title: str, wanted: Offer) -> str:
    """Return a safe name for a file: the title, which diagram, and the ending."""
    alike = [each for each in offers() if not each.diagram and each.ending == wanted.ending]
    telling = wanted.diagram or (wanted.kind if len(alike) > 1 else "")
    return "-".join(filter(None, (slug(title), telling))) + wanted.ending


def slug(title: str) -> str:
    """Return a title in small letters, digits and hyphens; "journey" where none are left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or "journey"
    return f"journey-{found}" if _RESERVED.fullmatch(found) else found
