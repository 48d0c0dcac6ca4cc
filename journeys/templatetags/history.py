"""What the templates of the history say in one word."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from journeys.pages import icons

register = template.Library()
_SIGNS = {"renamed": "changed", "redacted": "warning", "nothing": "note"}


@register.filter
def sign(how: str) -> SafeString:
    """Draw the sign of what was done; the sentence beside it says it in words."""
    return mark_safe(icons.svg(_SIGNS.get(how, how)))  # noqa: S308  our own table


@register.filter
def arrowed(text: str) -> SafeString:
    """Draw the arrows of a text: the pages' font has none, and not every device has one."""
    arrow = f'<span class="to"><span class="visually-hidden">→</span>{icons.svg("arrow")}</span>'
    return mark_safe(escape(text).replace("→", arrow))  # noqa: S308  escaped here


@register.filter
def with_how(sentences: list[object], how: str) -> list[object]:
    """Return those sentences of a difference that are of one kind."""
    return [each for each in sentences if getattr(each, "how", "") == how]
