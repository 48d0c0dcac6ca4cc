"""Scene -> SVG 1.1 bytes: deterministic, escaped, no style sheet, no script, no outside reference.

Three themes: ``light`` and ``dark`` have their colours written in; ``page`` is for SVG inside an
HTML page: colours of the light theme, and a class per colour (``f-ink``, ``s-rule``) that the
page's style sheet may set anew (``page_css`` writes that sheet), so a strict CSP lets all of it
through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from .icons import ICONS
from .palette import COLOURS
from .scene import (
    Box,
    Circle,
    Connector,
    Curve,
    Element,
    Group,
    Icon,
    Line,
    Polygon,
    Scene,
    Text,
)
from .styles import STYLES, Style

THEMES = ("light", "dark", "page")
FONTS = "Arimo, Arial, Helvetica, sans-serif"
_HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_CORNER = 9
_HEAD = 7
_HALF = 4

Write = Callable[[Any], str]


def to_svg(scene: Scene, theme: str = "light", prefix: str = "map") -> bytes:
    """Write a scene as one SVG document; ``prefix`` keeps its ids apart from others in a page."""
    return _Writer(theme, prefix).document(scene).encode()


def page_css() -> str:
    """Return the style sheet that gives inline diagrams the page's light or dark colours."""

    def rules(theme: int) -> str:
        return "".join(
            f".diagram .f-{name}{{fill:{both[theme]}}}.diagram .s-{name}{{stroke:{both[theme]}}}"
            for name, both in COLOURS.items()
        )

    dark = re.sub(r"(^|\})\.diagram", r"\1:root:not([data-theme=light]) .diagram", rules(1))
    forced = re.sub(r"(^|\})\.diagram", r"\1:root[data-theme=dark] .diagram", rules(1))
    return f"{rules(0)}@media (prefers-color-scheme:dark){{{dark}}}{forced}\n"


