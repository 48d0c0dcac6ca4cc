"""The translations: what the code and templates say, in one catalogue a package and language.

    python -m tools.translations          writes every .po file anew and compiles it

Texts are read from Python (``_``, ``N_`` and gettext's own names) and from templates into
django.po, from the browser's modules into djangojs.po of ``journeys``. Translations
are kept; what nobody says any more is dropped; new texts are empty until somebody fills them in
(the tests ask for all). The files are the same whenever and wherever they are made. The .mo files
are committed, so that running needs no compiler.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.javascript import said

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("journeymap", "touchpoints", "journeys")
LANGUAGES = ("fi", "sv")
#: Folders of the browser's modules, below static/.
SCRIPTS = ("editor", "js")
_CONTEXT = ((1, "c"), 2)
_CONTEXT_MANY = ((1, "c"), 2, 3)
#: The functions that take texts, and which of their arguments are texts.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _CONTEXT_MANY),
}
_WHENEVER = datetime(2026, 1, 1, tzinfo=UTC)
_HEAD = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_PLACES = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%%")


def texts(source: Path) -> Catalog:
    """Return the texts that belong into a .po file, untranslated."""
    return _scripts() if source.stem == "djangojs" else _package(source.relative_to(ROOT).parts[0])


def scripts() -> list[Path]:
    """Return the browser's modules that are ours."""
    return sorted(each for name in SCRIPTS for each in (ROOT / "static" / name).rglob("*.js"))


def _scripts() -> Catalog:
    found = Catalog()
    for path in scripts():
        try:
            for text in said(path.read_text("utf-8")):
                found.add(text.texts if len(text.texts) > 1 else text.texts[0])
        except ValueError as error:
            raise ValueError(f"{path.relative_to(ROOT)}: {error}") from error
    return found


def _package(package: str) -> Catalog:
    found = Catalog()
    folder = ROOT / package
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            _add(found, path.read_bytes())
    for path in sorted(folder.rglob("*.html")):
        said = templatize(path.read_text(), str(path))
        # What is not a text is X here; indented, it would not be Python.
        _add(found, re.sub(r"(?m)^[ \t]+", "", said).encode())
    return found


def _add(found: Catalog, source: bytes) -> None:
    for _line, text, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
        found.add(text, context=context)


def sources() -> list[Path]:
    """Return every .po file there is to be."""
    domains = [(package, "django") for package in PACKAGES] + [("journeys", "djangojs")]
    return [
        ROOT / package / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        for package, domain in domains
        for language in LANGUAGES
    ]


def read(source: Path) -> Catalog:
    """Read a .po file; an empty catalogue where there is none yet."""
    language = source.parent.parent.name
    if not source.exists():
        return Catalog(language)
    with source.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def renewed(source: Path) -> bytes:
    """Return the .po file with the texts of today, and their translations so far."""
    catalog = read(source)
    catalog.update(texts(source), no_fuzzy_matching=True)
    language = source.parent.parent.name
    others = [read(each) for each in sources() if each.parent.parent.name == language]
    for message in catalog:
        if message.id and not any(_forms(message.string)):  # another package may say it too
            told = (other.get(message.id, message.context) for other in others)
            message.string = next((each.string for each in told if each), message.string)
    target = io.BytesIO()
    write_po(target, catalog, 98, no_location=True, omit_header=True, sort_output=True,
             ignore_obsolete=True)  # fmt: skip
    head = _HEAD.format(language=language)
    return (head + target.getvalue().decode().strip() + "\n").encode()


def compiled(source: Path) -> bytes:
    """Return the .mo file of a .po file; unsure ("fuzzy") translations are left out."""
    catalog = read(source)
    catalog.creation_date = catalog.revision_date = _WHENEVER
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def problems(messages: Iterable[Message]) -> Iterator[str]:
    """Yield what is wrong with translations: missing, unsure, other placeholders."""
    for message in messages:
        ids, told = _forms(message.id), _forms(message.string)
        if ids == [""]:
            continue
        if message.fuzzy or not all(told):
            yield f"not translated: {ids[0]!r}"
        elif not all(_places(one) in _allowed(ids, at) for at, one in enumerate(told)):
            yield f"placeholders differ: {ids[0]!r}"


def _forms(text: str | Sequence[str] | None) -> list[str]:
    """Return a text's forms, the singular first."""
    return [text or ""] if isinstance(text, str | None) else list(text)


def _allowed(ids: Sequence[str], at: int) -> list[set[str]]:
    """Return the placeholders that a form may have: those of the same form, or all of them."""
    return [_places(ids[min(at, len(ids) - 1)]), _places(ids[-1])]


def _places(text: str) -> set[str]:
    return set(_PLACES.findall(text))


def main() -> int:
    """Write the catalogues; 1 where something is left to translate."""
    wrong = 0
    for source in sources():
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(renewed(source))
        source.with_suffix(".mo").write_bytes(compiled(source))
        for problem in problems(read(source)):
            print(f"{source.relative_to(ROOT)}: {problem}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
