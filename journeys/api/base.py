"""What every view of the API shares: who asks, what they may reach, and what they sent."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from journeymap.documents import log
from journeymap.documents.errors import Forbidden, NotFound
from journeymap.documents.fields import ID
from journeymap.documents.models import Document
from journeymap.workspaces.access import Actor, grants, role_of
from journeymap.workspaces.models import Workspace

from .auth import TokenAuthentication, actor_of
from .bodies import JsonParser
from .conditional import private
from .problems import Fault, translate

#: A page may name the person it was made for; nobody else is answered.
USER = "X-Journeymap-User"


class Shape(serializers.Serializer[Any]):
    """A shape that is read: names it does not know are refused, so that no typo is lost."""

    def to_internal_value(self, data: Any) -> Any:
        """Read the data; ValidationError names what is unknown."""
        value = super().to_internal_value(data)
        unknown = [name for name in data if name not in self.fields]
        if unknown:
            known = ", ".join(self.fields)
            text = _("unknown name; known are %s") % known
            raise serializers.ValidationError({name: [text] for name in unknown[:20]})
        return value


class RecordId:
    """An id of a document or a record, as ``documents.fields.ID`` has it."""

    regex = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"

    def to_python(self, value: str) -> str:
        """Return the id."""
        return value

    def to_url(self, value: str) -> str:
        """Return the id."""
        return value


class ClientId(serializers.RegexField):
    """An id that the client chose, by which a retry is known."""

    def __init__(self, **more: Any) -> None:
        super().__init__(f"^{RecordId.regex}$", **more)


class SignedIn(BasePermission):
    """Somebody, not a stranger; what they may do is asked per thing."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether somebody asks."""
        return actor_of(request).kind != "anonymous"


class Strangers(AnonRateThrottle):
    """Requests without a sign-in, or with a wrong one, by address."""

    rate = "1200/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Return what is counted: the address that the server sees, as headers can be made up."""
        if actor_of(request).kind != "anonymous":
            return None
        return f"api:stranger:{request.META.get('REMOTE_ADDR', '')}"


class Negotiation(DefaultContentNegotiation):
    """By the Accept header alone; ``?format=`` is free for other use."""

    settings: Any = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


class AsIs(BaseRenderer):
    """The address says what comes back, not the Accept header."""

    media_type = "*/*"
    format = ""


def _expect_the_same(request: Request) -> None:
    """Refuse (401) what one person's page sends after another signed in with the same browser."""
    expected = request.headers.get(USER)
    if expected and expected != actor_of(request).id:
        raise drf.NotAuthenticated


class Api(APIView):
    """A view: errors as problem+json, nothing for strangers, answers that no cache shares."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes: tuple[type[BasePermission], ...] = (SignedIn,)
    parser_classes: tuple[type[BaseParser], ...] = (JsonParser,)
    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer,)
    throttle_classes = (Strangers,)
    content_negotiation_class = Negotiation
    metadata_class = None
    http_method_names = ["get", "head", "post", "delete"]

    actor: Actor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out who asks, then whether they may have it; only then is anything read."""
        try:
            super().initial(request, *args, **kwargs)
            _expect_the_same(request)
        except (drf.NotAuthenticated, drf.AuthenticationFailed):
            self.check_throttles(request)
            raise
        self.actor = actor_of(request)
        self.reach(request, **kwargs)

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Find what the address names, as far as the actor may do this with it."""

    def get_exception_handler(self) -> Any:
        """Return the one translator of errors."""
        return translate

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Have every answer be private, and asked for anew."""
        done: HttpResponse = super().finalize_response(request, response, *args, **kwargs)
        return done if done.has_header("Cache-Control") else private(done)

    def named_workspace(self, action: str) -> Workspace:
        """Return the workspace of ``?workspace=``, which a token need not name."""
        named = self.request.query_params.get("workspace") or self.actor.workspace_id
        if not named:
            errors = [{"parameter": "workspace", "detail": _("is required")}]
            raise Fault(400, _("The query is not understood."), errors)
        return workspace_for(self.actor, named, action)

    def asked(self, shape: type[Shape]) -> dict[str, Any]:
        """Return the query's parameters in their shape; 400 names the wrong ones."""
        if not self.request.query_params and (defaults := _defaults(shape)) is not None:
            return dict(defaults)
        given = shape(data=self.request.query_params.dict())
        if given.is_valid():
            return dict(given.validated_data)
        errors = [
            {"parameter": name, "detail": str(text)}
            for name, texts in given.errors.items()
            for text in texts
        ]
        raise Fault(400, _("The query is not understood."), errors)

    def sent(self, shape: type[Shape]) -> dict[str, Any]:
        """Return the JSON body in its shape; 422 points at what is wrong."""
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)


@cache
def _defaults(shape: type[Shape]) -> dict[str, Any] | None:
    """Return what an empty query means, found once; None where it is refused."""
    given = shape(data={})
    return dict(given.validated_data) if given.is_valid() else None


class DocumentView(Api):
    """A view of one document, which ``named`` of the address names; ``needs`` says which action
    each method is."""

    kind = "journey"
    named = "id"
    needs: ClassVar[dict[str, str]] = {"GET": "view"}
    document: Document

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Find the document; NotFound, Forbidden, Trashed."""
        self.document = log.find(kwargs[self.named], self.actor, self.asked_for(request))
        if self.document.kind != self.kind:
            raise NotFound()

    def asked_for(self, request: Request) -> str:
        """Return which action this request is."""
        method = "GET" if request.method == "HEAD" else request.method or ""
        return self.needs.get(method, "view")


def workspace_for(actor: Actor, workspace_id: str, action: str = "view") -> Workspace:
    """Return a workspace that the actor may do the action in; NotFound, Forbidden."""
    found = Workspace.objects.filter(pk=workspace_id).first() if ID.match(workspace_id) else None
    role = role_of(actor, found) if found else ""
    if found is None or not grants(role, "view"):
        raise NotFound()
    if not grants(role, action):
        raise Forbidden(_("Your role does not include this."))
    return found
