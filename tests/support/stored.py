"""Records in memory, as undoing reads them, for tests without a database."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from journeymap.documents import ops


class Stored:
    """Whole records as ``undoing.Reader``."""

    def __init__(self, records: ops.Records, shapes: ops.Shapes) -> None:
        self.records, self.shapes = records, shapes
        self.get = records.get

    def load(self, ids: Iterable[str]) -> None:
        """Everything is there already."""

    def holders(self, ids: Collection[str]) -> set[str]:
        return {
            identity
            for identity, held in self.records.items()
            if any(target in ids for _, target in ops.references(*held, self.shapes, ""))
        }
