"""Settings, all from the environment. Without any of them: a safe single-machine installation.

DEBUG                 1: tracebacks on error pages, static files as they lie on the disk;
                      default 0, but `make run` sets 1 where only this machine can reach it
SECRET_KEY            signs sessions; default: made once, kept in JOURNEYMAP_VAR/secret-key
DATABASE_URL          e.g. postgres://user:password@host/name;
                      default: SQLite in JOURNEYMAP_VAR/db.sqlite3
ALLOWED_HOSTS         names the site answers to, comma between; default: this machine's own
CSRF_TRUSTED_ORIGINS  e.g. https://journeys.example.org, comma between; default: none
HTTPS                 1: served behind https: redirect, secure cookies, HSTS; default 0
HSTS_SECONDS          how long browsers then insist on https; default: one year
TRUST_PROXY           1: believe X-Forwarded-Proto of the proxy in front; default 0
FORWARDED_ALLOW_IPS   the proxy's address, for uvicorn: else guesses at passwords from anywhere
                      count as the proxy's and slow everybody down; default: 127.0.0.1
JOURNEYMAP_VAR        the folder of what must be kept; default: var/ beside manage.py
EMAIL_HOST            the server that takes e-mail (SMTP); without it, messages are written to the
                      output of the program and nothing is sent. Invitations work either way
EMAIL_PORT            its port; default: 587 with EMAIL_USE_TLS, else 25
EMAIL_HOST_USER       and EMAIL_HOST_PASSWORD: how to sign in there; default: not at all
EMAIL_USE_TLS         1: encrypted, by STARTTLS; default 0
DEFAULT_FROM_EMAIL    whom messages are from; default: Journeymap <journeymap@localhost>
LOG_LEVEL             DEBUG, INFO, WARNING or ERROR; default INFO

Production: SECRET_KEY, DATABASE_URL, ALLOWED_HOSTS, HTTPS=1, then `manage.py collectstatic` and
`manage.py check --deploy`, which finds nothing to say (a test sees to that).
"""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("JOURNEYMAP_VAR") or BASE_DIR / "var").absolute()


def _flag(name: str) -> bool:
    """Whether the variable says yes: 1, true, yes, on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _names(name: str, default: str = "") -> list[str]:
    """The comma-separated parts of the variable."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _kept_secret() -> str:
    """The random key of this installation, made at the first start; only its owner can read it."""
    VAR.mkdir(parents=True, exist_ok=True)
    path = VAR / "secret-key"
    fresh = VAR / f"secret-key.{secrets.token_hex(8)}"
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            os.link(fresh, path)  # fails where another process was first: then its key counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def _database() -> dict[str, Any]:
    """PostgreSQL by DATABASE_URL; else SQLite, set so that writers queue up instead of failing."""
    if url := os.environ.get("DATABASE_URL"):
        parsed: dict[str, Any] = {
            **dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        }
    else:
        VAR.mkdir(parents=True, exist_ok=True)
        file = VAR / "db.sqlite3"
        parsed = {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "CONN_MAX_AGE": 60}
    if parsed["ENGINE"].endswith("sqlite3"):
        parsed["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # secure_delete: what is erased is overwritten, as most builds of SQLite do anyway
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA secure_delete=ON",
        }
    return parsed


DEBUG = _flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or _kept_secret()
ALLOWED_HOSTS = _names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "csp",
    "journeymap.workspaces",
    "journeymap.documents",
    "touchpoints",
    "journeys",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "journeymap.static.StaticFilesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "journeymap.urls"
ASGI_APPLICATION = "journeymap.asgi.application"
WSGI_APPLICATION = "journeymap.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "journeymap" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- caches: bodies apart, so that they push no counts out and an erasure can forget them all;
# attempts apart, and many, so that whoever makes others makes the cache forget none of his own ---
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": _MEMORY},
    "bodies": {"BACKEND": _MEMORY, "LOCATION": "bodies"},
    "attempts": {
        "BACKEND": _MEMORY,
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# -- people ---------------------------------------------------------------------------------
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 86400

# -- e-mail ---------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
_MAIL = "django.core.mail.backends"
EMAIL_BACKEND = f"{_MAIL}.smtp.EmailBackend" if EMAIL_HOST else f"{_MAIL}.console.EmailBackend"
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or (587 if EMAIL_USE_TLS else 25))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "Journeymap <journeymap@localhost>"

# -- languages and time: stored in UTC, shown in the workspace's zone ---------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 86400
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "journeymap" / "locale"]
FORMAT_MODULE_PATH = ["journeymap.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -- static files ---------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED = "journeymap.storage.MinifiedStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if DEBUG else _HASHED},
}

# -- what browsers are told ------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

HTTPS = _flag("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS") or 365 * 86400) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
if _flag("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# -- the API ----------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Journeymap",
    "DESCRIPTION": "Service paths as graphs, pictures and tables; what customers say of them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {
        "rid": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
        "slug": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
    },
    "PREPROCESSING_HOOKS": ["journeys.api.schema.only_api"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "journeys.api.schema.finish",
    ],
}

# -- logs -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django": {"handlers": []}},  # Django's own would say everything twice
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL") or "INFO"},
}
