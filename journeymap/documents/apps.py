"""The app of documents and their log."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """What every edited document shares: operations, order, the log."""

    name = "journeymap.documents"
