"""What the calls of a submission's functions can change: found once, compared after each test.

The walk starts at the graded functions and follows names, defaults, closures, attributes and
containers. Whatever it cannot see through, or cannot compare, is a `Doubt`: then nobody can tell
whether a process is still as it was loaded.
"""

from __future__ import annotations

import collections
import functools
import opcode
import random
import re
import sys
import types
import zlib
from abc import ABC, ABCMeta
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import is_
from typing import Any, ClassVar

from gradewright.beside.loading.modules import is_of_submission
from gradewright.beside.loading.placeholders import is_stand_in
from gradewright.beside.loading.quiet import QuietModule
from gradewright.beside.loading.standing import Quiet
from gradewright.beside.loading.words import words

# What these keep for themselves is set anew before each call, or compared by `Surroundings`.
_KNOWN = words(
    "__future__ abc bisect builtins cmath collections copy cvxpy dataclasses enum fractions "
    "functools gradewright heapq itertools math numbers numpy operator random re scipy "
    "statistics string time types typing warnings"
)
# By these code reaches what no name of its own leads to.
_BEYOND = words(
    "__import__ breakpoint compile delattr eval exec getattr globals locals open setattr vars "
    "gi_frame cr_frame ag_frame tb_frame f_back f_globals f_builtins f_locals"
)
_HARMLESS = words("__name__ __doc__ __class__ __init__ __len__ __call__ __qualname__")
_SETS = tuple(opcode.opmap[name] for name in ("STORE_ATTR", "DELETE_ATTR"))
_IMPORTS = opcode.opmap["IMPORT_NAME"]

_PLAIN = frozenset(
    {
        type(None),
        type(...),
        type(NotImplemented),
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        range,
        slice,
        re.Pattern,
        types.CodeType,
        types.GetSetDescriptorType,
        types.MemberDescriptorType,
        types.MethodDescriptorType,
        types.WrapperDescriptorType,
        types.ClassMethodDescriptorType,
    }
)
_PLAIN_BY_NAME = words("cython_function_or_method _ArrayFunctionDispatcher")
_METHODS = (types.FunctionType, staticmethod, classmethod, property)
_MOST_PARTS = 5_000
_MOST_BYTES = 500_000


class Doubt(Exception):  # noqa: N818 - it ends the walk, and is no error
    """Something is within reach of which nobody can tell whether it has changed."""


