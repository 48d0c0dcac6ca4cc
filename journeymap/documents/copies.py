"""Copies of what documents say that are kept elsewhere: whoever keeps some says so as it starts,
and drops them when a text must be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection

Drop = Callable[[Collection[str]], None]
_kept: list[Drop] = []


def kept_by(drop: Drop) -> None:
    """Have ``drop`` called with the ids of documents of which a text is forgotten, within the
    transaction in which it is."""
    _kept.append(drop)


def drop(document_ids: Collection[str]) -> None:
    """Have all copies of these documents dropped; a catalogue is in those of its journeys."""
    for each in _kept:
        each(document_ids)
