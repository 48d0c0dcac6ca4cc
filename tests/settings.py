"""Journeymap's settings for tests: own folder, static files as they lie, quick passwords.

DATABASE_URL chooses PostgreSQL (tools/test.py starts one); without it the database is an SQLite
file, not memory, so that threads and the live server share it as they do in earnest.
"""

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory(prefix="journeymap-test-")  # removed when the process ends
os.environ["JOURNEYMAP_VAR"] = _FOLDER.name
for _name in ("DEBUG", "HTTPS", "ALLOWED_HOSTS", "TRUST_PROXY"):
    os.environ.pop(_name, None)

from journeymap.settings import *  # noqa: E402, F403
from journeymap.settings import DATABASES, STORAGES, VAR  # noqa: E402

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    # as PostgreSQL's in tests: no test cuts the power, and each commit would wait for the disk
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_journeymap_{os.getpid()}"}

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
