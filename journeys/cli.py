"""The command line: render a journey's file as a diagram, convert it into another format, pack
several of them into a zip.

No Django, no database; what is imported late is not needed by every command. `manage.py render`,
`convert` and `pack` are the same commands. Exit status 0: written; 2: the input or the command
is not what it should be; 1: a program that draws failed. Nothing is written unless all of it is.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from journeys import taking
from journeys.diagrams import DIAGRAMS, PLAIN, Failed, Options, Output
from journeys.diagrams import KINDS as PICTURES
from journeys.diagrams.picture import PAPERS
from journeys.formats import FORMATS, Format, Loss, Reading, Unreadable, by_ending, detect

_READ = tuple(name for name, each in FORMATS.items() if each.reads)
_WRITTEN = tuple(name for name, each in FORMATS.items() if each.writes)
_FILE = f"a journey ({', '.join(_READ)}); - is stdin"


class Refused(Exception):
    """What is wrong with the command or its input, in one line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status. Only the arguments of the one asked for are made."""
    given = sys.argv[1:] if argv is None else argv
    about = "Service paths: diagrams and files."
    parser = _Parser(prog="python -m journeys", description=about, epilog=_there_is())
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", prog=parser.prog
    )
    for name, (arguments, _, about) in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about, epilog=parser.epilog)
        if name in given[:1]:
            arguments(command)
    options = parser.parse_args(given)
    return run(options.command, options)


def run(command: str, options: argparse.Namespace) -> int:
    """Run a command on its parsed options; say on stderr what is lost or wrong."""
    try:
        COMMANDS[command][1](options)
        sys.stdout.flush()
    except (Unreadable, Refused, taking.Unoffered) as error:
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
    blank = " or ".join(each.name for each in DIAGRAMS.values() if each.blank)
    told = f"{_FILE}; none: an empty {blank}" if blank else _FILE
    parser.add_argument("file", metavar="FILE", nargs="?", default="", help=told)
    parser.add_argument("--diagram", choices=tuple(DIAGRAMS), help="which picture (map)")
    parser.add_argument("--to", choices=(*PICTURES, *_WRITTEN), help="the ending of OUT, else svg")
    parser.add_argument("-o", "--out", metavar="OUT", default="-", help="a file; - is stdout")
    _drawing_arguments(parser)


def _drawing_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what says how to read FILE and how to draw."""
    add = parser.add_argument
    add("--from", dest="source", choices=_READ, help="the format of FILE")
    add("--language", default="", help="of labels and texts: fi, sv, en")
    add("--theme", choices=("light", "dark"), default="light")
    add("--scale", type=int, choices=(1, 2, 3, 4), default=2, help="of a PNG")
    add("--paper", choices=tuple(PAPERS), default="", help="fit it to a sheet")
    add("--tiled", action="store_true", help="over as many such sheets as it needs, for a wall")
    add("--no-words", action="store_true", help="leave out the journey in words after a picture")
    add("--customer-view", action="store_true", help="leave out what customers do not see")
    compares = ", ".join(each.name for each in DIAGRAMS.values() if each.compares)
    add("--with", dest="other", metavar="OTHER", help=f"a file to compare with ({compares})")


def convert_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``convert``."""
    parser.add_argument("file", metavar="IN", help=_FILE)
    parser.add_argument("out", metavar="OUT", help="a file; - is stdout")
    parser.add_argument("--from", dest="source", choices=_READ, help="the format of IN")
    parser.add_argument("--to", choices=_WRITTEN, help="the format of OUT")
    parser.add_argument("--language", default="", help="of pages and tables for people")


def pack_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``pack``."""
    parser.add_argument("file", metavar="FILE", help=_FILE)
    parser.add_argument("-o", "--out", metavar="OUT", default="-", help="a zip; - is stdout")
    told = "DIAGRAM.KIND (map.svg), FORMAT (json) or a pattern ('*.svg'); all, if none is named"
    parser.add_argument("--parts", metavar="PART", nargs="+", default=["*"], help=told)
    _drawing_arguments(parser)


