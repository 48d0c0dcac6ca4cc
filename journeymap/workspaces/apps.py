"""The app of workspaces, members and tokens."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """Workspaces, their members and tokens, and who may do what."""

    name = "journeymap.workspaces"
