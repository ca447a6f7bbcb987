"""Stand-ins for imports: not paid for, or failing, until they are used.

Both kinds ask a `source` for the real object on first use; the source of a missing import
raises `MissingModuleError` instead.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

from .words import words

Source = Callable[[], Any]

_SOURCE = "_gradewright_source"


class MissingModuleError(ImportError):
    """Something was used that comes from a module which is not available while grading."""


def missing(message: str) -> Source:
    """Return the source of an import that failed: it raises on every use."""

    def refuse() -> NoReturn:
        raise MissingModuleError(message)

    return refuse


def once(find: Source, namespace: dict[str, Any], name: str) -> Source:
    """Return a source that finds the object once and puts it in the stand-in's place."""
    found: list[Any] = []

    def source() -> Any:
        if not found:
            found.append(find())
            if is_stand_in(namespace.get(name)):
                namespace[name] = found[0]
        return found[0]

    return source


class LazyModule(ModuleType):
    """A module that is imported when one of its attributes is first asked for."""

    def __init__(self, name: str, source: Source) -> None:
        super().__init__(name)
        self.__dict__[_SOURCE] = source

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__[_SOURCE](), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__[_SOURCE](), name, value)

    def __dir__(self) -> list[str]:
        return dir(self.__dict__[_SOURCE]())


class Placeholder:
    """Any other imported object: every use goes to the real one, or raises where there is none.

    `repr` alone is always safe, so that a namespace with placeholders can be looked at.
    """

    __slots__ = ("_gradewright_label", "_gradewright_source")

    def __init__(self, label: str, source: Source) -> None:
        object.__setattr__(self, "_gradewright_label", label)
        object.__setattr__(self, _SOURCE, source)

    def __repr__(self) -> str:
        return f"<placeholder for {object.__getattribute__(self, '_gradewright_label')}>"

    def __getattr__(self, name: str) -> Any:
        return getattr(_real(self), name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (_real(self),)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        real = [_real(x) if isinstance(x, Placeholder) else x for x in inputs]
        return getattr(ufunc, method)(*real, **options)

    def __array_function__(self, function: Any, _types: Any, args: Any, options: Any) -> Any:
        real = [_real(x) if isinstance(x, Placeholder) else x for x in args]
        return function(*real, **options)


def load(module: LazyModule) -> Any:
    """Return the real module behind a lazy one, importing it now."""
    return module.__dict__[_SOURCE]()


def is_stand_in(value: object) -> bool:
    """Tell whether a name still holds one of this module's stand-ins."""
    kind = type(value)
    return kind is LazyModule or kind is Placeholder


def _real(stand_in: Placeholder) -> Any:
    return object.__getattribute__(stand_in, _SOURCE)()


def _reduce(value: Any, protocol: Any) -> Any:
    return value.__reduce_ex__(protocol)


def _exit(value: Any, *error: Any) -> Any:
    return value.__exit__(*error)


_BINARY = words("add sub mul truediv floordiv mod pow matmul lshift rshift and or xor")
_PLAIN = words("lt le eq ne gt ge neg pos abs invert contains index")
_USES: dict[str, Callable[..., Any]] = {
    **{f"__{name}__": getattr(operator, f"__{name}__") for name in _BINARY},
    **{f"__{name}__": getattr(operator, name) for name in _PLAIN},
    "__getitem__": operator.getitem,
    "__setitem__": operator.setitem,
    "__delitem__": operator.delitem,
    "__call__": lambda value, *args, **options: value(*args, **options),
    "__setattr__": setattr,
    "__delattr__": delattr,
    "__iter__": iter,
    "__next__": next,
    "__reversed__": reversed,
    "__len__": len,
    "__bool__": bool,
    "__int__": int,
    "__float__": float,
    "__complex__": complex,
    "__bytes__": bytes,
    "__str__": str,
    "__format__": format,
    "__hash__": hash,
    "__round__": round,
    "__divmod__": divmod,
    "__instancecheck__": lambda value, instance: isinstance(instance, value),
    "__subclasscheck__": lambda value, subclass: issubclass(subclass, value),
    "__enter__": lambda value: value.__enter__(),
    "__exit__": _exit,
    "__aenter__": lambda value: value.__aenter__(),
    "__aexit__": lambda value, *error: value.__aexit__(*error),
    "__aiter__": lambda value: value.__aiter__(),
    "__await__": lambda value: value.__await__(),
    "__reduce_ex__": _reduce,
}


def _forwarded(use: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Placeholder, *args: Any, **options: Any) -> Any:
        return use(_real(self), *args, **options)

    return method


def _reflected(use: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Placeholder, other: Any) -> Any:
        return use(other, _real(self))

    return method


for _name, _use in _USES.items():
    setattr(Placeholder, _name, _forwarded(_use))
for _name in _BINARY:
    setattr(Placeholder, f"__r{_name}__", _reflected(_USES[f"__{_name}__"]))
