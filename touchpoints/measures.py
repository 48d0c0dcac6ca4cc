"""What answers say: means, shares and their intervals from count vectors; small groups hidden.

Pure, standard library only. A diagram sees the frozen records of this module, never answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Fewer answers than this are never shown as numbers (decided: 5 by default).
SUPPRESSION_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of n answers on the scale 1 to 5, with its 95 % interval."""

    n: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share (0 to 1) of n answers, with its 95 % Wilson interval."""

    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the answers at one step (or touchpoint) say.

    ``n`` counts answers. Where ``0 < n < limit`` the measure is ``hidden`` and every number but
    ``n`` is None: say so in words. An item nobody (or too few) answered is None too.
    ``prompt`` and ``easy`` are shares of 4 or 5 of 5; ``done`` the share who got it done ("yes");
    ``worse``, ``met``, ``better`` compare with what was expected (the measured gap).
    """

    n: int = 0
    hidden: bool = False
    emotion: Mean | None = None
    efficiency: Mean | None = None
    ease: Mean | None = None
    prompt: Share | None = None
    easy: Share | None = None
    done: Share | None = None
    worse: Share | None = None
    met: Share | None = None
    better: Share | None = None


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The measures of a journey: by step id, and what they rest on.

    ``first`` and ``last`` are the dates (ISO 8601) of the oldest and newest answer; ``stamp``
    changes whenever an answer does (it goes into ETags).
    """

    steps: Mapping[str, Measure] = field(default_factory=dict)
    n: int = 0
    first: str = ""
    last: str = ""
    limit: int = SUPPRESSION_LIMIT
    stamp: str = ""
