"""Rows of survey rounds and answers: data, not documents, so without a key into edited rows.

An answer names its journey and step by plain ids: undoing the removal of a step finds its answers
again. Answers are pseudonymous and append-only, but for erasure and retention.
"""

from __future__ import annotations

import secrets

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeymap.ids import uuid7
from journeymap.workspaces.models import Workspace

from .measures import SUPPRESSION_LIMIT

#: Letters and digits that nobody mistakes for each other, read aloud or on paper.
LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyz"


def legible(length: int) -> str:
    """Return a random code of legible letters and digits (about 5 bits each)."""
    return "".join(secrets.choice(LEGIBLE) for _ in range(length))


def new_code() -> str:
    """Return the code of a round's public link: 50 bits, so that nobody guesses one."""
    return legible(10)


class SurveyRound(models.Model):
    """A time of asking: where, what, for what purpose, and how long answers are kept.

    ``questions`` lists questions (``intake.questions``); [] are the usual ones. ``offers`` lists
    what a customer may say of themselves, by field of the answer: {"segment": [id], "channel":
    [name], "unit": [text], "region": [text]}. ``purpose``, ``privacy`` and ``news`` (what was
    changed because of earlier answers) are texts by language. Neither ``opens`` nor ``closes``:
    it is open from now on until somebody closes it.
    """

    id = models.CharField(primary_key=True, max_length=64, default=uuid7, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="rounds")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    journey = models.CharField(max_length=64, blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)
    touchpoint = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=200)
    questions = models.JSONField(_("questions"), default=list, blank=True)
    offers = models.JSONField(_("what customers may say of themselves"), default=dict, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    purpose = models.JSONField(_("purpose"), default=dict, blank=True)
    privacy = models.JSONField(_("privacy"), default=dict, blank=True)
    news = models.JSONField(_("what was changed because of answers"), default=dict, blank=True)
    limit = models.PositiveSmallIntegerField(
        _("suppression limit"), default=SUPPRESSION_LIMIT, validators=[MinValueValidator(1)]
    )
    retention_days = models.PositiveIntegerField(_("kept for, in days"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["journey"], name="round_of_journey")]

    def __str__(self) -> str:
        return self.title


class Wording(models.Model):
    """Questions as they stood before customers: what an answer's ``wording`` names.

    Never changed: a round whose questions are changed asks under a new wording from then on.
    """

    id = models.CharField(primary_key=True, max_length=32)
    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="wordings")
    questions = models.JSONField()

    def __str__(self) -> str:
        return self.id


class Answer(models.Model):
    """What one customer said of a step, or of a touchpoint; ``intake.item`` holds the rules.

    ``wording`` names the questions where they were not the standard ones. ``receipt`` is the keyed
    digest of the code that the customer was given. What is ``suspect`` (one of a flood) is kept
    and counted nowhere until somebody has looked at it. Without a step or touchpoint it is a
    journey's that nobody has assigned yet.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="answers", db_index=False)
    client_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    round = models.CharField(max_length=64, blank=True)
    wording = models.CharField(max_length=32, blank=True)
    journey = models.CharField(max_length=64, blank=True)
    step = models.CharField(max_length=64, blank=True)
    touchpoint = models.CharField(max_length=64, blank=True)
    emotion = models.PositiveSmallIntegerField(null=True)
    efficiency = models.PositiveSmallIntegerField(null=True)
    ease = models.PositiveSmallIntegerField(null=True)
    got_it_done = models.CharField(max_length=8, blank=True)
    expectation = models.SmallIntegerField(null=True)
    recommend = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    segment = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=32, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)
    source = models.CharField(max_length=60, blank=True)
    suspect = models.BooleanField(default=False)
    receipt = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "client_id"], name="answer_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"], name="answer_newest"),
            models.Index(fields=["journey", "step", "-at", "-id"], name="answer_of_step"),
            models.Index(fields=["workspace", "touchpoint"], name="answer_of_touchpoint"),
            models.Index(fields=["receipt"], condition=~Q(receipt=""), name="answer_receipt"),
            models.Index(
                fields=["workspace", "-at", "-id"],
                condition=Q(suspect=True),
                name="answer_suspect",
            ),
            models.Index(
                fields=["workspace", "-at", "-id"],
                condition=Q(step="", touchpoint=""),
                name="answer_unassigned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} ({self.at:%Y-%m-%d})"


class Tally(models.Model):
    """How often a journey's answers or rounds changed: stamps that cost one row to read.

    ``changes`` counts every change since ``made_at``; ``breaks`` those other than answers that
    came in addition (what was counted before is then no beginning of what is counted now).
    ``published`` is the stamp of what viewers see, ``looked`` the changes when it was last seen
    to be up to date, ``taken`` the number of the newest answer that was counted for it. Answers to
    a touchpoint alone are counted under the workspace's id.
    """

    journey = models.CharField(primary_key=True, max_length=64)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    changes = models.PositiveBigIntegerField(default=0)
    breaks = models.PositiveBigIntegerField(default=0)
    published = models.PositiveBigIntegerField(default=0)
    looked = models.PositiveBigIntegerField(default=0)
    taken = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.journey}: {self.changes}"


class Published(models.Model):
    """What viewers, guests and files are told of one place: a step, or a touchpoint alone.

    ``totals`` is {item: counts}, ``tables`` {item: {family: [[value, ..., counts]]}}; ``waiting``
    are counts that nobody is told yet. How they grow: ``publishing``. ``first`` and ``last`` are
    the days of the oldest and newest answer when ``totals`` last grew.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    journey = models.CharField(max_length=64, blank=True)
    step = models.CharField(max_length=64, blank=True)
    touchpoint = models.CharField(max_length=64, blank=True)
    totals = models.JSONField(default=dict)
    tables = models.JSONField(default=dict)
    waiting = models.JSONField(default=dict)
    first = models.DateField(null=True)
    last = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "journey", "step", "touchpoint"], name="published_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.journey}/{self.step or self.touchpoint}"


class Heard(models.Model):
    """A record of a journey (a finding, a card) that was made of an answer, or that it supports.

    Where the answer is erased, its words are erased there too.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="heard")
    journey = models.CharField(max_length=64)
    record = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "journey", "record"], name="heard_once")
        ]
        indexes = [models.Index(fields=["journey", "record"], name="heard_by_record")]

    def __str__(self) -> str:
        return f"{self.answer_id} in {self.record}"
