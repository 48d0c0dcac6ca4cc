"""Half a year of answers to the samples, the same ones for the same seed.

Counts and means are those of ``said``; who answered when, and how one person's marks go together,
is drawn. Nothing is random from run to run, and no answer speaks of a real person.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from math import comb
from random import Random

from journeymap.documents.fields import Json
from journeys.graph import Graph, Step

from .said import COMMENTS, HALF_YEAR, IN_UNITS, SAID, WHEN, WHERE, Said

Answer = dict[str, Json]

_LANGUAGES = ("fi", "sv", "en")
#: The part of answers that leave a question blank.
_BLANK = 0.05


def answers(graph: Graph, *, seed: int = 2026) -> list[Answer]:
    """Return the answers at the graph's steps, oldest first, each as the API takes it.

    A journey or a step that ``said`` does not know has none; so has a derived to-be.
    """
    known = SAID.get(graph.journey.id, {})
    made = [
        each
        for step in graph.steps
        if step.id in known
        for each in _at_step(graph, step, known[step.id], seed)
    ]
    return sorted(made, key=lambda each: (each["at"], each["client_id"]))


def _at_step(graph: Graph, step: Step, said: Said, seed: int) -> list[Answer]:
    journey = graph.journey.id
    rng = Random(f"{seed}/{journey}/{step.id}")  # noqa: S311  drawn, not secret
    emotions = _emotions(said.n, said.emotion)
    rng.shuffle(emotions)
    channels = channels_met(graph, step)
    segments = graph.journey.segments
    made: list[Answer] = []
    for at, emotion in enumerate(emotions):
        answer: Answer = {
            "client_id": f"{journey}.{step.id}.{seed}.{at}",
            "at": _moment(journey, rng),
            "journey": journey,
            "step": step.id,
            "emotion": emotion,
            "language": rng.choices(_LANGUAGES, (82, 12, 6))[0],
            "source": rng.choices(("link", "qr", "kiosk"), (7, 2, 1))[0],
        }
        if journey in IN_UNITS:
            answer |= _place(emotion, rng)
        if channels:
            answer["channel"] = rng.choice(channels)
        if segments:
            answer["segment"] = rng.choice(segments)
        if rng.random() < 0.5:
            answer["recommend"] = min(10, max(0, 2 * emotion + rng.randint(-2, 1)))
        made.append(answer)
    _mark(made, said, rng)
    _speak(made, COMMENTS.get(journey, {}).get(step.id, ()))
    return made


def _emotions(n: int, mean: float) -> list[int]:
    """Return n marks 1 to 5 in the shape of a binomial, their mean as close as whole marks get."""
    p = (mean - 1) / 4
    exact = [n * comb(4, k) * p**k * (1 - p) ** (4 - k) for k in range(5)]
    counts = [int(each) for each in exact]
    by_rest = sorted(range(5), key=lambda k: counts[k] - exact[k])
    for k in by_rest[: n - sum(counts)]:
        counts[k] += 1
    marks = [k + 1 for k in range(5) for _ in range(counts[k])]
    off = round(mean * n) - sum(marks)
    change = 1 if off > 0 else -1
    for _ in range(abs(off)):
        at = next(i for i, mark in enumerate(marks) if 1 <= mark + change <= 5)
        marks[at] += change
        marks.sort()
    return marks


def _mark(made: Sequence[Answer], said: Said, rng: Random) -> None:
    """Give the other marks their shares: mostly to those of the mood that fits."""
    asked = _by_mood(made, rng, 0)
    for at, answer in enumerate(asked):
        good = at < round(said.prompt * len(asked))
        answer["efficiency"] = rng.choice((4, 4, 5) if good else (1, 2, 3, 3))
    asked = _by_mood(made, rng, 0)
    for at, answer in enumerate(asked):
        good = at < round(said.easy * len(asked))
        answer["ease"] = rng.choice((4, 5, 5) if good else (1, 2, 2, 3))
    asked = _by_mood(made, rng, _BLANK)
    better, worse = (round(share * len(asked)) for share in (said.better, said.worse))
    for at, answer in enumerate(asked):
        answer["expectation"] = 1 if at < better else -1 if at >= len(asked) - worse else 0
    asked = _by_mood(made, rng, _BLANK)
    done = round(said.done * len(asked))
    for at, answer in enumerate(asked):
        answer["got_it_done"] = "yes" if at < done else "partly" if rng.random() < 0.6 else "no"


def _by_mood(made: Sequence[Answer], rng: Random, blank: float) -> list[Answer]:
    """Return those who answer a question, happiest first give or take; some leave it blank."""
    asked = rng.sample(list(made), len(made) - round(blank * len(made)))
    mood = {each["client_id"]: each["emotion"] + rng.gauss(0, 0.7) for each in asked}
    return sorted(asked, key=lambda each: -mood[each["client_id"]])


def _speak(made: Sequence[Answer], comments: Sequence[tuple[int, str, str]]) -> None:
    """Put each comment to the first answer of its mood that has none yet."""
    for mood, language, words in comments:
        for answer in made:
            emotion = answer["emotion"]
            if (emotion > 3) - (emotion < 3) == mood and "comment" not in answer:
                answer |= {"comment": words, "language": language}
                break


def channels_met(graph: Graph, step: Step) -> list[str]:
    """Return the channels of what is met at the step, in the order of the encounters."""
    met = [each.touchpoint for each in graph.encounters if each.step == step.id]
    found = (graph.catalogue.touchpoints[each].channel for each in met)
    return list(dict.fromkeys(channel for channel in found if channel))


def _place(emotion: int, rng: Random) -> Answer:
    often = [bad if emotion <= 2 else good for _, good, bad in WHERE.values()]
    unit = rng.choices(list(WHERE), often)[0]
    return {"unit": unit, "region": WHERE[unit][0]}


def _moment(journey: str, rng: Random) -> str:
    """Return a moment of the journey's time, between morning and evening in Finland (UTC)."""
    first, last = WHEN.get(journey, HALF_YEAR)
    day = first + datetime.timedelta(days=rng.randrange((last - first).days + 1))
    seconds = rng.randrange(5 * 3600, 19 * 3600)
    start = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return (start + datetime.timedelta(seconds=seconds)).isoformat()
