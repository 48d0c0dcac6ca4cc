"""`manage.py pack`: the same command as `python -m journeys pack`."""

from journeys.management.same import Same


class Command(Same):
    """Hands the arguments to the command line."""
