"""Calling the API in tests: a client for each of the standing people, or for a token."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from journeymap.workspaces import people as membership
from tests.support.people import People

ROOT = "/api/v1/"


class Caller:
    """A client of the API that speaks JSON; addresses are below ``/api/v1/``."""

    def __init__(self, client: Client | None = None, secret: str = "") -> None:
        self.client = client or Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, address: str, **more: Any) -> Any:
        """GET; ``headers`` and ``query`` are taken along."""
        return self._call("get", address, **more)

    def post(self, address: str, body: Any = None, **more: Any) -> Any:
        """POST a body as JSON; bytes and text go as they are, with ``content_type``."""
        raw = body if isinstance(body, bytes | str) else json.dumps(body)
        more.setdefault("content_type", "application/json")
        return self._call("post", address, data=raw, **more)

    def delete(self, address: str, **more: Any) -> Any:
        """DELETE."""
        return self._call("delete", address, **more)

    def _call(
        self,
        method: str,
        address: str,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Any:
        path = address if address.startswith(("/", "http")) else ROOT + address
        if query:
            more["query_params"] = query
        return getattr(self.client, method)(path, headers=self.headers | (headers or {}), **more)


def caller(people: People, name: str) -> Caller:
    """Return a client signed in as one of the standing people (not, as "anonymous")."""
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(people.user(name))
    return Caller(client)


def token(people: People, name: str = "editor", role: str = "editor", **more: Any) -> Caller:
    """Return a client that uses a token of one of the people."""
    _row, secret = membership.issue_token(
        people.actor(name), people.workspace, "test", role, **more
    )
    return Caller(secret=secret)


def edit(client_id: str, *ops: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an edit."""
    return {"client_id": client_id, "label": "", "ops": list(ops), **more}
