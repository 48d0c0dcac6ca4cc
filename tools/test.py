"""`make test`'s last step, inside the virtual environment: pytest on SQLite, then on PostgreSQL.

Which tests run on which database is decided in tests/conftest.py. Arguments go to both runs. A few
browser tests that fail are tried once more, alone: one that passes then is named as shaky, a defect
to be mended that yet says nothing against the program. The last line is the sum:
`N passed, N failed, N skipped`.
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
FAILED, NO_TESTS = 1, 5  # pytest's status where tests failed, where the arguments choose none
#: So many browser tests may fail by accident; more than that is none.
ACCIDENTS = 3


def main(args: list[str]) -> int:
    """Run the tests; 0 when there were some and all passed."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    total: Counter[str] = Counter()
    print("== SQLite", flush=True)
    statuses = [session(args, total, environment)]
    print("== PostgreSQL", flush=True)
    try:
        with postgres() as url:
            statuses.append(session(args, total, {**environment, "DATABASE_URL": url}))
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        statuses.append(1)
    ok = total["passed"] and all(status in (0, NO_TESTS) for status in statuses)
    if not ok and not total["failed"]:
        total["failed"] += 1  # the run itself: no collection, no database, no test
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 0 if ok else 1


def session(args: list[str], total: Counter[str], environment: Mapping[str, str]) -> int:
    """Run pytest on two processes and add to the sum; its status."""
    with tempfile.TemporaryDirectory(prefix="journeymap-tests-") as folder:
        report = Path(folder, "report.xml")
        shared = ["-n", "2", "--dist", "worksteal", f"--junitxml={report}"]
        status = pytest([*shared, *args], environment)
        if not report.exists():
            return status
        found = counts(report)
        if status == FAILED and (tests := accidents(report)):
            print("== Once more, alone:", *tests, flush=True)
            status = pytest(tests, environment)
            if status == 0:
                print("SHAKY, passed only alone:", *tests, flush=True)
                found["passed"] += found.pop("failed")
    total += found
    return status


def pytest(args: list[str], environment: Mapping[str, str]) -> int:
    """Run pytest; its status."""
    command = [sys.executable, "-m", "pytest", *args]
    return subprocess.run(command, cwd=ROOT, env=dict(environment)).returncode


def accidents(report: Path) -> list[str]:
    """The tests that failed, where they are few and of the browser; else none."""
    cases = ElementTree.parse(report).getroot().iter("testcase")
    failed = [each for each in cases if {part.tag for part in each} & {"failure", "error"}]
    tests = {_address(each) for each in failed}
    few = len(tests) <= ACCIDENTS and all(each.startswith("tests/browser/") for each in tests)
    return sorted(tests) if few else []


def _address(case: ElementTree.Element) -> str:
    return f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"


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
