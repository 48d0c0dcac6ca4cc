"""Dates in Finnish: as Django has them, and the hour after its "klo"."""

DATETIME_FORMAT = "j. E Y \\k\\l\\o G.i"
SHORT_DATETIME_FORMAT = "j.n.Y \\k\\l\\o G.i"
