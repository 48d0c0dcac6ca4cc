"""Rows of journeys beside their documents: what people take away, for a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from journeymap.documents.models import Document
from journeymap.ids import uuid7

#: How a taking stands; the last three are ends.
STATES = ("waiting", "working", "done", "failed", "cancelled")


class Taking(models.Model):
    """Files of a journey that somebody asked for: being made, then there for a day.

    ``wanted`` is what was asked for (``takings.Wanted``), ``done`` of ``total`` parts are made,
    ``doing`` is the one at work. ``against`` is the other journey whose texts are in it.
    ``beat_at`` is when the process that makes it last said that it lives.
    """

    id = models.CharField(primary_key=True, max_length=36, default=uuid7)
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    against = models.CharField(max_length=64, blank=True, db_index=True)
    wanted = models.JSONField()
    state = models.CharField(max_length=12, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    doing = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    data = models.BinaryField(null=True)
    error = models.TextField(blank=True)
    made_at = models.DateTimeField(_("asked for"))
    beat_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "document", "-made_at"], name="taking_list"),
            models.Index(fields=["made_at"], name="taking_age"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.id} ({self.state})"
