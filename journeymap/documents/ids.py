"""Ids of records and documents; made where the room below finds the maker too."""

from journeymap.ids import UUID, uuid7

__all__ = ["UUID", "uuid7"]
