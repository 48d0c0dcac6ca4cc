"""The app's place in Django."""

from collections.abc import Collection

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """The path, and all that is done to it."""

    name = "journeys"

    def ready(self) -> None:
        """Make the journey's records known to documents, and that files of them are kept."""
        from journeymap.documents import copies

        from . import graph  # noqa: F401

        copies.kept_by(_forget)


def _forget(document_ids: Collection[str]) -> None:
    from . import takings

    takings.drop(document_ids)
