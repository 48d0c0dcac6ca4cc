"""How things of a scene look: one named style each, colours as tokens of the palette."""

from __future__ import annotations

from typing import NamedTuple

from touchpoints.kinds import KINDS

from .palette import STAGES


class Style(NamedTuple):
    """Fill and stroke are colour tokens ('' none); ``halo`` a token drawn around text."""

    fill: str = ""
    stroke: str = ""
    width: float = 1
    dash: str = ""
    size: float = 0
    bold: bool = False
    halo: str = ""
    round: bool = False


def text(fill: str, size: float, bold: bool = False, halo: str = "") -> Style:
    """Return the style of a text; ``size`` in px."""
    return Style(fill=fill, size=size, bold=bold, halo=halo)


def line(stroke: str, width: float, dash: str = "", fill: str = "") -> Style:
    """Return the style of a stroke; ``width`` in px."""
    return Style(fill=fill, stroke=stroke, width=width, dash=dash)


_ICON = 1.4

STYLES: dict[str, Style] = {
    "page": Style(fill="page"),
    "band": Style(fill="band"),
    "rule": line("rule", 1),
    "grid": line("grid", 1, "2 4"),
    "grid_mid": line("grid", 1),
    "boundary": line("muted", 1.4, "7 5"),
    "boundary_text": text("muted", 10, True, "page"),
    "title": text("ink", 22, True),
    "subtitle": text("muted", 12),
    "chosen": text("ink", 12, True),
    "small": text("muted", 10.5),
    "tiny": text("muted", 9.5),
    "tiny_strong": text("ink", 9.5, True),
    "lane": text("ink", 12, True),
    "lane_note": text("muted", 10.5),
    "repeat": text("muted", 9.5, True),
    "group": text("muted", 9.5, True),
    "invite": text("ink", 15, True),
    "value": text("measured", 11.5, True, "band"),
    "value_bad": text("bad", 11.5, True, "band"),
    "value_beside": text("beside", 11.5, True, "band"),
    "value_n": text("muted", 9.5, False, "band"),
    "gap_bad": text("bad", 10, True),
    "gap_good": text("good", 10, True),
    "gap_level": text("muted", 10),
    "gap_assumed": text("assumed", 10),
    "gap_differs": text("ink", 10, True),
    "number": text("ink", 10.5, True),
    "time": text("ink", 12, True),
    "card": Style(fill="card", stroke="edge"),
    "card_truth": Style(fill="card", stroke="strong", width=2.2),
    "ghost": line("edge", 1.4, "5 5"),
    "card_title": text("ink", 12.5, True),
    "card_actor": text("muted", 10.5),
    "felt": text("measured", 12, True),
    "felt_bad": text("bad", 12, True),
    "felt_beside": text("beside", 12, True),
    "felt_assumed": text("assumed", 12),
    "kind": text("ink", 12.5, True),
    "row": text("ink", 12),
    "edge": line("edge", 1),
    "total": text("ink", 13, True),
    "warn_tag": Style(fill="page", stroke="bad", width=1.2),
    "warn_icon": line("bad", _ICON),
    "warn_text": text("bad", 10, True),
    "card_measured": text("measured", 10.5, True),
    "truth": Style(fill="strong"),
    "mark": line("ink", _ICON),
    "mark_bold": line("ink", 2),
    "mark_soft": line("muted", _ICON),
    "badge": Style(fill="bad_fill", stroke="page", width=1.5),
    "badge_text": text("on_bad", 10.5, True),
    "way": line("way", 1.6),
    "way_parallel": line("way", 3.2),
    "way_back": line("back", 1.6, "5 4"),
    "way_exit": line("bad", 1.6),
    "head": Style(fill="way"),
    "head_back": Style(fill="back"),
    "head_exit": Style(fill="bad"),
    "way_choice": Style(fill="page", stroke="way", width=1.6),
    "card_exit": Style(fill="page", stroke="bad", width=1.6),
    "label": Style(fill="page", stroke="rule"),
    "label_text": text("ink", 10, True),
    "label_note": text("muted", 10),
    "label_back": text("back", 10, True),
    "exit": line("bad", _ICON, "", "page"),
    "exit_text": text("bad", 10),
    "measured": line("measured", 2.4),
    "measured_side": line("measured", 1.4),
    "measured_point": Style(fill="page", stroke="measured", width=2.6),
    "measured_bad": Style(fill="page", stroke="bad", width=2.6),
    "beside": line("beside", 2, "12 3 2 3"),
    "beside_side": line("beside", 1.4, "12 3 2 3"),
    "beside_point": Style(fill="page", stroke="beside", width=2.2),
    "beside_bad": Style(fill="page", stroke="bad", width=2.2),
    "interval": line("measured_soft", 1.6),
    "interval_bad": line("bad", 1.4),
    "expected": line("expected", 1.8, "6 4"),
    "expected_side": line("expected", 1.3, "6 4"),
    "expected_point": Style(fill="expected"),
    "assumed": line("assumed", 1.8, "1 4.5"),
    "assumed_side": line("assumed", 1.3, "1 4.5"),
    "assumed_point": Style(fill="page", stroke="assumed", width=1.8),
    "before": line("muted", 1.3, "1 3.5"),
    "before_side": line("muted", 1, "1 3.5"),
    "before_point": Style(fill="muted", stroke="band", width=1),
    "good_mark": line("good", _ICON),
    "bad_mark": line("bad", _ICON),
    "assumed_mark": line("assumed", _ICON),
    "bar_ground": Style(fill="bar_ground"),
    "bar_prompt": Style(fill="bar"),
    "bar_easy": Style(fill="bar_ease"),
    "bar_done": Style(fill="bar_done"),
    "bar_prompt_beside": Style(fill="page", stroke="bar", width=1.4),
    "bar_easy_beside": Style(fill="page", stroke="bar_ease", width=1.4),
    "bar_done_beside": Style(fill="page", stroke="bar_done", width=1.4),
    "own_meta": text("muted", 9.5),
    "fact": text("ink", 10.5),
    "square": line("grid", 1),
    "canvas": line("edge", 0.8),
    "canvas_thin": line("edge", 0.6, "2 4"),
}

