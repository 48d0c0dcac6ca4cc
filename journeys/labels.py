"""What kinds, fields and choices are called: message ids in English, said in any language (pure).

Tables, sentences and forms name a field once, here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from journeymap.documents.undoing import Left
from touchpoints.kinds import CHANNELS
from touchpoints.kinds import KINDS as TOUCHPOINT_KINDS

from .graph import Evidence, Step
from .words import N_, day, number, words

KINDS: dict[str, str] = {
    "journey": N_("Journey"),
    "stage": N_("Stage"),
    "actor": N_("Actor"),
    "step": N_("Step"),
    "transition": N_("Transition"),
    "encounter": N_("Encounter"),
    "lane": N_("Lane"),
    "card": N_("Card"),
    "finding": N_("Finding"),
    "idea": N_("Idea"),
    "comment": N_("Comment"),
    "translation": N_("Translation"),
    "touchpoint": N_("Touchpoint"),
    "organisation": N_("Organisation"),
    "persona": N_("Persona"),
    "segment": N_("Segment"),
}

#: How a record differs from what it was.
DIFFERENCES: dict[str, str] = {
    "added": N_("Added"),
    "changed": N_("Changed"),
    "moved": N_("Moved"),
    "removed": N_("Removed"),
}

#: What several records of a kind are called.
PLURALS: dict[str, str] = {
    "journey": N_("Journeys"),
    "stage": N_("Stages"),
    "actor": N_("Actors"),
    "step": N_("Steps"),
    "transition": N_("Transitions"),
    "encounter": N_("Encounters"),
    "lane": N_("Lanes"),
    "card": N_("Cards"),
    "finding": N_("Findings"),
    "idea": N_("Ideas"),
    "comment": N_("Comments"),
    "translation": N_("Translations"),
    "touchpoint": N_("Touchpoints"),
    "organisation": N_("Organisations"),
    "persona": N_("Personas"),
    "segment": N_("Segments"),
}

FIELDS: dict[str, str] = {
    "actor": N_("Actor"),
    "assumed_experience": N_("Assumed experience"),
    "at": N_("Said"),
    "author": N_("Author"),
    "by": N_("Said by"),
    "channel": N_("Channel"),
    "condition": N_("Condition"),
    "derived_from": N_("Derived from"),
    "description": N_("Description"),
    "due": N_("Due"),
    "edited": N_("Edited"),
    "evidence": N_("Evidence"),
    "expectation": N_("Expectation"),
    "expectation_evidence": N_("Evidence of the expectation"),
    "external_ref": N_("External reference"),
    "field": N_("Field"),
    "findings": N_("Findings"),
    "folded": N_("Folded"),
    "follows": N_("Follows the answers"),
    "goal": N_("Goal"),
    "goals": N_("Goals"),
    "hidden": N_("Hidden"),
    "importance_customer": N_("Importance to customers"),
    "importance_organisation": N_("Importance to the organisation"),
    "introduced": N_("Taken into use"),
    "kind": N_("Kind"),
    "labels": N_("Labels"),
    "lane": N_("Lane"),
    "language": N_("Language"),
    "mandatory": N_("Mandatory"),
    "mentions": N_("Mentions"),
    "moment_of_truth": N_("Moment of truth"),
    "name": N_("Name"),
    "needs": N_("Needs"),
    "note": N_("Note"),
    "on": N_("About"),
    "opens_journey": N_("Opens the journey"),
    "order": N_("Order"),
    "organisation": N_("Organisation"),
    "outcome": N_("Outcome"),
    "owner": N_("Owner"),
    "participation": N_("Participation"),
    "personas": N_("Personas"),
    "promise": N_("Service promise"),
    "promised_time": N_("Promised time"),
    "reason": N_("Reason"),
    "record": N_("Record"),
    "replaced_by": N_("Replaced by"),
    "reply_to": N_("Reply to"),
    "resolved": N_("Resolved"),
    "resolved_at": N_("Resolved at"),
    "resolved_by": N_("Resolved by"),
    "review_by": N_("Review by"),
    "segment": N_("Segment"),
    "segments": N_("Segments"),
    "severity": N_("Severity"),
    "share": N_("Share"),
    "side": N_("Side"),
    "source": N_("From"),
    "stage": N_("Stage"),
    "state": N_("State"),
    "status": N_("Status"),
    "step": N_("Step"),
    "summary": N_("Summary"),
    "target": N_("To"),
    "text": N_("Text"),
    "title": N_("Title"),
    "touchpoint": N_("Touchpoint"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "visible_to_customer": N_("Visible to customers"),
    "wait": N_("Waiting time"),
}

#: Fields of the small records inside fields (their class) that are called otherwise there.
PARTS: dict[str, Mapping[str, str]] = {
    "Evidence": {
        "level": N_("Evidence level"),
        "n": N_("Sample size (n)"),
        "source": N_("Source"),
        "date": N_("Date"),
    },
    "Follows": {
        "item": N_("Question"),
        "values": N_("Those who answered"),
        "round": N_("Survey round"),
        "since": N_("Since"),
        "until": N_("Until"),
        "unit": N_("Unit"),
        "region": N_("Region"),
    },
    "Participation": {"level": N_("How far customers took part"), "who": N_("Who took part")},
}

#: What the values of a choice are called, by the field's name.
CHOICES: dict[str, Mapping[str, str]] = {
    "state": {"as_is": N_("As is"), "to_be": N_("To be")},
    "item": {
        "emotion": N_("Emotion"),
        "efficiency": N_("Promptness"),
        "ease": N_("Ease"),
        "got_it_done": N_("Got it done"),
        "expectation": N_("Compared with expected"),
        "recommend": N_("Recommendation"),
    },
    "side": {"frontstage": N_("Frontstage"), "backstage": N_("Backstage")},
    "level": {
        "guess": N_("Guess"),
        "workshop": N_("Workshop"),
        "interviews": N_("Interviews"),
        "survey": N_("Survey"),
        "log": N_("Log"),
        "nobody_asked": N_("Nobody was asked"),
        "informed": N_("Customers were informed"),
        "consulted": N_("Customers were consulted"),
        "co_designed": N_("Designed with customers"),
    },
    "status": {
        "open": N_("Open"),
        "accepted": N_("Accepted"),
        "solved": N_("Solved"),
        "dismissed": N_("Dismissed"),
        "proposed": N_("Proposed"),
        "done": N_("Done"),
        "rejected": N_("Rejected"),
    },
    "channel": {name: channel.label for name, channel in CHANNELS.items()},
    "kind": {
        **{name: kind.label for name, kind in TOUCHPOINT_KINDS.items()},
        "customer": N_("Customer"),
        "staff": N_("Staff"),
        "partner": N_("Partner"),
        "system": N_("System"),
        "sequence": N_("Sequence"),
        "choice": N_("Choice"),
        "parallel": N_("In parallel"),
        "return": N_("Return"),
        "exit": N_("Exit"),
        "pain": N_("Pain point"),
        "gain": N_("Success"),
        "opportunity": N_("Opportunity"),
        "solution": N_("Solution"),
        "path": N_("Path"),
        "experience": N_("Experience"),
        "people": N_("People"),
        "spaces": N_("Spaces"),
        "objects": N_("Objects"),
        "practices": N_("Practices"),
        "ease": N_("Efficiency and ease"),
        "findings": N_("Pain points and successes"),
        "ideas": N_("Opportunities"),
        "time": N_("Time"),
        "goal": N_("Goal"),
        "action": N_("Action"),
        "thought": N_("Thought"),
        "quote": N_("Quote"),
        "backstage": N_("Backstage"),
        "support_process": N_("Support process"),
        "rights": N_("Rights and duties"),
        "rule": N_("Rules and laws"),
        "evidence_item": N_("Tangible evidence"),
        "free": N_("Notes"),
    },
}

#: The expectation gap in words: how an experience compares with what was expected.
GAPS: dict[str, str] = {
    "below": N_("below what was expected"),
    "met": N_("as expected"),
    "exceeded": N_("above what was expected"),
}

#: What answers are told apart by, as several of them.
ACROSS: dict[str, str] = {
    "unit": N_("units"),
    "region": N_("regions"),
    "segment": N_("customer groups"),
    "channel": N_("channels"),
}

#: The units of durations (ISO 8601; T: minutes).
UNITS = (
    ("Y", N_("y")),
    ("M", N_("mo")),
    ("W", N_("wk")),
    ("D", N_("d")),
    ("H", N_("h")),
    ("T", N_("min")),
    ("S", N_("s")),
)


def field(name: str, part: str = "") -> str:
    """Return what a field is called (a message id), also one of the small record ``part``."""
    return PARTS.get(part, {}).get(name) or FIELDS[name]


def choice(field: str, value: str | None, language: str) -> str:
    """Return what a choice's value is called; '' for None, the value itself where unknown."""
    return words(language)(CHOICES[field].get(value, value)) if value else ""


