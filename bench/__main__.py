"""Run every module of this folder, or those named, and print one Markdown table."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

import bench
from bench import Row


def main(names: list[str]) -> int:
    """Print the table; 1 where a bar was missed."""
    names = names or sorted(
        module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__"
    )
    print("| measure | compared | ratio | bar | |\n|---|---|---|---|---|", flush=True)
    missed = 0
    for row in rows(names):
        bar, verdict = "–", ""
        if row.bar is not None:
            bar = f"{'≥' if row.at_least else '≤'} {row.bar:g}"
            verdict = "ok" if row.ok else "**missed**"
        cells = f"{row.name} | {row.compared} | {row.ratio:.2f} | {bar} | {verdict}"
        print(f"| {cells} |".replace("|  |", "| |"), flush=True)
        missed += not row.ok
    print(f"\n{missed} of the bars were missed." if missed else "\nEvery bar was kept.")
    return 1 if missed else 0


def rows(names: list[str]) -> Iterator[Row]:
    """The rows of the named modules, as they are measured."""
    for name in names:
        yield from importlib.import_module(f"bench.{name}").run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
