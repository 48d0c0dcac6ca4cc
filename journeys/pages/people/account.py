"""One's own account: name, e-mail and language, password, API tokens."""

from __future__ import annotations

from copy import copy
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from journeymap.throttle import attempt, forget
from journeymap.workspaces import people, profiles
from journeymap.workspaces.access import Actor, visible_workspaces
from journeymap.workspaces.models import Membership, Role

from ..sign_in import ATTEMPTS, WINDOW, wait
from .forms import OwnPasswordForm, ProfileForm, TokenForm
from .language import speak
from .members import end_token

FORM = ["GET", "HEAD", "POST"]


@sensitive_post_parameters()
@require_http_methods(FORM)
@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change who one is."""
    user = copy(cast(User, request.user))  # what is refused is shown nowhere else
    language = profiles.language_of(user)
    form = ProfileForm(request.POST or None, instance=user, initial={"language": language})
    if request.method == "POST":
        if request.POST.get("password") and not _guessing(user):
            form.add_error("password", wait(WINDOW))
        elif form.is_valid():
            form.save()
            if "email" in form.changed_data:  # only then was the password looked at
                forget("password", str(user.pk))
            return _saved(request, user, form.cleaned_data["language"])
    held = Membership.objects.filter(user=user).select_related("workspace")
    context = {"tab": "profile", "form": form, "memberships": held.order_by("workspace__name")}
    return _render(request, "account/profile.html", form, context)


def _saved(request: HttpRequest, user: User, language: str) -> HttpResponse:
    profiles.choose_language(user, language)
    with override(language or get_language()):
        messages.success(request, _("Your profile is saved."))
    response = redirect("account")
    speak(response, language)
    return response


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(FORM)
@never_cache
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password: all other sessions end, this one stays."""
    user = cast(User, request.user)
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST":
        if not _guessing(user):
            form = OwnPasswordForm(user, {})
            form.add_error(None, wait(WINDOW))
        elif form.is_valid():
            form.save()
            forget("password", str(user.pk))
            update_session_auth_hash(request, user)
            told = _("Your password is changed. Wherever else you were signed in, you are not now.")
            messages.success(request, told)
            return redirect("account")
    return _render(request, "account/password.html", form, {"tab": "password", "form": form})


def _guessing(user: Any) -> bool:
    """Count a try at the own password; a session somebody left open must not tell it."""
    return attempt("password", str(user.pk), limit=ATTEMPTS, seconds=WINDOW)


@sensitive_variables()
@require_http_methods(FORM)
@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's tokens; make one, whose secret stands only in this answer."""
    actor = Actor.of_user(request.user)
    mine = list(visible_workspaces(actor))
    form = TokenForm(request.POST or None, workspaces=mine)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        where = next(each for each in mine if each.pk == given["workspace"])
        try:
            token, secret = people.issue_token(
                actor, where, given["name"], given["role"], days=given["days"]
            )
        except people.Refused as error:
            form.add_error("role", str(error))
        else:
            made = {"made": token, "secret": secret}
            form = TokenForm(workspaces=mine)
    held = people.tokens().filter(user_id=actor.user_id)
    context = {
        "tab": "tokens",
        "form": form,
        "tokens": held.select_related("workspace"),
        "workspaces_there": bool(mine),
        "roles": dict(Role.choices),
        "here": reverse("tokens"),
        **made,
    }
    return _render(request, "account/tokens.html", form, context)


@require_http_methods(FORM)
@login_required
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one's token, after asking."""
    actor = Actor.of_user(request.user)
    token = get_object_or_404(people.tokens(), user_id=actor.user_id, pk=token_id)
    return end_token(request, {}, token, actor, reverse("tokens"))


def _render(
    request: HttpRequest, template: str, form: Any, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
