"""A file of slides: python-pptx's package, with the project's colours, font, titles and notes.

The same slides make the same bytes: no clock, no name of a machine or a person.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from struct import pack
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Emu

from .. import text
from ..palette import COLOURS
from ..svg import escape, plain
from .looks import PX, spoken

WIDTH, HEIGHT = 1280, 720  # px of a slide of 13.333 x 7.5 inches
SIDE, TOP, FOOT = 32, 88, 36  # px that a drawing leaves free beside, above and below
_TITLE = (40, 20, 1200, 60)  # x, y, w, h in px
_SIZES = ((24, 1), (20, 1), (20, 2), (16, 2), (14, 3))  # pt, and lines at most
_LAYOUTS = ("Title and Content", "Title Only")
_DAY = datetime(1980, 1, 1, tzinfo=UTC)  # the first that a zip knows
_ZIP_DAY = pack("<HH", 0, 1 << 5 | 1)
_ADEC = 'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
_FIELD = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"
_ACCENTS = ("measured", "good", "bad", "assumed", "back", "beside")


class Deck:
    """Slides of ``width`` x ``height`` px at 96 dpi, in a theme and a language."""

    def __init__(self, width: float, height: float, theme: str, language: str) -> None:
        self.width, self.height = width, height
        self.unit = width / WIDTH  # px of this slide to a px of a slide of usual size
        self.dark = theme == "dark"
        self.language = spoken(language)
        self.show = Presentation()
        self._sized()
        self._coloured()
        self._trimmed()
        self.layout = next(x for x in self.show.slide_layouts if x.name == _LAYOUTS[-1])

    def add(self, title: str, drawing: str, last: int, notes: Sequence[str]) -> None:
        """Add a slide: its title, shapes with ids up to ``last``, and notes."""
        slide = self.show.slides.add_slide(self.layout)
        self._title(slide, title)
        number = self._number(last + 1, len(self.show.slides))
        parsed = parse_xml(f"<p:t {nsdecls('p', 'a', 'r')} {_ADEC}>{drawing}{number}</p:t>")
        slide.shapes.element.extend(list(parsed))
        if notes:
            holder = slide.notes_slide.notes_placeholder
            self._fill(holder.element, [(x, "") for x in notes])

    def data(self, title: str) -> bytes:
        """Return the file."""
        about = self.show.core_properties
        about.title, about.language = plain(title)[:255], plain(self.language)
        about.author = about.last_modified_by = about.comments = ""
        about.created = about.modified = _DAY.replace(tzinfo=None)
        file = io.BytesIO()
        self.show.save(file)
        return undated(file.getvalue())

    # -- the master -----------------------------------------------------------------------

    def _sized(self) -> None:
        show = self.show
        show.slide_width, show.slide_height = (
            Emu(round(self.width * PX)),
            Emu(round(self.height * PX)),
        )
        show.part._element.find(qn("p:sldSz")).attrib.pop("type")
        low = self.height / self.unit - FOOT + 4
        places = {
            "title": _TITLE,
            "body": (40, 100, 1200, low - 110),
            "dt": (40, low, 280, 26),
            "ftr": (400, low, 480, 26),
            "sldNum": (960, low, 280, 26),
        }
        for holder in show.slide_master.placeholders:
            kind = holder.element.find(f".//{qn('p:ph')}").get("type", "body")
            holder.left, holder.top, holder.width, holder.height = (
                round(n * self.unit * PX) for n in places[kind]
            )
        style = show.slide_master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
        style.set("algn", "l")
        letters = style.find(qn("a:defRPr"))
        letters.set("sz", str(round(_SIZES[0][0] * self.unit * 100)))
        letters.set("b", "1")

    def _coloured(self) -> None:
        """Give the theme the palette's colours and Arial; a dark one is light letters on dark."""
        master = self.show.slide_master
        theme = master.part.part_related_by(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
        )
        ground, ink = ("dk1", "lt1") if self.dark else ("lt1", "dk1")
        band, muted = ("dk2", "lt2") if self.dark else ("lt2", "dk2")
        tokens = {ground: "page", ink: "ink", band: "band", muted: "muted"}
        tokens |= {f"accent{at}": name for at, name in enumerate(_ACCENTS, 1)}
        tokens |= {"hlink": "measured", "folHlink": "back"}
        told = theme.blob.decode()
        for name, token in tokens.items():
            value = COLOURS[token][self.dark][1:].upper()
            told = re.sub(
                rf"<a:{name}>.*?</a:{name}>",
                f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>',
                told,
            )
        theme.blob = told.replace('"Calibri"', '"Arial"').replace("Office", "Journeymap").encode()
        if self.dark:
            colours = master.element.find(qn("p:clrMap"))
            for name, of in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
                colours.set(name, of)

    def _trimmed(self) -> None:
        """Leave out what the empty file holds of others: layouts, a picture, printers, names."""
        show = self.show
        for layout in list(show.slide_layouts):
            if layout.name not in _LAYOUTS:
                show.slide_layouts.remove(layout)
        package: Any = show.part.package
        for rels in (package._rels, show.part.rels):
            for key, relation in list(rels.items()):
                if relation.reltype.rpartition("/")[2] in (
                    "thumbnail",
                    "printerSettings",
                    "extended-properties",
                ):
                    rels.pop(key)

    # -- words ----------------------------------------------------------------------------

    def _title(self, slide: Slide, title: str) -> None:
        room = _TITLE[2] - 20
        fits = (
            pt for pt, lines in _SIZES if not text.fit(title, room, pt * 96 / 72, lines, True).cut
        )
        size = next(fits, _SIZES[-1][0])
        more = f' sz="{round(size * self.unit * 100)}"' if size != _SIZES[0][0] else ""
        self._fill(slide.shapes.title.element, [(title, more)])  # type: ignore[union-attr]

    def _fill(self, holder: Any, told: Sequence[tuple[str, str]]) -> None:
        """Write paragraphs into a placeholder: texts, and attributes of their letters."""
        body = holder.find(qn("p:txBody"))
        for old in body.findall(qn("a:p")):
            body.remove(old)
        runs = "".join(
            f'<a:p><a:r><a:rPr lang="{escape(self.language)}"{more}/>'
            f"<a:t>{escape(said)}</a:t></a:r></a:p>"
            for said, more in told
        )
        body.extend(list(parse_xml(f"<p:t {nsdecls('p', 'a')}>{runs}</p:t>")))

    def _number(self, identity: int, number: int) -> str:
        lang = f'lang="{escape(self.language)}"'
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="Slide Number {identity}"/><p:cNvSpPr>'
            '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx="12"/>'
            "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
            f'<a:fld id="{_FIELD}" type="slidenum"><a:rPr {lang}/><a:t>{number}</a:t></a:fld>'
            f"<a:endParaRPr {lang}/></a:p></p:txBody></p:sp>"
        )


def undated(packed: bytes) -> bytes:
    """Return a zip with the first day of all as the day of every file (APPNOTE 4.3.7, 4.3.12)."""
    data = bytearray(packed)
    with zipfile.ZipFile(io.BytesIO(packed)) as held:
        at = held.start_dir
        for entry in held.infolist():
            data[entry.header_offset + 10 : entry.header_offset + 14] = _ZIP_DAY
            data[at + 12 : at + 16] = _ZIP_DAY
            at += 46 + sum(
                int.from_bytes(data[at + n : at + n + 2], "little") for n in (28, 30, 32)
            )
    return bytes(data)
