"""Hands in an installation that is running: people come, change their role and go while its pages
are open. A process of its own, over the installation's database: a question a line, as JSON.

    with Hands(server.var, **server.more) as hands:
        session = hands.ask("comes", name="Anna Virtanen", role="editor")
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Hands:
    """The process, and its answers."""

    def __init__(self, var: Path, **env: str) -> None:
        env |= {"JOURNEYMAP_VAR": str(var), "DJANGO_SETTINGS_MODULE": "journeymap.settings"}
        without = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.hands"],
            cwd=ROOT,
            env=without | env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Hands:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, what: str, **given: str) -> Any:
        """Have it done; the answer."""
        assert self._process.stdin and self._process.stdout
        print(json.dumps({"do": what, **given}), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


def comes(name: str, role: str) -> str:
    """Make a member of the sample workspace; return the key of a session of theirs."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from journeymap.workspaces import people

    first, _space, last = name.partition(" ")
    made = get_user_model().objects.create_user(name, first_name=first, last_name=last)
    people.add_member(*_owner(), made, role)
    client = Client()
    client.force_login(made)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def becomes(name: str, role: str) -> None:
    """Change somebody's role."""
    from journeymap.workspaces import people

    people.change_role(*_owner(), _user(name), role)


def goes(name: str) -> None:
    """Remove somebody from the workspace."""
    from journeymap.workspaces import people

    people.remove_member(*_owner(), _user(name))


def _user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)


def _owner() -> tuple[Any, Any]:
    from journeymap.workspaces.access import Actor
    from journeymap.workspaces.models import Membership

    held = Membership.objects.filter(role="owner").select_related("user", "workspace")
    owner = held.earliest("pk")
    return Actor.of_user(owner.user), owner.workspace


if __name__ == "__main__":
    import django

    django.setup()
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(globals()[question.pop("do")](**question)), flush=True)
