"""Settings of the measured server: the product's own, with the plain view beside it."""

from journeymap.settings import *  # noqa: F403

ROOT_URLCONF = "bench.answers.plain"
