"""`manage.py workspace NAME --owner USER`: an empty workspace, and its owner's account."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from journeymap.documents import shelf
from journeymap.workspaces.models import Workspace


class Command(BaseCommand):
    """Makes the first workspace of an installation that does without the samples."""

    help = "make an empty workspace with its owner, whose account is made where there is none"

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the workspace and its owner."""
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--owner", required=True, metavar="USER", help="a user name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make it; print the password of a new account, once."""
        name, users = options["name"].strip(), get_user_model().objects
        if not name or len(name) > 200 or Workspace.objects.filter(name=name).exists():
            raise CommandError("NAME: expected a new name of 1 to 200 characters", returncode=2)
        owner = users.filter(username=options["owner"]).first()
        if owner is None:
            password = secrets.token_urlsafe(9)
            owner = users.create_user(options["owner"], password=password)
            self.stdout.write(f"Made the account {owner}; password, shown only now: {password}")
        workspace = shelf.create_workspace(name, owner)
        self.stdout.write(f"Made the workspace “{workspace.name}” ({workspace.pk}).")
