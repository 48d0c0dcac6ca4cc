"""A drawing as native shapes of a slide: PresentationML (ECMA-376, part 1, 19.3) as a string.

Written as text and parsed once, since python-pptx takes about a millisecond for each shape.
Ids count up in the order of drawing, which is the order of reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..scene import Box, Circle, Connector, Curve, Element, Group, Icon, Line, Polygon, Text
from ..styles import STYLES
from ..svg import escape
from . import forms, ways
from .arranging import CLOSED, arranged, hosted, lines
from .looks import Looks, drop, leading, width

_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative val="1"/></a:ext></a:extLst>'
)
_CORNER = 1 - 0.5**0.5  # of a corner's radius: how far PowerPoint keeps text away from it
_NAMED = ("step", "stage", "finding", "idea")  # roles of groups that are called as their record
_LONGEST = 120  # letters of a shape's name

Bounds = tuple[float, float, float, float]
#: What a shape is called and says: its name, and its words for who cannot see it.
Said = tuple[str, str]


class Piece(NamedTuple):
    """Elements drawn together, and where their origin stands in the drawing (px)."""

    x: float
    y: float
    items: tuple[Element, ...]


class Joined(NamedTuple):
    """What connectors are glued to: the id of a shape, and whether it is a circle."""

    id: int
    circle: bool


class Writer:
    """Writes pieces of a drawing; the drawing's origin stands at ``x``, ``y`` of the slide (EMU).

    ``names`` are those of records by id, ``ends`` the groups that a transition's line joins.
    """

    def __init__(
        self,
        looks: Looks,
        x: int,
        y: int,
        names: Mapping[str, str],
        ends: Mapping[str, tuple[str, str]],
        first: int = 3,
    ) -> None:
        self.looks = looks
        self.k = looks.emu
        self.x0, self.y0 = self.origin = (float(x), float(y))
        self.names = names
        self.ends = ends
        self.last = first - 1
        self.parts: list[str] = []
        self.bounds: list[Bounds] = []
        self.joined: dict[str, Joined] = {}
        self.write: dict[type, Callable[[Any], None]] = {
            Box: self.box,
            Circle: self.circle,
            Polygon: self.polygon,
            Line: self.line,
            Curve: self.curve,
            Text: self.text,
            Icon: self.icon,
            Connector: self.connector,
            Group: self.group,
        }

    def drawing(self, pieces: Iterable[Piece]) -> str:
        """Return all pieces as shapes, one after the other."""
        made = [(piece, list(arranged(piece.items))) for piece in pieces]
        wanted = set(self._wanted(item for _piece, items in made for item in items))
        for _piece, items in made:
            self._reserve(items, wanted)
        for piece, items in made:
            self.x0, self.y0 = self.origin[0] + piece.x * self.k, self.origin[1] + piece.y * self.k
            self._all(items, {})
        return "".join(self.parts)

    def _wanted(self, items: Iterable[Element]) -> Iterator[str]:
        """Yield the ids of groups that connectors lead from or to."""
        for item in items:
            if isinstance(item, Connector):
                yield from (item.source, item.target)
            elif isinstance(item, Group):
                if item.role == "way":
                    yield from self.ends.get(item.record, ())
                yield from self._wanted(item.items)

    def _reserve(self, items: Iterable[Element], wanted: set[str]) -> None:
        """Give ids to the shapes that connectors are glued to, which are drawn after them."""
        for item in items:
            if isinstance(item, Group):
                shape = next((each for each in item.items if isinstance(each, CLOSED)), None)
                if item.id in wanted and shape:
                    self.joined[item.id] = Joined(self._next(), isinstance(shape, Circle))
                self._reserve(item.items, wanted)

    def _next(self) -> int:
        self.last += 1
        return self.last

    # -- places ---------------------------------------------------------------------------

    def _at(self, turn: str, x: float, y: float, w: float, h: float) -> str:
        """Return where a shape stands (EMU), and remember it for the group around it."""
        self.bounds.append((x, y, x + w, y + h))
        place = f'<a:off x="{round(x)}" y="{round(y)}"/><a:ext cx="{round(w)}" cy="{round(h)}"/>'
        return f"<a:xfrm{turn}>{place}</a:xfrm>"

    def _px(self, x: float, y: float, w: float, h: float, turn: str = "") -> str:
        k = self.k
        return self._at(turn, self.x0 + x * k, self.y0 + y * k, w * k, h * k)

    def _points(self, points: Iterable[tuple[float, float]]) -> list[forms.Point]:
        k = self.k
        return [(round(self.x0 + x * k), round(self.y0 + y * k)) for x, y in points]

    # -- shapes ---------------------------------------------------------------------------

    def _shape(self, kind: str, place: str, form: str, look: str, said: Said, words: str) -> None:
        identity = self.identity or self._next()
        self.identity = 0
        name, told = said
        inner = "" if told or words else _DECORATIVE
        about = f' descr="{escape(told)}"' if told else ""
        name = escape(name[:_LONGEST]) or f"{kind} {identity}"
        box = ' txBox="1"' if kind == "Text" else ""
        self.parts.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{name}"{about}>{inner}</p:cNvPr>'
            f"<p:cNvSpPr{box}/><p:nvPr/></p:nvSpPr><p:spPr>{place}{form}{look}</p:spPr>{words}</p:sp>"
        )

    identity = 0  # the id that was reserved for the next shape
    _NOT_SAID: Said = ("", "")

    def box(self, e: Box, said: Said = _NOT_SAID, texts: tuple[Text, ...] = ()) -> None:
        least = min(e.w, e.h)
        adjusted = min(50_000, round(100_000 * e.r / least)) if least else 0
        form = forms.preset("roundRect", adjusted) if e.r else forms.preset("rect")
        inset = _CORNER * min(e.r, least / 2)
        words = self._inside(texts, (e.x, e.y, e.w, e.h), inset)
        place = self._px(e.x, e.y, e.w, e.h)
        self._shape("Box", place, form, self.looks.shape(e.style), said, words)

    def circle(self, e: Circle, said: Said = _NOT_SAID, texts: tuple[Text, ...] = ()) -> None:
        x, y, side = e.x - e.r, e.y - e.r, 2 * e.r
        words = self._body(texts, 'wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"')
        place = self._px(x, y, side, side)
        self._shape(
            "Circle", place, forms.preset("ellipse"), self.looks.shape(e.style), said, words
        )

    def polygon(self, e: Polygon, said: Said = _NOT_SAID, texts: tuple[Text, ...] = ()) -> None:
        xs, ys = [p[0] for p in e.points], [p[1] for p in e.points]
        x, y, w, h = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
        here = [((px - x) * self.k, (py - y) * self.k) for px, py in e.points]
        form = forms.polygon(here, round(w * self.k), round(h * self.k))
        words = self._inside(texts, (x, y, w, h), 0)
        self._shape("Shape", self._px(x, y, w, h), form, self.looks.shape(e.style), said, words)

    def line(self, e: Line) -> None:
        down = (e.x2 - e.x1) * (e.y2 - e.y1) < 0
        x, y, w, h = min(e.x1, e.x2), min(e.y1, e.y2), abs(e.x2 - e.x1), abs(e.y2 - e.y1)
        place = self._px(x, y, w, h, ' flipV="1"' if down else "")
        self._shape("Line", place, forms.preset("line"), self.looks.shape(e.style), ("", ""), "")

    def curve(self, e: Curve) -> None:
        drawn = ways.free(self._points(e.points), ())
        place = self._at("", drawn.x, drawn.y, drawn.w, drawn.h)
        self._shape("Curve", place, drawn.outline, self.looks.shape(e.style), ("", ""), "")

    def icon(self, e: Icon) -> None:
        form = forms.icon(e.name, bool(STYLES[e.style].fill))
        look = self.looks.shape(e.style).replace("<a:ln ", '<a:ln cap="rnd" ')
        self._shape("Icon", self._px(e.x, e.y, e.size, e.size), form, look, ("", ""), "")

    # -- texts ----------------------------------------------------------------------------

    def text(self, e: Text) -> None:
        """Write a text of its own: a box as wide as its lines, which never breaks them anew."""
        wide = width(e) * 1.03 + 2
        x = e.x - wide * {"start": 0, "middle": 0.5, "end": 1}[e.anchor]
        high = leading(e) * len(e.lines) + 1
        words = self._body((e,), 'wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"')
        place = self._px(x, e.y - drop(e), wide, high)
        self._shape("Text", place, forms.preset("rect"), "<a:noFill/>", ("", ""), words)

    def _inside(self, texts: tuple[Text, ...], box: Bounds, inset: float) -> str:
        """Return texts as those of the shape around them; they stand where the drawing has them."""
        if not texts:
            return ""
        x, y, w, _h = box
        one = texts[0]
        left = right = 0.0
        if one.anchor == "start":
            left = max(0.0, one.x - x - inset)
            wide = max(map(width, texts)) * 1.03 + 1
            right = max(0.0, min(left, x + w - inset - one.x - wide))
        wrap = "square" if one.anchor == "start" else "none"
        above = max(0.0, one.y - drop(one) - y - inset)
        numbers = [round(n * self.k) for n in (left, above, right)]
        edge = 'lIns="{}" tIns="{}" rIns="{}" bIns="0"'.format(*numbers)
        return self._body(texts, f'wrap="{wrap}" {edge} anchor="t"')

    def _body(self, texts: tuple[Text, ...], how: str) -> str:
        if not texts:
            return ""
        return (
            f'<p:txBody><a:bodyPr {how} rtlCol="0"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
            f"{self.looks.paragraphs(texts)}</p:txBody>"
        )

    # -- connectors and groups ------------------------------------------------------------

    def connector(self, e: Connector) -> None:
        points = self._points(e.points)
        self._way(ways.elbow(points), points, e.source, e.target, e.style, e.title)

    def _curved(self, e: Group, line: Curve, head: Polygon) -> None:
        """Write a transition that is drawn as a curve and a head as one connector."""
        points, tip = self._points(line.points), self._points(head.points[:1])
        source, target = self.ends[e.record]
        every = [*points, *tip]
        drawn = ways.elbow([points[0], *tip]) if ways.straight(every) else ways.free(points, tip)
        self._way(drawn, every, source, target, line.style, e.title)
        self._all(e.items[2:], {})

    def _way(
        self,
        drawn: ways.Drawn,
        points: list[forms.Point],
        source: str,
        target: str,
        style: str,
        title: str,
    ) -> None:
        glue = ""
        for tag, group, end in (("stCxn", source, False), ("endCxn", target, True)):
            if joined := self.joined.get(group):
                at = ways.site(points, joined.circle, end)
                glue += f'<a:{tag} id="{joined.id}" idx="{at}"/>'
        place = self._at(drawn.turn, drawn.x, drawn.y, drawn.w, drawn.h)
        identity = self._next()
        name, told = escape(title[:_LONGEST]) or f"Connector {identity}", escape(title)
        self.parts.append(
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{identity}" name="{name}" descr="{told}"/>'
            f"<p:cNvCxnSpPr>{glue}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr>"
            f"<p:spPr>{place}{drawn.outline}{self.looks.way(style)}</p:spPr></p:cxnSp>"
        )

    def group(self, e: Group) -> None:
        """Write a group; of one shape only that shape, called as the group is."""
        match e.items:
            case (Curve() as line, Polygon() as head, *_) if e.record in self.ends:
                self._curved(e, line, head)
                return
        said = self._said(e)
        texts = hosted(e.items, True)
        shown = len(e.items) - sum(map(len, texts.values()))
        if shown == 1 and e.role != "step" and isinstance(e.items[0], CLOSED):
            self._all(e.items, texts, e.id, said)
            return
        at, outside = len(self.parts), self.bounds
        identity, self.bounds = self._next(), []
        self.parts.append("")
        self._all(e.items, texts, e.id)
        inside, self.bounds = self.bounds, outside
        if not inside:
            del self.parts[at:]
            return
        self.parts[at] = self._opened(identity, said, inside)
        self.parts.append("</p:grpSp>")

    def _opened(self, identity: int, said: Said, inside: list[Bounds]) -> str:
        x, y = round(min(b[0] for b in inside)), round(min(b[1] for b in inside))
        w = max(1, round(max(b[2] for b in inside)) - x)
        h = max(1, round(max(b[3] for b in inside)) - y)
        self.bounds.append((x, y, x + w, y + h))
        name = escape(said[0][:_LONGEST]) or f"Group {identity}"
        about = f' descr="{escape(said[1])}"' if said[1] else ""
        return (
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{identity}" name="{name}"{about}/>'
            "<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>"
            f'<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>'
            f'<a:chOff x="{x}" y="{y}"/><a:chExt cx="{w}" cy="{h}"/></a:xfrm></p:grpSpPr>'
        )

    def _said(self, e: Group) -> Said:
        """Return a group's name and its words: its own, or all that is written in it."""
        told = e.title or " ".join(lines(e.items))
        name = self.names.get(e.record, "") if e.role in _NAMED else ""
        return name or told, told

    def _all(
        self,
        items: Iterable[Element],
        texts: Mapping[int, tuple[Text, ...]],
        group: str = "",
        said: Said = _NOT_SAID,
    ) -> None:
        """Write elements in their order; texts that stand in a shape go into it."""
        inside = {id(part) for parts in texts.values() for part in parts}
        joined = self.joined.get(group)
        for at, item in enumerate(items):
            if isinstance(item, CLOSED):
                self.identity = joined.id if joined else 0
                joined = None
                self.write[item.__class__](item, said, texts.get(at, ()))  # type: ignore[call-arg]
            elif id(item) not in inside:
                self.write[item.__class__](item)
