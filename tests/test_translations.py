"""Finnish, Swedish and English: nothing missing, nothing out of step."""

from __future__ import annotations

import ast
import datetime
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.formats import date_format

from journeys.words import LANGUAGES, day, spoken, words
from tools import javascript, translations
from tools.translations import ROOT, compiled, problems, read, renewed, sources, texts


def _of(package: str, language: str) -> Catalog:
    return read(_source(package, language))


def _source(package: str, language: str, domain: str = "django") -> Path:
    return ROOT / package / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


@pytest.mark.parametrize("source", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_catalogues_hold_what_the_code_says_and_nothing_else(source: Path) -> None:
    assert source.read_bytes() == renewed(source), "make translations"
    assert source.with_suffix(".mo").read_bytes() == compiled(source), "make translations"


def test_there_are_no_other_catalogues() -> None:
    found = {path for package in translations.PACKAGES for path in (ROOT / package).rglob("*.po")}
    assert found == set(sources())


@pytest.mark.parametrize("source", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_is_translated_and_keeps_its_placeholders(source: Path) -> None:
    assert not list(problems(read(source)))


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("", "not translated"),
        ("Viisi", "placeholders differ"),
        ("{määrä} / 5", "placeholders differ"),
        ("{count} / 5", ""),
    ],
)
def test_what_is_wrong_with_a_translation_is_found(told: str, wrong: str) -> None:
    catalog = Catalog("fi")
    catalog.add("{count} of 5", told)
    found = list(problems(catalog))
    assert wrong in "".join(found)
    assert bool(found) == bool(wrong)


def test_no_text_is_said_only_where_the_collector_does_not_look() -> None:
    """It does not look into f-strings (before Python 3.12 they are one token)."""
    known = {text for source in sources() for message in read(source) for text in forms(message.id)}
    for package in translations.PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            hidden = {text for text in in_fstrings(path.read_text("utf-8")) if text not in known}
            assert not hidden, path


def forms(text: object) -> list[str]:
    return [str(each) for each in (text if isinstance(text, (list, tuple)) else [text])]


def in_fstrings(source: str) -> Iterator[str]:
    """Yield the texts to translate, `_("…")`, that stand inside f-strings."""
    for joined in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.JoinedStr)):
        for call in (n for n in ast.walk(joined) if isinstance(n, ast.Call) and n.args):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in ("_", "gettext") and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


def test_a_text_in_an_fstring_is_found() -> None:
    assert list(in_fstrings('f"{_(\'measured\')} {n}" + _("not this")')) == ["measured"]


def test_texts_are_found_in_python_and_in_templates() -> None:
    """One of each way of saying something."""
    said = list(texts(_source("journeys", "fi")))
    ids = {message.id for message in said}
    assert {
        "Map",  # N_
        "What stands out on this path?",  # a pure room's _
        "In short",  # told._
        "The journey was made.",  # a view's gettext
        "Search journeys",  # {% translate %}
        "Page %(n)s of %(of)s",  # {% blocktranslate %}
        ("%(n)s journey found", "%(n)s journeys found"),  # {% plural %}
        "95%% interval",
    } <= ids
    assert ("colours", "Dark") in {(message.context, message.id) for message in said}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_text_has_one_translation_wherever_it_is_said(language: str) -> None:
    told = defaultdict(set)
    for source in sources():
        for message in read(source) if language in source.parts else ():
            if message.id:
                told[message.context, message.id].add(message.string)
    assert not {key: each for key, each in told.items() if len(each) > 1}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_pages_and_pictures_say_the_same(language: str) -> None:
    """No catalogue of Django or of a library wins over ours, and pure code reads the same one."""
    with translation.override(language):
        for package in ("journeys", "touchpoints"):
            for message in _of(package, language):
                if isinstance(message.id, str) and message.id and not message.context:
                    assert translation.gettext(message.id) == message.string
                    assert words(language)(message.id) == message.string


