"""What a running server does once a day, since `make run` has no timer."""

import logging
import threading
from collections.abc import Callable

DAY = 86_400.0
LOG = logging.getLogger(__name__)


class Daily(threading.Thread):
    """Does something a while after the start and then once a day, until it is told to stop.

    What goes wrong is logged, and tried again the next day.
    """

    def __init__(self, what: Callable[[], None], first: float = 60.0, every: float = DAY) -> None:
        super().__init__(name="daily", daemon=True)
        self._what, self._first, self._every = what, first, every
        self._stopped = threading.Event()

    def run(self) -> None:
        """Wait, do it, wait."""
        wait = self._first
        while not self._stopped.wait(wait):
            wait = self._every
            try:
                self._what()
            except Exception:
                LOG.exception("what is done daily failed")

    def stop(self) -> None:
        """Do it no more; what is being done is finished."""
        self._stopped.set()
        self.join()


def purge() -> None:
    """Empty the trash and let answers go whose time is over; say how much in the log."""
    from io import StringIO

    from django.core.management import call_command
    from django.db import close_old_connections, connection

    out = StringIO()
    close_old_connections()
    try:
        call_command("purge", stdout=out)
    finally:
        connection.close()
    if lines := out.getvalue().split("\n")[:-1]:
        LOG.info("purged: %s", ", ".join(lines))
