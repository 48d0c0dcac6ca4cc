"""The PostgreSQL that the other tests of this folder rest on."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.support.postgres import postgres


@pytest.mark.django_db
def test_this_run_is_on_postgres() -> None:
    assert connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        assert cursor.fetchone()[0] >= 140000


def test_the_launcher_starts_a_durable_server_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    with postgres(durable=True) as url, psycopg.connect(url, autocommit=True) as database:
        assert database.execute("SHOW fsync").fetchone() == ("on",)
        assert database.execute("SHOW listen_addresses").fetchone() == ("",)
        found = database.execute("SHOW unix_socket_directories").fetchone()
        folder = Path(str(found and found[0]))
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_settings_reach_postgres_by_its_url() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "journeymap.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
