"""Values that cannot be changed: the base class of Swell's own, and documents of frozen mappings and lists.

A `Value` is what `@dataclass(frozen=True, kw_only=True)` would give, written by hand because the import of dataclasses
costs more time than everything else that runs before Helm starts.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Never, Self, dataclass_transform
else:

    def dataclass_transform(**_: object) -> object:
        """Stand in at run time for the mark that type checkers read."""
        return lambda cls: cls


_LONGEST = 4000  # characters of a sentence


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Value:
    """A frozen value: its fields are the annotations of the class, given by name; a class attribute is a default."""

    _fields: tuple[str, ...] = ()
    _defaults: dict[str, "Any"] = {}  # noqa: RUF012  (read-only; ClassVar would cost importing typing)
    _told: tuple[str, ...] = ()
    """The fields with sentences, which may quote any text of an input: each is cut where it is too long to be read."""

    def __init_subclass__(cls) -> None:
        own = tuple(name for name in vars(cls).get("__annotations__", ()) if not name.startswith("_"))
        cls._fields = cls._fields + own
        cls._defaults = cls._defaults | {name: vars(cls)[name] for name in own if name in vars(cls)}

    def __init__(self, **given: "Any") -> None:
        values = self._defaults | given
        if len(values) != len(self._fields) or any(name not in values for name in self._fields):
            odd = set(self._fields).symmetric_difference(values)
            raise TypeError(f"{type(self).__name__}: missing or unknown fields: {', '.join(sorted(odd))}")
        for name in self._told:
            values[name] = _shortened(values[name])
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self._key() == other._key())

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._fields)})"

    def _key(self) -> "tuple[Any, ...]":
        return tuple(getattr(self, name) for name in self._fields)

    def replace(self, **changes: "Any") -> "Self":
        """Return a copy with some fields changed."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)


def _shortened(told: "Any") -> "Any":
    """Return a sentence, or some, of a length that can be read."""
    if isinstance(told, tuple):
        return tuple(map(_shortened, told)) if any(len(one) > _LONGEST for one in told) else told
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}..."


def _refuse(self: object, *_: object, **__: object) -> "Never":
    raise TypeError(f"{type(self).__name__}: it cannot be changed; copy.deepcopy returns one that can")


class FrozenDict(dict):  # type: ignore[type-arg]
    """A dict that cannot be changed; all that reads a dict reads it."""

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse

    def __deepcopy__(self, memo: "dict[int, Any]") -> "dict[Any, Any]":
        return {key: _thawed(value) for key, value in self.items()}


class FrozenList(list):  # type: ignore[type-arg]
    """A list that cannot be changed; all that reads a list reads it."""

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = extend = insert = pop = remove = clear = sort = reverse = _refuse

    def __deepcopy__(self, memo: "dict[int, Any]") -> "list[Any]":
        return [_thawed(value) for value in self]


def frozen(value: "Any") -> "Any":
    """Return a document that cannot be changed at any depth, from one of dicts, lists and scalars."""
    kind = type(value)
    if kind is dict:
        return FrozenDict(zip(value, map(frozen, value.values()), strict=True))
    return FrozenList(map(frozen, value)) if kind is list else value


def _thawed(value: "Any") -> "Any":
    return value.__deepcopy__({}) if isinstance(value, (FrozenDict, FrozenList)) else value
