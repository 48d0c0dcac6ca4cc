"""Answers and their customers' rights: receipts, what is held of an answer, and its erasure."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import salted_hmac

from .models import LEGIBLE, Answer, legible

_SALT = "touchpoints.forgetting.receipt"
_LETTERS = 12


def receipt() -> tuple[str, str]:
    """Return a new code for a customer ("abcd-efgh-jkmn", 59 bits), and the digest that is kept."""
    code = legible(_LETTERS)
    return "-".join(code[at : at + 4] for at in range(0, _LETTERS, 4)), digest(code)


def digest(code: str) -> str:
    """Return what is kept of a code, '' of what is none: 64 hexadecimal digits, keyed, so that
    nobody finds the code who does not have this installation's key."""
    return next(_digests(code), "")


def by_receipt(code: str) -> list[Answer]:
    """Return the answers for which a customer was given this code."""
    return list(Answer.objects.filter(receipt__in=list(_digests(code))).order_by("at", "id"))


def _digests(code: str) -> Iterator[str]:
    """Yield the digests of a code, under today's key first; letters' case and groups are alike."""
    plain = "".join(char for char in code.casefold() if char.isalnum())
    if len(plain) == _LETTERS and set(plain) <= set(LEGIBLE):
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            yield salted_hmac(_SALT, plain, key, algorithm="sha256").hexdigest()
