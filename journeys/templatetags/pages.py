"""What templates say in one word: icons, theme, language of a text, words of records."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from journeymap.documents.models import Document
from journeys import labels
from journeys.graph import Evidence
from journeys.pages import drawing, icons, wording
from journeys.pages.cards import Card
from journeys.pages.modules import Modules
from journeys.words import day as said_day
from journeys.words import number

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


@register.simple_tag
def reader_lang() -> SafeString:
    """Return the lang attribute of the page, for words of the page inside a journey's text."""
    return format_html(' lang="{}"', _language())


@register.filter
def initials(user: Any) -> str:
    """Return one or two letters for a person."""
    words = re.findall(r"\w+", user.get_full_name() or user.get_username())
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.filter
def label(value: str | None, field: str) -> str:
    """Say a code of a record's field in words: ``finding.status|label:"status"``."""
    return labels.choice(field, value, _language())


@register.filter
def said(value: object, table: str) -> str:
    """Say what an answer or a severity means: ``answer.emotion|said:"emotion"``."""
    return str(wording.TABLES[table].get(str(value), "")) if value is not None else ""


@register.filter
def duration(value: str | None) -> str:
    """Say an ISO 8601 duration in words."""
    return labels.duration(value, _language())


@register.filter
def evidence(held: Evidence | None) -> str:
    """Say how a claim is known."""
    return labels.evidence(held, _language())


@register.filter
def score(value: float | None) -> str:
    """Say a value of the scale 1 to 5."""
    return labels.score(value, _language())


@register.filter
def decimal(value: float) -> str:
    """Say a mean with one decimal, always."""
    return number(value, 1, _language())


@register.filter
def percent(share: float | None) -> str:
    """Say a share (0 to 1) as whole per cent."""
    return labels.percent(share, _language())


def _language() -> str:
    return get_language() or "en"


@register.filter
def day(value: str | None) -> str:
    """Say a date of ISO 8601 text as the reader writes dates."""
    return said_day(value, _language())


@register.filter
def moment(value: str | None) -> str:
    """Say a moment of a record as day and time where the workspace is."""
    if not value:
        return ""
    try:
        at = datetime.datetime.fromisoformat(value)
    except ValueError:
        return value
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


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


@register.simple_tag
def miniature(card: Card) -> SafeString:
    """Draw the small map of a journey."""
    return drawing.small(card.graph, card.measures)


@register.simple_tag(takes_context=True)
def import_map(context: Context, modules: Modules) -> SafeString:
    """Write the import map of a page's modules; it has to stand before all of them."""
    written = json.dumps({"imports": modules.imports}, separators=(",", ":"))
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context["CSP_NONCE"],
        mark_safe(written.replace("<", "\\u003C")),  # noqa: S308  our own files' names
    )


@register.simple_tag
def icon_sprite() -> SafeString:
    """Write all icons once, for what the browser draws."""
    return mark_safe(icons.sprite())  # noqa: S308  our own table


@register.simple_tag(takes_context=True)
def picture(context: Context, document: Document, on_paper: bool = False) -> SafeString:
    """Show the map as a picture in the reader's language, light or dark as the page is.

    What is only ``on_paper`` is light, and not asked for before somebody prints.
    """
    address = reverse("api:diagram", args=[document.pk, "map", "svg"])
    asked = {theme: f"{address}?language={_language()}&theme={theme}" for theme in THEMES[1:]}
    if on_paper:
        return format_html('<img src="{}" alt="" loading="lazy">', asked["light"])
    chosen = _chosen_theme(context)
    shown = format_html(
        '<img src="{}" alt="{}">', asked.get(chosen, asked["light"]), document.title
    )
    if chosen in asked:
        return shown
    dark = format_html('<source media="(prefers-color-scheme: dark)" srcset="{}">', asked["dark"])
    return format_html("<picture>{}{}</picture>", dark, shown)


@register.simple_tag
def diagram_css() -> str:
    """Return the address of the diagrams' colours."""
    return drawing.css_address()


#: Mouths of the faces from frustrated to delighted: the curve bends from down to up.
_MOUTHS = {"1": "M9 22q7-7 14 0", "2": "M10 21q6-3 12 0", "3": "M10 20h12",
           "4": "M10 19q6 4 12 0", "5": "M9 18q7 8 14 0"}  # fmt: skip


@register.simple_tag
def face(grade: str) -> SafeString:
    """Draw a face for an emotion; the word stands beside it."""
    return format_html(
        '<svg class="face-icon" viewBox="0 0 32 32" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" aria-hidden="true" focusable="false">'
        '<circle cx="16" cy="16" r="13"/><path d="M11 12v2M21 12v2"/><path d="{}"/></svg>',
        _MOUTHS[str(grade)],
    )
