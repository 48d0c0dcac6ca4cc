"""Telling open sockets that there is something new to hear of their documents, beside entries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any, Protocol

from . import live

_logger = logging.getLogger(__name__)


class Hearer(Protocol):
    """One socket, as far as it hears of answers."""

    #: The documents it follows, each with its workspace.
    follows: dict[str, str]

    def single(self, document_id: str) -> bool:
        """Tell whether its person may read single answers of what it follows."""

    def heard(self, document_id: str, stamp: str) -> None:
        """Take the stamp of what its person hears of a document."""


class Heard:
    """Asks for the stamps of what is followed, once for all who may hear the same."""

    def __init__(
        self,
        ask: Callable[..., Coroutine[Any, Any, Mapping[str, str]]],
        seats: Collection[Hearer],
    ) -> None:
        self._ask, self._seats = ask, seats
        self._asking = False

    async def look(self) -> None:
        """Tell each seat what stamps there are; one look at a time, as publishing may take long."""
        if self._asking:
            return
        self._asking = True
        try:
            for single in {seat.single(key) for seat in self._seats for key in seat.follows}:
                await self._tell(single)
        except Exception:
            _logger.exception("what there is to hear is asked again in a second")
        finally:
            self._asking = False

    async def _tell(self, single: bool) -> None:
        ids = {key for seat in self._seats for key in seat.follows if seat.single(key) == single}
        found = await self._ask(live.stamps, ids, single)
        for seat in self._seats:
            for key in seat.follows.keys() & found.keys():
                if seat.single(key) == single:
                    seat.heard(key, found[key])
