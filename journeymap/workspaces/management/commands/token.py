"""`manage.py token USER --workspace NAME`: a token for the API, shown once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeymap.workspaces import people
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Role
from journeymap.workspaces.naming import user_named, workspace_named


class Command(BaseCommand):
    """Makes a token in a member's name; it never does more than the member may."""

    help = "make a token for the API in a member's name; its secret is shown only now"

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the member, the workspace, and what the token may do and for how long."""
        parser.add_argument("user", metavar="USER", help="the member's user name")
        parser.add_argument("--workspace", required=True, help="the workspace's name or id")
        parser.add_argument("--role", choices=Role.values, default=Role.VIEWER.value)
        parser.add_argument("--days", type=int, default=90, help="until it ends (90)")
        parser.add_argument("--name", default="command line", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token's secret on stdout, and what it is on stderr."""
        user, workspace = user_named(options["user"]), workspace_named(options["workspace"])
        if not 1 <= options["days"] <= 3660:
            raise CommandError("--days: expected 1 to 3660", returncode=2)
        try:
            token, secret = people.issue_token(
                Actor.of_user(user),
                workspace,
                options["name"],
                options["role"],
                days=options["days"],
            )
        except people.Refused as error:
            raise CommandError(str(error), returncode=2) from None
        told = f"{token.role} of “{workspace.name}” until {token.expires_at:%Y-%m-%d}; shown once:"
        self.stderr.write(told)
        self.stdout.write(secret)
