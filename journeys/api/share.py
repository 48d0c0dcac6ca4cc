"""Share links over the API: for those who may share a journey; guests get nothing here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeymap.documents import sharing
from journeymap.documents.models import ShareLink

from .base import DocumentView, Shape
from .paging import PageQuery, page


class LinkOut(serializers.Serializer[Any]):
    """A share link: what it shows, how long, to whom, and how often it was looked at.

    ``address`` is the guest's page. The password itself is not kept and never told.
    """

    id = serializers.CharField()
    name = serializers.CharField()
    address = serializers.URLField()
    view = serializers.ChoiceField(choices=ShareLink.View.values)
    embed = serializers.BooleanField()
    has_password = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    views = serializers.IntegerField()
    last_viewed_on = serializers.DateField(allow_null=True)


class LinkPage(serializers.Serializer[Any]):
    """A page of share links."""

    results = LinkOut(many=True)
    next = serializers.URLField(allow_null=True)


class LinkChange(Shape):
    """What of a link is to be another; an empty ``password`` takes it away."""

    name = serializers.CharField(required=False, max_length=200)
    view = serializers.ChoiceField(required=False, choices=ShareLink.View.values)
    embed = serializers.BooleanField(required=False)
    password = serializers.CharField(
        required=False, allow_blank=True, max_length=128, trim_whitespace=False
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class LinkIn(LinkChange):
    """A new link; it shows plain words, until it is revoked, where nothing else is said."""

    name = serializers.CharField(max_length=200)


class Links(DocumentView):
    """The share links of a journey."""

    needs = {"GET": "share", "POST": "share"}

    @extend_schema(operation_id="list_links", parameters=[PageQuery], responses=LinkPage)
    def get(self, request: Request, id: str) -> Response:
        """List the share links of a journey, newest first, revoked ones too."""
        rows = sharing.links_of(self.document.pk, self.actor)
        found, following = page(request, rows, self.asked(PageQuery), ("-created_at", "-id"))
        return Response({"results": [_told(request, each) for each in found], "next": following})

    @extend_schema(operation_id="make_link", request=LinkIn, responses={201: LinkOut})
    def post(self, request: Request, id: str) -> Response:
        """Share a journey with whoever has the link that this makes."""
        made = sharing.make_link(self.document.pk, self.actor, **self.sent(LinkIn))
        return Response(_told(request, made), status=201)


class OneLink(DocumentView):
    """One share link."""

    needs = {"POST": "share", "DELETE": "share"}

    @extend_schema(operation_id="change_link", request=LinkChange, responses=LinkOut)
    def post(self, request: Request, id: str, link: str) -> Response:
        """Change a share link; its address stays."""
        sent = self.sent(LinkChange)
        changed = sharing.change_link(self.document.pk, link, self.actor, **sent)
        return Response(_told(request, changed))

    @extend_schema(operation_id="revoke_link", responses={204: None})
    def delete(self, request: Request, id: str, link: str) -> Response:
        """Revoke a share link: it opens nothing from the next request on, for good."""
        sharing.revoke_link(self.document.pk, link, self.actor)
        return Response(status=204)


def _told(request: Request, link: ShareLink) -> dict[str, Any]:
    address = reverse("share-plain", args=[sharing.signed(link)])
    more = {
        "address": request.build_absolute_uri(address),
        "has_password": bool(link.password),
    }
    return dict(LinkOut(vars(link) | more).data)