class Reach:
    """What can be reached from some functions of a submission, as it is now.

    Raises:
        Doubt: nobody can tell of a part of it whether it has changed.
    """

    def __init__(self, namespace: dict[str, Any], functions: Iterable[str]) -> None:
        self.functions = frozenset(name for name in functions if callable(namespace.get(name)))
        self._numpy = sys.modules.get("numpy")
        # Whatever was visited stays alive here, so that no other object gets its number.
        self._seen: dict[int, object] = {}
        self._codes: set[tuple[int, int]] = set()
        self._parts = self._bytes = 0
        self._mappings: list[tuple[Mapping[Any, Any], tuple[Any, ...], tuple[Any, ...]]] = []
        self._lists: list[tuple[Collection[Any], tuple[Any, ...]]] = []
        self._arrays: list[tuple[Any, tuple[Any, ...]]] = []
        self._told: list[tuple[Callable[[], Any], Any]] = []
        self._own = {id(namespace)}
        self._sets_attributes = False
        self._keep(namespace)
        for name in sorted(self.functions):
            self._visit(namespace[name])
        if self._sets_attributes:
            # Those of a module, perhaps: NumPy's, or Python's own.
            for module in list(sys.modules.values()):
                if isinstance(module, types.ModuleType):
                    self._keep(vars(module))

    def holds(self) -> bool:
        """Tell whether all of it is still as it was."""
        return (
            all(
                len(now) == len(keys)
                and all(map(is_, now, keys))
                and all(map(is_, now.values(), values))
                for now, keys, values in self._mappings
            )
            and all(len(now) == len(was) and all(map(is_, now, was)) for now, was in self._lists)
            and all(_seen_in(array) == was for array, was in self._arrays)
            and all(tell() == was for tell, was in self._told)
        )

    def _keep(self, mapping: Mapping[Any, Any]) -> None:
        self._mappings.append((mapping, tuple(mapping), tuple(mapping.values())))

    def _tell(self, tell: Callable[[], Any]) -> None:
        self._told.append((tell, tell()))

    def _count(self, parts: int) -> None:
        self._parts += parts
        if self._parts > _MOST_PARTS:
            raise Doubt("too many parts")

    def _visit_all(self, values: Collection[Any]) -> None:
        self._count(len(values))
        if not _PLAIN.issuperset(map(type, values)):
            for value in values:
                self._visit(value)

    def _visit(self, value: Any) -> None:
        kind = type(value)
        if kind in _PLAIN or id(value) in self._seen:
            return
        self._seen[id(value)] = value
        self._count(1)
        visit = self._VISITS.get(kind)
        if visit is not None:
            visit(self, value)
        # By its type alone: an object may say anything of its class.
        elif issubclass(kind, type):
            self._visit_class(value)
        elif issubclass(kind, types.ModuleType):
            self._visit_module(value)
        elif kind.__name__ not in _PLAIN_BY_NAME and not self._visit_of_numpy(value):
            self._visit_object(value)

    def _visit_of_numpy(self, value: Any) -> bool:
        """Visit an object of NumPy's; tell whether it is one that is known here."""
        numpy: Any = self._numpy
        if numpy is None:
            return False
        if type(value) is numpy.ndarray:
            self._bytes += value.nbytes
            if value.dtype.hasobject or self._bytes > _MOST_BYTES:
                raise Doubt("an array that is too large, or holds objects")
            self._arrays.append((value, _seen_in(value)))
            self._visit(value.base)
        elif type(value) is numpy.random.Generator:
            self._tell(lambda: repr(value.bit_generator.state))
        elif type(value) is numpy.vectorize:
            self._visit(vars(value))
        elif type(value) is numpy.ufunc:
            if value.__name__.endswith("(vectorized)"):
                raise Doubt("a ufunc made of a function")
        else:
            return issubclass(type(value), (numpy.generic, numpy.dtype))
        return True

    def _visit_list(self, value: Collection[Any]) -> None:
        self._lists.append((value, tuple(value)))
        self._visit_all(value)

    def _visit_dict(self, value: dict[Any, Any]) -> None:
        self._keep(value)
        self._visit_all(value)
        self._visit_all(value.values())
        self._visit(getattr(value, "default_factory", None))

    def _visit_function(self, function: types.FunctionType) -> None:
        namespace = function.__globals__
        for part in (function.__defaults__, function.__kwdefaults__, function.__closure__):
            self._visit(part)
        if self._is_own(namespace):
            self._visit(vars(function))
            self._visit_code(function.__code__, namespace)
        else:
            _must_be_known(namespace.get("__name__"))

    def _visit_cell(self, cell: types.CellType) -> None:
        try:
            content = cell.cell_contents
        except ValueError:
            raise Doubt("a variable without a value") from None
        self._tell(lambda: id(cell.cell_contents))
        self._visit(content)

    def _visit_bound(self, method: Any) -> None:
        """Visit a method of an object, or a function of a module."""
        of = method.__self__
        if of is None or type(of) is types.ModuleType:
            _must_be_known(method.__module__ if of is None else of.__name__)
        else:
            self._visit(of)
        self._visit(getattr(method, "__func__", None))

    def _visit_wrapped(self, value: Any) -> None:
        for name in ("__func__", "fget", "fset", "fdel", "func", "args", "keywords"):
            self._visit(getattr(value, name, None))

    def _visit_cache(self, cache: Any) -> None:
        self._tell(cache.cache_info)
        self._visit(cache.__wrapped__)

    def _visit_code(self, code: types.CodeType, namespace: dict[str, Any]) -> None:
        if (id(code), id(namespace)) in self._codes:
            return
        self._codes.add((id(code), id(namespace)))
        steps = code.co_code[::2]
        self._sets_attributes |= any(step in steps for step in _SETS)
        does_import = _IMPORTS in steps
        for name in code.co_names:
            if name in _BEYOND or _is_special(name):
                raise Doubt(name)
            if name in namespace:
                self._visit(namespace[name])
            if does_import:
                self._visit(sys.modules.get(name.partition(".")[0]))
        for constant in code.co_consts:
            if type(constant) is types.CodeType:
                self._visit_code(constant, namespace)

    def _is_own(self, namespace: dict[str, Any]) -> bool:
        """Tell whether names there are the submission's; those of its modules are kept, too."""
        if id(namespace) in self._own:
            return True
        module = sys.modules.get(str(namespace.get("__name__")))
        if module is None or vars(module) is not namespace or not is_of_submission(module):
            return False
        self._own.add(id(namespace))
        self._keep(namespace)
        return True

    def _visit_module(self, module: types.ModuleType) -> None:
        if is_stand_in(module):
            return
        if isinstance(module, QuietModule):
            self._keep(vars(module))
        elif self._is_own(vars(module)):
            names = [name for name in vars(module) if not _is_special(name)]
            self._visit_all([vars(module)[name] for name in names])
        else:
            _must_be_known(module.__name__)
            for name, value in list(vars(module).items()):
                if not name.startswith("_"):
                    self._keep_outside(value)

    def _keep_outside(self, value: Any) -> None:
        """Keep what a table of a library's holds, but not what these parts hold."""
        if type(value) is dict:
            self._keep(value)
        elif type(value) in (list, set):
            self._lists.append((value, tuple(value)))

    def _visit_class(self, kind: type) -> None:
        if not self._is_own_class(kind):
            _must_be_known(kind.__module__)
            return
        if type(kind) not in (type, ABCMeta) or "__slots__" in vars(kind):
            raise Doubt("a class of a special kind")
        self._keep(vars(kind))
        for name, value in list(vars(kind).items()):
            if isinstance(value, _METHODS) or not _is_special(name):
                self._visit(value)
        for base in kind.__bases__:
            self._visit(base)

    def _is_own_class(self, kind: type) -> bool:
        module = sys.modules.get(kind.__module__)
        return module is not None and self._is_own(vars(module))

    def _visit_object(self, value: Any) -> None:
        """Visit an object of a class of the submission's, or one of our stand-ins."""
        if is_stand_in(value) or _is_seeded(value):
            return
        kind = type(value)
        if not issubclass(kind, Quiet):
            bases = (base for base in kind.__mro__ if base not in (object, ABC))
            if not all(map(self._is_own_class, bases)):
                raise Doubt(kind.__name__)
            self._visit(kind)
        self._visit(object.__getattribute__(value, "__dict__"))

    _VISITS: ClassVar[dict[type, Callable[[Any, Any], None]]] = {
        tuple: _visit_all,
        frozenset: _visit_all,
        list: _visit_list,
        set: _visit_list,
        collections.deque: _visit_list,
        dict: _visit_dict,
        collections.defaultdict: _visit_dict,
        collections.OrderedDict: _visit_dict,
        collections.Counter: _visit_dict,
        types.FunctionType: _visit_function,
        types.CellType: _visit_cell,
        types.MethodType: _visit_bound,
        types.BuiltinFunctionType: _visit_bound,
        types.MethodWrapperType: _visit_bound,
        staticmethod: _visit_wrapped,
        classmethod: _visit_wrapped,
        property: _visit_wrapped,
        functools.partial: _visit_wrapped,
        type(functools.cache(len)): _visit_cache,
    }


def _must_be_known(module: object) -> None:
    if str(module).partition(".")[0] not in _KNOWN:
        raise Doubt(f"something of {module}")


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and name not in _HARMLESS


def _is_seeded(value: object) -> bool:
    """Tell whether this is a generator that is seeded before each call."""
    numpy: Any = sys.modules.get("numpy")
    draws = (random.random, numpy and numpy.random.rand)
    return any(value is getattr(draw, "__self__", None) for draw in draws)


def _seen_in(array: Any) -> tuple[Any, ...]:
    """Return what tells whether an array, or a number in it, has changed."""
    plain = array.dtype.kind in "biufc" and array.flags.c_contiguous
    numbers = zlib.crc32(array if plain else array.tobytes())
    return numbers, array.shape, array.strides, array.dtype, array.flags.writeable
