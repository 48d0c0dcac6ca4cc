"""Styles of a drawing as DrawingML: fills, lines, letters and paragraphs at one scale."""

from __future__ import annotations

from collections.abc import Sequence

from .. import text
from ..palette import COLOURS
from ..scene import Text
from ..styles import STYLES
from ..svg import escape

PX = 9525  # EMU
_POINTS = 0.75  # pt to the px
_LEAST = 100  # hundredths of a pt: the smallest letters that PowerPoint knows
_THIN = 2.0  # pt: heads of thinner lines are drawn as if they were so thick
_DESCENT = 0.212  # of Arial's size
_HEADS = {"sm": 2, "med": 3, "lg": 5}  # times the line's width
_HEAD = 7  # px: a head's length at full size
_COUNTRIES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def spoken(language: str) -> str:
    """Return a language as spelling checkers name it: with its country."""
    return _COUNTRIES.get(language, language)


def leading(part: Text) -> float:
    """Return the distance of a text's baselines in px; that of a single line follows its size."""
    return part.leading if len(part.lines) > 1 else 1.2 * STYLES[part.style].size


def drop(part: Text) -> float:
    """Return how far below the top of its text the first baseline stands, in px."""
    return leading(part) - _DESCENT * STYLES[part.style].size


def width(part: Text) -> float:
    """Return the width of the longest line in px."""
    style = STYLES[part.style]
    return max((text.width(line, style.size, style.bold) for line in part.lines), default=0)


class Looks:
    """How styles look in a theme, in a language, ``scale`` slide px to a px of the drawing."""

    def __init__(self, theme: str, language: str, scale: float) -> None:
        self.dark = theme == "dark"
        self.language = spoken(language)
        self.scale = scale
        self.emu = PX * scale
        self._shapes: dict[str, str] = {}
        self._letters: dict[str, str] = {}
        self._ways: dict[str, str] = {}

    def colour(self, token: str) -> str:
        """Return a colour of the palette as a fill."""
        return (
            f'<a:solidFill><a:srgbClr val="{COLOURS[token][self.dark][1:].upper()}"/></a:solidFill>'
        )

    def shape(self, name: str) -> str:
        """Return the fill and the line of a shape."""
        if name not in self._shapes:
            style = STYLES[name]
            fill = self.colour(style.fill) if style.fill else "<a:noFill/>"
            self._shapes[name] = fill + self._line(name, "")
        return self._shapes[name]

    def way(self, name: str) -> str:
        """Return the line of a connector, with its head."""
        if name not in self._ways:
            wide = max(_THIN, STYLES[name].width * self.scale * _POINTS)
            wanted = _HEAD * self.scale * _POINTS / wide
            size = min(_HEADS, key=lambda each: abs(_HEADS[each] - wanted))
            head = f'<a:tailEnd type="triangle" w="{size}" len="{size}"/>'
            self._ways[name] = self._line(name, f"<a:round/>{head}")
        return self._ways[name]

    def _line(self, name: str, ends: str) -> str:
        style = STYLES[name]
        if not style.stroke:
            return ""
        numbers = [float(n) / style.width for n in style.dash.split()]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        dashes = "".join(
            f'<a:ds d="{round(on * 100_000)}" sp="{round(off * 100_000)}"/>' for on, off in pairs
        )
        dash = f"<a:custDash>{dashes}</a:custDash>" if dashes else ""
        cap = ' cap="rnd"' if style.dash.startswith("1 ") else ""
        wide = round(style.width * self.emu)
        return f'<a:ln w="{wide}"{cap}>{self.colour(style.stroke)}{dash}{ends}</a:ln>'

    def letters(self, name: str) -> str:
        """Return the attributes and the fill of a run of text."""
        if name not in self._letters:
            style = STYLES[name]
            size = max(_LEAST, round(style.size * self.scale * _POINTS * 100))
            bold = ' b="1"' if style.bold else ""
            self._letters[name] = (
                f'lang="{escape(self.language)}" sz="{size}"{bold}>'
                f"{self.colour(style.fill or 'ink')}"
                '<a:latin typeface="Arial"/><a:cs typeface="Arial"/>'
            )
        return self._letters[name]

    def paragraphs(self, parts: Sequence[Text]) -> str:
        """Return texts that stand under each other, a paragraph each; a line stays a line."""
        found = []
        below = 0.0  # the baseline before, and how far the letters hang below it
        for at, part in enumerate(parts):
            size = STYLES[part.style].size
            gap = part.y - below - drop(part) if at else 0.0
            below = part.y + leading(part) * (len(part.lines) - 1) + _DESCENT * size
            letters = self.letters(part.style)
            lines = [
                f"<a:r><a:rPr {letters}</a:rPr><a:t>{escape(x)}</a:t></a:r>" for x in part.lines
            ]
            found.append(
                f"<a:p>{self._spaced(part, gap)}"
                f"{f'<a:br><a:rPr {letters}</a:rPr></a:br>'.join(lines)}</a:p>"
            )
        return "".join(found)

    def _spaced(self, part: Text, gap: float) -> str:
        where = {"start": "l", "middle": "ctr", "end": "r"}[part.anchor]
        points = self.scale * _POINTS * 100
        before = (
            f'<a:spcBef><a:spcPts val="{round(gap * points)}"/></a:spcBef>'
            if gap > 0
            else ('<a:spcBef><a:spcPts val="0"/></a:spcBef>')
        )
        return (
            f'<a:pPr algn="{where}"><a:lnSpc><a:spcPts val="{round(leading(part) * points)}"/>'
            f"</a:lnSpc>{before}</a:pPr>"
        )
