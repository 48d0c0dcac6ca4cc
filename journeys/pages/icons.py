"""The interface's icons, drawn in the colour of the text; kinds look as they do on the map."""

from __future__ import annotations

from journeys.diagrams.icons import ICONS as MAP_ICONS

#: Name -> what is inside the <svg>, on a 16 × 16 grid.
ICONS: dict[str, str] = {
    "idea": '<path d="M5.75 11.25h4.5M6.5 13.75h3M5.75 11.25c0-1.5-2-2.25-2-5a4.25 4.25 0 0 1 8.5 0c0 2.75-2 3.5-2 5"/>',  # noqa: E501
    "dots": '<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2"/>',
    "check": '<path d="m3 8.5 3.25 3.25L13 4.75"/>',
    "close": '<path d="m3.5 3.5 9 9M12.5 3.5l-9 9"/>',
    "note": '<circle cx="8" cy="8" r="6.25"/><path d="M8 7.25v4M8 4.75V5"/>',
    "warning": '<path d="M8 2.25 14.25 13.5H1.75zM8 6.5v3.25M8 11.5v.25"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "minus": '<path d="M3 8h10"/>',
    "fold": '<path d="M2 8h4.5M4.25 5.5 6.75 8l-2.5 2.5M14 8H9.5M11.75 5.5 9.25 8l2.5 2.5"/>',
    "unfold": '<path d="M6.5 8H2M4.5 5.5 2 8l2.5 2.5M9.5 8H14M11.5 5.5 14 8l-2.5 2.5"/>',
    "upload": '<path d="M8 10.5v-8M4.75 5.5 8 2.25l3.25 3.25M2.5 10.5v3h11v-3"/>',
    "download": '<path d="M8 2.25v8M4.75 7.25 8 10.5l3.25-3.25M2.5 10.5v3h11v-3"/>',
    "talk": '<path d="M2.25 2.75h11.5V11H7.75L4.5 13.75V11H2.25z"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.25 10.25 3.5 3.5"/>',
    "arrow": '<path d="M2.5 8h11M9.25 3.75 13.5 8l-4.25 4.25"/>',
    "return": '<path d="M6 3 2.75 6.25 6 9.5M2.75 6.25H10a3.5 3.5 0 0 1 0 7H6.5"/>',
    "truth": '<path d="M8 1.75 14.25 8 8 14.25 1.75 8z"/>',
    "trash": '<path d="M2.5 4.25h11M6 4.25v-2h4v2M4 4.25l.6 9.5h6.8l.6-9.5"/>',
    "open": '<path d="M9 2.5h4.5V7M13.5 2.5 7.75 8.25M11.5 9.5v4h-9v-9h4"/>',
    "share": '<circle cx="12" cy="3.5" r="1.75"/><circle cx="4" cy="8" r="1.75"/><circle cx="12" cy="12.5" r="1.75"/><path d="m5.6 7.1 4.8-2.7M5.6 8.9l4.8 2.7"/>',  # noqa: E501
    "lock": '<rect x="3" y="7" width="10" height="6.5" rx="1"/><path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2"/>',  # noqa: E501
    "copy": '<rect x="5.5" y="5.5" width="8" height="8" rx="1"/><path d="M10.5 5.5v-3h-8v8h3"/>',
    "map": '<path d="M1.75 4 6 2.25l4 1.5 4.25-1.5V12L10 13.75l-4-1.5L1.75 14zM6 2.25v10M10 3.75v10"/>',  # noqa: E501
    "path": '<circle cx="3.5" cy="8" r="1.75"/><circle cx="12.5" cy="3.75" r="1.75"/><circle cx="12.5" cy="12.25" r="1.75"/><path d="m5.25 7.25 5.5-2.75M5.25 8.75l5.5 2.75"/>',  # noqa: E501
    "history": '<path d="M2.25 3.25v3h3M2.6 6.25a5.75 5.75 0 1 1-.3 2.75M8 5v3.25l2.25 1.5"/>',
    "undo": '<path d="M5.5 2.5 2.25 5.75 5.5 9M2.25 5.75H10a3.75 3.75 0 0 1 0 7.5H6"/>',
    "redo": '<path d="m10.5 2.5 3.25 3.25L10.5 9M13.75 5.75H6a3.75 3.75 0 0 0 0 7.5h4"/>',
    "palette": '<path d="M5.5 5.5h5v5h-5zM5.5 5.5h-1.5a1.75 1.75 0 1 1 1.5-1.75zM10.5 5.5V4A1.75 1.75 0 1 1 12 5.5zM10.5 10.5H12a1.75 1.75 0 1 1-1.5 1.5zM5.5 10.5V12A1.75 1.75 0 1 1 4 10.5z"/>',  # noqa: E501
    "keys": '<rect x="1.25" y="3.75" width="13.5" height="8.5" rx="1.5"/><path d="M4 6.5h.01M6.7 6.5h.01M9.4 6.5h.01M12 6.5h.01M5 9.5h6"/>',  # noqa: E501
    "feedback": '<path d="M2.25 2.5h11.5v8.75h-6L4.5 13.75v-2.5H2.25zM5 8.5v-2M8 8.5V5M11 8.5V6"/>',
    "findings": '<path d="M3.5 14.25V2.25M3.5 2.75h9.25L10.5 6l2.25 3.25H3.5"/>',
    "filter": '<path d="M2 3h12L9.5 8.5v5l-3-1.75V8.5z"/>',
    "table": '<rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1"/><path d="M1.75 6.25h12.5M6.25 6.25v7M1.75 9.75h12.5"/>',  # noqa: E501
}


def drawn(name: str) -> tuple[int, str]:
    """Return the side of an icon's grid and what is inside its <svg> (KeyError: no such)."""
    if name in MAP_ICONS:
        return 14, f'<path d="{MAP_ICONS[name]}"/>'
    return 16, ICONS[name]


def sprite() -> str:
    """Return all icons as symbols, `icon-<name>`, for what the browser draws (icon.js)."""
    symbols = []
    for name in {**ICONS, **MAP_ICONS}:
        grid, inside = drawn(name)
        symbols.append(f'<symbol id="icon-{name}" viewBox="0 0 {grid} {grid}">{inside}</symbol>')
    return f'<svg class="sprite" aria-hidden="true">{"".join(symbols)}</svg>'


def svg(name: str) -> str:
    """Return the icon as an <svg> that assistive technology passes over."""
    grid, inside = drawn(name)
    return (
        f'<svg class="icon" viewBox="0 0 {grid} {grid}" fill="none" stroke="currentColor" '
        'stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{inside}</svg>'
    )
