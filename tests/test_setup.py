"""The promises of the two commands, the settings and the built files."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client

from journeymap import storage
from journeys.pages import modules
from tests.support.serving import start, stop
from tools import fonts, serve, steps, vendor

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "for this test only: " + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "journeys.example.org",
    "HTTPS": "1",
}


def manage(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "journeymap.settings", **env},
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_the_deployment_check() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_the_deployment_check_is_able_to_fail() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **{**PRODUCTION, "HTTPS": "0"})
    assert done.returncode != 0 and "SECURE_SSL_REDIRECT" in done.stderr


def test_every_model_has_its_migration() -> None:
    done = manage("makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    env = {"JOURNEYMAP_VAR": str(tmp_path / "var"), "SECRET_KEY": ""}
    tell = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, second = (manage("shell", "--no-imports", "-c", tell, **env).stdout for _ in range(2))
    assert first == second and len(first.strip()) >= 50
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.both_databases
@pytest.mark.django_db
def test_health_answers_and_forbids_everything_a_page_could_be_tricked_into(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_lock_files_name_no_place_of_download() -> None:
    locks = [ROOT / "package-lock.json", *ROOT.glob("tools/*/package-lock.json")]
    assert len(locks) == 5
    for lock in locks:
        assert '"integrity"' in lock.read_text()
        assert "resolved" not in lock.read_text()


def test_every_requirement_is_pinned_and_says_what_for() -> None:
    lines = [line for name in steps.REQUIREMENTS for line in (ROOT / name).read_text().splitlines()]
    for line in lines:
        assert re.fullmatch(r"#.*|-r .*|[\w.\[\]-]+==[\w.]+ +# \S.*", line), line


def test_the_width_table_is_what_the_font_says() -> None:
    assert fonts.TABLE.read_text("utf-8") == fonts.table()


def test_fonts_have_the_letters_of_finland_in_both_weights() -> None:
    from fontTools.ttLib import TTFont

    for weight in fonts.WEIGHTS:
        for ending in ("ttf", "woff2"):
            with TTFont(fonts.TARGET / f"arimo-{weight}.{ending}") as font:
                assert set("AÄÖÅäöåšžŠŽŋđ€–…”'") <= set(map(chr, font.getBestCmap()))


def test_the_import_map_leads_to_files_and_no_module_is_missing() -> None:
    import json

    imports = json.loads((vendor.TARGET / "importmap.json").read_text())
    assert "lit" in imports
    for place in imports.values():
        assert (vendor.TARGET.parent / place).exists(), place
    for file in vendor.TARGET.rglob("*.js"):
        for name in re.findall(r'(?:from|import)"([^"]+)"', file.read_text("utf-8")):
            package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
            assert name.startswith(".") or package in imports, f"{file} imports {name}"


def test_a_taken_port_is_said_in_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "tools.serve"],
            cwd=ROOT,
            env={**os.environ, "PORT": port},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and port in done.stderr and "PORT=8001" in done.stderr


@pytest.mark.parametrize("port", ["", "x", "-1", "65536", "80 80"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(ValueError, match="is no port number"):
        serve.listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JOURNEYMAP_VAR", f"{__file__}/var"),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none"),
        ("DATABASE_URL", "nonsense://x"),
    ],
)
def test_a_place_that_cannot_be_used_is_said_in_one_sentence(name: str, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.serve"],
        cwd=ROOT,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "journeymap.settings", "PORT": "0", name: value},
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot start: ") and done.stderr.count("\n") == 1
    assert name in done.stderr


def test_an_old_python_is_told_what_is_needed() -> None:
    old = "import sys; sys.version_info = (3, 9); import runpy; runpy.run_module('tools')"
    done = subprocess.run([sys.executable, "-c", old], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("Journeymap needs Python 3.11 or newer, and this is 3.9:")


def test_a_failed_step_says_why_in_one_sentence(tmp_path: Path) -> None:
    program = "import sys; sys.exit('ERROR: no such package')"
    with pytest.raises(steps.Failed, match="^Could not: ERROR: no such package;"):
        steps.logged("test", sys.executable, "-c", program, failure="Could not")


def test_the_first_start_fills_an_empty_place_and_later_ones_leave_it(tmp_path: Path) -> None:
    process, said, address = start(tmp_path)
    try:
        assert "password" in said and said.count(address) == 2
        assert urllib.request.urlopen(f"{address}healthz").read() == b"ok\n"
        font = urllib.request.urlopen(f"{address}static/vendor/fonts/arimo-400.woff2").read()
        assert font == (fonts.TARGET / "arimo-400.woff2").read_bytes()
    finally:
        rest = stop(process)
    assert (rest, process.returncode) == ("Stopped.\n", 0)
    process, said, address = start(tmp_path)
    stop(process)
    assert said == f"Journeymap is at {address} (Ctrl-C stops it)\n"


def test_make_names_every_step() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert makefile.split(".PHONY: ")[1].splitlines()[0].split() == list(steps.STEPS)
    assert (ROOT / ".ci" / "run").read_text().endswith("exec make test\n")


def test_static_files_come_whole_in_part_or_not_at_all(client: Client) -> None:
    address = "/static/vendor/fonts/arimo-400.woff2"
    data = (fonts.TARGET / "arimo-400.woff2").read_bytes()
    whole = client.get(address)
    assert (whole.status_code, whole["Content-Type"]) == (200, "font/woff2")
    assert not whole.streaming and whole.content == data
    part = client.get(address, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, data[10:20])
    unchanged = client.get(address, headers={"if-modified-since": whole["Last-Modified"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert client.head(address)["Content-Length"] == str(len(data))


def test_production_serves_our_modules_smaller_each_by_itself(tmp_path: Path) -> None:
    paths: storage.Paths = {
        name: (FileSystemStorage(ROOT / "static"), name)
        for name in ("editor/main.js", "editor/words.js", "css/base.css", "vendor/lit/index.js")
    }
    smaller = storage.minified(paths, tmp_path)
    assert sorted(smaller) == ["editor/main.js", "editor/words.js"]
    for name, (place, path) in smaller.items():
        before = (ROOT / "static" / name).read_text("utf-8")
        after = Path(place.path(path)).read_text("utf-8")
        assert len(after) < 0.8 * len(before)
        assert modules.imported(after) == modules.imported(before)


def test_without_the_tool_modules_are_served_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.conf.settings.BASE_DIR", tmp_path)
    paths: storage.Paths = {"js/page.js": (FileSystemStorage(ROOT / "static"), "js/page.js")}
    assert storage.minified(paths, tmp_path / "made") == {}
    assert "served as they are" in caplog.text
