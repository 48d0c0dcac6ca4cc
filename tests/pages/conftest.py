"""Pages of a workspace with a real journey: the sample of a start-up grant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import pytest
from django.core.cache import caches
from django.test import Client

from journeymap.workspaces.access import SYSTEM
from journeys import loading, samples
from journeys.formats import detect
from journeys.graph import Graph
from journeys.samples.answers import answers as said
from tests.support.people import People, people
from touchpoints import answers

__all__ = ["people"]


@dataclass(frozen=True)
class Sample:
    """The loaded journey, a step of it with answers, pains and cards, and what it was read from."""

    id: str
    step: str
    graph: Graph

    @property
    def url(self) -> str:
        return f"/journeys/{self.id}/"

    @property
    def step_url(self) -> str:
        return f"/journeys/{self.id}/steps/{self.step}/"


@cache
def read(at: int = 0) -> Graph:
    """Return a sample; it is frozen, so reading its file once is enough."""
    path = samples.files()[at]
    data = path.read_bytes()
    return detect(data, path.name).read(data, path.name).graph


STEP = "lisatiedot"


def brief(graph: Graph) -> Graph:
    """The graph with the translations of one step only: a table has a row for each of 288."""
    few = tuple(each for each in graph.translations if each.record == STEP)
    return replace(graph, translations=few)


@pytest.fixture
def sample(people: People) -> Sample:
    return load(people, read())


def load(people: People, graph: Graph, step: str = STEP) -> Sample:
    """Load the journey, and what customers said of one step."""
    loading.load(people.workspace, SYSTEM, [graph])
    heard = [each for each in said(graph) if each["step"] == step]
    answers.record(people.workspace, SYSTEM, heard)
    return Sample(graph.journey.id, step, graph)


@pytest.fixture
def signed_in(people: People) -> Callable[[str], Client]:
    """A client for one of the standing people, in English."""

    def of(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        if name != "anonymous":
            client.force_login(people.user(name))
        return client

    return of


@pytest.fixture(autouse=True)
def _forget_attempts() -> None:
    caches["attempts"].clear()
