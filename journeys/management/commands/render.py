"""`manage.py render`: the same command as `python -m journeys render`."""

from journeys.management.same import Same


class Command(Same):
    """Hands the arguments to the command line."""