def escape(text: str) -> str:
    """Return a text safe in XML content and double-quoted attributes."""
    if not text.isprintable():
        text = _HOSTILE.sub(lambda m: " " if m.group() in "\t\n\r" else "\ufffd", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    return text


@lru_cache(maxsize=8)
def _attributes(theme: str) -> dict[str, str]:
    return {name: _written(style, theme) for name, style in STYLES.items()}


def _written(style: Style, theme: str) -> str:
    """Return a style as presentation attributes."""
    at = 1 if theme == "dark" else 0
    parts = []
    classes = []
    if style.fill:
        parts.append(f'fill="{COLOURS[style.fill][at]}"')
        classes.append(f"f-{style.fill}")
    elif style.stroke:
        parts.append('fill="none"')
    stroke = style.stroke or style.halo
    if stroke:
        parts.append(f'stroke="{COLOURS[stroke][at]}"')
        classes.append(f"s-{stroke}")
    if style.halo:
        parts.append('stroke-width="3" paint-order="stroke" stroke-linejoin="round"')
    elif style.stroke and style.width != 1:
        parts.append(f'stroke-width="{style.width}"')
    if style.dash:
        parts.append(f'stroke-dasharray="{style.dash}"')
        if style.dash.startswith("1 "):
            parts.append('stroke-linecap="round"')
    if style.size:
        parts.append(f'font-size="{style.size}"')
    if style.bold:
        parts.append('font-weight="700"')
    if theme == "page":
        parts.append(f'class="{" ".join(classes)}"')
    return " ".join(parts)


def _n(value: float) -> str:
    """Write a number with at most two decimals, the short way."""
    if type(value) is int:
        return str(value)
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


class _Writer:
    """Writes elements as strings; one table from class to writer."""

    def __init__(self, theme: str, prefix: str) -> None:
        if theme not in THEMES:
            raise ValueError(f"unknown theme {theme!r}; known are {', '.join(THEMES)}")
        self.theme = theme
        self.prefix = prefix
        self.css = _attributes(theme)
        self.write: dict[type, Write] = {
            Box: self.box,
            Line: self.line,
            Polygon: self.polygon,
            Circle: self.circle,
            Connector: self.connector,
            Curve: self.curve,
            Text: self.text,
            Icon: self.icon,
            Group: self.group,
        }

    def document(self, scene: Scene) -> str:
        at = self.prefix
        page = ' class="diagram"' if self.theme == "page" else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width} {scene.height}" '
            f'width="{scene.width}" height="{scene.height}" role="graphics-document" '
            f'aria-labelledby="{at}-title" aria-describedby="{at}-desc" '
            f'lang="{escape(scene.language)}" xml:lang="{escape(scene.language)}" '
            f'font-family="{FONTS}"{page}>'
            f'<title id="{at}-title">{escape(scene.title)}</title>'
            f'<desc id="{at}-desc">{escape(scene.description)}</desc>'
            f'<rect width="{scene.width}" height="{scene.height}" {self.css["page"]}/>'
            f"{self.all(scene.items)}</svg>\n"
        )

    def all(self, items: Iterable[Element]) -> str:
        write = self.write
        return "".join([write[type(item)](item) for item in items])

    def box(self, e: Box) -> str:
        x, y, w, h, r, style = e
        corner = f' rx="{r}"' if r else ""
        return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"{corner} {self.css[style]}/>'

    def line(self, e: Line) -> str:
        x1, y1, x2, y2, style = e
        return f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" {self.css[style]}/>'

    def polygon(self, e: Polygon) -> str:
        corners = "L".join([f"{_n(x)} {_n(y)}" for x, y in e.points])
        return f'<path d="M{corners}Z" {self.css[e.style]}/>'

    def circle(self, e: Circle) -> str:
        x, y, r, style = e
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{r}" {self.css[style]}/>'

    def curve(self, e: Curve) -> str:
        rest = [f"{_n(x)} {_n(y)}" for x, y in e.points[1:]]
        x, y = e.points[0]
        return f'<path d="M{_n(x)} {_n(y)}C{" ".join(rest)}" {self.css[e.style]}/>'

    def text(self, e: Text) -> str:
        x, y, lines, style, _room, anchor, leading = e
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        if len(lines) == 1:
            return (
                f'<text x="{_n(x)}" y="{_n(y)}"{where} {self.css[style]}>{escape(lines[0])}</text>'
            )
        at = _n(x)
        rows = "".join(
            [
                f'<tspan x="{at}" y="{_n(y + i * leading)}">{escape(line)}</tspan>'
                for i, line in enumerate(lines)
            ]
        )
        return f"<text{where} {self.css[style]}>{rows}</text>"

    def icon(self, e: Icon) -> str:
        name, x, y, size, style = e
        scale = "" if size == 14 else f" scale({_n(size / 14)})"
        return (
            f'<path transform="translate({_n(x)} {_n(y)}){scale}" d="{ICONS[name]}" '
            f'stroke-linecap="round" stroke-linejoin="round" {self.css[style]}/>'
        )

    def connector(self, e: Connector) -> str:
        name = f"<title>{escape(e.title)}</title>" if e.title else ""
        head = self._head(e.points, STYLES[e.style].stroke)
        return (
            f'<g id="{self.prefix}-{e.id}">{name}'
            f'<path d="{_rounded(e.points)}" {self.css[e.style]}/>{head}</g>'
        )

    def _head(self, points: tuple[tuple[float, float], ...], colour: str) -> str:
        (x0, y0), (x, y) = points[-2], points[-1]
        dx, dy = (x > x0) - (x < x0), (y > y0) - (y < y0)
        bx, by = x - dx * _HEAD, y - dy * _HEAD
        corners = f"M{_n(x)} {_n(y)}L{_n(bx - dy * _HALF)} {_n(by - dx * _HALF)}"
        value = COLOURS[colour][1 if self.theme == "dark" else 0]
        mark = f' class="f-{colour}"' if self.theme == "page" else ""
        return f'<path d="{corners}L{_n(bx + dy * _HALF)} {_n(by + dx * _HALF)}Z" fill="{value}"{mark}/>'

    def group(self, e: Group) -> str:
        items, identity, _role, _record, title, href = e
        name = f"<title>{escape(title)}</title>" if title else ""
        inner = name + self.all(items)
        at = f' id="{self.prefix}-{identity}"' if identity else ""
        if href:
            return f'<a{at} href="{escape(href)}">{inner}</a>'
        return f"<g{at}>{inner}</g>"


def _rounded(points: tuple[tuple[float, float], ...]) -> str:
    """Return path data through the points with rounded corners; the last piece ends short."""
    x, y = points[0]
    parts = [f"M{_n(x)} {_n(y)}"]
    for at in range(1, len(points) - 1):
        (x0, y0), (x, y), (x2, y2) = points[at - 1 : at + 2]
        before, after = abs(x - x0) + abs(y - y0), abs(x2 - x) + abs(y2 - y)
        r = min(_CORNER, before / 2, after / 2)
        ax, ay = x - r * ((x > x0) - (x < x0)), y - r * ((y > y0) - (y < y0))
        bx, by = x + r * ((x2 > x) - (x2 < x)), y + r * ((y2 > y) - (y2 < y))
        parts.append(f"L{_n(ax)} {_n(ay)}Q{_n(x)} {_n(y)} {_n(bx)} {_n(by)}")
    (x0, y0), (x, y) = points[-2], points[-1]
    ex = x - (_HEAD - 1) * ((x > x0) - (x < x0))
    ey = y - (_HEAD - 1) * ((y > y0) - (y < y0))
    parts.append(f"L{_n(ex)} {_n(ey)}")
    return "".join(parts)
