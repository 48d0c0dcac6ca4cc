"""Survey rounds, answers and what is published of them, as JSON lines and back.

Answers are named by where they stand among the workspace's, oldest first: their numbers are this
installation's own. Receipts go along; they are found where the SECRET_KEY is the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from journeymap.documents.errors import Invalid
from journeymap.documents.fields import Json, Problem, rules_of
from journeymap.workspaces.models import Workspace

from . import masking
from .intake import item, questions
from .models import Answer, Heard, Published, SurveyRound, Tally, Wording, new_code
from .published import place_of
from .publishing import Place

_AT_ONCE = 500
#: What archives of schema 1 had of survey rounds and answers; what came since has its default.
_ROUND_1 = {"id", "journey", "steps", "touchpoint", "title", "questions", "languages", "opens"}
_ROUND_1 |= {"closes", "purpose", "limit", "retention_days"}
_ANSWER_1 = {*rules_of(item.Item)}
#: What is wrong with a line that was not written here.
_ODD = (ValidationError, TypeError, ValueError, KeyError, IndexError, AttributeError)
Line = Mapping[str, Json]
Told = Callable[[str], Iterator[Line]]


def parts(workspace: Workspace) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """Yield the workspace's parts of an archive: their names and lines, oldest first."""
    yield "rounds.jsonl", _lines(SurveyRound.objects.filter(workspace=workspace).order_by("id"))
    yield "wordings.jsonl", _lines(_wordings(workspace))
    said = Answer.objects.filter(workspace=workspace).order_by("id")
    yield "answers.jsonl", _lines(said)
    numbers = list(said.values_list("pk", flat=True))
    heard = Heard.objects.filter(answer__workspace=workspace).order_by("id")
    yield (
        "heard.jsonl",
        (
            {"answer": bisect_right(numbers, each.answer_id), **_fields(each, "answer")}
            for each in heard
        ),
    )
    told = Published.objects.filter(workspace=workspace).order_by("id")
    yield "published.jsonl", (_place(each, numbers) for each in told)
    taken = Tally.objects.filter(workspace=workspace, taken__gt=0).order_by("made_at", "journey")
    yield (
        "tallies.jsonl",
        (
            {
                "journey": "" if each.journey == workspace.pk else each.journey,
                "taken": bisect_right(numbers, each.taken),
            }
            for each in taken
        ),
    )


def _wordings(workspace: Workspace) -> models.QuerySet[Wording]:
    return Wording.objects.filter(round__workspace=workspace).order_by("round_id", "id")


def _lines(rows: models.QuerySet[Any]) -> Iterator[dict[str, Any]]:
    return (_fields(row) for row in rows.iterator())


def _fields(row: models.Model, *without: str) -> dict[str, Any]:
    """Return a row's fields as JSON, without the workspace and a number of its own."""
    held = {
        name: getattr(row, each.attname)
        for name, each in _columns(type(row)).items()
        if name not in without
    }
    return {n: v.isoformat() if isinstance(v, (date, datetime)) else v for n, v in held.items()}


def _columns(model: type[models.Model]) -> dict[str, Any]:
    fields = [f for f in model._meta.concrete_fields if f.get_internal_type() != "BigAutoField"]
    return {f.name: f for f in fields if f.name != "workspace"}


def _place(row: Published, numbers: list[int]) -> dict[str, Any]:
    place = place_of(row)
    for each in place.items.values():
        each.since = bisect_right(numbers, each.since)
    return _fields(row) | place.written()


def restore(
    workspace: Workspace, told: Told, ids: Mapping[str, str], *, older: bool = False
) -> tuple[int, dict[str, str]]:
    """Make rows of the parts that ``told`` reads, within the caller's transaction; return how many
    answers there are, and the names of wordings by those that they had.

    ``ids`` maps documents' and rounds' ids in the lines to those they get; what names another
    journey or round is refused, as it could be one of another workspace. ``older``: of schema 1.
    Raises Invalid.
    """
    into = _Into(workspace, ids, older)
    into.make(told("rounds.jsonl"), "surveyround", into.round)
    if not older:
        into.make(told("wordings.jsonl"), "wording", into.wording)
    count = into.make(told("answers.jsonl"), "answer", into.answer)
    if not older:
        into.numbers = list(
            Answer.objects.filter(workspace=workspace).order_by("id").values_list("pk", flat=True)
        )
        into.make(told("heard.jsonl"), "heard", into.heard)
        into.make(told("published.jsonl"), "published", into.published)
        into.make(told("tallies.jsonl"), "tally", into.tally)
    into.tallies()
    return count, into.wordings


