"""What the door refuses, in one hierarchy: each has a machine-readable code and problems.

Pure. A problem's path is a JSON pointer into the edit as it was sent, such as
``/ops/3/set/title``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .fields import Problem


class Refusal(Exception):
    """An edit or a read that was refused; nothing was written."""

    code = "refused"

    def __init__(self, message: str = "", problems: Iterable[Problem] = ()) -> None:
        self.problems = list(problems)
        self.message = message or "; ".join(map(str, self.problems))
        super().__init__(self.message)


class Invalid(Refusal):
    """The edit does not have the right shape, or would leave a record that can never be."""

    code = "invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("", problems)


class Conflict(Refusal):
    """The edit no longer fits: what it changes is gone, or is something else by now."""

    code = "conflict"


class Stale(Conflict):
    """The document is not at the version that the edit asks for."""

    code = "stale"


class Trashed(Conflict):
    """The document is in the trash; it must be restored first."""

    code = "trashed"


class Use(NamedTuple):
    """A field of another document's record that names something: where it is used."""

    document_id: str
    document_title: str
    kind: str
    id: str
    field: str
    trashed: bool


class InUse(Refusal):
    """What would be removed is used in other documents; ``uses`` lists where."""

    code = "in_use"

    def __init__(self, message: str, problems: Iterable[Problem], uses: Sequence[Use]) -> None:
        super().__init__(message, problems)
        self.uses = list(uses)


class Forbidden(Refusal):
    """The actor may see the document, and may not do this."""

    code = "forbidden"


class NotFound(Refusal):
    """There is no such document, version or record for this actor."""

    code = "not_found"
