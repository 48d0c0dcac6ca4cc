"""`manage.py convert`: the same command as `python -m journeys convert`."""

from journeys.management.same import Same


class Command(Same):
    """Hands the arguments to the command line."""