@dataclass
class _Into:
    """Makes rows of lines, one kind after the other."""

    workspace: Workspace
    ids: Mapping[str, str]
    older: bool
    rounds: dict[str, str] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)
    journeys: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def make(self, lines: Iterator[Line], name: str, made: Callable[[dict[str, Any]], Any]) -> int:
        """Keep a row of each line; return how many there are."""
        fresh: list[Any] = []
        count = 0
        for count, line in enumerate(lines, start=1):
            try:
                if not isinstance(line, Mapping):
                    raise TypeError("expected an object")
                row = made(dict(line))
            except _ODD as error:
                path = f"/{name}/{count}"
                raise Invalid([Problem(path, f"is not what it should be: {error!r}")]) from None
            except Invalid as error:
                found = [Problem(f"/{name}/{count}{p.path}", p.message) for p in error.problems]
                raise Invalid(found) from None
            fresh += [row] if row else []
            if len(fresh) == _AT_ONCE:
                type(row).objects.bulk_create(fresh)
                fresh.clear()
        if fresh:
            type(fresh[0]).objects.bulk_create(fresh)
        return count

    def round(self, line: dict[str, Any]) -> SurveyRound:
        if self.older and isinstance(line.get("purpose"), str):
            line["purpose"] = {self.workspace.language: line["purpose"]} if line["purpose"] else {}
        was = line.get("id", "")
        held = self._named(line, SurveyRound, _ROUND_1)
        if held["id"] != was:
            self.rounds[was] = held["id"]
        if SurveyRound.objects.filter(code=held.get("code", "")).exists():
            held["code"] = new_code()  # the one in the archive leads to a round that is here
        row = SurveyRound(workspace=self.workspace, **held)
        row.clean_fields()
        return row

    def wording(self, line: dict[str, Any]) -> Wording:
        held = self._named(line, Wording, set())
        name = questions.digest([{"round": held["round"]}, *held["questions"]])
        self.wordings[held["id"]] = name
        return Wording(id=name, round_id=held["round"], questions=held["questions"])

    def answer(self, line: dict[str, Any]) -> Answer:
        held = self._named(line, Answer, _ANSWER_1)
        said = {name: held[name] for name in rules_of(item.Item) if held[name] not in (None, "")}
        if problems := list(item.problems(said, unassigned=True)):
            raise Invalid(problems)
        if held.get("wording"):
            held["wording"] = self.wordings[held["wording"]]
        clean, _found = masking.item(held, self.workspace.language)
        row = Answer(workspace=self.workspace, **clean)
        row.at = datetime.fromisoformat(held["at"])
        row.clean_fields(exclude=["workspace", *rules_of(item.Item)])
        self.journeys.setdefault(row.journey, 0)
        return row

    def heard(self, line: dict[str, Any]) -> Heard:
        number = self._number(line.pop("answer"))
        return Heard(answer_id=number, **self._named(line, Heard, set(), "answer"))

    def published(self, line: dict[str, Any]) -> Published:
        place = Place.read({name: line.pop(name) for name in ("totals", "tables", "waiting")})
        for each in place.items.values():
            each.since = self._number(each.since)
        for was, now in self.rounds.items():
            place.rename("round", was, now)
        held = self._named(line, Published, set(), "totals", "tables", "waiting")
        row = Published(workspace=self.workspace, **held, **place.written())
        row.clean_fields(exclude=["workspace"])
        return row

    def tally(self, line: dict[str, Any]) -> None:
        held = self._named(line, Tally, {"journey", "taken"})
        self.journeys[held["journey"]] = self._number(held["taken"])

    def tallies(self) -> None:
        """Have what was restored be counted when somebody looks."""
        Tally.objects.bulk_create(
            Tally(
                journey=key or self.workspace.pk, workspace=self.workspace, changes=1, taken=taken
            )
            for key, taken in self.journeys.items()
        )

    def _number(self, at: int) -> int:
        """Return the number of the answer at a place among all; of 0, 0."""
        if at < 0:
            raise ValueError(at)
        return self.numbers[at - 1] if at else 0

    def _named(
        self, line: dict[str, Any], model: type[models.Model], older: set[str], *without: str
    ) -> dict[str, Any]:
        """Return a line's fields, which must be those of the model, with the ids that they get."""
        names = (older if self.older or model is Tally else {*_columns(model)}) - {*without}
        if set(line) != names:
            raise Invalid([Problem("", f"expected the fields {', '.join(sorted(names))}")])
        for name in ("journey", "round", *(["id"] if model is SurveyRound else [])):
            if line.get(name):
                if not isinstance(line[name], str) or line[name] not in self.ids:
                    raise Invalid([Problem(f"/{name}", "is not in the archive")])
                line[name] = self.ids[line[name]]
        return line
