"""Sample journeys: real Finnish services in our own words, in Finnish, English and Swedish.

Each is a file of the project's own format with the catalogue records it uses; a touchpoint or an
organisation is the same record in every file that holds it. ``answers`` makes what customers said.
"""

from __future__ import annotations

from pathlib import Path

#: In the order in which a workspace shows them best: the two full ones first.
NAMES = (
    "start-up-grant",
    "register-as-jobseeker",
    "start-up-grant-to-be",
    "winter-coat",
    "hairdresser-booking",
    "summer-trainee",
    "consumer-complaint",
)
_HERE = Path(__file__).parent


def files() -> list[Path]:
    """Return the sample files (YAML), one journey each; a journey's id is its file's stem."""
    return [_HERE / f"{name}.yaml" for name in NAMES]
