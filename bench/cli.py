"""The command line, cold: a 200-task Mermaid journey to SVG against a Python that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Row
from bench.path import interleaved

ROOT = Path(__file__).resolve().parents[1]


def mermaid(tasks: int) -> str:
    """Return a journey of ``tasks`` tasks, ten to a section."""
    lines = ["journey", "  title A long way"]
    for at in range(tasks):
        lines += [f"  section Stage {at // 10}"] if at % 10 == 0 else []
        lines.append(f"    Task number {at}: {at % 5 + 1}: Customer, Adviser {at % 3}")
    return "\n".join(lines) + "\n"


def run() -> list[Row]:
    """Measure: every run is a new process; compiled files are kept, as in daily use."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "journey.mmd"
        file.write_text(mermaid(200), encoding="utf-8")
        command = [sys.executable, "-m", "journeys", "render", str(file)]

        def process(args: list[str]) -> None:
            subprocess.run(args, capture_output=True, check=True, cwd=ROOT, env=environment)

        ours, nothing = interleaved(
            lambda: process([*command, "-o", f"{folder}/out.svg"]),
            lambda: process([sys.executable, "-c", "pass"]),
            15,
        )
    told = f"{ours * 1000:.0f} ms against {nothing * 1000:.0f} ms of python -c pass"
    return [Row("cold render of a 200-task Mermaid journey", told, ours / nothing, 8)]
