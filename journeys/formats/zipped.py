"""Zips of strangers: opened only where what they say of themselves is bearable; none is unpacked.

What a zip says of an entry's size holds: Python's reader gives no more bytes than that. A zip
within a zip is never opened.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from . import Trouble, Unreadable

#: Of an opened zip: entries, bytes unpacked of one and of all.
MOST_ENTRIES = 2_000
MOST_BYTES = 100_000_000
#: How many bytes one packed byte may become, of an entry that unpacks to more than a megabyte.
MOST_RATIO = 200
_SMALL = 1_000_000
_ENCRYPTED = 0x1


def open_zip(
    data: bytes, name: str, *, entries: int = MOST_ENTRIES, total: int = MOST_BYTES
) -> zipfile.ZipFile:
    """Open a zip's bytes for reading; Unreadable where it is none, is broken, or is a bomb.

    Entries are refused that are encrypted, that stand twice, or whose names lead elsewhere
    (absolute, with a drive, with ``..``). Reading an entry still raises zipfile.BadZipFile where
    its bytes are broken (``entry`` does not).
    """
    try:
        found = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise Unreadable([Trouble(f"expected a zip file ({error})")], name) from None
    if told := next(_troubles(found, entries, total), ""):
        raise Unreadable([Trouble(told)], name)
    return found


def entry(found: zipfile.ZipFile, path: str, name: str) -> bytes:
    """Return the bytes of one entry; Unreadable where it is not there or broken."""
    try:
        return found.read(path)
    except KeyError:
        raise Unreadable([Trouble(f"there is no {path} in the zip")], name) from None
    except BROKEN as error:
        raise Unreadable([Trouble(f"{path} in the zip is broken ({error})")], name) from None


#: What reading an entry of a broken zip can raise.
BROKEN = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error)


def _troubles(found: zipfile.ZipFile, entries: int, total: int) -> Iterator[str]:
    """Yield what is wrong with a zip, by what its list of contents says."""
    held = found.infolist()
    if len(held) > entries:
        yield f"the zip has {len(held)} entries; at most {entries} are read"
    if (size := sum(each.file_size for each in held)) > total:
        yield f"the zip unpacks to {size / 1e6:.0f} MB; at most {total / 1e6:.0f} MB are read"
    names = set()
    for each in held:
        shown = each.filename[:100]
        if each.file_size > max(_SMALL, MOST_RATIO * each.compress_size):
            times = each.file_size // max(each.compress_size, 1)
            yield f"{shown!r} unpacks to {times} times its size; at most {MOST_RATIO} times is read"
        if _leads_elsewhere(each.filename):
            yield f"the zip holds {shown!r}, a name that leads out of it"
        if each.flag_bits & _ENCRYPTED:
            yield f"{shown!r} in the zip is encrypted; save it without a password"
        if each.filename in names:
            yield f"{shown!r} stands twice in the zip"
        names.add(each.filename)


def _leads_elsewhere(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or ":" in parts[0]
