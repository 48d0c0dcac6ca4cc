"""The words of diagrams and tables in the reader's language, without Django.

The same catalogues that Django reads (``locale/<language>/LC_MESSAGES/django.mo``) through the
standard library's gettext; English is the language of the message ids.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from os.path import abspath, dirname, join

LANGUAGES = ("fi", "sv", "en")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ROOT = dirname(dirname(abspath(__file__)))


def N_(message: str) -> str:
    """Mark a text for translation without translating it."""
    return message


@cache
def words(language: str) -> Callable[[str], str]:
    """Return the translator into ``language`` ("fi", "sv-FI", …); unknown ones give English."""
    code = language.partition("-")[0]
    found = [
        gettext.translation("django", join(_ROOT, app, "locale"), [code], fallback=True)
        for app in ("journeys", "touchpoints")
    ]
    found[0].add_fallback(found[1])
    return found[0].gettext


@cache
def spoken(language: str) -> dict[str, str | list[str]]:
    """Return what the browser's code says in ``language``: {text: its translation}.

    Of a text with a number in it: {text for one: [one, many]}. English is what the code says.
    """
    code = language.partition("-")[0]
    held = gettext.translation("djangojs", join(_ROOT, "journeys", "locale"), [code], fallback=True)
    told: dict[str, str | list[str]] = {}
    for key, text in getattr(held, "_catalog", {}).items():
        if isinstance(key, tuple):  # (text, which form)
            told.setdefault(key[0], ["", ""])[key[1]] = text  # type: ignore[index]
        elif key:
            told[key] = text
    return told


def number(value: float, digits: int, language: str) -> str:
    """Format a number with the language's decimal sign: 3.4 is "3,4" in Finnish and Swedish."""
    shown = f"{value:.{digits}f}"
    return shown.replace(".", ",") if language.partition("-")[0] in ("fi", "sv") else shown


def day(value: str | None, language: str) -> str:
    """Return a date (ISO 8601) as people write it: 12.5.2026, in English 12 May 2026; '' for none.

    The same as Django's ``SHORT_DATE_FORMAT`` in the three languages.
    """
    if not value:
        return ""
    year, month, number = value[:10].split("-")
    if language.partition("-")[0] in ("fi", "sv"):
        return f"{int(number)}.{int(month)}.{year}"
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"
