"""Static files in production: hashed, compressed, and our modules without what only people read."""

import logging
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Where modules of ours lie below static/; those of packages are small already.
OURS = ("answering/", "editor/", "js/")
_FLAGS = ("--minify", "--format=esm", "--charset=utf8", "--target=es2022", "--log-level=error")
log = logging.getLogger(__name__)

#: As ``collectstatic`` hands them over: name below static/ -> (storage, path in it).
Paths = dict[str, tuple[Storage, str]]


class MinifiedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's, with our modules minified: each by itself, its imports as they were."""

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Yield (name, hashed name, whether processed) of every file."""
        with tempfile.TemporaryDirectory() as folder:
            smaller = {} if dry_run else minified(paths, Path(folder))
            yield from super().post_process({**paths, **smaller}, dry_run, **options)


def minified(paths: Paths, folder: Path) -> Paths:
    """Return our modules anew, smaller, in the folder; none of them where that cannot be done."""
    ours = [name for name in paths if name.endswith(".js") and name.startswith(OURS)]
    for name in ours:
        storage, path = paths[name]
        source = folder / "source" / name
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(Path(storage.path(path)).read_bytes())
    if not ours:
        return {}
    into = folder / "smaller"
    node = Path(sysconfig.get_path("scripts")) / "node"
    esbuild = settings.BASE_DIR / "node_modules" / "esbuild" / "bin" / "esbuild"
    where = ("--outbase=.", f"--outdir={into}")
    try:
        subprocess.run(
            [node, esbuild, *_FLAGS, *where, *ours],
            cwd=folder / "source",
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
    except (OSError, subprocess.SubprocessError) as error:
        why = str(getattr(error, "stderr", None) or error).strip()
        log.warning("modules are served as they are, not made smaller: %s", why)
        return {}
    storage = FileSystemStorage(into)
    return {name: (storage, name) for name in ours}
