"""The API's own cost: a kept graph against the same bytes, 304s, serializers, pages of a million.

Views are called in process with a token, on an SQLite file of their own; what is compared takes
turns, request by request, so that a busy machine slows both alike.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from . import Row
from .commit import _database, _put

STEPS, CHILDREN, TURNS = 50, 4, 300
FEW, MANY = 10_000, 1_000_000
Work = Callable[[], Any]


def run() -> list[Row]:
    """Measure on a journey of 50 steps with four records each (about 40 kB)."""
    with TemporaryDirectory() as folder, _database(Path(folder)):
        secret, workspace = _fill()
        return [*_graph(secret), *_pages(secret, workspace)]


def _fill() -> tuple[str, str]:
    """Make the journey; return a token's secret and the workspace."""
    from django.contrib.auth import get_user_model

    from journeymap.documents import log, shelf
    from journeymap.workspaces.access import Actor
    from journeymap.workspaces.people import issue_token

    owner = get_user_model().objects.create_user("bench")
    workspace = shelf.create_workspace("Bench", owner)
    actor = Actor.of_user(owner)
    ops = [_put("journey", "big", title="Bench"), _put("lane", "lane", kind="action")]
    for at in range(STEPS):
        ops.append(_put("step", f"s{at}", title=f"Step {at}"))
        for child in range(CHILDREN):
            card = {
                "lane": "lane",
                "step": f"s{at}",
                "text": f"What is done here {at} {child}. " * 3,
            }
            ops.append(_put("card", f"c{at}-{child}", **card))
    log.create(workspace, "journey", actor, ops)
    return issue_token(actor, workspace, "bench", "editor")[1], workspace.pk


def _graph(secret: str) -> list[Row]:
    from django.http import HttpResponse

    from journeys.api.base import DocumentView
    from journeys.api.readings import GraphView

    call = _caller(secret)
    first = call(GraphView, id="big")
    body, tag = first.content, first["ETag"]

    class Plain(DocumentView):
        """The same authentication, the same access check, the same bytes."""

        def get(self, request: Any, id: str) -> HttpResponse:
            return HttpResponse(body, content_type="application/json")

    nested = _nested_view()
    kept, plain, unchanged = _turns(
        lambda: call(GraphView, id="big"),
        lambda: call(Plain, id="big"),
        lambda: call(GraphView, id="big", headers={"If-None-Match": tag}),
    )
    beside, serialized = _turns(lambda: call(GraphView, id="big"), lambda: call(nested, id="big"))
    size = f"{len(body) / 1000:.0f} kB"
    return [
        Row(
            f"API graph GET ({size}), requests a second",
            f"{1 / kept:.0f}/s against {1 / plain:.0f}/s of a view with the same bytes",
            plain / kept,
            0.8,
            at_least=True,
        ),
        Row(
            f"API graph GET ({size}) against serializers",
            f"{1 / beside:.0f}/s against {1 / serialized:.0f}/s of nested model serializers",
            serialized / beside,
            5,
            at_least=True,
        ),
        Row(
            "API 304 against its 200",
            f"{unchanged * 1e3:.2f} ms against {kept * 1e3:.2f} ms",
            unchanged / kept,
            1.05,
        ),
    ]


