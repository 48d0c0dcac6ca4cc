"""What every kind of file is made from: one diagram of one graph, drawn when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from journeymap.documents.record import record

from .options import DEFAULT, Options
from .scene import Scene

if TYPE_CHECKING:
    from journeys.graph import Graph
    from touchpoints.measures import Measures

Draw = Callable[["Graph", "Measures | None", Options], Scene]

#: Sheets of paper (ISO 216), upright: width and height in mm.
PAPERS: dict[str, tuple[int, int]] = {
    "a4": (210, 297),
    "a3": (297, 420),
    "a2": (420, 594),
    "a1": (594, 841),
    "a0": (841, 1189),
}


@record
class Output:
    """How a drawing is put into a file; every kind of file reads what concerns it.

    ``scale``: pixels of a PNG to the px, 1 to 4. ``paper``: a name of PAPERS, or "" for a sheet of
    the drawing's own size (PDF). ``tiled``: over as many sheets of that paper as it needs at full
    size, with overlap, instead of fitted to one. ``words``: followed by the journey in words.
    """

    scale: float = 1
    paper: str = ""
    tiled: bool = False
    words: bool = True


PLAIN = Output()


@record
class Picture:
    """A diagram (``name``, ``draw``) of a graph, with measures, as ``options`` and ``output`` say.

    ``graph`` is in its own language; ``options.language`` is the reader's. Renderers take the
    ``scene`` or the ``svg`` made of it, so that no two kinds of file can disagree.
    """

    name: str
    draw: Draw
    graph: Graph
    measures: Measures | None = None
    options: Options = DEFAULT
    output: Output = PLAIN

    @property
    def language(self) -> str:
        """Return the language of what is drawn."""
        return self.options.language or self.graph.journey.language

    @cached_property
    def scene(self) -> Scene:
        """Return the drawing."""
        return self.draw(self.graph, self.measures, self.options)

    @cached_property
    def svg(self) -> bytes:
        """Return the drawing as SVG."""
        from .svg import to_svg

        return to_svg(self.scene, self.options.theme, self.name)
