"""A child that runs on strangers' data can take neither our time nor our memory."""

from __future__ import annotations

import sys
import threading

import pytest

from journeys.diagrams import limited
from journeys.diagrams.limited import Busy, TooMuch, run


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_data_go_in_by_stdin_and_come_out_by_stdout() -> None:
    echo = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()); sys.exit(3)"
    finished = run(python(echo), b"\x00 palvelupolku " * 50_000)
    assert finished.out == b"\x00 palvelupolku " * 50_000
    assert finished.status == 3


def test_a_child_that_hangs_is_ended() -> None:
    with pytest.raises(TooMuch):
        run(python("while True: pass"), b"", seconds=0.5)


def test_a_child_that_eats_memory_fails_by_itself() -> None:
    finished = run(python("b = bytearray(3_000_000_000)"), b"", megabytes=512)
    assert finished.status != 0
    assert b"MemoryError" in finished.err


def test_the_child_writes_no_file(tmp_path: object) -> None:
    finished = run(python(f"open({str(tmp_path)!r} + '/x', 'w').write('x' * 10_000)"), b"")
    assert finished.status != 0


def test_the_child_sees_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    finished = run(python("import os; print(os.environ.get('SECRET_KEY'))"), b"")
    assert finished.out.strip() == b"None"


def test_no_more_run_at_once_than_there_are_places(monkeypatch: pytest.MonkeyPatch) -> None:
    places = threading.BoundedSemaphore(1)
    monkeypatch.setattr(limited, "_places", places)
    monkeypatch.setattr(limited, "PATIENCE", 0.05)
    with places, pytest.raises(Busy):
        run(python("pass"), b"")
    with pytest.raises(OSError):  # its place is given back
        run(["/no/such/program"], b"")
    assert run(python("pass"), b"").status == 0


def test_a_program_that_is_not_there_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError):
        run(["/no/such/program"], b"")
