"""Who is in a workspace: members and their roles, invitations and their links, tokens."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from journeymap.throttle import attempt
from journeymap.workspaces import invitations, people
from journeymap.workspaces.models import ApiToken, Invitation, Membership, Role

from ..access import Place, workspace_page
from ..sign_in import wait
from .doing import asked, done
from .forms import ROLES, InviteForm

#: So many messages one owner has sent within a day.
MESSAGES, DAY = 50, 86400
#: What is asked before somebody leaves, and is removed: title, text, button.
LEAVING = (
    gettext_lazy("Leave “%(workspace)s”?"),
    gettext_lazy(
        "You see nothing of it any more and your API tokens for it end. What you have made stays. "
        "To come back you need an invitation."
    ),
    gettext_lazy("Leave the workspace"),
)
REMOVING = (
    gettext_lazy("Remove %(name)s?"),
    gettext_lazy(
        "They see nothing of this workspace any more, at once, and their API tokens for it end. "
        "What they have made stays. To come back they need an invitation."
    ),
    gettext_lazy("Remove from the workspace"),
)
ENDING = gettext_lazy("Open invitations end too, since owners have seen their links.")
_log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@workspace_page
def members(request: HttpRequest, place: Place) -> HttpResponse:
    """Show who is in the workspace; an owner invites."""
    if request.method != "POST":
        return _page(request, place, InviteForm())
    place.require("manage")
    form = InviteForm(request.POST)
    if form.is_valid():
        role, email = form.cleaned_data["role"], form.cleaned_data["email"]
        if not email or attempt("invite", place.actor.id, limit=MESSAGES, seconds=DAY):
            made = invitations.invite(place.actor, place.workspace, role, email)
            messages.success(request, _("The invitation is made. Its link is below: pass it on."))
            if email:
                _send(request, place, made)
            return redirect(reverse("people", args=[place.workspace.pk]) + "#invitations")
        form.add_error(None, wait(DAY))
    return _page(request, place, form)


def _page(request: HttpRequest, place: Place, form: InviteForm) -> HttpResponse:
    owner = place.may("manage")
    context = place.context(
        "people",
        tab="people",
        owner=owner,
        members=people.members(place.workspace),
        me=request.user,
        roles=Role.choices,
        told={role.value: words for role, words in ROLES.items()},
    )
    if owner:
        live = people.tokens().filter(workspace=place.workspace)
        opened = invitations.open_of(place.workspace)
        context |= {
            "form": form,
            "invitations": [(each, link(request, each)) for each in opened],
            "tokens": live.select_related("user"),
        }
    status = 422 if form.errors else 200
    return render(request, "journeys/people/members.html", context, status=status)


def link(request: HttpRequest, invitation: Invitation) -> str:
    """Return the whole address of an invitation."""
    path = reverse("invitation", args=[invitations.signed(invitation)])
    return request.build_absolute_uri(path)


def _send(request: HttpRequest, place: Place, invitation: Invitation) -> None:
    """Send the link to the invited person, in the workspace's language; say whether it went."""
    language = place.workspace.language
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        context: dict[str, Any] = {
            "invitation": invitation,
            "inviter": place.actor.name,
            "link": link(request, invitation),
        }
        subject = _("Invitation to “%(name)s”") % {"name": place.workspace.name}
        body = render_to_string("journeys/people/invitation.txt", context)
    said = {"email": invitation.email}
    try:
        send_mail(" ".join(subject.split()), body, None, [invitation.email])
    except (SMTPException, OSError):
        _log.exception("an invitation could not be sent")
        told = _("It could not be sent to %(email)s. Pass the link on yourself.")
        messages.error(request, told % said)
        return
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        told = _("No e-mail server is set up here, so %(email)s got nothing: pass the link on.")
        messages.warning(request, told % said)
    else:
        messages.success(request, _("It was sent to %(email)s too.") % said)


@require_POST
@workspace_page
def change_role(request: HttpRequest, place: Place, member_id: int) -> HttpResponse:
    """Give a member another role."""
    place.require("manage")
    held = _member(place, member_id)
    role = request.POST.get("role", "")
    if role in Role:
        said = _("%(name)s is now %(role)s.") % {
            "name": people.named(held.user),
            "role": Role(role).label,
        }
        done(
            request, lambda: people.change_role(place.actor, place.workspace, held.user, role), said
        )
    return redirect("people", place.workspace.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def remove(request: HttpRequest, place: Place, member_id: int) -> HttpResponse:
    """End a membership, somebody's or one's own, after asking."""
    held = _member(place, member_id)
    leaves = held.user_id == request.user.pk
    if not leaves:
        place.require("manage")
    back = reverse("people", args=[place.workspace.pk])
    where = {"name": people.named(held.user), "workspace": place.workspace.name}
    if request.method == "POST":
        said = _("You have left %(workspace)s.") if leaves else _("%(name)s was removed.")
        act = lambda: people.remove_member(place.actor, place.workspace, held.user)  # noqa: E731
        return redirect("home" if done(request, act, said % where) and leaves else back)
    title, text, button = LEAVING if leaves else REMOVING
    more = f" {ENDING}" if held.role == Role.OWNER else ""
    words = {"title": title % where, "text": f"{text}{more}", "button": button, "back": back}
    return asked(request, place.context("people"), **words)


def _member(place: Place, member_id: int) -> Membership:
    held = Membership.objects.select_related("user")
    return get_object_or_404(held, workspace=place.workspace, pk=member_id)


@require_POST
@workspace_page
def revoke_invitation(request: HttpRequest, place: Place, invitation_id: str) -> HttpResponse:
    """Take an invitation back."""
    place.require("manage")
    held = get_object_or_404(Invitation, workspace=place.workspace, pk=invitation_id)
    done(
        request,
        lambda: invitations.revoke(place.actor, held),
        _("The invitation was taken back. Its link does not work any more."),
    )
    return redirect(reverse("people", args=[place.workspace.pk]) + "#done")


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def revoke_token(request: HttpRequest, place: Place, token_id: int) -> HttpResponse:
    """End somebody's token, after asking."""
    place.require("manage")
    token = get_object_or_404(people.tokens(), workspace=place.workspace, pk=token_id)
    back = reverse("people", args=[place.workspace.pk])
    return end_token(request, place.context("people"), token, place.actor, back)


def end_token(
    request: HttpRequest, context: dict[str, Any], token: ApiToken, actor: Any, back: str
) -> HttpResponse:
    """Ask whether a token shall end; end it."""
    named = {"name": token.name}
    if request.method == "POST":
        said = _("The token “%(name)s” was revoked.") % named
        done(request, lambda: people.revoke_token(actor, token), said)
        return redirect(back)
    return asked(
        request,
        context,
        title=_("Revoke the token “%(name)s”?") % named,
        text=_("What uses it is refused from now on. This cannot be undone."),
        button=_("Revoke the token"),
        back=back,
    )