def test_texts_are_found_in_the_browsers_modules() -> None:
    ids = {message.id for message in texts(_source("journeys", "fi", "djangojs"))}
    assert {"Close", "Untitled journey", ("{n} day", "{n} days")} <= ids


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_page_sends_the_words_of_the_browsers_modules_and_no_others(language: str) -> None:
    sent = spoken(language)
    held = [m for m in read(_source("journeys", language, "djangojs")) if m.id]
    assert len(sent) == len(held) > 50
    for message in held:
        if isinstance(message.id, str):
            assert sent[message.id] == message.string
        else:
            assert sent[message.id[0]] == list(message.string)
    assert spoken("en") == {}


@pytest.mark.parametrize("path", translations.scripts(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_shows_a_text_that_cannot_be_translated(path: Path) -> None:
    assert not list(javascript.bare(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("html`<p>Saved</p>`", "Saved"),
        ("html`<p>${n} steps</p>`", "… steps"),
        ("html`<b>${on ? html`<i>Deep</i>` : nothing}</b>`", "Deep"),
        ("html`<input placeholder='Search' .value=${held}>`", "Search"),
        ('html`<button aria-label=${`x`} title="Close ${it}">${icon}</button>`', "Close …"),
        ("svg`<text x=${x}>Moment</text>`", "Moment"),
        ("app.say('Moved')", "Moved"),
        ("const step = { label: `Move ${title}` };", "Move …"),
        ("open(why ? 'Somebody changed it' : nothing)", "Somebody changed it"),
        ('html`<p class=${a}>${_("Saved")} ${/[a"`/]b/.test(x)} <!-- no text --> 12 %</p>`', ""),
        ("console.warn('For whoever looks:', error)", ""),
        ("throw new RangeError('Not a step'); // say('Never said')", ""),
        ('app.warn(_("It is {n} % full", { n: `${1 / 2}` }))', ""),
    ],
)
def test_a_text_that_forgot_its_translation_is_found(source: str, shown: str) -> None:
    assert [text.replace(javascript.HOLE, "…") for _line, text in javascript.bare(source)] == (
        [shown] if shown else []
    )


@pytest.mark.parametrize(
    "source", ["_(title)", "_('single')", '_("a" + b)', "_(`template`)", 'ngettext("one", more, n)']
)
def test_what_no_translator_could_find_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="plain literal"):
        list(javascript.said(f"const x = {source};"))


def test_texts_are_read_with_their_escapes_and_wherever_they_stand() -> None:
    source = r"""
        const a = html`<p title=${_("Say \"yes\"")}>
          ${list.map((x) => html`${_("Deep {n}", { n })}`)}</p>`;
        b = 6 / 2 / c; /* _("not this") */ d = this._("nor this");
        export function _(text) { return /["'`]/.test(text) ? ngettext("one", "many", 2) : ""; }
    """
    assert [each.texts for each in javascript.said(source)] == [
        ('Say "yes"',),
        ("Deep {n}",),
        ("one", "many"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["2026-05-12", "2026-09-01", "2027-12-31"])
def test_dates_of_records_and_of_django_look_the_same(value: str, language: str) -> None:
    with translation.override(language):
        told = date_format(datetime.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    assert day(value, language) == told


@pytest.mark.parametrize(
    ("language", "told"),
    [("fi", "2.5.2026 klo 9.05"), ("sv", "2.5.2026 kl. 9.05"), ("en", "2 May 2026, 09:05")],
)
def test_times_are_written_as_people_of_the_language_write_them(language: str, told: str) -> None:
    with translation.override(language):
        at = datetime.datetime(2026, 5, 2, 9, 5)
        assert date_format(at, "SHORT_DATETIME_FORMAT") == told


def test_dates_are_written_as_people_of_the_language_write_them() -> None:
    assert day("2026-05-02", "fi") == day("2026-05-02", "sv-FI") == "2.5.2026"
    assert day("2026-05-02", "en") == "2 May 2026"
    assert day(None, "fi") == ""
