"""What templates say in one word: icons, theme, language of a text, words of records."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from journeys.pages import icons, wording

register = template.Library()
THEMES = ("auto", "light", "dark")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it says nothing to assistive technology."""
    return mark_safe(icons.svg(name))  # noqa: S308  our own table


def _chosen_theme(context: Context) -> str:
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in THEMES else "auto"


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString:
    """Return the attribute of <html> that holds the reader's choice of light or dark."""
    chosen = _chosen_theme(context)
    return format_html(' data-theme="{}"', chosen) if chosen != "auto" else SafeString("")


@register.simple_tag(takes_context=True)
def themes(context: Context) -> list[dict[str, Any]]:
    """Return the choices of the colour switch."""
    labels = {
        "auto": pgettext("colours", "As the device"),
        "light": pgettext("colours", "Light"),
        "dark": pgettext("colours", "Dark"),
    }
    chosen = _chosen_theme(context)
    return [{"value": v, "label": labels[v], "chosen": v == chosen} for v in THEMES]


@register.simple_tag
def lang_of(language: str) -> SafeString:
    """Return a lang attribute for a text whose language is not the page's."""
    if not language or language == get_language():
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.filter
def initials(user: Any) -> str:
    """Return one or two letters for a person."""
    words = re.findall(r"\w+", user.get_full_name() or user.get_username())
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.filter
def said(value: str, table: str) -> str:
    """Say a code of a record's field in words: ``finding.status|said:"status"``."""
    return wording.said(table, value)


@register.filter
def duration(value: str | None) -> str:
    """Say an ISO 8601 duration in words."""
    return wording.duration(value or "")


@register.filter
def percent(share: float | None) -> str:
    """Say a share (0 to 1) as a whole percentage."""
    return "" if share is None else _("%(number)d %%") % {"number": round(share * 100)}


@register.filter
def day(value: str | None) -> datetime.date | None:
    """Make a date of ISO 8601 text, for the ``date`` filter."""
    return datetime.date.fromisoformat(value) if value else None


@register.simple_tag
def bar(share: float, tone: str = "accent") -> SafeString:
    """Draw a share as a bar; the number stands beside it in words."""
    return format_html(
        '<svg class="bar bar-{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="bar-ground" width="100" height="8"/>'
        '<rect class="bar-part" width="{}" height="8"/></svg>',
        tone,
        f"{max(0.0, min(1.0, share)) * 100:.1f}",
    )
