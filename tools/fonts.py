"""Arimo, the font with Arial's widths, from npm's @fontsource/arimo (SIL Open Font License).

`python -m tools.fonts build` merges the subsets of each weight into
`static/vendor/fonts/arimo-WEIGHT.ttf` (for PNG and PDF: Latin, Greek and Cyrillic letters) and
`.woff2` (for pages, so Latin only: a browser has other letters of its own).
`python -m tools.fonts table` writes `journeys/diagrams/fontdata.py`: how wide each character is,
so that a diagram is laid out without any font file at hand.
"""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource" / "arimo"
TARGET = ROOT / "static" / "vendor" / "fonts"
TABLE = ROOT / "journeys" / "diagrams" / "fontdata.py"
WEIGHTS = {400: "REGULAR", 700: "BOLD"}
PAGES = ("latin", "latin-ext")
SUBSETS = (*PAGES, "greek", "cyrillic", "cyrillic-ext")
# What the table has: Latin, Greek and Cyrillic letters, punctuation, currencies, arrows and
# mathematical signs. The font has phonetic letters too; they count as MISSING, which is wider.
RANGES = ((0x20, 0x24F), (0x2C6, 0x2DD), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x22FF))

_HEAD = '''"""How wide Arimo (Arial's widths) draws each character, in units of 1/{units} em.

Made by `python -m tools.fonts table`; do not edit. Kerning is left out.
"""

UNITS_PER_EM = {units}
ASCENT = {ascent}  # above the baseline
DESCENT = {descent}  # below it, as a positive number
MISSING = {missing}  # any other character

'''


def build() -> None:
    """Write the font files of every weight, and the licence beside them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        merged(weight).save(TARGET / f"arimo-{weight}.ttf")
        font = merged(weight, PAGES)
        font.flavor = "woff2"
        font.save(TARGET / f"arimo-{weight}.woff2")
    (TARGET / "LICENSE").write_text((SOURCE / "LICENSE").read_text("utf-8"), "utf-8")


def merged(weight: int, subsets: Sequence[str] = SUBSETS) -> TTFont:
    """One font of the subsets of this weight; the same bytes every time."""
    parts = [str(SOURCE / "files" / f"arimo-{subset}-{weight}-normal.woff2") for subset in subsets]
    first = TTFont(parts[0])["head"]
    font = Merger().merge(parts)
    font.recalcTimestamp = False
    font["head"].created, font["head"].modified = first.created, first.modified
    return font


def table() -> str:
    """The text of `fontdata.py`."""
    fonts = {name: merged(weight) for weight, name in WEIGHTS.items()}
    regular = fonts["REGULAR"]
    head = _HEAD.format(
        units=regular["head"].unitsPerEm,
        ascent=regular["hhea"].ascent,
        descent=-regular["hhea"].descent,
        missing=regular["hmtx"][".notdef"][0],
    )
    return head + "\n".join(_widths(name, font) for name, font in fonts.items())


def _widths(name: str, font: TTFont) -> str:
    """`NAME = {character: width}` as Python, written the short way: by width."""
    by_width: dict[int, list[str]] = defaultdict(list)
    for code, glyph in sorted(font.getBestCmap().items()):
        if any(first <= code <= last for first, last in RANGES):
            by_width[font["hmtx"][glyph][0]].append(_literal(chr(code)))
    lines = [f"_{name} = {{"]
    for width, characters in sorted(by_width.items()):
        rows = _wrapped(characters)
        lines += [f"    {width}: {rows[0]},"] if len(rows) == 1 else [f"    {width}:", *rows]
        lines[-1] = lines[-1].removesuffix(",") + ","
    lines += ["}", f"{name} = {{c: width for width, cs in _{name}.items() for c in cs}}", ""]
    return "\n".join(lines)


def _wrapped(characters: list[str]) -> list[str]:
    """The characters as adjoining string literals of at most 84 columns."""
    rows = [""]
    for character in characters:
        if len(rows[-1]) + len(character) > 84:
            rows.append("")
        rows[-1] += character
    indent = "        " if len(rows) > 1 else ""
    return [f'{indent}"{row}"' for row in rows]


def _literal(character: str) -> str:
    """The character as it stands in a string literal; marks, spaces and controls as escapes."""
    if character in '"\\':
        return "\\" + character
    if character != " " and unicodedata.category(character)[0] in "MZC":
        return f"\\u{ord(character):04x}"
    return character


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        build()
    elif sys.argv[1:] == ["table"]:
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_text(table(), "utf-8")
    else:
        sys.exit("usage: python -m tools.fonts build | table")
