"""``manage.py purge``: delete for ever what has been in the trash for 30 days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from journeymap.documents import shelf


class Command(BaseCommand):
    """Empty the trash; meant for a daily timer."""

    help = "Delete for ever the documents that have been in the trash for 30 days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge, and print the ids."""
        for document_id in shelf.purge():
            self.stdout.write(document_id)
