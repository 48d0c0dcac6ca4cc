"""Ids of records and documents; made where the room below finds the maker too."""

from journeymap.ids import uuid7

__all__ = ["uuid7"]
