"""A forgotten password: a link by e-mail, with Django's own views.

Whether an address has an account is not told: the answer is the same, and messages are sent after
it, so that it does not take longer either.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from journeymap.throttle import address_of, attempt
from journeymap.workspaces import profiles

from ..sign_in import wait
from .forms import NewPasswordForm

#: So many links are asked for within an hour: from one address, and for one e-mail.
FROM_ADDRESS, FOR_EMAIL, HOUR = 20, 3, 3600
#: Sends one message after the other, beside the answers.
POST = ThreadPoolExecutor(1, thread_name_prefix="post")
_log = logging.getLogger(__name__)


class AskForm(PasswordResetForm):
    """The e-mail of the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = gettext_lazy("E-mail")

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Write the message in the person's language and hand it on."""
        subject, body, context, sender, to = args[:5]
        with override(profiles.language_of(context["user"]) or get_language()):
            title = " ".join(render_to_string(subject, context).split())
            message = EmailMessage(title, render_to_string(body, context), sender, [to])
        POST.submit(_send, message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (SMTPException, OSError):
        _log.exception("a link for a new password could not be sent")


class Ask(views.PasswordResetView):
    """Ask for the link."""

    template_name = "account/reset.html"
    form_class = AskForm
    email_template_name = "account/reset_mail.txt"
    subject_template_name = "account/reset_subject.txt"
    success_url = reverse_lazy("sign-in")

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the link, or say that it was too often; for one e-mail too often is not said."""
        email, address = form.cleaned_data["email"], address_of(self.request)
        if not attempt("reset", address, limit=FROM_ADDRESS, seconds=HOUR):
            form.add_error(None, wait(HOUR))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        told = _(
            "If an account has the e-mail %(email)s, a link is on its way. It works for a day."
        )
        messages.success(self.request, told % {"email": email})
        if not attempt("reset-email", email.casefold(), limit=FOR_EMAIL, seconds=HOUR):
            return redirect(self.success_url)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell where no e-mail goes out at all."""
        silent = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        return {**super().get_context_data(**kwargs), "silent": silent}


class Renew(views.PasswordResetConfirmView):
    """Set the new password; all sessions end."""

    template_name = "account/renew.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("sign-in")

    def form_valid(self, form: Any) -> HttpResponse:
        """Say so on the page to sign in."""
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return super().form_valid(form)
