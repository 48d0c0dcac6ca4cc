"""Compiles the translations: the .mo files are committed, so that running needs no compiler."""

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("journeymap", "touchpoints", "journeys")


def folders() -> list[Path]:
    """The `locale` folders."""
    return [ROOT / package / "locale" for package in PACKAGES]


def sources() -> list[Path]:
    """Every .po file."""
    return sorted(path for folder in folders() for path in folder.rglob("*.po"))


def compiled(source: Path) -> bytes:
    """The .mo file of a .po file; unsure ("fuzzy") translations are left out."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


if __name__ == "__main__":
    for path in sources():
        path.with_suffix(".mo").write_bytes(compiled(path))
