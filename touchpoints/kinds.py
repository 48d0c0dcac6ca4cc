"""Kinds of touchpoint and channels: one table each, and nothing else knows their names.

Kinds after J. Tuulaniemi, Palvelumuotoilu (2011): people, environments (physical and virtual
spaces), objects, practices. Channel types after the Finnish Service Catalogue (PTV).
"""

from __future__ import annotations

from typing import NamedTuple


def N_(message: str) -> str:
    """Mark a text for translation without translating it."""
    return message


class Kind(NamedTuple):
    """A kind of touchpoint: its label, and the row of the map it stands in (``COMPUTED_LANES``)."""

    label: str
    lane: str


class Channel(NamedTuple):
    """A channel: its label, and its PTV channel type ('' where PTV has none)."""

    label: str
    ptv: str


KINDS: dict[str, Kind] = {
    "person": Kind(N_("Person"), "people"),
    "physical_space": Kind(N_("Physical space"), "spaces"),
    "virtual_space": Kind(N_("Virtual space"), "spaces"),
    "object": Kind(N_("Object"), "objects"),
    "practice": Kind(N_("Practice"), "practices"),
}

CHANNELS: dict[str, Channel] = {
    "web": Channel(N_("Web"), "WebPage"),
    "e_service": Channel(N_("E-service"), "EChannel"),
    "app": Channel(N_("App"), "EChannel"),
    "email": Channel(N_("E-mail"), ""),
    "phone": Channel(N_("Phone"), "Phone"),
    "chat": Channel(N_("Chat"), "EChannel"),
    "social_media": Channel(N_("Social media"), "WebPage"),
    "letter": Channel(N_("Letter"), "PrintableForm"),
    "sms": Channel(N_("SMS"), "Phone"),
    "face_to_face": Channel(N_("Face to face"), "ServiceLocation"),
    "video": Channel(N_("Video"), "EChannel"),
    "print": Channel(N_("Print"), "PrintableForm"),
    "media": Channel(N_("Media"), ""),
}
