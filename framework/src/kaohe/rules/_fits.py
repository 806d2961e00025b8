"""How one value is fitted to the annotation of its field: let through in its plain form, or refused with what is wanted."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from ..words import Text
from ._field_rules import FieldRule, to_text

__all__ = ["PLAIN", "Fit", "Unfit", "fit_of"]

_LARGEST_BITS = 128

Fit = Callable[[Any], Any]


class Unfit(Exception):  # noqa: N818  # a signal, never shown
    def __init__(self, value: object, wanted: Text, hint: Text | None = None) -> None:
        super().__init__()
        self.value, self.wanted, self.hint, self.path = value, wanted, hint, ""


def fit_of(hint: Any) -> Fit:
    """What lets a value through (in its plain form) or raises Unfit."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return _with_rules(fit_of(hint.__origin__), hint.__metadata__)
    if origin is typing.ClassVar:
        return fit_of(typing.get_args(hint)[0])
    if origin is tuple:
        return _tuple(typing.get_args(hint))
    if origin in (types.UnionType, typing.Union):
        return _union(typing.get_args(hint))
    if hint in PLAIN:
        return _plain(hint)
    if origin is type:
        return _class
    if origin is not None:  # Callable[..., Exact]
        return _callable
    return _instance((hint,))


def _union(parts: tuple[Any, ...]) -> Fit:
    real = tuple(part for part in parts if part is not type(None))
    fit = fit_of(real[0]) if len(real) == 1 else _plain_or(real) if real[0] in PLAIN else _instance(real)
    if len(real) == len(parts):
        return fit
    return lambda value: None if value is None else fit(value)


def _plain_or(parts: tuple[Any, ...]) -> Fit:
    """A plain value, or one of the classes named after it."""
    plain, others = _plain(parts[0]), _instance(parts[1:])
    either = Text("{a}, or {b}", "{a}，或{b}").format(a=PLAIN[parts[0]][1], b=_wanted(parts[1:]))

    def fitted(value: Any) -> Any:
        if issubclass(type(value), parts[1:]):
            return others(value)
        try:
            return plain(value)
        except Unfit as unfit:
            raise Unfit(value, _write(either), unfit.hint) from None

    return fitted


def _with_rules(fit: Fit, rules: tuple[FieldRule, ...]) -> Fit:
    def fitted(value: Any) -> Any:
        found = fit(value)
        for rule in rules:
            if not rule.holds(found):
                raise Unfit(value, rule.text)
        return found

    return fitted


def _tuple(parts: tuple[Any, ...]) -> Fit:
    fits = [fit_of(part) for part in parts if part is not Ellipsis]
    many = parts[-1] is Ellipsis

    def checked_parts(value: Any) -> Any:
        if type(value) is not tuple and type(value) is not list:
            raise Unfit(value, _write(_a_tuple(parts[0])), _comma(fits[0], value))
        if not many and len(value) != len(fits):
            raise Unfit(value, Text("write a tuple of {n}", "请写 {n} 项的元组").format(n=len(fits)))
        found, same = [], type(value) is tuple
        for place, part in enumerate(value):
            try:
                fitted = fits[0 if many else place](part)
            except Unfit as unfit:
                unfit.path = f"[{place}]{unfit.path}"
                raise
            found.append(fitted)
            same = same and fitted is part
        return value if same else tuple(found)

    return checked_parts


def _comma(fit: Fit, value: Any) -> Text | None:
    """The hint for `kinds = (K)`: one of what should stand in a tuple."""
    try:
        fit(value)
    except Unfit:
        return None
    return Text("a tuple of one needs its comma: (x,)", "单项元组要写逗号：(x,)")


def _plain(kind: type) -> Fit:
    make, wanted = PLAIN[kind]

    def fitted(value: Any) -> Any:
        if type(value) is kind and kind not in _LIMITED:
            return value
        found = make(value)
        if found is None:
            raise Unfit(value, _write(wanted), _hint(value))
        return found

    return fitted


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    found = value if type(value) is str else str.__str__(value)
    try:
        found.encode()
    except UnicodeEncodeError:  # half of a surrogate pair cannot be written anywhere
        return None
    return found


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or int.bit_length(value) > _LARGEST_BITS:
        return None
    return value if type(value) is int else int.__add__(value, 0)


