"""`manage.py load FILE… --workspace NAME`: journeys from files into a workspace, all or none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeymap.documents.errors import Refusal
from journeymap.workspaces.access import SYSTEM
from journeymap.workspaces.naming import workspace_named
from journeys import loading
from journeys.formats import Reading, Unreadable, detect


class Command(BaseCommand):
    """Reads every file before anything is written."""

    help = "load journeys from files (JSON, YAML, Mermaid) into a workspace"

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the files and the workspace."""
        parser.add_argument("files", metavar="FILE", nargs="+", help="a file; - is stdin")
        parser.add_argument("--workspace", required=True, help="the workspace's name or id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all files; say what was read, dropped and mapped."""
        try:
            readings = [self._read(name) for name in options["files"]]
            workspace = workspace_named(options["workspace"])
            done = loading.load(workspace, SYSTEM, [each.graph for each in readings])
        except Unreadable as error:
            raise CommandError(" ".join(str(error).split()), returncode=2) from None
        except OSError as error:
            told = f"{error.filename}: {error.strerror or error}"
            raise CommandError(told, returncode=2) from None
        except Refusal as error:
            raise CommandError(" ".join(error.message.split()), returncode=2) from None
        for name, reading, loaded in zip(options["files"], readings, done, strict=True):
            self.stdout.write(f"{name}: {loaded.document.title} ({loaded.document.pk})")
            for note in (*map(str, reading.losses), *loaded.notes):
                self.stderr.write(f"{name}: {note}")

    def _read(self, name: str) -> Reading:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return detect(data, name).read(data, "<stdin>" if name == "-" else name)