def _caller(secret: str) -> Callable[..., Any]:
    """Return what calls a view with the token; an error ends the measuring."""
    from django.test import RequestFactory

    factory = RequestFactory(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {secret}"})

    def call(
        view: Any, query: dict[str, Any] | None = None, headers: Any = None, **given: Any
    ) -> Any:
        answer = view.as_view()(factory.get("/", query_params=query, headers=headers), **given)
        assert answer.status_code in (200, 304), answer.status_code
        return answer.render() if hasattr(answer, "render") else answer

    return call


def _turns(*works: Work, turns: int = TURNS) -> list[float]:
    """Return the median seconds of each work, done in turn, ten at a time.

    The first of each ten does not count: it pays for what the work before it left behind.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(turns // 10):
        for work, taken in zip(works, times, strict=True):
            work()
            for _ in range(10):
                start = time.perf_counter()
                work()
                taken.append(time.perf_counter() - start)
    return [median(taken) for taken in times]


def _nested_view() -> Any:
    """Return a view of the usual kind: steps with their cards, all fields, in nested model
    serializers, prefetched; with the same authentication and access check."""
    from django.db import connection, models
    from rest_framework import serializers
    from rest_framework.response import Response

    from journeymap.documents.fields import rules_of
    from journeys.api.base import DocumentView
    from journeys.graph import Card, Step

    def table(name: str, record: type, **more: Any) -> Any:
        columns = {each: models.TextField(null=True) for each in rules_of(record)}
        meta = type("Meta", (), {"app_label": "journeys"})
        return type(name, (models.Model,), {"__module__": __name__, "Meta": meta} | columns | more)

    def serializer(model: Any, **more: Any) -> Any:
        names = [each.name for each in model._meta.concrete_fields] + list(more)
        meta = type("Meta", (), {"model": model, "fields": names})
        return type("Nested", (serializers.ModelSerializer,), {"Meta": meta} | more)

    steps = table("BenchStep", Step)
    parent = models.ForeignKey(steps, models.CASCADE, related_name="cards")
    cards = table("BenchCard", Card, step=parent)
    with connection.schema_editor() as editor:
        editor.create_model(steps)
        editor.create_model(cards)
    made = steps.objects.bulk_create(steps(title=f"Step {n}") for n in range(STEPS))
    cards.objects.bulk_create(
        cards(step=step, lane="lane", text=_text(at, n))
        for at, step in enumerate(made)
        for n in range(CHILDREN)
    )
    nested = serializer(steps, cards=serializer(cards)(many=True))

    class Nested(DocumentView):
        """The journey as model serializers have it."""

        def get(self, request: Any, id: str) -> Response:
            """Serialize all rows."""
            return Response(nested(steps.objects.prefetch_related("cards"), many=True).data)

    return Nested


def _text(step: int, child: int) -> str:
    return f"What is done here: {step} {child}. " * 6


def _pages(secret: str, workspace: str) -> list[Row]:
    """Time the first page and one far in, among few answers and among many.

    Bringing in a million takes a while: so each is told in the time of a list of one row then.
    """
    from urllib.parse import parse_qs, urlsplit

    from journeys.api.answers import Answers
    from journeys.api.workspaces import Workspaces

    call = _caller(secret)

    def cursor_at_the_middle(count: int) -> str:
        middle = {"limit": 1, "until": _moment(count // 2).isoformat()}
        following = call(Answers, middle).data["next"]
        return str(parse_qs(urlsplit(following).query)["cursor"][0])

    taken: list[list[float]] = []
    for first, last in ((0, FEW), (FEW, MANY)):
        _answers(workspace, first, last)
        far = {"limit": 100, "cursor": cursor_at_the_middle(last)}
        newest, half_way, control = _turns(
            partial(call, Answers, {"limit": 100}),
            partial(call, Answers, far),
            partial(call, Workspaces),
            turns=100,
        )
        taken.append([newest / control, half_way / control])
    return [
        Row(
            f"API page of answers, {name}, {MANY:,} against {FEW:,}",
            f"{many:.2f} against {few:.2f} times a list of one row at that time",
            many / few,
            1.5,
        )
        for name, few, many in zip(("the newest", "half-way in"), *taken, strict=True)
    ]


def _moment(number: int) -> datetime.datetime:
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return start + datetime.timedelta(minutes=number)


def _answers(workspace: str, first: int, last: int) -> None:
    from django.db import transaction

    from touchpoints.models import Answer

    with transaction.atomic():
        for start in range(first, last, 10_000):
            Answer.objects.bulk_create(
                Answer(
                    workspace_id=workspace,
                    client_id=f"a{number}",
                    at=_moment(number),
                    journey="big",
                    step=f"s{number % STEPS}",
                    emotion=number % 5 + 1,
                )
                for number in range(start, min(start + 10_000, last))
            )
