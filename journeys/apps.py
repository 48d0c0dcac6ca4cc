from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """The path, and all that is done to it."""

    name = "journeys"
