"""Shares, times and feelings in plain words."""

from __future__ import annotations

import pytest
from django.utils import translation

from journeys.pages.share.plain_words import felt, span, tenths
from touchpoints.measures import Counts, measure


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, ""),
        (0, "very few"),
        (0.049, "very few"),
        (0.05, "about 1 in 10"),
        (0.25, "about 3 in 10"),
        (0.5, "about 5 in 10"),
        (0.949, "about 9 in 10"),
        (0.95, "almost everyone"),
        (1, "almost everyone"),
    ],
)
def test_shares_are_told_in_tenths(share: float | None, said: str) -> None:
    assert tenths(share) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        ("P14D", "14 days"),
        ("P1D", "1 day"),
        ("P1M", "1 month"),
        ("PT1M", "1 minute"),
        ("PT1H20M", "1 hour 20 minutes"),
        ("P1Y2M3DT4H5M6S", "1 year 2 months 3 days 4 hours 5 minutes 6 seconds"),
        ("P2W", "2 weeks"),
    ],
)
def test_times_are_told_in_whole_words(value: str | None, said: str) -> None:
    assert span(value) == said


@pytest.mark.parametrize(
    ("emotion", "word"),
    [((9, 0, 0, 0, 0), "Frustrated"), ((0, 5, 5, 0, 0), "Neutral"), ((0, 0, 0, 0, 9), "Delighted")],
)
def test_a_mean_has_a_face_and_a_word(emotion: tuple[int, ...], word: str) -> None:
    told = felt(measure(Counts(n=sum(emotion), emotion=emotion)), "en")
    assert (told.word, told.n) == (word, sum(emotion))
    assert 1 <= told.grade <= 5


def test_of_what_was_expected_only_the_most_is_told() -> None:
    counts = Counts(n=20, emotion=(0, 0, 20, 0, 0), expectation=(12, 6, 2), got_it_done=(19, 1, 0))
    told = felt(measure(counts), "fi")
    assert told.sentences == ("Worse than expected: about 6 in 10", "Got it done: almost everyone")
    assert told.mean == "3,0"


def test_few_answers_say_nothing_but_that_they_are_few() -> None:
    told = felt(measure(Counts(n=3, emotion=(3, 0, 0, 0, 0))), "en")
    assert (told.n, told.grade, told.word, told.sentences) == (3, 0, "", ())
