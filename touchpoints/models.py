"""Rows of survey rounds and answers: data, not documents, so without a key into edited rows.

An answer names its journey and step by plain ids: undoing the removal of a step finds its answers
again. Answers are pseudonymous and append-only, but for erasure and retention.
"""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from journeymap.ids import uuid7
from journeymap.workspaces.models import Workspace

from .measures import SUPPRESSION_LIMIT


class SurveyRound(models.Model):
    """A time of asking: where, what, for what purpose, and how long answers are kept.

    ``questions`` lists {item, wording: {language: text}, scale}; [] is the standard wording. Only
    answers to the same wording are compared: those to another one are measured round by round.
    """

    id = models.CharField(primary_key=True, max_length=64, default=uuid7, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="rounds")
    journey = models.CharField(max_length=64, blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)
    touchpoint = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=200)
    questions = models.JSONField(_("questions"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    purpose = models.TextField(_("purpose and privacy"), blank=True)
    limit = models.PositiveSmallIntegerField(
        _("suppression limit"), default=SUPPRESSION_LIMIT, validators=[MinValueValidator(1)]
    )
    retention_days = models.PositiveIntegerField(_("kept for, in days"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["journey"], name="round_of_journey")]

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    """What one customer said of a step, or of a touchpoint; ``intake.item`` holds the rules."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="answers", db_index=False)
    client_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    round = models.CharField(max_length=64, blank=True)
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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "client_id"], name="answer_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"], name="answer_newest"),
            models.Index(fields=["journey", "step", "-at", "-id"], name="answer_of_step"),
            models.Index(fields=["workspace", "touchpoint"], name="answer_of_touchpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} ({self.at:%Y-%m-%d})"


class Tally(models.Model):
    """How many times a journey's answers or rounds changed: a stamp that costs one row to read."""

    journey = models.CharField(primary_key=True, max_length=64)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    changes = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.journey}: {self.changes}"