for _name in ("measured", "assumed", "expected"):
    STYLES[f"{_name}_dot"] = Style(fill=_name)

for _at in range(STAGES):
    STYLES[f"stage{_at}"] = Style(fill=f"stage{_at}")
    STYLES[f"stage{_at}_mini"] = Style(fill=f"stage{_at}_ink")
    STYLES[f"stage{_at}_text"] = text(f"stage{_at}_ink", 13, True)
    STYLES[f"stage{_at}_small"] = text(f"stage{_at}_ink", 10, True)

for _name in ("pain", "gain", "opportunity", "solution", "own"):
    STYLES[_name] = Style(fill=_name)
    STYLES[f"{_name}_text"] = text(f"{_name}_ink", 11, _name != "own")
    STYLES[f"{_name}_note"] = text(f"{_name}_ink", 9.5)
    STYLES[f"{_name}_bar"] = Style(fill=f"{_name}_mark")
    STYLES[f"{_name}_icon"] = line(f"{_name}_mark", _ICON)

for _name in ("pain", "gain"):
    STYLES[f"{_name}_known"] = Style(fill=_name, stroke=f"{_name}_mark", width=2)
    STYLES[f"{_name}_guess"] = Style(fill="page", stroke=f"{_name}_mark", width=1.6, dash="3 2.5")
    STYLES[f"{_name}_number"] = text(f"{_name}_ink", 10.5, True)
    STYLES[f"{_name}_first"] = line(f"{_name}_mark", 2)
    for _at, _ground in enumerate(("page", "band", _name)):
        STYLES[f"{_name}_ground{_at}"] = Style(fill=_ground)

STYLES["behind"] = Style(fill="card", stroke="rule")
STYLES["behind_text"] = text("ink", 11)

for _name in KINDS:
    STYLES[_name] = Style(fill=_name)
    STYLES[f"{_name}_text"] = text(f"{_name}_ink", 11)
    STYLES[f"{_name}_icon"] = line(f"{_name}_mark", _ICON)

for _name in ("own", *KINDS):
    STYLES[f"{_name}_dot"] = Style(fill=_name, stroke=f"{_name}_mark", width=1.4)
    STYLES[f"{_name}_count"] = text(f"{_name}_ink", 11, True)

#: How each way of differing from another journey is drawn: the colour of its frame and tag.
_DIFFERENT = {"added": "good", "removed": "bad", "changed": "assumed", "moved": "back"}
for _name, _colour in _DIFFERENT.items():
    _dash = "5 3" if _name == "removed" else ""
    STYLES[f"{_name}_frame"] = line(_colour, 2.2, _dash)
    STYLES[f"{_name}_tag"] = Style(fill="page", stroke=_colour, width=1.4)
    STYLES[f"{_name}_tag_icon"] = line(_colour, 1.8)
    STYLES[f"{_name}_tag_text"] = text(_colour, 10, True)
    STYLES[f"{_name}_way"] = line(_colour, 2.6, _dash)
STYLES["gone"] = Style(fill="page", stroke="edge", dash="3 4")
for _name, _style in list(STYLES.items()):
    if _style.size:
        STYLES[f"{_name}_gone"] = text("muted", _style.size, _style.bold)
