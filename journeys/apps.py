"""The app's place in Django."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """The path, and all that is done to it."""

    name = "journeys"

    def ready(self) -> None:
        """Make the journey's records known to documents."""
        from . import graph  # noqa: F401
