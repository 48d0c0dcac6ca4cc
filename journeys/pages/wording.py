"""The words of codes in the interface: one table for each field whose values are codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from touchpoints.kinds import CHANNELS, KINDS

Words = Mapping[str, "str | Promise"]

STATES: Words = {"as_is": _("As-is"), "to_be": _("To-be")}
EVIDENCE: Words = {
    "guess": _("a guess"),
    "workshop": _("a workshop"),
    "interviews": _("interviews"),
    "survey": _("a survey"),
    "log": _("a log"),
}
SEVERITIES: Words = {
    "1": _("1 – a nuisance"),
    "2": _("2 – costs time or effort"),
    "3": _("3 – hard to get past"),
    "4": _("4 – stops the matter"),
}
FINDINGS: Words = {"pain": _("Pain point"), "gain": _("Gain")}
FINDING_STATUSES: Words = {
    "open": pgettext_lazy("finding", "open"),
    "accepted": pgettext_lazy("finding", "accepted"),
    "solved": pgettext_lazy("finding", "solved"),
    "dismissed": pgettext_lazy("finding", "dismissed"),
}
IDEAS: Words = {"opportunity": _("Opportunity"), "solution": _("Solution")}
IDEA_STATUSES: Words = {
    "proposed": pgettext_lazy("idea", "proposed"),
    "accepted": pgettext_lazy("idea", "accepted"),
    "done": pgettext_lazy("idea", "done"),
    "rejected": pgettext_lazy("idea", "rejected"),
}
EMOTIONS: Words = {
    "1": _("Frustrated"),
    "2": _("Displeased"),
    "3": _("Neutral"),
    "4": _("Pleased"),
    "5": _("Delighted"),
}
AGREEMENT: Words = {
    "1": _("1 – not at all"),
    "2": "2",
    "3": "3",
    "4": "4",
    "5": _("5 – fully"),
}
DONE: Words = {
    "yes": pgettext_lazy("got it done", "Yes"),
    "partly": pgettext_lazy("got it done", "Partly"),
    "no": pgettext_lazy("got it done", "No"),
}
EXPECTED: Words = {
    "-1": _("Worse than I expected"),
    "0": _("As I expected"),
    "1": _("Better than I expected"),
}
TABLES: Mapping[str, Words] = {
    "state": STATES,
    "evidence": EVIDENCE,
    "severity": SEVERITIES,
    "finding": FINDINGS,
    "finding_status": FINDING_STATUSES,
    "idea": IDEAS,
    "idea_status": IDEA_STATUSES,
    "emotion": EMOTIONS,
    "agreement": AGREEMENT,
    "done": DONE,
    "expected": EXPECTED,
    "channel": {key: _(channel.label) for key, channel in CHANNELS.items()},
    "kind": {key: _(kind.label) for key, kind in KINDS.items()},
}
_PARTS = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?\Z"
)


def said(table: str, code: object) -> str:
    """Return the words of a code, or the code itself where the table does not know it."""
    return str(TABLES[table].get(str(code), code if code is not None else ""))


def choices(table: str) -> list[tuple[str, str | Promise]]:
    """Return a table as choices of a form field."""
    return list(TABLES[table].items())


def duration(value: str) -> str:
    """Say an ISO 8601 duration in words: "P14D" is "14 days"; what is none is left as it is."""
    match = _PARTS.match(value)
    if match is None:
        return value
    return " ".join(_part(name, int(n)) for name, n in match.groupdict().items() if n)


def _part(name: str, n: int) -> str:
    said_as = {
        "years": ngettext("%(n)d year", "%(n)d years", n),
        "months": ngettext("%(n)d month", "%(n)d months", n),
        "weeks": ngettext("%(n)d week", "%(n)d weeks", n),
        "days": ngettext("%(n)d day", "%(n)d days", n),
        "hours": ngettext("%(n)d hour", "%(n)d hours", n),
        "minutes": ngettext("%(n)d minute", "%(n)d minutes", n),
        "seconds": ngettext("%(n)d second", "%(n)d seconds", n),
    }
    return said_as[name] % {"n": n}
