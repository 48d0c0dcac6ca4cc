"""Rows of documents: one table of records for every kind, so a new field needs no migration.

Nothing but ``log`` (and ``shelf`` for the trash) writes the rows of documents and their entries.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from journeymap.ids import uuid7
from journeymap.workspaces.models import Workspace


class Document(models.Model):
    """A journey or a catalogue: ``version`` counts its entries.

    ``title`` and ``search`` (casefolded text of the root record) are kept by the log, so that
    lists are sorted and searched alike on every database.
    """

    id = models.CharField(primary_key=True, max_length=64)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=500, blank=True)
    search = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    trashed_at = models.DateTimeField(_("in the trash since"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "kind", "-updated_at", "id"], name="document_list"),
            models.Index(fields=["trashed_at"], name="document_trash"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.id}"


class Record(models.Model):
    """A record's newest value: its fields in their one JSON form, the id beside them."""

    row = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="records", db_index=False)
    id = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "id"], name="record_in_document")
        ]
        indexes = [models.Index(fields=["document", "kind"], name="record_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Link(models.Model):
    """One reference that a record's field holds.

    ``into`` is the kind of the other document that ``target`` is in (or is), '' for a record of
    the same document.
    """

    row = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="links", db_index=False)
    source = models.CharField(max_length=64)
    source_kind = models.CharField(max_length=32)
    field = models.CharField(max_length=64)
    into = models.CharField(max_length=32, blank=True)
    target = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["document", "source"], name="link_source"),
            models.Index(fields=["document", "target"], name="link_target"),
            models.Index(fields=["target", "into"], name="link_use"),
        ]

    def __str__(self) -> str:
        return f"{self.source}.{self.field} -> {self.target}"


class Entry(models.Model):
    """One edit: its stamped and completed ops, who made it, and which entry it undoes."""

    row = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="entries", db_index=False)
    version = models.PositiveIntegerField()
    client_id = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    author_kind = models.CharField(max_length=12)
    author_id = models.CharField(max_length=64, blank=True)
    author_name = models.CharField(max_length=400, blank=True)
    label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    ops = models.JSONField()
    undoes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="entry_version"),
            models.UniqueConstraint(fields=["document", "client_id"], name="entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.version}"


class Snapshot(models.Model):
    """All records of an old version, ``{id: [kind, value]}``; made by reading, never by writing."""

    row = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="snapshots", db_index=False)
    version = models.PositiveIntegerField()
    records = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="snapshot_version")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} snapshot {self.version}"


class ShareLink(models.Model):
    """A way to look at one journey without an account; what it shows is in ``sharing``.

    The link's text is signed, not kept: who reads only the database cannot make it. Nothing is
    kept of who looks, only how often and on which day last.
    """

    class View(models.TextChoices):
        """Which view a link opens."""

        PLAIN = "plain", _("Plain words, for customers")
        FULL = "full", _("The whole map")

    id = models.CharField(primary_key=True, max_length=64, default=uuid7, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="share_links")
    name = models.CharField(_("name"), max_length=200)
    view = models.CharField(_("view"), max_length=12, choices=View, default=View.PLAIN)
    password = models.CharField(max_length=128, blank=True)
    embed = models.BooleanField(_("may be embedded in other sites"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    views = models.PositiveIntegerField(_("views"), default=0)
    last_viewed_on = models.DateField(_("last viewed"), null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name


class VersionName(models.Model):
    """The name that somebody gave to a version of a document; the log itself stays as it is."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="version_names")
    version = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="version_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.version}: {self.name}"


class Seen(models.Model):
    """How much of a document's talk a person has read: all that was said up to the moment ``at``
    (as records tell moments; '' none), and ``also``, the ids of newer comments."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, related_name="seen")
    at = models.CharField(max_length=32, blank=True)
    also = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "document"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.user_id} has read {self.document_id} up to {self.at}"
