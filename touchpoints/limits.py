"""How small a group may be before nothing is said of it: the suppression limits of journeys."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from .measures import SUPPRESSION_LIMIT
from .models import SurveyRound


def limits(places: Iterable[str]) -> dict[str, int]:
    """Return the limits of journeys, and of touchpoints alone under their workspace's id.

    The largest of its rounds, at least the general one; one query.
    """
    found = dict.fromkeys(places, SUPPRESSION_LIMIT)
    asked = SurveyRound.objects.filter(
        Q(journey__in=found) | Q(journey="", workspace__in=list(found))
    )
    for journey, workspace, limit in asked.values_list("journey", "workspace_id", "limit"):
        place = journey or workspace
        found[place] = max(found[place], limit)
    return found
