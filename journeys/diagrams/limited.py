"""Another program run on data of strangers: in a child process, within time and memory limits.

Nothing of a request reaches the command line; data go in by stdin and come out by stdout. The
limits are set on the child from outside (Linux); elsewhere the clock alone limits it.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from . import Failed

#: No network, no home, no locale of the caller: the child sees this much and what is asked for.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
#: So many children run at once, however many ask for one; others wait, so many seconds.
AT_ONCE, PATIENCE = 6, 60.0
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Finished:
    """How a child ended: its exit status (negative: the signal) and what it wrote."""

    status: int
    out: bytes
    err: bytes


class TooMuch(Failed):
    """The child needed more time than it was given."""


class Busy(Failed):
    """There was no place for one more child."""


def run(
    command: Sequence[str],
    data: bytes,
    *,
    seconds: float = 20.0,
    megabytes: int = 2048,
    environment: Mapping[str, str] = {},
) -> Finished:
    """Run ``command`` on ``data``; TooMuch after ``seconds``, OSError where it cannot start, Busy
    where too many others run.

    A child that asks for more memory than ``megabytes`` of address space fails on its own: its
    status is not 0.
    """
    if not _places.acquire(timeout=PATIENCE):
        raise Busy("too much is being drawn; try again")
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_ENVIRONMENT | dict(environment),
        )
        with child:
            _limit(child.pid, int(seconds) + 1, megabytes)
            return _finished(child, data, seconds)
    finally:
        _places.release()


def _finished(child: subprocess.Popen[bytes], data: bytes, seconds: float) -> Finished:
    try:
        out, err = child.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise TooMuch(f"drawing took more than {seconds:g} s") from None
    except BaseException:
        child.kill()
        raise
    return Finished(child.returncode, out, err)


def _limit(pid: int, seconds: int, megabytes: int) -> None:
    """Set the limits from outside: no code runs between fork and exec, so threads are safe."""
    import resource

    if not hasattr(resource, "prlimit"):
        return
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: megabytes * 1024 * 1024,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for name, limit in limits.items():
        # It may have ended already, or a lower limit may be set above us.
        with suppress(ProcessLookupError, PermissionError, ValueError):
            resource.prlimit(pid, name, (limit, limit))
