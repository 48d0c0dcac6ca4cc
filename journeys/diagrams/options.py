"""What a reader asks of a diagram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from journeymap.documents.record import record

if TYPE_CHECKING:
    from journeys.graph import Graph


@record
class Options:
    """How to draw: every diagram reads what concerns it.

    ``language`` "" means the journey's own. ``theme`` is light, dark or page (colours left to the
    page's style sheet). ``show`` names the rows of the map to draw (kinds of computed rows, ids of
    lanes; None: all). ``fold`` holds ids of stages drawn as one column. ``href`` is where a step
    leads, ``{id}`` standing for its id ('' for no links). ``version`` is the journey's, for the
    footer. ``customer_view`` leaves out lanes that customers do not see. ``marks`` says of records,
    by id, how they differ from another journey's (``diff.marks``): the map marks them.
    ``other`` is what the comparison compares with: the journey as it was before, or as it is.
    """

    language: str = ""
    theme: str = "light"
    show: frozenset[str] | None = None
    fold: frozenset[str] = frozenset()
    href: str = "#step-{id}"
    version: int | None = None
    customer_view: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    other: Graph | None = None


DEFAULT = Options()
