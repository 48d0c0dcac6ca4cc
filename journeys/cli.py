"""The command line: render a journey's file as a diagram, convert it into another format.

No Django, no database; what is imported late is not needed by every command. `manage.py render`
and `manage.py convert` are the same commands. Exit status 0: written; 2: the input or the command
is not what it should be; 1: a program that draws failed. Nothing is written unless all of it is.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from journeys.diagrams import DIAGRAMS, Failed
from journeys.diagrams import KINDS as PICTURES
from journeys.formats import FORMATS, Format, Loss, Reading, Unreadable, by_ending, detect

_READ = tuple(name for name, each in FORMATS.items() if each.reads)
_WRITTEN = tuple(name for name, each in FORMATS.items() if each.writes)


class Refused(Exception):
    """What is wrong with the command or its input, in one line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    parser = _Parser(prog="python -m journeys", description="Service paths: diagrams and files.")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", prog=parser.prog
    )
    for name, (arguments, _, about) in COMMANDS.items():
        arguments(commands.add_parser(name, help=about, description=about))
    options = parser.parse_args(argv)
    return run(options.command, options)


def run(command: str, options: argparse.Namespace) -> int:
    """Run a command on its parsed options; say on stderr what is lost or wrong."""
    try:
        COMMANDS[command][1](options)
        sys.stdout.flush()
    except (Unreadable, Refused) as error:
        return _say(str(error), 2)
    except Failed as error:
        return _say(str(error), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _say(f"{error.filename or command}: {error.strerror or error}", 2)
    return 0


def render_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``render``."""
    parser.add_argument("file", metavar="FILE", help="JSON, YAML or Mermaid journey; - is stdin")
    parser.add_argument("--diagram", choices=tuple(DIAGRAMS), help="which picture (map)")
    parser.add_argument("--to", choices=(*PICTURES, *_WRITTEN), help="the ending of OUT, else svg")
    parser.add_argument("-o", "--out", metavar="OUT", default="-", help="a file; - is stdout")
    parser.add_argument("--from", dest="source", choices=_READ, help="the format of FILE")
    parser.add_argument("--language", default="", help="of labels and texts: fi, sv, en")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", type=int, choices=(1, 2, 3, 4), default=2, help="of a PNG")


def convert_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``convert``."""
    parser.add_argument("file", metavar="IN", help="a file; - is stdin")
    parser.add_argument("out", metavar="OUT", help="a file; - is stdout")
    parser.add_argument("--from", dest="source", choices=_READ, help="the format of IN")
    parser.add_argument("--to", choices=_WRITTEN, help="the format of OUT")


def render(options: argparse.Namespace) -> None:
    """Draw FILE's journey as a picture, or write it in a format."""
    to = options.to or _ending(options.out, (*PICTURES, *_WRITTEN))
    if not to and os.path.splitext(options.out)[1]:
        known = ", ".join((*PICTURES, *_WRITTEN))
        raise Refused(f"{options.out}: its ending names no format; say --to one of {known}")
    to = to or "svg"
    if to not in PICTURES and options.diagram:
        raise Refused(f"{to} is no picture; leave --diagram {options.diagram} out")
    reading = _read(options)
    _tell(reading.losses)
    if to in PICTURES:
        _write(options.out, _picture(reading, options, to))
    else:
        _write_as(FORMATS[to], reading, options.out)


def convert(options: argparse.Namespace) -> None:
    """Write IN's journey in another format."""
    to = options.to or _ending(options.out, _WRITTEN)
    if not to:
        known = ", ".join(_WRITTEN)
        raise Refused(f"{options.out}: its ending names no format; say --to one of {known}")
    reading = _read(options)
    _tell(reading.losses)
    _write_as(FORMATS[to], reading, options.out)


Arguments = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace], None]
COMMANDS: dict[str, tuple[Arguments, Run, str]] = {
    "render": (render_arguments, render, "draw a journey's file as a diagram"),
    "convert": (convert_arguments, convert, "write a journey's file in another format"),
}


class _Help(argparse.HelpFormatter):
    """Knows the terminal's width from COLUMNS only: asking for it costs 4 ms of every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=int(os.environ.get("COLUMNS", "80")) - 2)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told, formatter_class=_Help)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (--help tells more)\n")


def _ending(out: str, known: Sequence[str]) -> str:
    ending = out.rpartition(".")[2].lower()
    if ending in PICTURES and ending in known:
        return ending
    return next((each.name for each in by_ending(out) if each.name in known), "")


def _read(options: argparse.Namespace) -> Reading:
    name = "<stdin>" if options.file == "-" else options.file
    if options.file == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(name, "rb") as file:
            data = file.read()
    source = FORMATS[options.source] if options.source else detect(data, name)
    return source.read(data, name)


def _picture(reading: Reading, options: argparse.Namespace, to: str) -> bytes:
    from journeys import diagrams

    wanted = diagrams.Options(language=options.language, theme=options.theme)
    output = diagrams.Output(scale=options.scale)
    return diagrams.render(options.diagram or "map", to, reading.graph, None, wanted, output)


def _write_as(target: Format, reading: Reading, out: str) -> None:
    writing = target.write(reading.graph)
    _tell(writing.losses)
    _write(out, writing.data)


def _write(out: str, data: bytes) -> None:
    """Write all of it or nothing: into a file beside OUT first, which then takes its name."""
    if out == "-":
        sys.stdout.buffer.write(data)
        return
    if os.path.exists(out) and not os.path.isfile(out):
        _fill(out, data)  # a device or a pipe: nothing to replace
        return
    folder, name = os.path.split(out)
    beside = os.path.join(folder, f".{name}.{os.getpid()}")
    try:
        _fill(beside, data)
        os.replace(beside, out)
    except OSError as error:
        if os.path.exists(beside):
            os.unlink(beside)
        raise OSError(error.errno, error.strerror, out) from None


def _fill(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _tell(losses: Sequence[Loss]) -> None:
    for loss in losses:
        _say(str(loss), 0)


def _say(told: str, status: int) -> int:
    print(" ".join(told.split()), file=sys.stderr)
    return status
