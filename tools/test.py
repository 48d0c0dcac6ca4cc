"""`make test`'s last step, inside the virtual environment: pytest on SQLite, then on PostgreSQL.

Which tests run on which database is decided in tests/conftest.py. Arguments go to both runs. The
last line is the sum: `N passed, N failed, N skipped`.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from tests.support.postgres import NoPostgres, postgres

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's status where the arguments choose none


def main(args: list[str]) -> int:
    """Run the tests; 0 when there were some and all passed."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with tempfile.TemporaryDirectory(prefix="journeymap-tests-") as folder:
        reports = [Path(folder, "sqlite.xml"), Path(folder, "postgres.xml")]
        print("== SQLite", flush=True)
        statuses = [session(args, reports[0], environment)]
        print("== PostgreSQL", flush=True)
        try:
            with postgres() as url:
                statuses.append(session(args, reports[1], {**environment, "DATABASE_URL": url}))
        except NoPostgres as problem:
            print(problem, file=sys.stderr)
            statuses.append(1)
        total = sum((counts(report) for report in reports if report.exists()), Counter())
    ok = total["passed"] and all(status in (0, NO_TESTS) for status in statuses)
    if not ok and not total["failed"]:
        total["failed"] += 1  # the run itself: no collection, no database, no test
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 0 if ok else 1


def session(args: list[str], report: Path, environment: Mapping[str, str]) -> int:
    """One run of pytest on two processes; its status."""
    shared = ["-n", "2", "--dist", "worksteal", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *shared, *args]
    return subprocess.run(command, cwd=ROOT, env=dict(environment)).returncode


def counts(report: Path) -> Counter[str]:
    """How many tests passed, failed (errors too) and were skipped, by pytest's own report."""
    found: Counter[str] = Counter()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        number = {
            key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
        }
        failed = number["failures"] + number["errors"]
        found["failed"] += failed
        found["skipped"] += number["skipped"]
        found["passed"] += number["tests"] - failed - number["skipped"]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
