from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    """What a customer meets, and what customers say of it."""

    name = "touchpoints"
