"""Words by which other tools name columns and values, in Finnish, Swedish and English (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .questions import STANDARD

#: Cells that say that nothing was said, as ``mapping.folded`` has them.
NOTHING = frozenset(
    """-|–|—|.|..|...|n/a|na|n.a.|#n/a|null|none|nan|missing|did not answer|didn't answer|no answer
    |not answered|no response|no comment|no comments|don't know|dont know|do not know|i don't know
    |cannot say|can't say|dk|not applicable|prefer not to say|skipped|eos|e.o.s.|en osaa sanoa
    |ei osaa sanoa|en tiedä|ei tiedä|ei vastausta|ei vastannut|en vastannut|ei vastaa|tyhjä
    |ei koske minua|ei kommentteja|ei kommenttia|vet ej|vet inte|kan inte säga|kan ej säga
    |inget svar|ej svar|svarade inte|har inte svarat|ej besvarad|inga kommentarer""".replace(
        "\n    ", ""
    ).split("|")
)

#: By field, how its column may be called; the first that fits is taken.
HEADINGS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "at": r"\b(at|date|time|timestamp|submitted|päivä|päiväys|pvm|aika|aikaleima|ajankohta"
        r"|vastattu|vastausaika|datum|tid|tidpunkt|tidsstämpel|besvarad)\b|päivämäärä",
        "emotion": r"\b(emotion|feeling|satisfaction|overall|mood|tunne|kokemus|tyytyväisyys"
        r"|yleisarvio|känsla|upplevelse|nöjdhet|helhetsbetyg)\b|millainen kokemus|how was this"
        r"|hurdan var",
        "efficiency": r"\b(efficiency|speed|prompt|promptly|promptness|tehokkuus|nopeus|ripeys"
        r"|ripeästi|effektivitet|snabbhet|snabbt)\b",
        "ease": r"\b(ease|easy|effort|helppous|helppoa|vaivattomuus|lätthet|lätt|enkelhet)\b",
        "got_it_done": r"\bgot (it|my)|\b(done|resolved|solved|hoitui|hoidettua|ratkesi|uträttat"
        r"|löst|löstes)\b|sain asia",
        "expectation": r"expect|odotu|förvänt|väntade",
        "recommend": r"recommend|\bnps\b|suosit|rekommend",
        "comment": r"comment|feedback|free text|kommen|palaute|vapaa|sana|återkoppling|fritext"
        r"|respons|mitä haluat kertoa",
        "unit": r"\b(unit|office|branch|site|toimipaikka|toimipiste|yksikkö|enhet|kontor"
        r"|verksamhetsställe)\b",
        "region": r"\b(region|area|municipality|alue|maakunta|kunta|landskap|område|kommun)\b",
        "channel": r"\b(channel|kanava|kanal|asiointikanava)\b",
        "segment": r"\b(segment|group|asiakasryhmä|ryhmä|kundgrupp|grupp)\b",
        "language": r"\b(language|kieli|språk|lang)\b",
        "touchpoint": r"\b(touchpoint|kontaktipiste|kontaktpunkt)\b",
        "step": r"\b(step|palvelutuokio|tuokio|steg|servicemoment|moment)\b",
    }.items()
}

_VALUES: Mapping[str, Mapping[Any, str]] = {
    "got_it_done": {
        "yes": "yes|y|true|kyllä|kyllä sain|joo|ja|k",
        "partly": "partly|partially|in part|osittain|osin|delvis",
        "no": "no|n|false|ei|en|en saanut|nej|e",
    },
    "expectation": {
        -1: "worse|below|below expectations|huonommin|huonompi|alle odotusten|sämre",
        0: "as|as expected|met|odotetusti|odotusten mukainen|kuten odotin|som väntat",
        1: "better|above|exceeded|paremmin|parempi|yli odotusten|bättre",
    },
    "language": {
        "fi": "fi|fin|suomi|finnish|finska|fi-fi",
        "sv": "sv|swe|ruotsi|swedish|svenska|sv-fi|sv-se",
        "en": "en|eng|englanti|english|engelska|en-gb|en-us",
    },
}


def values(name: str) -> dict[str, Any]:
    """Return what words mean in a field: those of the standard scales, and usual others."""
    found: dict[str, Any] = {}
    for value, told in STANDARD[name]["scale"] if name in STANDARD else ():
        found |= dict.fromkeys(told.values(), value)
    for value, text in _VALUES.get(name, {}).items():
        found |= dict.fromkeys(text.split("|"), value)
    return found
