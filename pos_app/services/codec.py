"""Rules as JSON and back, exactly: frozen dataclasses, dates, sets and alternatives.

A dataclass becomes an object of all its fields and a ``"type"``, so that a default changed in a
later program never changes what was decided. Nothing is guessed on reading: an unknown key, a
missing field without a default or a wrong kind is an error that names the path.
"""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pos_app.domain.errors import PosError

T = TypeVar("T")


def dumps(value: object) -> str:
    """Canonical JSON of a rule: sorted keys, no blanks, letters as they are."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """The ``kind`` written as ``text``; raises ``PosError("definition_unreadable", path=…)``."""
    try:
        data = json.loads(text, parse_float=_no_float)
    except ValueError:
        raise _unreadable("") from None
    return cast("T", _read(kind, data, ""))


def to_plain(value: object) -> Any:
    """``value`` in dicts, lists, texts, whole numbers and bools; a float raises TypeError."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        plain = {one.name: to_plain(getattr(value, one.name)) for one in fields(value)}
        return {"type": type(value).__name__, **plain}
    raise TypeError(f"{type(value).__name__} has no place in a rule")


def _no_float(text: str) -> object:
    raise ValueError(text)


def _unreadable(path: str) -> PosError:
    return PosError("definition_unreadable", path=path.lstrip("."))


_HINTS: dict[type[Any], dict[str, Any]] = {}


def _hints(kind: type[Any]) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def _read(kind: Any, data: object, path: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), data, path)
    if origin is Literal:
        return _expect(data, path, fits=type(data) is str and data in get_args(kind))
    if origin is tuple:
        return _read_tuple(get_args(kind), data, path)
    if origin is frozenset:
        (each,) = get_args(kind)
        return frozenset(_read(each, item, f"{path}[]") for item in _list(data, path))
    if kind in (date, time):
        return _read_moment(kind, data, path)
    if is_dataclass(kind):
        return _read_object(cast("type[Any]", kind), data, path)
    return _expect(data, path, fits=type(data) is kind)


def _expect(data: object, path: str, *, fits: bool) -> object:
    if not fits:
        raise _unreadable(path)
    return data


def _list(data: object, path: str) -> list[object]:
    if not isinstance(data, list):
        raise _unreadable(path)
    return data


def _read_union(kinds: tuple[Any, ...], data: object, path: str) -> object:
    if data is None and types.NoneType in kinds:
        return None
    rest = [kind for kind in kinds if kind is not types.NoneType]
    if len(rest) == 1:
        return _read(rest[0], data, path)
    name = data.get("type") if isinstance(data, dict) else None
    for kind in rest:
        if kind.__name__ == name:
            return _read(kind, data, path)
    raise _unreadable(f"{path}.type")


def _read_tuple(kinds: tuple[Any, ...], data: object, path: str) -> tuple[object, ...]:
    items = _list(data, path)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(items)
    if len(kinds) != len(items):
        raise _unreadable(path)
    return tuple(
        _read(kind, item, f"{path}[{place}]")
        for place, (kind, item) in enumerate(zip(kinds, items, strict=True))
    )


def _read_moment(kind: Any, data: object, path: str) -> object:
    if not isinstance(data, str):
        raise _unreadable(path)
    try:
        return kind.fromisoformat(data)
    except ValueError:
        raise _unreadable(path) from None


def _read_object(kind: type[Any], data: object, path: str) -> object:
    if not isinstance(data, dict) or data.get("type", kind.__name__) != kind.__name__:
        raise _unreadable(path)
    hints = _hints(kind)
    given = {name: item for name, item in data.items() if name != "type"}
    for name in given:
        if name not in hints:
            raise _unreadable(f"{path}.{name}")
    for one in fields(kind):
        required = one.default is MISSING and one.default_factory is MISSING
        if required and one.name not in given:
            raise _unreadable(f"{path}.{one.name}")
    return kind(
        **{name: _read(hints[name], item, f"{path}.{name}") for name, item in given.items()}
    )
