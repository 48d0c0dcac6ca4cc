"""XML of strangers: what is no sound XML, or a bomb, is refused at once with its place."""

from __future__ import annotations

import resource

import pytest

from journeys.formats import Unreadable, xml
from journeys.formats.xml import DEEPEST, Element, allowed, parse

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol">
%b]><lolz>&j;</lolz>""" % b"\n".join(
    b'<!ENTITY %c "%s">' % (98 + at, (b"&%c;" % (97 + at)) * 10) for at in range(9)
)
OUTSIDE = (
    b'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<r>&x;</r>'
)
PARAMETER = b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><r/>'


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        parse(data, "x.xml")
    return str(refusal.value)


def test_elements_know_their_names_their_place_and_their_texts() -> None:
    root = parse(
        b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n<b:a xmlns:b="urn:b" xmlns:c="urn:c" '
        b'id="1" c:x="&lt;2&#10;3">\n'
        b'  one <b:k/> two\n  <c:k id="other"/><b:k><![CDATA[<p>]]></b:k>'
        b"<!-- not told --></b:a>",
        "x.xml",
    )
    assert (root.name, root.namespace, root.line, root.column) == ("a", "urn:b", 2, 1)
    assert root.attributes == {"id": "1", "{urn:c}x": "<2\n3"}
    assert [each.line for each in root.all("k")] == [3, 4]
    assert root.first("k") is root.children[0] and root.first("none") is None
    assert root.children[1].get("id") == "other" and root.children[1].parent is root
    assert root.text.split() == ["one", "two"] and root.words().endswith("<p>")
    assert [each.name for each in root.walk()] == ["a", "k", "k", "k"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><r name="Pöytä"/>'
    assert parse(text.encode(encoding), "x").get("name") == "Pöytä"


@pytest.mark.parametrize("encoding", ["GB2312", "Shift_JIS", "EUC-KR", "Big5"])
def test_encodings_of_many_bytes_are_read(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}' ?>\n<r>一</r>"
    assert parse(text.encode(encoding), "x").text == "一"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (LAUGHS, "x.xml, line 2, column 16: holds a document type or entities"),
        (OUTSIDE, "x.xml, line 2, column 13: holds a document type"),
        (PARAMETER, "x.xml, line 1, column 13: holds a document type"),
        (b"<!DOCTYPE html><html/>", "document type"),
        (b"<r>&amp;&x;</r>", "x.xml, line 1, column 9: this is no XML: undefined entity"),
        (b"<r>\n" * 100_000, f"line {DEEPEST + 1}, column 1: is nested more than {DEEPEST}"),
        (b" " * 10_000_000, "the file is empty; expected XML"),
        (b"", "the file is empty"),
        (b"<r>" + b" " * 9_000_000, "no element found"),
        (b"\n\n<r>\n<a", "line 4, column 1: this is no XML: unclosed token"),
        (b"<r>\n<a></r>", "line 2, column 6: this is no XML: mismatched tag"),
        (b"<r><n:a/></r>", "unbound prefix"),
        (b"<r a='1' a='2'/>", "duplicate attribute"),
        ("<r>\nPöytä</r>".encode("latin-1"), "line 2, column 2: this is no XML: expected UTF-8"),
        (b"<?xml version='1.0' encoding='klingon'?><r/>", "unknown encoding"),
        (b"<?xml version='1.0' encoding='idna'?><r/>", "this is no XML"),
        (b"<?xml version='1.0' encoding='gbk'?>\n<r>\xff\xff</r>", "line 2: expected gbk text"),
        (b"<?xml version='1.0' encoding='utf-16'?><r/>", "this is no XML"),
        (b"journey\n  title no", "line 1, column 1: this is no XML: syntax error"),
        (b"PK\x03\x04\x00\x00", "this is no XML"),
        (b"<r>\x00</r>", "this is no XML"),
    ],
)
def test_what_is_no_sound_xml_is_refused_with_its_place(data: bytes, told: str) -> None:
    assert told in refused(data)


def test_a_file_has_only_so_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST", 100)
    assert len(parse(b"<r>" + b"<a/>" * 99 + b"</r>", "x").children) == 99
    assert "line 1, column 400: holds more than 100 elements" in refused(b"<r>" + b"<a/>" * 100)


def test_bombs_take_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for bomb in (LAUGHS, b"<r>" * 3_000_000, b"<r a='" + b"&#65;" * 1_900_000):
        refused(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB


def test_a_text_is_made_what_xml_can_hold() -> None:
    assert allowed("a\x00b\ud800\tc\n") == "a\ufffdb\ufffd\tc\n"
    assert isinstance(parse(f"<r>{allowed(chr(11))}</r>".encode(), ""), Element)
