"""Pictures of a journey: the table of them, and the one place that renders.

A diagram's module offers ``svg(graph, measures, options) -> bytes``; it is imported when it is
first drawn, so the command line starts fast. A new diagram is one module, one line here and one
golden file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .options import DEFAULT, Options

if TYPE_CHECKING:
    from journeys.graph import Graph
    from touchpoints.measures import Measures

__all__ = [
    "DEFAULT",
    "DIAGRAMS",
    "RENDERER_VERSION",
    "Diagram",
    "Failed",
    "Options",
    "UnknownDiagram",
    "diagram",
    "render",
]

#: Changes with every change of what is drawn: it is part of the ETag of every picture.
RENDERER_VERSION = "3"
KINDS = ("svg", "png")


def N_(message: str) -> str:
    """Mark a text for translation without translating it."""
    return message


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram: its name in addresses, its title, its module, and kinds beyond SVG and PNG.

    ``more`` names functions of the module, ``(graph, measures, options) -> bytes``, by kind.
    """

    name: str
    title: str
    module: str
    more: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of file it can be drawn as."""
        return (*KINDS, *self.more)

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function of its module, importing it."""
        found: Callable[..., Any] = getattr(import_module(f"{__name__}.{self.module}"), name)
        return found


DIAGRAMS: dict[str, Diagram] = {
    d.name: d
    for d in (
        Diagram("map", N_("Map"), "map"),
        Diagram("path", N_("Path"), "path", ("dot",)),
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
    if kind not in found.kinds:
        raise UnknownDiagram(f"no {kind!r} of the {name}; there are {', '.join(found.kinds)}")
    return found


def render(
    name: str,
    kind: str,
    graph: Graph,
    measures: Measures | None = None,
    options: Options = DEFAULT,
    scale: float = 1,
) -> bytes:
    """Draw a diagram as a file of a kind; ``scale`` is for PNG, 1 to 4.

    UnknownDiagram names what there is; Failed says why a picture cannot be.
    """
    found = diagram(name, kind)
    if kind != "png":
        drawn: bytes = found.function(kind)(graph, measures, options)
        return drawn
    from .png import to_png

    return to_png(found.function("svg")(graph, measures, options), scale)
