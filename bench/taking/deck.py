"""The yardstick of PowerPoint: python-pptx, by its public methods alone, on finished shapes.

What our file holds is read once into plain data; writing that anew as python-pptx does it is what
is measured: shapes, freeforms of as many points, connectors glued at both ends, groups, texts with
font, size and colour, titles and notes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Emu

_ONLY_TITLE = 5
_FORMS = {
    "rect": MSO_SHAPE.RECTANGLE,
    "roundRect": MSO_SHAPE.ROUNDED_RECTANGLE,
    "ellipse": MSO_SHAPE.OVAL,
    "line": MSO_SHAPE.RECTANGLE,
}
#: A run: its text, size, colour and whether it is bold.
Run = tuple[str, int, str, bool]


@dataclass(frozen=True, slots=True)
class Shape:
    """A finished shape; ``form`` is group, way, text, free or a preset's name."""

    id: int
    name: str
    form: str
    place: tuple[int, int, int, int]
    fill: str = ""
    line: tuple[str, int] = ("", 0)
    paragraphs: tuple[tuple[Run, ...], ...] = ()
    points: tuple[tuple[int, int], ...] = ()
    ends: tuple[tuple[int, int], ...] = ()
    inside: tuple[Shape, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Page:
    """A finished slide."""

    title: str
    notes: str
    shapes: tuple[Shape, ...]


def finished(data: bytes) -> list[Page]:
    """Read a file of slides into plain data."""
    return [
        Page(
            slide.shapes.title.text,
            slide.notes_slide.notes_text_frame.text,
            tuple(_read(each) for each in slide.shapes if not each.is_placeholder),
        )
        for slide in Presentation(io.BytesIO(data)).slides
    ]


def count(pages: Iterable[Page]) -> int:
    """Return how many shapes pages hold, groups too."""

    def held(shapes: Iterable[Shape]) -> int:
        return sum(1 + held(each.inside) for each in shapes)

    return sum(held(page.shapes) for page in pages)


def written(pages: Iterable[Page]) -> bytes:
    """Write the pages by python-pptx."""
    show = Presentation()
    for page in pages:
        slide = show.slides.add_slide(show.slide_layouts[_ONLY_TITLE])
        slide.shapes.title.text = page.title
        slide.notes_slide.notes_text_frame.text = page.notes
        made: dict[int, Any] = {}
        ways = list(_add(slide.shapes, page.shapes, made))
        for connector, shape in ways:
            for (identity, site), join in zip(
                shape.ends, (connector.begin_connect, connector.end_connect), strict=False
            ):
                join(made[identity], site)
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def _add(shapes: Any, wanted: Iterable[Shape], made: dict[int, Any]) -> Iterator[tuple[Any, Shape]]:
    """Add shapes; yield the connectors, which are glued when all is there."""
    shapes.turbo_add_enabled = True  # else each shape looks through all ids before it
    for each in wanted:
        x, y, w, h = map(Emu, each.place)
        if each.form == "group":
            one = shapes.add_group_shape()
            yield from _add(one.shapes, each.inside, made)
        elif each.form == "way":
            one = shapes.add_connector(MSO_CONNECTOR.ELBOW, x, y, Emu(x + w), Emu(y + h))
            yield one, each
        elif each.form == "text":
            one = shapes.add_textbox(x, y, w, h)
        elif each.form == "free":
            start, *rest = each.points
            builder = shapes.build_freeform(*start)
            builder.add_line_segments(rest, close=False)
            one = builder.convert_to_shape(x, y)
        else:
            one = shapes.add_shape(_FORMS[each.form], x, y, w, h)
        one.name = each.name
        made[each.id] = one
        _look(one, each)


def _look(one: Any, shape: Shape) -> None:
    if shape.fill:
        one.fill.solid()
        one.fill.fore_color.rgb = _rgb(shape.fill)
    if shape.line[0]:
        one.line.color.rgb = _rgb(shape.line[0])
        one.line.width = Emu(shape.line[1])
    for at, runs in enumerate(shape.paragraphs):
        frame = one.text_frame
        paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
        for text, size, colour, bold in runs:
            run = paragraph.add_run()
            run.text = text
            run.font.size, run.font.bold, run.font.name = size, bold, "Arial"
            run.font.color.rgb = _rgb(colour)


def _rgb(value: str) -> RGBColor:
    colour: RGBColor = RGBColor(*bytes.fromhex(value))  # type: ignore[no-untyped-call]
    return colour


def _read(shape: Any) -> Shape:
    element = shape._element
    place = (shape.left, shape.top, shape.width, shape.height)
    if element.tag == qn("p:grpSp"):
        inside = tuple(map(_read, shape.shapes))
        return Shape(shape.shape_id, shape.name, "group", place, inside=inside)
    look = element.spPr
    line = look.find(qn("a:ln"))
    outline = (_colour(line), int(line.get("w"))) if line is not None else ("", 0)
    held = {"id": shape.shape_id, "name": shape.name, "place": place, "line": outline}
    if element.tag == qn("p:cxnSp"):
        ends = tuple(
            (int(end.get("id")), int(end.get("idx")))
            for tag in ("a:stCxn", "a:endCxn")
            for end in element.iter(qn(tag))
        )
        return Shape(**held, form="way", ends=ends)
    preset = look.find(qn("a:prstGeom"))
    points = tuple((int(p.get("x")), int(p.get("y"))) for p in look.iter(qn("a:pt")))
    form = "free" if preset is None else str(preset.get("prst"))
    form = "text" if element.xpath("./p:nvSpPr/p:cNvSpPr/@txBox") else form
    return Shape(
        **held, form=form, fill=_colour(look), points=points, paragraphs=tuple(_told(element))
    )


def _colour(element: Any) -> str:
    found = element.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")
    return "" if found is None else str(found.get("val"))


def _told(element: Any) -> Iterator[tuple[Run, ...]]:
    for paragraph in element.iter(qn("a:p")):
        yield tuple(
            (
                run.find(qn("a:t")).text or "",
                Emu(int(run.find(qn("a:rPr")).get("sz")) * 127),
                _colour(run.find(qn("a:rPr"))),
                run.find(qn("a:rPr")).get("b") == "1",
            )
            for run in paragraph.iter(qn("a:r"))
        )
