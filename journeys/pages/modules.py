"""The browser's modules: which ones a page needs, under which addresses, so that none loads twice.

Nothing is bundled. A module imports others by bare names ("lit") or relative ones ("./words.js"),
and in production every file's address holds a hash of its content. So the page's import map leads
bare names and the plain addresses that relative names come to on to the hashed ones, and the page
names all modules at once, so that the browser asks for them in one round instead of one by one.
"""

from __future__ import annotations

import json
import logging
import posixpath
import re
from collections import deque
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

#: Where the names of packages lead, by ``tools/vendor.py``.
PACKAGES = "vendor/importmap.json"
#: The editor's style sheets in ``static/css/``.
SHEETS = (
    "editor",
    "status",
    "map",
    "inspector",
    "table",
    "palette",
    "people-here",
    "talk",
    "answers",
)
log = logging.getLogger(__name__)
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(
    r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*\s{},$]+?from)?\s*["']([^"'\n]+)["']"""
)
_LATER = re.compile(r"""\bimport\s*\(\s*["']([^"'\n]+)["']\s*\)""")


class Modules(NamedTuple):
    """What a page says of its modules: the import map, what it loads at once, what is missing."""

    imports: dict[str, str]
    preloads: list[str]
    entry: str
    missing: list[str]


def modules(entry: str, *also: str) -> Modules:
    """Return what a page with this entry (a path below static/) needs; read once in production.

    ``also`` is what the entry imports later by the way, but on this page at once.
    """
    return _read(entry, *also) if settings.DEBUG else _kept(entry, *also)


@cache
def _kept(entry: str, *also: str) -> Modules:
    return _read(entry, *also)


def _read(entry: str, *also: str) -> Modules:
    packages: dict[str, str] = json.loads(_named(PACKAGES))
    imports: dict[str, str] = {}
    places = {path: finders.find(path) for path in (entry, *also)}
    waiting, later = deque(places), deque[str]()  # what is needed at once goes before all else
    read: dict[str, bool] = {}
    while waiting or later:
        at_once = bool(waiting)
        path = (waiting or later).popleft()
        place = places[path]
        if place is None or path in read:
            continue
        read[path] = at_once
        for name, now in _imported(place, Path(place).stat().st_mtime_ns):
            target = _target(name, path, packages)
            if target not in places:
                places[target] = finders.find(target)
            (waiting if at_once and now else later).append(target)
            if places[target]:
                imports |= _led(name, path, target)
    missing = [path for path, place in places.items() if place is None]
    if missing:
        log.warning("modules that are not there: %s", ", ".join(missing))
    first = [static(path) for path, at_once in read.items() if at_once]
    return Modules(dict(sorted(imports.items())), first, static(entry), missing)


def _named(path: str) -> str:
    place = finders.find(path)
    return Path(place).read_text("utf-8") if place else "{}"


def _led(name: str, by: str, target: str) -> dict[str, str]:
    """Return the line of the import map for what a module imports by this name, if it needs one."""
    asked = urljoin(static(by), name) if name.startswith(".") else name
    address = static(target)
    return {asked: address} if asked != address else {}


@lru_cache(1000)
def _imported(place: str, changed: int) -> tuple[tuple[str, bool], ...]:
    """Return what the module there imports; read again when it changed."""
    return imported(Path(place).read_text("utf-8"))


def imported(source: str) -> tuple[tuple[str, bool], ...]:
    """Return the names that a module imports, and whether at once."""
    bare = _COMMENT.sub("", source)
    at_once = ((name, True) for name in _IMPORT.findall(bare))
    return (*at_once, *((name, False) for name in _LATER.findall(bare)))


def _target(name: str, by: str, packages: dict[str, str]) -> str:
    """Return the path below static/ of what a module names."""
    if name.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(by), name))
    if name in packages:
        return packages[name]
    for prefix, folder in packages.items():
        if prefix.endswith("/") and name.startswith(prefix):
            return folder + name.removeprefix(prefix)
    return name


def sheets() -> list[str]:
    """Return the addresses of the editor's style sheets."""
    return [static(path) for name in SHEETS if finders.find(path := f"css/{name}.css")]
