"""Colours by meaning, light and dark; `TEXT` and `MARKS` say what stands on what.

Text has a contrast of at least 4.5:1 on its ground and marks 3:1 (WCAG 2.2, 1.4.3 and 1.4.11);
`tests/diagrams/test_map_palette.py` measures every pair.
"""

from __future__ import annotations

from touchpoints.kinds import KINDS

#: token: (light, dark)
COLOURS: dict[str, tuple[str, str]] = {
    "page": ("#ffffff", "#14181f"),
    "band": ("#f6f8fa", "#191f28"),
    "rule": ("#e3e8ee", "#2a323e"),
    "grid": ("#dde3ea", "#313a48"),
    "ink": ("#1b2430", "#eef2f7"),
    "muted": ("#566172", "#a9b4c2"),
    "card": ("#ffffff", "#1f2632"),
    "edge": ("#838e9c", "#75839a"),
    "strong": ("#1b2430", "#eef2f7"),
    "way": ("#748090", "#8492a6"),
    "back": ("#7a56c9", "#a98bf0"),
    "measured": ("#0f62fe", "#6ea6ff"),
    "measured_soft": ("#6f9cf5", "#4f7fd0"),
    "beside": ("#00706b", "#35c9c1"),
    "expected": ("#6a7482", "#a3aebc"),
    "assumed": ("#a05a00", "#e0a04a"),
    "bad": ("#c41525", "#ff8088"),
    "bad_fill": ("#d0202f", "#b81e2c"),
    "on_bad": ("#ffffff", "#ffffff"),
    "good": ("#0e6f35", "#5fd08a"),
    "bar": ("#0f62fe", "#5a97ff"),
    "bar_ease": ("#00807a", "#22b5ad"),
    "bar_done": ("#7a56c9", "#a98bf0"),
    "bar_ground": ("#dfe5ec", "#303947"),
    "pain": ("#fdeff0", "#3a2027"),
    "pain_ink": ("#6b0d18", "#ffd2d6"),
    "pain_mark": ("#c41525", "#ff6d77"),
    "gain": ("#e8f6ec", "#173226"),
    "gain_ink": ("#0b4a24", "#c8f2d6"),
    "gain_mark": ("#16803c", "#46c078"),
    "opportunity": ("#fff6dc", "#352d17"),
    "opportunity_ink": ("#5a4300", "#f7e3ad"),
    "opportunity_mark": ("#966c00", "#d9a82f"),
    "solution": ("#def7e5", "#15352a"),
    "solution_ink": ("#0b4a24", "#c8f2d6"),
    "solution_mark": ("#16803c", "#46c078"),
    "own": ("#edf0f4", "#262e3a"),
    "own_ink": ("#27313e", "#dfe6ee"),
    "own_mark": ("#66717f", "#8e9aab"),
    "person": ("#f4eefe", "#2b2340"),
    "person_ink": ("#4b2396", "#dccbff"),
    "person_mark": ("#8a3ffc", "#a56eff"),
    "physical_space": ("#e8f0fe", "#1b2a47"),
    "physical_space_ink": ("#0b3d91", "#cfe0ff"),
    "physical_space_mark": ("#0f62fe", "#6ea6ff"),
    "virtual_space": ("#e3f3fb", "#16303d"),
    "virtual_space_ink": ("#00456f", "#c4e8fb"),
    "virtual_space_mark": ("#0072c3", "#3aa0e0"),
    "object": ("#faf4e2", "#332c1a"),
    "object_ink": ("#5c4300", "#f3e0b0"),
    "object_mark": ("#9a7200", "#cfa136"),
    "practice": ("#e8f4ea", "#1a3222"),
    "practice_ink": ("#0e4a20", "#c9efd2"),
    "practice_mark": ("#198038", "#48b96a"),
    "stage0": ("#e8effe", "#1c2b4a"),
    "stage0_ink": ("#0043ce", "#b9d0ff"),
    "stage1": ("#e2f4fc", "#14313f"),
    "stage1_ink": ("#00539a", "#b3e0fa"),
    "stage2": ("#fdf3df", "#382d16"),
    "stage2_ink": ("#755700", "#f5dc9d"),
    "stage3": ("#f2ebfe", "#2d2245"),
    "stage3_ink": ("#6929c4", "#dac6ff"),
    "stage4": ("#e5f5e9", "#183323"),
    "stage4_ink": ("#0e6027", "#b5ecc6"),
    "stage5": ("#fdecf3", "#3c1f2d"),
    "stage5_ink": ("#9f1853", "#ffc4dc"),
}

STAGES = 6

_SHEETS = ("pain", "gain", "opportunity", "solution", "own", *KINDS)

for _kind in KINDS:  # one without colours of its own is drawn in those of own rows
    for _part in ("", "_ink", "_mark"):
        COLOURS.setdefault(f"{_kind}{_part}", COLOURS[f"own{_part}"])

#: (text, ground): at least 4.5:1
TEXT: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("ink", "muted") for ground in ("page", "band", "card")),
    *(
        (ink, ground)
        for ink in ("bad", "good", "measured", "beside", "back")
        for ground in ("page", "band")
    ),
    ("assumed", "page"),
    ("assumed", "band"),
    ("measured", "card"),
    ("on_bad", "bad_fill"),
    ("muted", "own"),
    *((f"{name}_ink", name) for name in _SHEETS),
    *((f"stage{at}_ink", f"stage{at}") for at in range(STAGES)),
)

#: (mark, ground): at least 3:1
MARKS: tuple[tuple[str, str], ...] = (
    *(
        (mark, ground)
        for mark in (
            "edge",
            "way",
            "back",
            "measured",
            "beside",
            "expected",
            "assumed",
            "bad",
            "good",
            "muted",
        )
        for ground in ("page", "band")
    ),
    ("edge", "card"),
    ("strong", "card"),
    ("bar", "bar_ground"),
    ("bar_ease", "bar_ground"),
    ("bar_done", "bar_ground"),
    *((f"{name}_mark", name) for name in _SHEETS),
    *((f"{name}_mark", "page") for name in KINDS),
)
