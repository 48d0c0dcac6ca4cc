"""The short way of answers has no question of its own before the first."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from tests.api.support import token
from tests.support.people import People, people
from touchpoints.models import Answer

__all__ = ["people"]


@pytest.mark.django_db(transaction=True)
def test_an_answer_comes_in_over_a_connection_that_was_cut(people: People) -> None:
    people.journey()
    editor = token(people)
    for n in range(3):
        answer = {"client_id": f"a{n}", "journey": "j1", "step": "s1", "emotion": 4}
        assert editor.post("answers/", answer).status_code == 201
        connection.ensure_connection()
        held: psycopg.Connection[object] = connection.connection
        with psycopg.connect(held.info.dsn, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [held.info.backend_pid])
    assert editor.post("answers/", answer | {"client_id": "a9"}).status_code == 201
    assert Answer.objects.count() == 4
