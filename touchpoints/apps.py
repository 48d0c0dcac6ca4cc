"""The app's place in Django."""

from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    """What a customer meets, and what customers say of it."""

    name = "touchpoints"

    def ready(self) -> None:
        """Make the catalogue's records known to documents."""
        from . import records  # noqa: F401
