"""`manage.py load_samples`: a workspace with the sample journeys, their answers, and its owner."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.documents import shelf
from journeymap.documents.models import Document
from journeymap.workspaces.access import SYSTEM
from journeys import loading, samples
from journeys.formats import detect
from journeys.graph import Graph
from journeys.samples.answers import answers
from journeys.samples.rounds import round_at
from journeys.samples.rounds import rounds as asked_of
from touchpoints import rounds
from touchpoints.answers import MOST, record


class Command(BaseCommand):
    """Does its work once: where the samples are already, it says so and changes nothing."""

    help = "make the sample workspace, once"

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the workspace and say how to sign in."""
        there = Document.objects.filter(pk=samples.NAMES[0]).select_related("workspace").first()
        if there:
            told = _("The samples are there already, in the workspace “%(name)s”.")
            self.stdout.write(told % {"name": there.workspace.name})
            return
        with transaction.atomic():
            name, password, said = _make()
        host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        loaded = _("Loaded %(journeys)s sample journeys with %(answers)s answers.")
        self.stdout.write(loaded % {"journeys": len(samples.NAMES), "answers": said})
        self.stdout.write(_("Sign in at %(address)s") % {"address": address})
        self.stdout.write(_("  name: %(name)s") % {"name": name})
        self.stdout.write(_("  password: %(password)s  (shown only now)") % {"password": password})


def _make() -> tuple[str, str, int]:
    """Return the owner's name and password, and how many answers there are."""
    users = get_user_model()
    taken = set(users.objects.values_list("username", flat=True))
    name = next(n for n in _names() if n not in taken)
    password = secrets.token_urlsafe(9)
    owner = users.objects.create_user(name, password=password)
    workspace = shelf.create_workspace(_("Sample workspace"), owner, language="fi")
    graphs = [_read(path) for path in samples.files()]
    loaded = loading.load(workspace, SYSTEM, graphs)
    _first_is_newest([each.document.pk for each in loaded])
    said = []
    for graph, each in zip(graphs, loaded, strict=True):
        asked = asked_of(graph)
        for value in asked:
            given = {**value, "journey": each.document.pk}
            rounds.make(workspace, SYSTEM, given, given.pop("id"))
        for answer in answers(graph):
            where = {"journey": each.document.pk, "round": round_at(asked, answer["at"])}
            said.append(answer | where)
    for start in range(0, len(said), MOST):
        record(workspace, SYSTEM, said[start : start + MOST])
    return name, password, len(said)


def _first_is_newest(ids: list[str]) -> None:
    """Let the home page, where the newest change is first, show the samples in their order."""
    now = timezone.now()
    for at, pk in enumerate(ids):
        moment = now - timedelta(seconds=at)
        Document.objects.filter(pk=pk).update(updated_at=moment)


def _names() -> Iterator[str]:
    yield "owner"
    yield from (f"owner{at}" for at in count(2))


def _read(path: Path) -> Graph:
    data = path.read_bytes()
    return detect(data, path.name).read(data, path.name).graph
