"""``manage.py purge``: delete for ever what has been in the trash for 30 days, the answers that
their rounds keep no longer, and the files that were taken away more than a day ago."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from journeymap.documents import shelf
from journeys import takings
from touchpoints import forgetting


class Command(BaseCommand):
    """Empty the trash, let answers go; meant for a daily timer (`make run` has its own)."""

    help = "Delete for ever what is over: the trash of 30 days, old answers, files taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge; print ids of documents, numbers of answers and files, if there were any."""
        for document_id in shelf.purge():
            self.stdout.write(document_id)
        if count := forgetting.expire():
            self.stdout.write(f"{count} answers")
        if count := takings.expire():
            self.stdout.write(f"{count} files")
