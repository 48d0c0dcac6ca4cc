"""Commands of `manage.py` that are those of the command line, under the same names."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from journeys import cli


class Same(BaseCommand):
    """Hands the arguments to the command line's one implementation; the module names which."""

    requires_system_checks = []

    def __init__(self, *args: Any, **told: Any) -> None:
        self.named = type(self).__module__.rpartition(".")[2]
        self.help = cli.COMMANDS[self.named][2]
        super().__init__(*args, **told)

    def add_arguments(self, parser: CommandParser) -> None:
        """Add those of the command line."""
        cli.COMMANDS[self.named][0](parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; a status that is not 0 ends the process."""
        if status := cli.run(self.named, argparse.Namespace(**options)):
            sys.exit(status)
