"""Links to a small journey and to the sample, and a guest who follows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import sharing
from journeymap.documents.models import ShareLink
from tests.pages.conftest import Sample
from tests.support.people import People

Make = Callable[..., ShareLink]
PASSWORD = "kuusi kettua"


@pytest.fixture
def make(people: People) -> Make:
    """Make a link to a small journey; by itself one that shows the whole map."""
    people.journey("j1", title="Moving house", language="en")
    return partial(link_to, people, "j1")


@pytest.fixture
def told(people: People, sample: Sample) -> Make:
    """Make a link to the sample."""
    return partial(link_to, people, sample.id)


def link_to(people: People, journey: str, **values: Any) -> ShareLink:
    values = {"name": "A link", "view": "full", **values}
    return sharing.make_link(journey, people.actor("editor"), **values)


@pytest.fixture
def guest() -> Client:
    """A browser without a past, in English."""
    return Client(headers={"accept-language": "en"})


def url(link: ShareLink, end: str = "") -> str:
    return f"/s/{sharing.signed(link)}/{end}"


def views(link: ShareLink) -> int:
    return ShareLink.objects.get(pk=link.pk).views
