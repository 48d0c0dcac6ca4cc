"""`manage.py render`: the same command as `python -m journeys render`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from journeys import cli


class Command(BaseCommand):
    """Hands the arguments to the command line's one implementation."""

    help = cli.COMMANDS["render"][2]
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        cli.COMMANDS["render"][0](parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if status := cli.run("render", argparse.Namespace(**options)):
            sys.exit(status)
