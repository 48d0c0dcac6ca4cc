"""Finnish, Swedish and English: nothing missing, nothing out of step."""

from __future__ import annotations

import datetime
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.formats import date_format

from journeys.words import LANGUAGES, day, words
from tools import translations
from tools.translations import ROOT, compiled, problems, read, renewed, sources, texts


def _of(package: str, language: str) -> Catalog:
    return read(ROOT / package / "locale" / language / "LC_MESSAGES" / "django.po")


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


def test_texts_are_found_in_python_and_in_templates() -> None:
    """One of each way of saying something."""
    ids = {message.id for message in texts("journeys")}
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
    assert ("colours", "Dark") in {(message.context, message.id) for message in texts("journeys")}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_text_has_one_translation_wherever_it_is_said(language: str) -> None:
    told = defaultdict(set)
    for package in translations.PACKAGES:
        for message in _of(package, language):
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
