"""What stands in the cells of a table of steps: lists of names, touchpoints, times, ways on.

Each thing has one writer here and the reader that understands it in Finnish, Swedish and English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from journeys import labels
from journeys.graph import TRANSITION_KINDS
from journeys.outline import NONE
from journeys.words import LANGUAGES, number, words
from touchpoints.kinds import CHANNELS, KINDS

#: Parts of names that tell what kind a touchpoint is likely to be; the first that fits.
_LIKELY: tuple[tuple[str, str], ...] = (
    ("virtual_space", r"verkko|nettis|sivu|chat|sähköp|e-mail|email|e-post|web|site|portal|app\b|"
     "sovell|asiointi|e-service|e-tjänst|online|puhelin|phone|telefon|sms|tekstiv|video"),
    ("physical_space", "toimisto|palvelupiste|myymälä|kauppa|tiski|office|counter|shop|store|"
     "desk|kontor|butik|lokal"),
    ("person", "virkailija|käsittelijä|asiantuntija|neuvoja|lääkäri|hoitaja|asiakaspalv|opettaja|"
     "clerk|officer|advis|expert|doctor|nurse|staff|handläggare|rådgivare|läkare"),
    ("object", "kirje|lomake|päätös|esite|kortti|lasku|letter|form|decision|brochure|card|bill|"
     "invoice|brev|blankett|beslut|broschyr|kort|faktura"),
    ("practice", "käytäntö|prosessi|sääntö|practice|process|rule|queue|jono|rutin|praxis"),
)  # fmt: skip
#: What kinds are called besides their names.
_ALSO = {
    "henkilö": "person",
    "objekti": "object",
    "tila": "physical_space",
    "rum": "physical_space",
    "space": "physical_space",
    "verkko": "virtual_space",
    "web": "virtual_space",
}
#: What programs and people write into a cell that holds nothing.
_NOTHING = re.compile(r"(?i)n/?a|#n/?a|null|nan|[-–—]+\Z")
#: What a spreadsheet takes for a formula; the signs of full width, too.
_FORMULA = re.compile(
    "'*+(?:[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]|(?:n/?a|#n/?a|null|nan|[–—]+)\\Z)", re.IGNORECASE
)
_SCORE = re.compile(r"([1-5](?:[.,]\d{1,6})?)(?:\s*/\s*5)?\Z")
_QUOTED = re.compile(r'\s*"((?:[^"]|""){0,400})"[ \t]*(?:\(([^()]*)\))?[ \t]*(?:[,;\n]|\Z)')
_YES = ("x", "1", "true", "yes", "kyllä", "ja")
_NO = ("0", "false", "no", "ei", "nej")


def inert(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula, nor a reader for nothing.

    An apostrophe stands before it; ``told`` takes it away again.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def told(cell: str) -> str:
    """Return what a cell says, without the apostrophe that makes it inert."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def nothing(cell: str) -> bool:
    """Tell whether a cell says that it holds nothing: NA, null, a dash."""
    return bool(_NOTHING.fullmatch(cell))


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


# -- lists of names ---------------------------------------------------------------------------


class Part(NamedTuple):
    """A name of a list, and what stands in brackets after it, where the name is in quotes."""

    name: str
    said: str = ""
    quoted: bool = False


def quoted(name: str) -> str:
    """Return a name as one of a list: in quotes where a sign in it would part or end it."""
    name = one_line(name)
    return '"{}"'.format(name.replace('"', '""')) if re.search(r'[,;"()]', name) else name


def parts(text: str) -> list[Part]:
    """Return the names of a cell, parted by commas, semicolons or lines.

    A sign within brackets parts none; nor does one within quotes.
    """
    found, at = [], 0
    while at < len(text):
        if held := _QUOTED.match(text, at):
            found.append(Part(one_line(held[1].replace('""', '"')), held[2] or "", True))
            at = held.end()
        else:
            plain = _PLAIN.match(text, at) or _SIMPLE.match(text, at)
            name = plain[0] if plain else ""
            found.append(Part(one_line(name)))
            at += len(name) + 1
    return [part for part in found if part.name]


_PLAIN = re.compile(r"(?:\([^()]*\)|[^,;\n(])++(?=[,;\n]|\Z)")
_SIMPLE = re.compile(r"[^,;\n]*")


# -- touchpoints ------------------------------------------------------------------------------


def met(name: str, kind: str, channel: str | None, language: str) -> str:
    """Write a touchpoint: "E-service (Virtual space, Web)"."""
    said = [labels.choice("kind", kind, language), labels.choice("channel", channel, language)]
    return f"{quoted(name)} ({', '.join(each for each in said if each)})"


def kind_said(part: Part) -> tuple[str, str, str]:
    """Return a touchpoint's name, and its kind and channel where they stand after it in brackets.

    '' where they are not said; brackets that say neither belong to the name.
    """
    name, said = part.name, part.said
    if not part.quoted and (found := re.match(r"(.+?)\s*\(([^()]+)\)\Z", name)):
        name, said = found[1], found[2]
    words_said = [_folded(each) for each in said.split(",") if each.strip()]
    kinds = [_called("kind").get(each, "") for each in words_said]
    channels = [_called("channel").get(each, "") for each in words_said]
    if said and not all(one or other for one, other in zip(kinds, channels, strict=True)):
        return (f"{name} ({said})" if part.quoted else part.name), "", ""
    return name, next(filter(None, kinds), ""), next(filter(None, channels), "")


