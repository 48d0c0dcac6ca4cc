"""The real pages and API as a child process: a JSON question a line, a JSON answer a line."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent.parent.parent))
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "sqlite://:memory:"}

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from journeymap.documents import log, ops, shelf  # noqa: E402
from journeymap.documents.models import Entry  # noqa: E402
from journeymap.workspaces import people as membership  # noqa: E402
from journeymap.workspaces.access import SYSTEM, Actor  # noqa: E402

CLIENTS: dict[str, Client] = {}
MADE = 0


def new() -> dict[str, Any]:
    """Make a workspace with two editors, and a journey of three steps."""
    global MADE
    MADE += 1
    make = get_user_model().objects.create_user
    ann, ben = (make(f"{name}{MADE}", f"{name}@example.org", name) for name in ("ann", "ben"))
    workspace = shelf.create_workspace(f"Workspace {MADE}", ann)
    membership.add_member(Actor.of_user(ann), workspace, ben, "editor")
    root = {"op": "put", "kind": "journey", "id": f"j{MADE}", "value": {"title": "Journey"}}
    steps = [
        {"op": "put", "kind": "step", "id": name, "value": {"title": name, "order": f"{n}"}}
        for n, name in enumerate(("s1", "s2", "s3"), start=1)
    ]
    log.create(workspace, "journey", SYSTEM, [root, *steps])
    for user in (ann, ben):
        CLIENTS[str(user.pk)] = client = Client(SERVER_NAME="localhost")
        client.force_login(user)
    return {"journey": f"j{MADE}", "catalogue": workspace.pk, "users": [str(ann.pk), str(ben.pk)]}


def ask(user: str, method: str, path: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
    """Ask the site as a browser does."""
    answer = CLIENTS[user].generic(
        method, path, body, content_type="application/json", headers=headers
    )
    return {
        "status": answer.status_code,
        "headers": dict(answer.items()),
        "body": answer.content.decode(),
    }


def look(document: str) -> dict[str, Any]:
    """Return the log of a document, its rows, and what the log gives when it is replayed."""
    entries = list(Entry.objects.filter(document_id=document).order_by("version"))
    held: ops.Records = {}
    for entry in entries:
        ops.replay(held, entry.ops)
    rows = {value["id"]: [kind, value] for kind, value in log.records(document)}
    replayed = {i: [kind, {"id": i, **value}] for i, (kind, value) in held.items()}
    return {
        "log": [
            {"version": e.version, "client_id": e.client_id, "author": e.author_id, "ops": e.ops}
            for e in entries
        ],
        "rows": rows,
        "replayed": replayed,
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    for line in sys.stdin:
        question = json.loads(line)
        answer = globals()[question.pop("do")](**question)
        print(json.dumps(answer), flush=True)
