"""How small a group may be before nothing is said of it: the suppression limits of journeys."""

from __future__ import annotations

from collections.abc import Iterable

from journeymap.asking import asked

from .measures import SUPPRESSION_LIMIT
from .models import SurveyRound


def limits(places: Iterable[str]) -> dict[str, int]:
    """Return the limits of journeys, and of touchpoints alone under their workspace's id.

    The largest of its rounds, at least the general one; one query.
    """
    found = dict.fromkeys(places, SUPPRESSION_LIMIT)
    if found:
        for place, limit in asked(_LIMITS, list(found), list(found)):
            found[place] = max(found[place], limit)
    return found


_ROUNDS = SurveyRound._meta.db_table
_LIMITS = (
    f'SELECT journey, "limit" FROM {_ROUNDS} WHERE journey IN (%s…)'  # noqa: S608
    f' UNION ALL SELECT workspace_id, "limit" FROM {_ROUNDS}'
    " WHERE journey = '' AND workspace_id IN (%s…)"
)
