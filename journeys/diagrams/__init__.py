"""Pictures of a journey: the table of diagrams, the table of kinds of file, the one place that
renders.

A diagram's module offers ``draw(graph, measures, options) -> Scene``; a kind's module offers
``write(picture) -> bytes``. Both are imported when they are first used, so the command line starts
fast. A new diagram, or a new kind, is one module, one line here, one golden file and one row in
docs/diagrams.md.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from journeys.words import N_

from .options import DEFAULT, Options
from .picture import PLAIN, Output, Picture

if TYPE_CHECKING:
    from journeys.graph import Graph
    from touchpoints.measures import Measures

__all__ = [
    "DEFAULT",
    "DIAGRAMS",
    "KINDS",
    "PLAIN",
    "RENDERER_VERSION",
    "Diagram",
    "Failed",
    "Kind",
    "Options",
    "Output",
    "Picture",
    "UnknownDiagram",
    "diagram",
    "render",
]

#: Changes with every change of what is drawn: it is part of the ETag of every picture.
RENDERER_VERSION = "9"


class Kind(NamedTuple):
    """A kind of file that pictures are written as: its name (the ending), media type, module, and
    in a few words what it is good for."""

    name: str
    title: str
    media_type: str
    module: str
    about: str = ""

    def write(self, picture: Picture) -> bytes:
        """Write a picture as a file of this kind; Failed says why it cannot be."""
        written: bytes = import_module(f"{__name__}.{self.module}").write(picture)
        return written


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("svg", N_("SVG"), "image/svg+xml", "svg", N_("sharp at any size, for web pages")),
        Kind("png", N_("PNG"), "image/png", "png", N_("a picture for documents and chats")),
        Kind("pdf", N_("PDF"), "application/pdf", "pdf", N_("for paper, and to read aloud")),
        Kind(
            "pptx",
            N_("PowerPoint"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "pptx",
            N_("slides whose shapes can be moved and edited"),
        ),
    )
}


class Diagram(NamedTuple):
    """A diagram: its name in addresses, its title, its module, and in a few words what it shows.

    ``compares``: it draws ``Options.other`` too. ``blank``: it can be drawn without a journey.
    ``words``: a PDF tells the journey in words after it.
    """

    name: str
    title: str
    module: str
    about: str = ""
    compares: bool = False
    blank: bool = False
    words: bool = True

    @property
    def draw(self) -> Callable[..., Any]:
        """Return its function ``draw``, importing it."""
        found: Callable[..., Any] = import_module(f"{__name__}.{self.module}").draw
        return found


DIAGRAMS: dict[str, Diagram] = {
    d.name: d
    for d in (
        Diagram("map", N_("Map"), "map", N_("all lanes of the journey on one sheet")),
        Diagram("path", N_("Path"), "path", N_("the ways that customers take")),
        Diagram(
            "blueprint",
            N_("Blueprint"),
            "blueprint",
            N_("who does what, in front of the customer and behind the line of visibility"),
        ),
        Diagram(
            "matrix",
            N_("Touchpoint matrix"),
            "matrix",
            N_("which touchpoints and channels serve each stage"),
        ),
        Diagram("experience", N_("Experience"), "curve", N_("how each step felt, as a curve")),
        Diagram(
            "pains",
            N_("Pains and importance"),
            "pains",
            N_("what hurts most, and what to keep"),
        ),
        Diagram(
            "comparison",
            N_("Comparison"),
            "comparison",
            N_("two journeys or versions at once, and what differs in words"),
            compares=True,
        ),
        Diagram(
            "canvas",
            N_("Workshop canvas"),
            "canvas",
            N_("a blank sheet for notes, A3 to A0"),
            blank=True,
            words=False,
        ),
    )
}


class Failed(Exception):
    """A program that draws could not; the message says why, for whoever asked."""


class UnknownDiagram(ValueError):
    """A diagram or kind of file that is not there; the message names those that are."""


def diagram(name: str, kind: str = "svg") -> Diagram:
    """Return the diagram of this name; UnknownDiagram where it, or the kind of file, is none."""
    found = DIAGRAMS.get(name)
    if found is None:
        raise UnknownDiagram(f"no diagram {name!r}; there are {', '.join(DIAGRAMS)}")
    if kind not in KINDS:
        raise UnknownDiagram(f"no {kind!r} of the {name}; there are {', '.join(KINDS)}")
    return found


def render(
    name: str,
    kind: str,
    graph: Graph,
    measures: Measures | None = None,
    options: Options = DEFAULT,
    output: Output = PLAIN,
) -> bytes:
    """Draw a diagram as a file of a kind.

    UnknownDiagram names what there is; Failed says why a picture cannot be.
    """
    found = diagram(name, kind)
    picture = Picture(
        name=name, draw=found.draw, graph=graph, measures=measures, options=options, output=output
    )
    return KINDS[kind].write(picture)
