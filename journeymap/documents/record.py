"""Frozen records that are cheap to define: a dataclass whose methods are shared, not generated.

``@dataclass(frozen=True)`` compiles six methods for each class; for the thirty classes that every
start of the command line defines, that is half of its time. ``@record`` is the same to those who
use the class (``dataclasses.fields`` and ``replace`` work), with methods that all classes share.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")
_DEFAULTS: dict[type, dict[str, Any]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated fields a frozen, keyword-only dataclass; slotted, unless it keeps
    what its properties worked out."""
    slots = not any(isinstance(each, cached_property) for each in vars(cls).values())
    for name, method in _METHODS.items():
        setattr(cls, name, method)
    return dataclass(init=False, eq=False, repr=False, slots=slots, kw_only=True)(cls)


def _init(self: Any, **values: Any) -> None:
    cls = type(self)
    defaults = _DEFAULTS.get(cls)
    if defaults is None:
        defaults = _DEFAULTS[cls] = {slot.name: slot.default for slot in fields(cls)}
    put = object.__setattr__
    for name, default in defaults.items():
        value = values.pop(name, default)
        put(self, name, _made(cls, name) if value is MISSING else value)
    if values:
        raise TypeError(f"{cls.__name__} has no {', '.join(values)}")


def _made(cls: type, name: str) -> Any:
    """Return what a field without a default begins with."""
    factory = next(slot.default_factory for slot in fields(cls) if slot.name == name)
    if factory is MISSING:
        raise TypeError(f"{cls.__name__} needs {name!r}")
    return factory()


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, slot.name) for slot in fields(self))


def _eq(self: Any, other: object) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    return _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{slot.name}={getattr(self, slot.name)!r}" for slot in fields(self))
    return f"{type(self).__qualname__}({shown})"


def _frozen(self: Any, name: str, value: Any = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot change {name!r} of a {type(self).__name__}")


def _reduce(self: Any) -> tuple[Any, ...]:
    return _again, (type(self), {slot.name: getattr(self, slot.name) for slot in fields(self)})


def _again(cls: type[T], values: dict[str, Any]) -> T:
    return cls(**values)


def plain(value: Any) -> Any:
    """Return frozen records, mappings and tuples as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


_METHODS = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _frozen,
    "__delattr__": _frozen,
    "__reduce__": _reduce,
}