def render(options: argparse.Namespace) -> None:
    """Draw FILE's journey as a picture, or write it in a format."""
    to = options.to or _ending(options.out, (*PICTURES, *_WRITTEN))
    if not to and os.path.splitext(options.out)[1]:
        known = ", ".join((*PICTURES, *_WRITTEN))
        raise Refused(f"{options.out}: its ending names no format; say --to one of {known}")
    to = to or "svg"
    if to not in PICTURES and options.diagram:
        raise Refused(f"{to} is no picture; leave --diagram {options.diagram} out")
    name = options.diagram or "map"
    if not options.file and not (to in PICTURES and DIAGRAMS[name].blank):
        raise Refused(f"name the FILE to make {f'the {name}' if to in PICTURES else to} of")
    drawn, output = _asked(options, [name] if to in PICTURES else [])
    reading = _read(options) if options.file else Reading(taking.nothing(options.language or "en"))
    _tell(reading.losses)
    part = f"{name}.{to}" if to in PICTURES else to
    _take(part, reading, options.out, drawn, output)


def convert(options: argparse.Namespace) -> None:
    """Write IN's journey in another format."""
    to = options.to or _ending(options.out, _WRITTEN)
    if not to:
        known = ", ".join(_WRITTEN)
        raise Refused(f"{options.out}: its ending names no format; say --to one of {known}")
    reading = _read(options)
    _tell(reading.losses)
    _take(to, reading, options.out, Options(language=options.language))


def pack(options: argparse.Namespace) -> None:
    """Write FILE's journey as several files in a zip."""
    parts = taking.chosen(options.parts)
    drawn, output = _asked(options, [each.diagram for each in parts if each.diagram])
    reading = _read(options)
    _tell(reading.losses)
    root = reading.graph.journey
    taken = [*taking.take_all((each.part for each in parts), reading.graph, None, drawn, output)]
    about = taking.About(root.id, root.title, None, drawn.language or root.language, drawn.theme)
    packed = taking.pack(taken, about)
    _tell(packed.losses)
    _write(options.out, packed.data)


Arguments = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace], None]
COMMANDS: dict[str, tuple[Arguments, Run, str]] = {
    "render": (render_arguments, render, "draw a journey's file as a diagram"),
    "convert": (convert_arguments, convert, "write a journey's file in another format"),
    "pack": (pack_arguments, pack, "make several files of a journey's file, in a zip"),
}


class _Help(argparse.RawDescriptionHelpFormatter):
    """Knows the terminal's width from COLUMNS only: asking for it costs 4 ms of every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=int(os.environ.get("COLUMNS", "80")) - 2)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told, formatter_class=_Help)  # keeps the lines of the epilog

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


def _asked(options: argparse.Namespace, diagrams: Sequence[str]) -> tuple[Options, Output]:
    """Return how to draw; Refused where that does not fit together."""
    compared = [name for name in diagrams if DIAGRAMS[name].compares]
    if options.tiled and not options.paper:
        raise Refused("--tiled needs a --paper to tile over")
    if options.other and not compared:
        raise Refused(f"nothing here compares; leave --with {options.other} out")
    if compared and not options.other:
        raise Refused(f"say --with which file the {compared[0]} compares")
    other = None
    if options.other:
        named = argparse.Namespace(file=options.other, source=None)
        other = _read(named).graph
    drawn = Options(
        language=options.language,
        theme=options.theme,
        customer_view=options.customer_view,
        other=other,
    )
    output = Output(
        scale=options.scale, paper=options.paper, tiled=options.tiled, words=not options.no_words
    )
    return drawn, output


def _take(part: str, reading: Reading, out: str, drawn: Options, output: Output = PLAIN) -> None:
    taken = taking.take(part, reading.graph, None, drawn, output)
    _tell(taken.losses)
    _write(out, taken.data)


def _there_is() -> str:
    """Say what the tables hold, a line each."""
    tables = {
        "diagrams": {each.name: each.about for each in DIAGRAMS.values()},
        "kinds of picture": {each.name: each.about for each in PICTURES.values()},
        "formats": {each.name: _told(each) for each in FORMATS.values()},
    }
    return "\n\n".join(
        "\n".join([f"{title}:", *(f"  {name:<12}{about}" for name, about in held.items())])
        for title, held in tables.items()
    )


def _told(form: Format) -> str:
    can = " and ".join(word for word, does in (("in", form.reads), ("out", form.writes)) if does)
    return f"{form.title} ({' '.join(form.endings)}), {can}"


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
