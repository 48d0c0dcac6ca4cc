"""The app's place in Django."""

from collections.abc import Collection
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete


class TouchpointsConfig(AppConfig):
    """What a customer meets, and what customers say of it."""

    name = "touchpoints"

    def ready(self) -> None:
        """Make the catalogue's records known to documents; let answers go with their journey, and
        who has it open hear of new ones."""
        from journeymap.documents import live

        from . import records  # noqa: F401

        post_delete.connect(_forget, sender="documents.Document")
        live.heard_by(_stamps)


def _stamps(journeys: Collection[str], single: bool) -> dict[str, str]:
    from . import hearing

    return hearing.stamps(journeys, single=single)


def _forget(instance: Any, **_more: Any) -> None:
    from .answers import forget

    forget(instance.pk)
