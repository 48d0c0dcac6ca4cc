"""Copies the browser libraries of package.json to static/vendor/, as they are: nothing is bundled.

`importmap.json` there maps module names to paths below STATIC_URL: `{"lit": "vendor/lit/index.js",
"lit/": "vendor/lit/", ...}`.
"""

import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor"
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_SKIPPED = {"development", "node", "node_modules"}  # debug builds, server builds, nested packages


def copy() -> None:
    """Fill `static/vendor/` anew with every library that has a module entry, and its licence."""
    shutil.rmtree(TARGET, ignore_errors=True)
    imports: dict[str, str] = {}
    for name in packages():
        source = ROOT / "node_modules" / name
        entry = _entry(json.loads((source / "package.json").read_text()))
        if entry is None:
            continue
        for file in sorted(source.rglob("*.js")):
            inside = file.relative_to(source)
            if not _SKIPPED & set(inside.parts):
                _write(TARGET / name / inside, _SOURCE_MAP.sub("", file.read_text("utf-8")))
        for licence in source.glob("LICENSE*"):
            _write(TARGET / name / licence.name, licence.read_text("utf-8"))
        imports[name] = f"vendor/{name}/{entry}"
        imports[f"{name}/"] = f"vendor/{name}/"
    _write(TARGET / "importmap.json", json.dumps(imports, indent=2, sort_keys=True) + "\n")


def packages() -> list[str]:
    """The names of all packages but those of development or of one platform, by the lock file."""
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return [
        path.removeprefix("node_modules/")
        for path, entry in lock.items()
        if path and not entry.get("dev") and not entry.get("optional")
    ]


def _entry(package: dict[str, object]) -> str | None:
    """The package's module for browsers, from its `exports`, else `module`; None: no module."""
    entry: object = package.get("exports") or package.get("module")
    if isinstance(entry, dict):
        entry = entry.get(".")
    while isinstance(entry, dict):
        entry = entry.get("browser") or entry.get("default")
    return entry.removeprefix("./") if isinstance(entry, str) and entry.endswith("js") else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