def guess(name: str) -> str:
    """Return the kind that a touchpoint of this name is likely to be."""
    said = name.casefold()
    found = (kind for kind, parts in _LIKELY if re.search(rf"\b(?:{parts})", said))
    return next(found, "object")


@cache
def _called(field: str) -> dict[str, str]:
    """Return the kinds or channels of touchpoints by what they are called."""
    known = KINDS if field == "kind" else CHANNELS
    found = {name: name for name in known} | (_ALSO if field == "kind" else {})
    for code in LANGUAGES:
        found |= {_folded(words(code)(held.label)): name for name, held in known.items()}
    return found


# -- numbers, times, yes and no ---------------------------------------------------------------


def score(text: str) -> float | None:
    """Return a value of the scale 1 to 5; None where the text is none."""
    found = _SCORE.match(text)
    value = float(found[1].replace(",", ".")) if found else 0.0
    return value if 1 <= value <= 5 else None


def exact(value: float | None, language: str, digits: int = 6) -> str:
    """Write a number with the language's decimal sign, no longer than it need be."""
    if value is None:
        return ""
    shown = number(value, digits, language)
    return shown.rstrip("0").rstrip(",.")


def flag(text: str) -> bool | None:
    """Return what a cell of yes or no says; None where it says neither."""
    said = _folded(text)
    return True if said in _YES else False if said in _NO else None


def yes(value: bool, language: str) -> str:
    """Write what is so: "yes"; nothing for what is not."""
    return words(language)("yes") if value else ""


def duration(text: str, language: str) -> str:
    """Return the ISO 8601 duration of a text: P14D itself, or "14 d"; '' where it is none."""
    if re.fullmatch(r"P(?=.)(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?", text):
        return text
    for code in dict.fromkeys((language, *LANGUAGES)):
        units = {words(code)(name).casefold(): unit for unit, name in labels.UNITS}
        found = re.findall(r"(\d{1,9})\s*([^\W\d]+)", text.casefold())
        order = [[u for u, _ in labels.UNITS].index(units[w]) for _, w in found if w in units]
        whole = "".join(f"{n}{w}" for n, w in found) == "".join(text.casefold().split())
        if found and whole and len(order) == len(found) and order == sorted(set(order)):
            return _iso([(n, units[w]) for n, w in found])
    return ""


def _iso(held: list[tuple[str, str]]) -> str:
    days = "".join(f"{n}{unit}" for n, unit in held if unit in "YMWD")
    time = "".join(f"{n}{unit.replace('T', 'M')}" for n, unit in held if unit in "THS")
    return f"P{days}" + (f"T{time}" if time else "")


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("\u00a0", " ").split())


# -- ways on ----------------------------------------------------------------------------------


class Way(NamedTuple):
    """A way on from a step: where to ('' out), its kind, share (0 to 1), wait and condition."""

    to: str
    kind: str = "sequence"
    share: float | None = None
    wait: str = ""
    why: str = ""


def way(held: Way, language: str) -> str:
    """Write a way on: "3 (Choice; 28 %; 19 d): no bank codes"; where to is a step's number."""
    exits = held.kind == "exit"
    said = [
        "" if exits or held.kind == "sequence" else labels.choice("kind", held.kind, language),
        f"{exact(held.share * 100, language, 4)} %" if held.share is not None else "",
        labels.duration(held.wait, language),
    ]
    details = "; ".join(each for each in said if each)
    to = labels.choice("kind", "exit", language) if exits else held.to
    why = one_line(held.why)
    return to + (f" ({details})" if details else "") + (f": {why}" if why else "")


def way_said(line: str, language: str) -> Way:
    """Read a way on; ValueError says what was not understood."""
    found = _WAY.fullmatch(line.strip()) if len(line) <= _LONGEST else None
    if not found:
        raise ValueError(f"expected a step's number or name, got {line[:80]!r}")
    to, details, why = found[1].strip(), found[2] or "", found[3] or ""
    kind, share, wait = "sequence", None, ""
    if _ways().get(_folded(to)) == "exit":
        kind, to = "exit", ""
    for said in filter(None, map(str.strip, details.split(";"))):
        if (known := _ways().get(_folded(said))) and kind != "exit":
            kind = known
        elif part := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*%", said):
            share = round(float(part[1].replace(",", ".")) / 100, 6)
        elif time := duration(said, language):
            wait = time
        else:
            raise ValueError(f"expected a kind, a share or a time, got {said[:80]!r}")
    if share is not None and share > 1:
        raise ValueError(f"expected a share up to 100 %, got {details[:80]!r}")
    return Way(to, kind, share, wait, why)


#: No way on is said in more characters.
_LONGEST = 2_000
_WAY = re.compile(r"([^:()]+|[^:()]+\([^()]*\)[^:()]+?)\s*(?:\(([^()]*)\))?\s*(?::\s*(.*))?")


@cache
def _ways() -> dict[str, str]:
    found = {kind: kind for kind in TRANSITION_KINDS}
    for code in LANGUAGES:
        found |= {_folded(labels.choice("kind", kind, code)): kind for kind in TRANSITION_KINDS}
    return found


#: Written where a step belongs to no stage, or has no way on.
LACKING = NONE
