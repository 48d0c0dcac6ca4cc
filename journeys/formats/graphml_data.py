"""What GraphML says of nodes and edges: the texts of data keys, and what yEd draws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import NamedTuple

from journeymap.documents.fields import Flag, Json, Number, Rule

from .graphml_writing import JOURNEY, STEP, WAY
from .xml import Element

#: What programs call the text of a node or an edge, the likelier first.
_LABELS = ("title", "label", "name", "text", "d_label", "caption", "v_name", "value", "condition")
_SAYS = {*_LABELS, *JOURNEY, *STEP, *WAY, "actor"}
_TAG = re.compile(r"<[^<>]*>")
_THICK = 2.5  # px


class Key(NamedTuple):
    """A declared key: what it is about, its name, whether it holds a drawing, its default."""

    about: str
    name: str
    graphics: bool
    default: str


class Data(NamedTuple):
    """What is said of a node or an edge: texts by the names of keys, and yEd's drawing of it."""

    texts: dict[str, str]
    drawing: Element | None


class Keys(NamedTuple):
    """Keys by what they are about and their id; the defaults that say something, by the same."""

    by_id: Mapping[tuple[str, str], Key]
    defaults: Mapping[str, Mapping[str, str]]


def children(element: Element, *names: str) -> list[Element]:
    """Return the children of these names, whatever their namespace: programs write several."""
    return [each for each in element.children if each.name in names]


def data_of(element: Element, about: str, keys: Keys) -> Data:
    """Return what is said of a graph, a node or an edge (``about``)."""
    texts = dict(keys.defaults.get(about, {}))
    drawing = None
    for each in children(element, "data"):
        name = each.get("key")
        key = keys.by_id.get((about, name), Key(about, name, False, ""))
        if each.children and (key.graphics or drawing is None):
            drawing = each if key.graphics or not each.text.strip() else drawing
        if not key.graphics and (each.text.strip() or key.name not in texts):
            texts[key.name] = each.text
    return Data(texts, drawing)


def keys_of(declared: Iterable[Element]) -> Keys:
    """Return the keys of a file.

    Programs give the keys of nodes and of edges the same ids, and use the one for the other.
    """
    keys = [(each.get("id"), _key(each)) for each in declared]
    found = {(key.about, identity): key for identity, key in keys}
    for identity, key in keys:
        for about in ("graph", "node", "edge"):
            found.setdefault((about, identity), key)
    defaults: dict[str, dict[str, str]] = {"graph": {}, "node": {}, "edge": {}}
    for _identity, key in keys:
        if key.default and key.name in _SAYS:
            for about in (key.about,) if key.about in defaults else defaults:
                defaults[about][key.name] = key.default
    return Keys(found, defaults)


def _key(element: Element) -> Key:
    default = next((each.text for each in children(element, "default")), "")
    graphics = element.get("yfiles.type").endswith("graphics")
    name = element.get("attr.name") or element.get("id")
    return Key(element.get("for"), name, graphics, default)


def walk(element: Element | None) -> Iterable[Element]:
    """Yield an element and all within it; nothing of None."""
    return element.walk() if element else ()


def spoken(data: Data) -> str:
    """Return the name of the key that holds the text; '' for none."""
    lower = {name.lower(): name for name in reversed(data.texts)}
    names = (lower[each] for each in _LABELS if each in lower)
    return next((name for name in names if data.texts[name].strip()), "")


def label_of(data: Data, name: str) -> str:
    """Return the text of a node or an edge: what a key says, else yEd's labels."""
    if "title" in data.texts or not data.drawing:
        return data.texts.get(spoken(data), "").strip()
    shown = [_plain(each.text) for each in _active(data.drawing) if each.name == name]
    shown = [each for each in shown if each]
    return "\n".join(shown) or data.texts.get(spoken(data), "").strip()


def _active(drawing: Element) -> Iterable[Element]:
    """Yield the elements of a drawing; of the two faces of a group, open and closed, one."""
    proxy = next((each for each in drawing.walk() if each.name == "Realizers"), None)
    if proxy is None or not proxy.children:
        return drawing.walk()
    at = proxy.get("active", "0")
    face = int(at) if at.isdecimal() and len(at) < 5 else 0
    face = face if face < len(proxy.children) else 0
    return proxy.children[face].walk()


def _plain(held: str) -> str:
    held = held.strip()
    return unescape(_TAG.sub(" ", held)).strip() if held.lower().startswith("<html") else held


def asks(drawing: Element | None) -> bool:
    """Tell whether a node is drawn as a decision."""
    said = (f"{e.get('type')} {e.get('configuration')}" for e in walk(drawing))
    return any(re.search(r"\bdiamond\b|flowchart\.decision", each) for each in said if each)


def style_of(line: Element) -> str:
    """Return 'dotted', 'thick' or '' of yEd's LineStyle."""
    if line.get("type") in ("dashed", "dotted", "dashed_dotted"):
        return "dotted"
    try:
        return "thick" if float(line.get("width", "1")) >= _THICK else ""
    except ValueError:
        return ""


def fields_of(
    rules: Mapping[str, Rule], names: Iterable[str], texts: Mapping[str, str]
) -> dict[str, Json]:
    """Return the fields that texts say soundly; false is what is not said."""
    found = {name: _typed(rules, name, texts) for name in names if name in texts}
    return {
        name: value for name, value in found.items() if value is not None and value is not False
    }


def _typed(rules: Mapping[str, Rule], name: str, texts: Mapping[str, str]) -> Json:
    """Return what a text says of a field; None where the field cannot be that."""
    value, rule = _value(rules[name], texts.get(name, "")), rules[name]
    return None if value in (None, "") or rule.one(value) else value


def _value(rule: Rule, shown: str) -> Json:
    if isinstance(rule, Flag):
        return {"true": True, "1": True}.get(shown.strip().lower())
    if isinstance(rule, Number):
        try:
            number = float(shown)
        except ValueError:
            return None
        return int(number) if number.is_integer() else number
    return shown