def left(held: Left, language: str) -> str:
    """Return what an undo leaves as it is: the record's kind and title, the field if it is one."""
    _ = words(language)
    kind = _(KINDS[held["kind"]])
    name = f"{kind} “{held['title'][:60]}”" if held["title"] else kind
    return f"{name}: {_(FIELDS[held['field']])}" if "field" in held else name


def duration(value: str | None, language: str) -> str:
    """Return an ISO 8601 duration in words: P14D is "14 d", PT1H20M "1 h 20 min"."""
    if not value:
        return ""
    _ = words(language)
    days, _sign, time = value[1:].partition("T")
    parts = re.findall(r"(\d+)([YMWD])", days)
    parts += [(n, unit.replace("M", "T")) for n, unit in re.findall(r"(\d+)([HMS])", time)]
    names = dict(UNITS)
    return " ".join(f"{int(n)} {_(names[unit])}" for n, unit in parts)


def evidence(held: Evidence | None, language: str) -> str:
    """Return how a claim is known: "Survey, n 34, exit poll, 2 Mar 2026"; '' for None."""
    if held is None:
        return ""
    parts = [choice("level", held.level, language), held.source, day(held.date, language)]
    parts[1:1] = [f"n {held.n}"] if held.n is not None else []
    return ", ".join(part for part in parts if part)


def score(value: float | None, language: str) -> str:
    """Return a value of the scale 1 to 5 as short as it is exact to a decimal: 4, 3.5."""
    if value is None:
        return ""
    return number(value, 0 if round(value, 1) == round(value) else 1, language)


def percent(value: float | None, language: str) -> str:
    """Return a share 0 to 1 as whole per cent, with an unbroken space in fi and sv."""
    if value is None:
        return ""
    return f"{value * 100:.0f}%" if language.startswith("en") else f"{value * 100:.0f}\u00a0%"


def assumed_gap(step: Step) -> str:
    """Return the gap between the assumed experience and the expectation: a key of GAPS, or ''.

    Both are guesses (or research) on the scale 1 to 5; less than half a step apart is as expected.
    """
    if step.expectation is None or step.assumed_experience is None:
        return ""
    gap = round(step.assumed_experience - step.expectation, 6)
    return "met" if abs(gap) < 0.5 else "below" if gap < 0 else "exceeded"
