"""The page that an invitation's link opens: join as who you are, or make an account.

Strangers learn only what the inviter meant to say; of an invitation that has ended, nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from journeymap.throttle import address_of, attempt
from journeymap.workspaces import invitations, people, profiles
from journeymap.workspaces.access import Actor, role_of
from journeymap.workspaces.models import Invitation, Role

from ..sign_in import wait
from .forms import ROLES, JoinForm

#: So many accounts are tried to be made from one address within an hour.
ACCOUNTS, HOUR = 30, 3600


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, signed: str) -> HttpResponse:
    """Show an invitation; accept it; say why it cannot be."""
    found = invitations.find(signed)
    if found is None:
        return _ended(request, "unknown")
    if request.user.is_authenticated and role_of(Actor.of_user(request.user), found.workspace):
        messages.info(request, _("You are a member of this workspace already."))
        return redirect("workspace", found.workspace_id)
    if (state := invitations.state(found)) != "open":
        return _ended(request, state)
    if request.user.is_authenticated:
        return _accept(request, found) if request.method == "POST" else _page(request, found)
    return _join(request, found)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        invitations.accept(Actor.of_user(request.user), found)
    except people.Refused as error:  # somebody was quicker
        return _ended(request, error.code)
    return _welcome(request, found)


def _join(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Make an account that is a member from the start."""
    if request.method != "POST":
        return _page(request, found, form=JoinForm(initial={"email": found.email}))
    if not attempt("join", address_of(request), limit=ACCOUNTS, seconds=HOUR):
        return _page(request, found, 429, form=JoinForm(), slowed=wait(HOUR))
    form = JoinForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                user = form.save()
                profiles.choose_language(user, get_language() or "")
                invitations.accept(Actor.of_user(user), found)
        except people.Refused as error:
            return _ended(request, error.code)
        except IntegrityError:
            form.add_error("username", _("Somebody took this name just now. Choose another."))
        else:
            login(request, user)
            return _welcome(request, found)
    return _page(request, found, 422, form=form)


def _page(request: HttpRequest, found: Invitation, status: int = 200, **more: Any) -> HttpResponse:
    inviter = found.invited_by
    context = {
        "invitation": found,
        "inviter": inviter.get_full_name() or inviter.get_username() if inviter else "",
        "role": ROLES[Role(found.role)],
        **more,
    }
    return render(request, "journeys/people/invitation.html", context, status=status)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(request, _("Welcome to “%(name)s”.") % {"name": found.workspace.name})
    return redirect("workspace", found.workspace_id)


def _ended(request: HttpRequest, state: str) -> HttpResponse:
    titles = {
        "used": _("This invitation has been used"),
        "revoked": _("This invitation was taken back"),
        "expired": _("This invitation has expired"),
    }
    texts = {
        "used": _("An invitation works once. If it was you who used it, sign in."),
        "revoked": _("Ask who sent it to you for a new one."),
        "expired": _("Ask who sent it to you for a new one."),
    }
    context = {
        "title": titles.get(state, _("This is no invitation")),
        "text": texts.get(state, _("Part of the link is missing or changed. Copy all of it.")),
        "state": state,
    }
    status = 410 if state in titles else 404
    return render(request, "journeys/people/ended.html", context, status=status)
