"""Survey rounds: what they ask, under which wording, and when they are open."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journeymap.documents.errors import Forbidden, NotFound
from journeymap.workspaces.access import Actor, allowed
from journeymap.workspaces.models import Workspace

from . import tallies
from .intake import questions
from .models import SurveyRound, Wording


def save(workspace: Workspace, actor: Actor, held: SurveyRound) -> SurveyRound:
    """Keep a new or changed survey round of the workspace.

    Raises NotFound, Forbidden, and Django's ValidationError by field.
    """
    if not allowed(actor, "view", workspace):
        raise NotFound(_("There is no such workspace."))
    if not allowed(actor, "edit", workspace):
        raise Forbidden(_("Your role does not allow this."))
    with transaction.atomic():
        held.workspace = workspace
        held.full_clean()
        tallies.broken(workspace, {held.journey})
        held.save()
    return held


def questions_of(held: SurveyRound) -> list[questions.Question]:
    """Return what a round asks, in its order."""
    return held.questions or questions.USUAL


def wording_of(held: SurveyRound) -> str:
    """Return the name of the round's wording as it is now; made on first use."""
    asked = questions_of(held)
    name = questions.digest([{"round": held.pk}, *asked])
    Wording.objects.get_or_create(pk=name, defaults={"round": held, "questions": asked})
    return name


def is_open(held: SurveyRound, at: datetime.datetime | None = None) -> bool:
    """Tell whether the round takes answers at a moment (now)."""
    moment = at or timezone.now()
    return not (held.opens and moment < held.opens) and not (held.closes and moment >= held.closes)
