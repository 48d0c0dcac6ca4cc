"""Style sheets that stand alone say what the house style says."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"


def tokens(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"^\s+(--[\w-]+): (.+);$", (STATIC / sheet).read_text("utf-8"), re.M))


def test_the_answer_page_has_the_colours_of_the_house() -> None:
    own = tokens("answering/answering.css")
    assert own
    assert own.items() <= tokens("css/base.css").items()
