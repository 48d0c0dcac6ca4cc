"""Order keys: texts over 0-9A-Za-z that sort bytewise; there is always one between two others.

Pure. A key reads as the digits of a fraction between 0 and 1 in base 62, so it never ends in 0.
An item is moved by giving it a new key; the others keep theirs. Adding at either end makes keys of
a few digits (thousands in four); the worst insertions at one inner place cost a digit for every
five, so that 400 of them stay within the 100 digits that a key may have.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(DIGITS)
_AT = {digit: at for at, digit in enumerate(DIGITS)}


def between(low: str, high: str) -> str:
    """Return a key after ``low`` and before ``high``; '' leaves that end open.

    ValueError where ``low`` is not before ``high``, or one is no key.
    """
    for key in (low, high):
        if key.strip(DIGITS) or key.endswith("0"):
            raise ValueError(f"{key!r} is no order key")
    if not low and not high:
        return DIGITS[_BASE // 2]
    if not high:
        return _next(low, 1)
    if not low:
        return _next(high, -1)
    if low >= high:
        raise ValueError(f"{low!r} is not before {high!r}")
    return _middle(low, high)


def spread(count: int) -> list[str]:
    """Return ``count`` keys in order, evenly spread and as short as fits."""
    width = 1
    while _BASE**width < 2 * (count + 1):
        width += 1
    step = _BASE**width
    return [_text(at * step // (count + 1), width).rstrip("0") for at in range(1, count + 1)]


def _text(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


def _next(key: str, step: int, width: int = 2) -> str:
    """Return a key just after (1) or before (-1), of 2, 4, 8, … digits; wider at either end."""
    number = 0
    for digit in key[:width].ljust(width, "0"):
        number = number * _BASE + _AT[digit]
    number += step
    if number % _BASE == 0:
        number += step
    if 0 < number < _BASE**width:
        return _text(number, width)
    return _next(key, step, width * 2)


def _middle(low: str, high: str) -> str:
    """Return the shortest key about halfway between two keys, digit by digit."""
    shared = 0
    while shared < len(high) and low[shared : shared + 1].rjust(1, "0") == high[shared]:
        shared += 1
    start = _AT[low[shared]] if shared < len(low) else 0
    end = _AT[high[shared]] if shared < len(high) else _BASE
    if end - start > 1:
        return high[:shared] + DIGITS[(start + end) // 2]
    if len(high) > shared + 1:
        return high[: shared + 1]
    return high[:shared] + DIGITS[start] + _above(low[shared + 1 :])


def _above(low: str) -> str:
    """Return the shortest digits about halfway between ``low`` and the end of the line."""
    start = _AT[low[0]] if low else 0
    if start < _BASE - 1:
        return DIGITS[(start + _BASE) // 2]
    return low[0] + _above(low[1:])
