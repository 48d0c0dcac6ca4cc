"""`manage.py archive write OUT.zip --workspace NAME`, `archive read IN.zip`: a whole workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeymap.documents.errors import Refusal
from journeymap.workspaces.naming import workspace_named
from journeys import archive


class Command(BaseCommand):
    """Writes or reads a workspace: documents with their logs, rounds, answers, members."""

    help = "write a workspace into a file, or read one back"

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the direction, the file and the workspace."""
        parser.add_argument("direction", choices=("write", "read"))
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument("--workspace", default="", help="its name or id; reading: a new name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or read; one line says what was done."""
        path: Path = options["file"]
        try:
            if options["direction"] == "write":
                self._write(path, options["workspace"])
            else:
                self._read(path, options["workspace"])
        except Refusal as error:
            told = " ".join(f"{path}: {error.message}".split())
            raise CommandError(told, returncode=2) from None
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}", returncode=2) from None

    def _write(self, path: Path, name: str) -> None:
        if not name:
            raise CommandError("say which workspace: --workspace NAME", returncode=2)
        archive.write_file(workspace_named(name), path)
        self.stdout.write(f"{path}: {path.stat().st_size} bytes")

    def _read(self, path: Path, name: str) -> None:
        with path.open("rb") as source:
            done = archive.read(source, name)
        self.stdout.write(
            f"{done.workspace.name} ({done.workspace.pk}): "
            f"{done.documents} documents, {done.answers} answers"
        )
        for old, new in done.renamed.items():
            self.stderr.write(f"{path}: the id {old} is taken; it is now {new}")
        for account in done.accounts:
            self.stderr.write(f"{path}: made the account {account}, without a password")
