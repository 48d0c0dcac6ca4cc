"""From what customers say to what is done about it: ops of a finding, an opportunity, a solution.

Pure. What is made of answers keeps its evidence: of how many, from which round, until which day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from journeys.graph import Finding, Idea, Step
from journeys.words import N_, words

from .adding import add

#: A title made of a quote's first words is at most so long.
_TITLE = 90
_SENTENCE = re.compile(r"(.+?[.!?…])(?:\s|$)", re.DOTALL)


#: What a group of answers is called that says the one or the other end of an item's scale: the
#: values (texts), and the title of the finding.
PAINS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "emotion": (("1", "2"), N_("It feels bad")),
    "efficiency": (("1", "2"), N_("It is not prompt, not as promised")),
    "ease": (("1", "2"), N_("It is not easy")),
    "got_it_done": (("partly", "no"), N_("The matter is not done, or only partly")),
    "expectation": (("-1",), N_("It is worse than expected")),
    "recommend": (tuple(map(str, range(7))), N_("It would not be recommended")),
}
GAINS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "emotion": (("4", "5"), N_("It feels good")),
    "efficiency": (("4", "5"), N_("It is prompt, as promised")),
    "ease": (("4", "5"), N_("It is easy")),
    "got_it_done": (("yes",), N_("The matter gets done")),
    "expectation": (("1",), N_("It is better than expected")),
    "recommend": (("9", "10"), N_("It would be recommended")),
}
ENDS = {"pain": PAINS, "gain": GAINS}


def kind_of(said: Mapping[str, Any]) -> str:
    """Return "pain" or "gain": what an answer sounds like (its values by item), a pain where it
    does not tell."""
    for item in ("emotion", "expectation", "got_it_done", "efficiency", "ease"):
        value = str(said.get(item))
        for kind in ("pain", "gain"):
            if value in ENDS[kind][item][0]:
                return kind
    return "pain"


def title_of(comment: str) -> str:
    """Return a title of a quote's first words: its first sentence, or as much as fits."""
    text = " ".join(comment.split())
    first = _SENTENCE.match(text)
    text = first.group(1).rstrip(".") if first else text
    if len(text) <= _TITLE:
        return text
    cut = text[:_TITLE].rsplit(" ", 1)[0]
    return f"{cut.rstrip(',;:–-')}…"


def of_quote(kind: str, step: str, comment: str, evidence: Mapping[str, Any], id: str) -> Any:
    """Return the ops of the finding that one customer's words become."""
    told = {"title": title_of(comment), "description": comment}
    return add("finding", id=id, kind=kind, step=step, evidence=dict(evidence), **told)


def of_group(
    kind: str,
    step: Step,
    item: str,
    narrowed: Mapping[str, str],
    evidence: Mapping[str, Any],
    language: str,
    id: str,
) -> Any:
    """Return the ops of the finding that a group of answers at a step becomes.

    It follows them: those at the end of the scale that the kind says, ``narrowed`` by round, days
    or what customers told of themselves.
    """
    values, title = ENDS[kind][item]
    follows = {"item": item, "values": list(values), **{k: v for k, v in narrowed.items() if v}}
    named = f"{words(language)(title)}: {step.title}"[:300]
    made = {"step": step.id, "evidence": dict(evidence), "follows": follows}
    return add("finding", id=id, kind=kind, title=named, **made)


def supported(finding: Finding, n: int) -> Any:
    """Return the ops of a finding that n answers support now; it says so in its evidence, where
    nothing but answers linked to it is its evidence."""
    held = finding.evidence
    if finding.follows or (held and held.level != "survey"):
        return []
    evidence = {"level": "survey", "n": n}
    if held:
        more = {"source": held.source, "date": held.date}
        evidence |= {name: value for name, value in more.items() if value}
    return [{"op": "patch", "id": finding.id, "set": {"evidence": evidence}}]


def opportunity(finding: Finding, id: str) -> Any:
    """Return the ops of the opportunity that a finding opens; it is called as the finding is."""
    title = finding.title
    return add("idea", id=id, title=title, step=finding.step, findings=[finding.id])


def solution(idea: Idea, **given: Any) -> Any:
    """Return the ops that make an opportunity a solution: chosen, with what is ``given`` (title,
    owner, due)."""
    status = "accepted" if idea.status == "proposed" else idea.status
    return [{"op": "patch", "id": idea.id, "set": {"kind": "solution", "status": status, **given}}]