def _fraction(value: Any) -> Fraction | int | None:
    if type(value) is not Fraction:
        return _whole(value)
    return value if max(value.numerator.bit_length(), value.denominator.bit_length()) <= _LARGEST_BITS else None


def _date(value: Any) -> dt.date | None:
    return value if type(value) is dt.date and 1900 <= value.year <= 2999 else None


def _words(value: Any) -> Text | None:
    value = to_text(value)
    return value if type(value) is Text and _text(value.en) and _text(value.zh) else None


PLAIN: dict[Any, tuple[Fit, Text]] = {
    str: (_text, Text("a text in quotes", "加引号的文字")),
    int: (_whole, Text("a whole number", "整数")),
    bool: (lambda value: None, Text("True or False", "True 或 False")),
    Fraction: (_fraction, Text('an exact number such as 30, "89.5" or "2/3"', '精确数，如 30、"89.5"、"2/3"')),
    dt.date: (_date, Text("a day such as dt.date(2020, 1, 31)", "日期，如 dt.date(2020, 1, 31)")),
    Text: (_words, Text('("English", "中文")', '"中文"，或 ("English", "中文")')),
}
_LIMITED = {str, int, Fraction, dt.date, Text}


def _instance(kinds: tuple[type, ...]) -> Fit:
    def fitted(value: Any) -> Any:
        if not issubclass(type(value), kinds):
            raise Unfit(value, _write(_wanted(kinds)), _hint(value))
        return value

    return fitted


_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType)


def _callable(value: Any) -> Any:
    # `str` is a class, and the usual way to say "as it stands"; str.lower is a method descriptor.
    if value is not str and not isinstance(value, _FUNCTIONS):
        raise Unfit(value, Text("write a function (def ...)", "请写函数（def ...）"))
    return value


def _class(value: Any) -> Any:
    if not isinstance(value, type):
        raise Unfit(value, Text("write the name of a class, without ( )", "请写类名，不加 ( )"))
    return value


def _write(wanted: Text) -> Text:
    return Text("write {what}", "请写{what}").format(what=wanted)


_EXPRESSIONS = {
    "NumberExpr": Text(
        "a number of the appraisee: an input, mark.mean(), number(60)", "数值表达式：录入项、mark.mean()、number(60)"
    ),
    "BoolExpr": Text("a condition such as mark >= 60", "条件，如 mark >= 60"),
    "ChoiceExpr": Text("a choice: an input of options", "选择项"),
    "Date": Text("an input, like Date(...)", "录入项，如 Date(...)"),
    "DateExpr": Text("a day: a Date input or day(...)", "日期：Date 录入项或 day(...)"),
}


def _wanted(kinds: tuple[type, ...]) -> Text:
    found = [_EXPRESSIONS.get(kind.__name__) or Text(kind.__name__, kind.__name__) for kind in kinds]
    whole = found[0]
    for one in found[1:]:
        whole = Text("{a}, or {b}", "{a}，或{b}").format(a=whole, b=one)
    return whole


def _a_tuple(part: Any) -> Text:
    bare = part.__origin__ if typing.get_origin(part) is Annotated else part
    if typing.get_origin(bare) is tuple:
        return Text("a tuple of tuples", "元组的元组")
    of = PLAIN[bare][1] if bare in PLAIN else _wanted((bare,) if isinstance(bare, type) else typing.get_args(bare))
    return Text("a tuple of: {of}", "元组，每项为：{of}").format(of=of)


def _hint(value: object) -> Text | None:
    if isinstance(value, bool):
        return Text(
            "== compares declarations in Python: write x.is_(60); for and, or, not write & | ~",
            "== 在 Python 里比较的是声明本身：请写 x.is_(60)；与、或、非请写 & | ~",
        )
    if isinstance(value, type | types.FunctionType | types.MethodType):
        return Text("call it: add ( )", "请加括号 ( ) 调用")
    if isinstance(value, int | Fraction | Decimal):
        return Text("for a number write number(60)", "数值请写 number(60)")
    if hasattr(value, "their"):  # a link, whose class lies above this module
        return Text("for what the linked one has write LINK.their(input)", "取所联系对象的内容请写 LINK.their(录入项)")
    return None
