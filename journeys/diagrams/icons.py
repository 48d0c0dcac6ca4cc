"""Icons as strokes on a 14 x 14 grid: SVG path data of M, L, H, V, C, A and Z only."""

from __future__ import annotations

# ruff: noqa: E501
from touchpoints.kinds import KINDS

ICONS: dict[str, str] = {
    "person": "M7 1.4A2.6 2.6 0 1 1 7 6.6A2.6 2.6 0 1 1 7 1.4ZM2 13C2.4 10 4.4 8.4 7 8.4C9.6 8.4 11.6 10 12 13",
    "physical_space": "M2 13V6L7 2L12 6V13ZM5.5 13V9H8.5V13",
    "virtual_space": "M2 2.5H12A1 1 0 0 1 13 3.5V9A1 1 0 0 1 12 10H2A1 1 0 0 1 1 9V3.5A1 1 0 0 1 2 2.5ZM5 13H9M7 10V13",
    "object": "M3 1.5H8.5L11 4V12.5H3ZM5 6H9M5 8.5H9",
    "practice": "M2 4H10M2 4L4.2 1.8M2 4L4.2 6.2M12 10H4M12 10L9.8 7.8M12 10L9.8 12.2",
    "staff": "M2 5H12V12.5H2ZM5 5V2.5H9V5M2 8.5H12",
    "partner": "M2 13V3H8V13M8 6H12V13M1 13H13M4 5.5H6M4 8H6M4 10.5H6",
    "system": "M3 3H11V11H3ZM5.5 1V3M8.5 1V3M5.5 11V13M8.5 11V13M1 5.5H3M1 8.5H3M11 5.5H13M11 8.5H13",
    "pain": "M7 1.8L13 12.2H1ZM7 5.5V8.8M7 10.3V10.7",
    "gain": "M7 1.2A5.8 5.8 0 1 1 7 12.8A5.8 5.8 0 1 1 7 1.2ZM4.5 8.2C5.2 10 8.8 10 9.5 8.2M5 4.9V5.3M9 4.9V5.3",
    "opportunity": "M5 9.5C3.5 8.5 2.8 7.2 2.8 5.7A4.2 4.2 0 0 1 11.2 5.7C11.2 7.2 10.5 8.5 9 9.5V10.5H5ZM5.5 12.8H8.5",
    "solution": "M7 1.2A5.8 5.8 0 1 1 7 12.8A5.8 5.8 0 1 1 7 1.2ZM4.2 7.2L6.2 9.2L9.9 5",
    "opens": "M6 2.5H2V12H11.5V8M8.5 2H12V5.5M12 2L6.5 7.5",
    "mandatory": "M7 2V8.5M7 11.3V11.7",
    "single": "M7 1.2A5.8 5.8 0 1 1 7 12.8A5.8 5.8 0 1 1 7 1.2ZM5.6 5.4L7.4 4V10.2",
    "none": "M7 1.2A5.8 5.8 0 1 1 7 12.8A5.8 5.8 0 1 1 7 1.2ZM3 11L11 3",
    "exit": "M7 1.2A5.8 5.8 0 1 1 7 12.8A5.8 5.8 0 1 1 7 1.2ZM4.8 4.8L9.2 9.2M9.2 4.8L4.8 9.2",
    "clock": "M7 1.2A5.8 5.8 0 1 1 7 12.8A5.8 5.8 0 1 1 7 1.2ZM7 3.8V7.2L9.3 8.6",
    "down": "M7 2V11.5M3 7.8L7 11.8L11 7.8",
    "up": "M7 12V2.5M3 6.2L7 2.2L11 6.2",
    "right": "M2 7H11.5M7.8 3L11.8 7L7.8 11",
    "level": "M2.5 5.2H11.5M2.5 8.8H11.5",
    "added": "M7 2V12M2 7H12",
    "removed": "M3 3L11 11M11 3L3 11",
    "moved": "M1.5 7H12.5M9.5 4L12.5 7L9.5 10M4.5 4L1.5 7L4.5 10",
    "changed": "M2.5 11.5L3.3 8.6L9.6 2.3L11.7 4.4L5.4 10.7ZM8.2 3.7L10.3 5.8",
}

for _kind in KINDS:  # one without an icon of its own is drawn as an object
    ICONS.setdefault(_kind, ICONS["object"])
