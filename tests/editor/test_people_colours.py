"""The colours of people are read on every ground they stand on, in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeys.diagrams.palette import COLOURS
from tests.diagrams.test_map_palette import contrast

CSS = Path(__file__).parents[2] / "static" / "css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")


def pairs(sheet: str) -> list[tuple[str, str, str]]:
    return PAIR.findall((CSS / sheet).read_text(encoding="utf-8"))


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_people_stand_out_from_the_ground_and_their_initials_from_them(side: int) -> None:
    found = [(name, pair[side]) for name, *pair in pairs("people-here.css")]
    people = [colour for name, colour in found if name == "who"]
    [ink] = [colour for name, colour in found if name == "who-ink"]
    tokens = {name: pair[side] for name, *pair in pairs("base.css")}
    grounds = [tokens[name] for name in ("surface", "bg", "sunken", "accent-soft")]
    grounds += [COLOURS[name][side] for name in ("page", "band", "card")]
    assert len(people) == len(set(people)) == 8
    assert min(contrast(ink, each) for each in people) >= 4.5
    assert min(contrast(each, ground) for each in people for ground in grounds) >= 3
