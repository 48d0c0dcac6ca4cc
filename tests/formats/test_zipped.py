"""Zips of strangers: bombs and traps are refused by what they say of themselves, at once."""

from __future__ import annotations

import io
import zipfile

import pytest

from journeys.formats import Unreadable
from journeys.formats.zipped import MOST_ENTRIES, entry, open_zip


def packed(*names: str, held: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, held)
    return out.getvalue()


def changed(data: bytes, at: int, value: bytes) -> bytes:
    """Return a zip with bytes of its list of contents overwritten."""
    start = data.index(b"PK\x01\x02") + at
    return data[:start] + value + data[start + len(value) :]


def test_a_sound_zip_is_opened() -> None:
    found = open_zip(packed("a.txt", "b/c.txt"), "x.zip")
    assert entry(found, "b/c.txt", "x.zip") == b"x"
    with pytest.raises(Unreadable, match=r"x\.zip: there is no d in the zip"):
        entry(found, "d", "x.zip")


TWICE = packed("a", "b").replace(b"b", b"a")
MANY = packed(*(f"{at}" for at in range(MOST_ENTRIES + 1)))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04", "expected a zip file"),
        (b"Step;Pain\n", "expected a zip file"),
        (MANY, "has 2001 entries; at most 2000"),
        (packed("a", held=bytes(30_000_000)), "unpacks to .* times its size"),
        (changed(packed("a"), 24, b"\xff\xff\xff\xee"), "unpacks to 4010 MB; at most 100"),
        (packed("/etc/passwd"), "leads out of it"),
        (packed("a/../../b"), "leads out of it"),
        (packed("..\\b"), "leads out of it"),
        (packed("C:\\b"), "leads out of it"),
        (TWICE, "stands twice"),
        (changed(packed("a"), 8, b"\x01"), "is encrypted"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:20],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bomb_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        open_zip(data, "x.zip")


def test_an_entry_gives_no_more_than_it_said() -> None:
    """A zip that lies of a size in its list: what is read is cut there, and found to be broken."""
    lying = changed(packed("a", held=bytes(900_000)), 24, (10).to_bytes(4, "little"))
    with pytest.raises(Unreadable, match="a in the zip is broken"):
        entry(open_zip(lying, "x.zip"), "a", "x.zip")
