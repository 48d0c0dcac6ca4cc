"""Which answers a map shows, in words (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from touchpoints.measures import Measures

from .words import day, words


def of(since: str, until: str, names: Iterable[str], language: str) -> str:
    """Say a filter: its days (ISO 8601, both included, '' for none), then what else it names."""
    _ = words(language)
    days = [day(each, language) for each in (since, until)]
    if all(days):
        period = days[0] if since == until else "–".join(days)
    else:
        period = _("from {day} on").format(day=days[0]) if since else ""
        period = _("until {day}").format(day=days[1]) if until else period
    return ", ".join(each for each in (period, *names) if each)


def said(measures: Measures | None, language: str) -> str:
    """Say which answers a picture or a table shows; '' for the usual ones."""
    if measures is None or not (measures.of or measures.beside):
        return ""
    _ = words(language)
    told = [held.of or _("all answers") for held in (measures, measures.beside) if held]
    if measures.beside:
        told = [f"{letter}: {each}" for letter, each in zip("AB", told, strict=True)]
    return _("Measured: {answers}").format(answers="; ".join(told))
