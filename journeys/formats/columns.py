"""What the columns of a table are: shown before it is read, so that a person can say it anew.

A format that ``maps`` offers ``columns(data, name) -> Columns``, and takes a mapping when it reads:
``{"0.2": "step"}``, the third column of the first table is the step. '' leaves a column out.
``{"0.head": "yes"}``: the first row of the first table has the names of its columns, though none of
them is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from journeys import labels
from journeys.graph import CARD_LANES
from journeys.words import N_


class TableColumns(NamedTuple):
    """One table (a sheet) of a file: its columns, and what they are taken for.

    ``examples`` are the first rows, ``guesses`` a meaning for each heading ('': left out).
    """

    name: str
    headings: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    guesses: tuple[str, ...]


class Columns(NamedTuple):
    """The tables of a file whose columns can be given a meaning; none where they say it all."""

    tables: tuple[TableColumns, ...]


#: What a column can hold: its name in a mapping, and its label (a message id).
MEANINGS: dict[str, str] = {
    "": N_("Leave out"),
    "number": N_("Number of the step"),
    "stage": labels.FIELDS["stage"],
    "step": labels.FIELDS["step"],
    "description": labels.FIELDS["description"],
    "actor": labels.FIELDS["actor"],
    "touchpoint": labels.PLURALS["touchpoint"],
    "expectation": labels.FIELDS["expectation"],
    "experience": labels.FIELDS["assumed_experience"],
    "evidence": labels.FIELDS["evidence"],
    "pain": N_("Pain points"),
    "gain": N_("Successes"),
    "opportunity": N_("Opportunities"),
    "solution": N_("Solutions"),
    "promised_time": labels.FIELDS["promised_time"],
    "outcome": labels.FIELDS["outcome"],
    "importance_customer": labels.FIELDS["importance_customer"],
    "importance_organisation": labels.FIELDS["importance_organisation"],
    "moment_of_truth": labels.FIELDS["moment_of_truth"],
    "mandatory": labels.FIELDS["mandatory"],
    "next": N_("Next steps"),
    **{kind: labels.CHOICES["kind"][kind] for kind in CARD_LANES},
    "row": N_("A row of the map with the column's name"),
}


def named(mapping: Mapping[str, str], table: int) -> bool:
    """Tell whether a mapping says that a table's first row has the names of its columns."""
    return mapping.get(f"{table}.head") == "yes"


def meant(mapping: Mapping[str, str], table: int, column: int) -> str | None:
    """Return the meaning that a mapping gives a column; None where it says nothing of it."""
    said = mapping.get(f"{table}.{column}")
    return said if said in MEANINGS else None
