"""XML of strangers: read hardened, as elements that know their line.

No document type, no entities, nothing fetched (defusedxml); depth and number of elements are
bounded, so that a small file cannot become a large tree. Names are told without their prefix:
what prefix a program writes says nothing, only the namespace does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from . import Trouble, Unreadable

#: Elements within each other, and elements of a file.
DEEPEST, MOST = 150, 300_000
#: Encodings that expat does not know and programs of their countries write.
_OTHERS = frozenset(
    ["big5", "euc-jp", "euc-kr", "gb18030", "gb2312", "gbk", "ms932", "shift_jis", "windows-31j"]
)
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
#: What XML lets no document hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True, eq=False, repr=False)
class Element:
    """An element: local name, namespace ('' for none), attributes, line and column (from 1).

    Attributes of a namespace are named ``{namespace}name``, others plainly. ``text`` is its own
    text, without that of the elements inside.
    """

    name: str
    namespace: str
    attributes: dict[str, str]
    line: int
    column: int
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, otherwise: str = "") -> str:
        """Return an attribute's value."""
        return self.attributes.get(name, otherwise)

    def all(self, *names: str) -> list[Element]:
        """Return the children with one of these names, in the element's own namespace."""
        own = self.namespace
        return [each for each in self.children if each.name in names and each.namespace == own]

    def first(self, *names: str) -> Element | None:
        """Return the first child with one of these names, in the element's own namespace."""
        return next(iter(self.all(*names)), None)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all within it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)

    def words(self) -> str:
        """Return the text of this element and of all within it, its ends trimmed."""
        return " ".join(told for each in self.walk() if (told := each.text.strip()))


def parse(data: bytes, name: str) -> Element:
    """Return the root element of a file; Unreadable with the place where it is no sound XML."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable([Trouble("the file is empty; expected XML")], name)
    text, encoding = _decoded(data, name)
    building = _Building(name)
    parser: Any = DefusedXMLParser(target=building, encoding=encoding, forbid_dtd=True)
    building.expat = parser.parser
    try:
        parser.feed(text)
        root: Element = parser.close()
    except ParseError as error:
        line, offset = error.position
        told = f"this is no XML: {_told(error.code, data, text)}"
        raise Unreadable([Trouble(told, line, offset + 1)], name) from None
    except DefusedXmlException:
        told = "holds a document type or entities (<!DOCTYPE>), which are not read"
        building.refuse(told)
    except (ValueError, LookupError) as error:
        raise Unreadable([Trouble(f"this is no XML: {error}")], name) from None
    return root


def allowed(text: str) -> str:
    """Return a text as XML can hold it: signs that it forbids are replaced."""
    return _FORBIDDEN.sub("\ufffd", text)


class _Building:
    """What the parser tells of a file, made into elements."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[tuple[Element, list[str]]] = []
        self._root: Element | None = None
        self._count = 0
        self.expat: Any = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= DEEPEST:
            self.refuse(f"is nested more than {DEEPEST} elements deep")
        if self._count > MOST:
            self.refuse(f"holds more than {MOST} elements")
        namespace, _, local = tag.rpartition("}")
        place = self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1
        element = Element(local, namespace[1:], attributes, *place)
        if self._open:
            element.parent = self._open[-1][0]
            element.parent.children.append(element)
        else:
            self._root = element
        self._open.append((element, []))

    def data(self, text: str) -> None:
        self._open[-1][1].append(text)

    def end(self, tag: str) -> None:
        element, texts = self._open.pop()
        element.text = "".join(texts)

    def close(self) -> Element | None:
        return self._root

    def refuse(self, told: str) -> NoReturn:
        place = self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1
        raise Unreadable([Trouble(told, *place)], self._name)


def _decoded(data: bytes, name: str) -> tuple[bytes, str | None]:
    """Return bytes that expat can read, and their encoding where it is not the declared one."""
    found = _DECLARED.match(data)
    declared = found[1].decode().lower() if found else ""
    if declared not in _OTHERS:
        return data, None
    try:
        return data.decode(declared).encode(), "utf-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = f"expected {declared} text, as the file declares"
        raise Unreadable([Trouble(told, line)], name) from None


def _told(code: int, data: bytes, text: bytes) -> str:
    """Return what is wrong, in words; text that is not in its encoding is told as such."""
    told = expat.ErrorString(code)
    invalid = code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
    found = _DECLARED.match(data)
    if invalid and (not found or found[1].lower() == b"utf-8") and text[:2] not in _UTF_16:
        try:
            text.decode()
        except UnicodeDecodeError:
            return "expected UTF-8 text"
    return told


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
