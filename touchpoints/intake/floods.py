"""Floods: how many answers come by one link, and from one address, before somebody looks at them.

Two limits. Above the first, answers are kept and marked suspect, and whoever sent them is thanked
as always. Above the second nothing is taken for a while: the sender keeps it and tries again, so
nothing honest is lost. An office behind one address with a kiosk or two stays below both, a kiosk
that was offline for a week too: it is counted by the hours in which its answers were given.

An address is neither stored nor logged. Counts are found by a keyed digest (HMAC-SHA-256) of it,
whose key is random, made anew each day, and kept in the cache "attempts" alone. A cache that lies
in the database would keep it there: name another (docs/asking.md).
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Sequence

from django.core.cache import caches

from journeymap import throttle

#: From one address by one link: so many answers given in one hour, and so many that come in a day,
#: are beyond doubt. The busiest kiosk takes one each half minute.
AN_HOUR, A_DAY = 120, 2000
#: By one link from everywhere, in an hour.
OF_ALL = 3000
#: So many from one address by one link, or by one link, are taken within ten minutes.
MOST, MOST_OF_ALL, WINDOW = 400, 5000, 600
_HOUR, _DAY = 3600, 86_400


class TooMany(Exception):
    """Nothing more is taken for ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def suspects(link: str, address: str, moments: Sequence[datetime.datetime]) -> list[bool]:
    """Count answers that come by a link from an address, one for each moment at which it was given.

    Return for each whether it is one of a flood. Raises TooMany.
    """
    who, n = (link, stand_in(address)), len(moments)
    come = throttle.count("answers", *who, seconds=WINDOW, more=n)
    come_of_all = throttle.count("answers", link, seconds=WINDOW, more=n)
    if come > MOST or come_of_all > MOST_OF_ALL:
        raise TooMany(WINDOW)
    a_day = throttle.count("answers-day", *who, seconds=_DAY, more=n)
    of_all = throttle.count("answers-hour", link, seconds=_HOUR, more=n)
    hours = [moment.astimezone(datetime.UTC).strftime("%Y%m%d%H") for moment in moments]
    given = {
        hour: throttle.count("answers-hour", *who, hour, seconds=_DAY, more=more)
        for hour, more in Counter(hours).items()
    }
    flood = a_day > A_DAY or of_all > OF_ALL
    return [flood or given[hour] > AN_HOUR for hour in hours]


def stand_in(address: str) -> str:
    """Return what stands for an address today; tomorrow the key is another one."""
    day = datetime.datetime.now(datetime.UTC).date()
    key: bytes | None = caches["attempts"].get_or_set(f"answers-key:{day}", _new_key, _DAY)
    return hmac.new(key or _new_key(), address.encode(), hashlib.sha256).hexdigest()


def _new_key() -> bytes:
    return secrets.token_bytes(32)
