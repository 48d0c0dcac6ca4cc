"""Scene -> SVG 1.1 bytes: deterministic, escaped, no style sheet, no script, no outside reference.

Three themes: ``light`` and ``dark`` have their colours written in; ``page`` is for SVG inside an
HTML page: colours of the light theme, and a class per colour (``f-ink``, ``s-rule``) that the
page's style sheet may set anew (``page_css`` writes that sheet), so a strict CSP lets all of it
through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from .icons import ICONS
from .palette import COLOURS
from .picture import Picture
from .scene import (
    Box,
    Circle,
    Connector,
    Curve,
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

Write = Callable[[Any], None]
Points = tuple[tuple[float, float], ...]


def write(picture: Picture) -> bytes:
    """Return a picture as a file; a kind of ``diagrams.KINDS``."""
    return picture.svg


def to_svg(scene: Scene, theme: str = "light", prefix: str = "map") -> bytes:
    """Write a scene as one SVG document; ``prefix`` keeps its ids apart from others in a page."""
    return _Writer(theme, prefix).document(scene).encode()


def page_css() -> str:
    """Return the style sheet of the colours, light and dark: a property and two classes each.

    ``--d-ink`` is for what the page draws itself (the editor's map).
    """
    light_or_dark = (f"--d-{name}:light-dark({a},{b})" for name, (a, b) in COLOURS.items())
    rules = (
        f".diagram .f-{name}{{fill:var(--d-{name})}}.diagram .s-{name}{{stroke:var(--d-{name})}}"
        for name in COLOURS
    )
    return f":root{{{';'.join(light_or_dark)}}}{''.join(rules)}\n"


def plain(text: str) -> str:
    """Return a text of one line without the characters that XML or a reader of it must not see."""
    if text.isprintable():
        return text
    return _HOSTILE.sub(lambda m: " " if m.group() in "\t\n\r" else "\ufffd", text)


def escape(text: str) -> str:
    """Return a text safe in XML content and double-quoted attributes."""
    text = plain(text)
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


class _Writer:
    """Writes elements one after another as strings; one table from class to writer."""

    def __init__(self, theme: str, prefix: str) -> None:
        if theme not in THEMES:
            raise ValueError(f"unknown theme {theme!r}; known are {', '.join(THEMES)}")
        self.theme = theme
        self.prefix = prefix
        self.css = _attributes(theme)
        self.parts: list[str] = []
        self.add = self.parts.append
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
        language = escape(scene.language)
        self.add(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width} {scene.height}" '
            f'width="{scene.width}" height="{scene.height}" role="graphics-document" '
            f'aria-labelledby="{at}-title" aria-describedby="{at}-desc" '
            f'lang="{language}" xml:lang="{language}" font-family="{FONTS}"{page}>'
            f'<title id="{at}-title">{escape(scene.title)}</title>'
            f'<desc id="{at}-desc">{escape(scene.description)}</desc>'
            f'<rect width="{scene.width}" height="{scene.height}" {self.css["page"]}/>'
        )
        for item in scene.items:
            self.write[item.__class__](item)
        self.add("</svg>\n")
        return "".join(self.parts)

    def box(self, e: Box) -> None:
        x, y, w, h, r, style = e
        corner = f' rx="{r}"' if r else ""
        place = f'x="{x}" y="{y}" width="{w}" height="{h}"'
        self.add(f"<rect {place}{corner} {self.css[style]}/>")

    def line(self, e: Line) -> None:
        x1, y1, x2, y2, style = e
        self.add(f'<path d="M{x1} {y1}L{x2} {y2}" {self.css[style]}/>')

    def polygon(self, e: Polygon) -> None:
        corners = "L".join([f"{x} {y}" for x, y in e.points])
        self.add(f'<path d="M{corners}Z" {self.css[e.style]}/>')

    def circle(self, e: Circle) -> None:
        x, y, r, style = e
        self.add(f'<circle cx="{x}" cy="{y}" r="{r}" {self.css[style]}/>')

    def curve(self, e: Curve) -> None:
        x, y = e.points[0]
        rest = " ".join([f"{x} {y}" for x, y in e.points[1:]])
        self.add(f'<path d="M{x} {y}C{rest}" {self.css[e.style]}/>')

    def text(self, e: Text) -> None:
        x, y, lines, style, _room, anchor, leading = e
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        if len(lines) == 1:
            self.add(f'<text x="{x}" y="{y}"{where} {self.css[style]}>{escape(lines[0])}</text>')
            return
        self.add(f"<text{where} {self.css[style]}>")
        for line in lines:
            self.add(f'<tspan x="{x}" y="{y}">{escape(line)}</tspan>')
            y += leading
        self.add("</text>")

    def icon(self, e: Icon) -> None:
        name, x, y, size, style = e
        scale = "" if size == 14 else f" scale({round(size / 14, 2)})"
        self.add(
            f'<path transform="translate({x} {y}){scale}" d="{ICONS[name]}" '
            f'stroke-linecap="round" stroke-linejoin="round" {self.css[style]}/>'
        )

    def connector(self, e: Connector) -> None:
        name = f"<title>{escape(e.title)}</title>" if e.title else ""
        head = self._head(e.points, STYLES[e.style].stroke)
        self.add(
            f'<g id="{self.prefix}-{e.id}">{name}'
            f'<path d="{_rounded(e.points)}" {self.css[e.style]}/>{head}</g>'
        )

    def _head(self, points: Points, colour: str) -> str:
        (x0, y0), (x, y) = points[-2], points[-1]
        dx, dy = (x > x0) - (x < x0), (y > y0) - (y < y0)
        bx, by = x - dx * _HEAD, y - dy * _HEAD
        one = f"L{bx - dy * _HALF} {by - dx * _HALF}"
        other = f"L{bx + dy * _HALF} {by + dx * _HALF}"
        value = COLOURS[colour][1 if self.theme == "dark" else 0]
        mark = f' class="f-{colour}"' if self.theme == "page" else ""
        return f'<path d="M{x} {y}{one}{other}Z" fill="{value}"{mark}/>'

    def group(self, e: Group) -> None:
        items, identity, _role, _record, title, href = e
        name = f"<title>{escape(title)}</title>" if title else ""
        at = f' id="{self.prefix}-{identity}"' if identity else ""
        self.add(f'<a{at} href="{escape(href)}">{name}' if href else f"<g{at}>{name}")
        write = self.write
        for item in items:
            write[item.__class__](item)
        self.add("</a>" if href else "</g>")


def _rounded(points: Points) -> str:
    """Return path data through the points with rounded corners; the last piece ends short."""
    x, y = points[0]
    parts = [f"M{x} {y}"]
    for at in range(1, len(points) - 1):
        (x0, y0), (x, y), (x2, y2) = points[at - 1 : at + 2]
        before, after = abs(x - x0) + abs(y - y0), abs(x2 - x) + abs(y2 - y)
        r = min(_CORNER, before / 2, after / 2)
        ax, ay = x - r * ((x > x0) - (x < x0)), y - r * ((y > y0) - (y < y0))
        bx, by = x + r * ((x2 > x) - (x2 < x)), y + r * ((y2 > y) - (y2 < y))
        parts.append(f"L{ax} {ay}Q{x} {y} {bx} {by}")
    (x0, y0), (x, y) = points[-2], points[-1]
    ex = x - (_HEAD - 1) * ((x > x0) - (x < x0))
    ey = y - (_HEAD - 1) * ((y > y0) - (y < y0))
    parts.append(f"L{ex} {ey}")
    return "".join(parts)
