"""Survey rounds and answers as JSON lines, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from journeymap.documents.errors import Invalid
from journeymap.documents.fields import Json, Problem, rules_of
from journeymap.workspaces.models import Workspace

from .intake import item
from .models import Answer, SurveyRound, Tally, new_code

_AT_ONCE = 500
Line = Mapping[str, Json]


def lines(
    workspace: Workspace, model: type[Answer] | type[SurveyRound]
) -> Iterator[dict[str, Any]]:
    """Yield the workspace's rows of a kind, oldest first, without an answer's own row number."""
    names = _names(model)
    for row in model.objects.filter(workspace=workspace).order_by("id").iterator():
        held = {name: getattr(row, name) for name in names}
        yield {n: v.isoformat() if isinstance(v, datetime) else v for n, v in held.items()}


def _names(model: type[models.Model]) -> list[str]:
    fields = model._meta.concrete_fields
    return [f.name for f in fields if f.name != "workspace" and f.get_internal_type() != _NUMBER]


_NUMBER = "BigAutoField"


def restore(
    workspace: Workspace,
    model: type[Answer] | type[SurveyRound],
    told: Iterator[Line],
    ids: Mapping[str, str],
) -> int:
    """Make rows of their lines, within the caller's transaction; return how many.

    ``ids`` maps documents' and rounds' ids in the lines to those they get; what names another
    journey or round is refused, as it could be one of another workspace. Raises Invalid.
    """
    fresh: list[Any] = []
    journeys: set[str] = set()
    count = 0
    for count, line in enumerate(told, start=1):
        row = _row(workspace, model, line, ids, f"/{model._meta.model_name}/{count}")
        journeys.add(row.journey)
        fresh.append(row)
        if len(fresh) == _AT_ONCE:
            model.objects.bulk_create(fresh)
            fresh.clear()
    model.objects.bulk_create(fresh)
    Tally.objects.bulk_create(
        [Tally(journey=each, workspace=workspace, changes=1) for each in journeys - {""}],
        ignore_conflicts=True,
    )
    return count


def _row(
    workspace: Workspace, model: type[models.Model], line: Line, ids: Mapping[str, str], path: str
) -> Any:
    names = _names(model)
    if not isinstance(line, Mapping) or set(line) != set(names):
        raise Invalid([Problem(path, f"expected the fields {', '.join(names)}")])
    if model is Answer:
        said = {name: line[name] for name in rules_of(item.Item)}
        given = {n: held for n, held in said.items() if held is not None and held != ""}
        if problems := list(item.problems(given, path, unassigned=True)):
            raise Invalid(problems)
    held = dict(line)
    for name in ("id", "journey", "round"):
        if held.get(name):
            if not isinstance(held[name], str) or held[name] not in ids:
                raise Invalid([Problem(f"{path}/{name}", "is not in the archive")])
            held[name] = ids[held[name]]
    if model is SurveyRound and SurveyRound.objects.filter(code=held["code"]).exists():
        held["code"] = new_code()  # the one in the archive leads to a round that is here
    row: Any = model(workspace=workspace, **held)
    try:
        if model is Answer:
            row.at = datetime.fromisoformat(held["at"])
        else:
            row.clean_fields()
    except (ValidationError, TypeError) as error:
        raise Invalid([Problem(path, f"is not what it should be: {error}")]) from None
    return row
