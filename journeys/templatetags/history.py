"""What the templates of the history say in one word."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from journeys.pages import icons

register = template.Library()
_SIGNS = {"renamed": "changed", "redacted": "warning", "nothing": "note"}


@register.filter
def sign(how: str) -> SafeString:
    """Draw the sign of what was done; the sentence beside it says it in words."""
    return mark_safe(icons.svg(_SIGNS.get(how, how)))  # noqa: S308  our own table


@register.filter
def with_how(sentences: list[object], how: str) -> list[object]:
    """Return those sentences of a difference that are of one kind."""
    return [each for each in sentences if getattr(each, "how", "") == how]
