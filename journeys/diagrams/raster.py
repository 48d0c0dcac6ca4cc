"""The child of ``png``: paints the SVG on stdin as PNG on stdout. Run by path, imports no app.

Arguments: zoom, 1 where the system's fonts may help out, font files.
"""

import sys

import resvg_py

if __name__ == "__main__":
    zoom, system, *fonts = sys.argv[1:]
    sys.stdout.buffer.write(
        bytes(
            resvg_py.svg_to_bytes(
                svg_string=sys.stdin.buffer.read().decode("utf-8"),
                zoom=float(zoom),
                font_files=fonts,
                font_family="Arimo",
                sans_serif_family="Arimo",
                skip_system_fonts=system == "0",
            )
        )
    )
