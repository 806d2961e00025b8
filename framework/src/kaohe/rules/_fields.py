"""Every declared field is checked when its value is built, by what the class says that the field holds.

The annotations of the declared classes are the rules: `checked` reads them once for each class.
"""

from __future__ import annotations

import datetime as dt
import difflib
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, wraps
from typing import Annotated, Any, TypeVar

import attrs

from ..errors import KaoheError, SchemeError
from ..words import Message, Said, Text, visible

__all__ = [
    "INPUT",
    "KNOWN",
    "SHOWN_ONLY",
    "After",
    "Back",
    "Beside",
    "Few",
    "Key",
    "Length",
    "Month",
    "MonthDay",
    "Name",
    "Places",
    "Some",
    "Step",
    "Workdays",
    "check_hints",
    "checked",
    "maybe_text",
    "one_of",
    "shown",
    "to_text",
    "within",
]

KNOWN: set[type] = set()  # every class that a declaration may be made of
SHOWN_ONLY = {"shown only": True}  # the metadata of a field that screens alone read: no digest holds it
_LONGEST, _LARGEST_BITS = 200, 128

Fit = Callable[[Any], Any]
Made = TypeVar("Made", bound=type)


@attrs.frozen
class _Rule:
    """What more a field asks of its value than its type, and how to say so."""

    holds: Callable[[Any], bool]
    text: Text


def one_of(*words: str) -> _Rule:
    """One of a closed list of words."""
    known = ", ".join(words)
    return _Rule(words.__contains__, Text(f"it is one of: {known}", f"可用：{known}"))


def within(low: int, high: int) -> _Rule:
    """A whole number between two."""
    return _Rule(
        lambda number: low <= number <= high,
        Text(f"it lies between {low} and {high}", f"须在 {low} 与 {high} 之间"),
    )


_KEY = re.compile(r"[\w-]{1,64}")
_NAMED = _Rule(
    lambda text: 0 < len(text) <= _LONGEST and text == text.strip() and text.isprintable(),
    Text(
        "it is a name of 1 to 200 printable characters without blanks at its ends",
        "它是 1 至 200 个可显示字符，首尾没有空格",
    ),
)
_KEYED = _Rule(
    lambda text: _KEY.fullmatch(text) is not None,
    Text(
        "a key is 1 to 64 letters, digits, _ or -: it names the input in case files",
        "键名为 1 至 64 个字母、数字、_ 或 -，案例文件用它指称录入项",
    ),
)
_FEW_PLACES = _Rule(lambda number: 0 <= number <= 12, Text("decimal places are 0 to 12", "小数位数为 0 至 12"))
_FEW_STEPS = _Rule(
    lambda number: abs(number) <= 36600,
    Text("it lies within a hundred years", "不超过一百年"),
)
_FEW_WORKDAYS = _Rule(
    lambda number: abs(number) <= 1000, Text("it lies between -1000 and 1000", "须在 -1000 与 1000 之间")
)
_MONTH = _Rule(lambda number: 1 <= number <= 12, Text("a month is 1 to 12", "月份为 1 至 12"))
_LENGTH = _Rule(lambda number: 1 <= number <= 120, Text("a cycle is 1 to 120 months", "周期为 1 至 120 个月"))
_AFTER = _Rule(lambda number: 0 <= number <= 366, Text("it lies between 0 and 366", "须在 0 与 366 之间"))
_MONTH_DAY = _Rule(lambda number: 1 <= number <= 31, Text("a day of the month is 1 to 31", "日为 1 至 31"))
_BESIDE = _Rule(lambda number: -1 <= number <= 1, Text("it is -1, 0 or 1", "须为 -1、0 或 1"))
_FEW = _Rule(lambda number: 1 <= number <= 1000, Text("it lies between 1 and 1000", "须在 1 与 1000 之间"))
_BACK = _Rule(lambda number: 0 <= number <= 20, Text("it lies between 0 and 20", "须在 0 与 20 之间"))
INPUT = _Rule(
    lambda value: hasattr(value, "key") and hasattr(value, "plus_days"),
    Text("it is an input, like Date(...)", "它是录入项，如 Date(...)"),
)
_NOT_EMPTY = _Rule(bool, Text("it holds at least one", "至少有一个"))

Key = Annotated[str, _KEYED]
Name = Annotated[str, _NAMED]
Places = Annotated[int, _FEW_PLACES]
Step = Annotated[int, _FEW_STEPS]
Workdays = Annotated[int, _FEW_WORKDAYS]
Month = Annotated[int, _MONTH]
Length = Annotated[int, _LENGTH]
After = Annotated[int, _AFTER]
Back = Annotated[int, _BACK]
MonthDay = Annotated[int, _MONTH_DAY]
Beside = Annotated[int, _BESIDE]
Few = Annotated[int, _FEW]
Item = TypeVar("Item")
Some = Annotated[tuple[Item, ...], _NOT_EMPTY]


def to_text(value: Said) -> Text:
    """Words as they are given: a text, the pair ("English", "中文"), or a plain text, which stands for both languages."""
    if isinstance(value, tuple):
        fits = len(value) == 2 and all(isinstance(words, str) and words.strip() for words in value)
        return Text(*value) if fits else value  # type: ignore[return-value]  # what is no text is refused by `checked`, with the field's name
    return Text(value, value) if isinstance(value, str) and value.strip() else value  # type: ignore[return-value]  # as above


def maybe_text(value: Said | None) -> Text | None:
    """The same, where a text may be missing."""
    return None if value is None else to_text(value)


class _Unfit(Exception):  # noqa: N818  # a signal within this module, never shown
    def __init__(self, value: object, wanted: Text, hint: Text | None = None) -> None:
        super().__init__()
        self.value, self.wanted, self.hint, self.path = value, wanted, hint, ""


def checked(made: Made) -> Made:
    """Let a frozen class check every field when a value is built, by its annotations.

    A list stands for a tuple. Anything else that does not fit raises SchemeError, which names the class, the
    field, the value's id or key, what was found and what is wanted.
    """
    KNOWN.add(made)
    build: Any = made.__init__  # type: ignore[misc]  # wrapped where it stands
    fits: list[tuple[str, Fit]] = []

    @wraps(build)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  # it replaces the class's own
        try:
            build(self, *args, **named)
        except Exception as error:
            raise _not_built(made, build, args, named, error) from error
        if not fits:
            fits.extend(_fits(made))
        name = ""
        try:
            for name, fit in fits:
                value = getattr(self, name)
                fitted = fit(value)
                if fitted is not value:
                    object.__setattr__(self, name, fitted)
        except _Unfit as found:
            raise _unfit(made, _identity(_fields_of(self)), name, found) from None

    made.__init__ = __init__  # type: ignore[misc]  # as above
    return made


def _fields_of(value: Any) -> dict[str, object]:
    """The fields of a declared value by name."""
    return {field.name: getattr(value, field.name, None) for field in attrs.fields(type(value))}


def check_hints(owner: type, kept: type) -> None:
    """Check the class attributes of `owner` by what `kept`, its base, says of them; each is then in its plain form.

    Raises SchemeError.
    """
    for name, fit in _class_fits(kept):
        value = getattr(owner, name)
        try:
            fitted = fit(value)
        except _Unfit as found:
            raise _unfit(owner, "", name, found) from None
        if fitted is not value:
            setattr(owner, name, fitted)


@cache
def _class_fits(kept: type) -> tuple[tuple[str, Fit], ...]:
    hints = typing.get_type_hints(kept, include_extras=True)
    return tuple((name, _fit(hint)) for name, hint in hints.items())


def _fits(made: type) -> Iterator[tuple[str, Fit]]:
    """The checks of a class by field, each annotation read in the module of the class that wrote it."""
    for field in attrs.fields(made):
        owner = next(base for base in made.__mro__ if field.name in inspect.get_annotations(base))
        yield field.name, _written(owner.__module__, str(field.type))


@cache
def _written(module: str, hint: str) -> Fit:
    """The check that an annotation in `module` asks for; the same words mean the same in all its classes."""
    return _fit(eval(hint, vars(sys.modules[module])))  # noqa: S307  # the text is an annotation of our own


def _fit(hint: Any) -> Fit:
    """What lets a value through (in its plain form) or raises _Unfit."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return _with_rules(_fit(hint.__origin__), hint.__metadata__)
    if origin is typing.ClassVar:
        return _fit(typing.get_args(hint)[0])
    if origin is tuple:
        return _tuple(typing.get_args(hint))
    if origin in (types.UnionType, typing.Union):
        return _union(typing.get_args(hint))
    if hint in _PLAIN:
        return _plain(hint)
    if origin is type:
        return _class
    if origin is not None:  # Callable[..., Exact]
        return _callable
    return _instance((hint,))


def _union(parts: tuple[Any, ...]) -> Fit:
    real = tuple(part for part in parts if part is not type(None))
    fit = _fit(real[0]) if len(real) == 1 else _plain_or(real) if real[0] in _PLAIN else _instance(real)
    if len(real) == len(parts):
        return fit
    return lambda value: None if value is None else fit(value)


def _plain_or(parts: tuple[Any, ...]) -> Fit:
    """A plain value, or one of the classes named after it."""
    plain, others = _plain(parts[0]), _instance(parts[1:])
    either = Text("{a}, or {b}", "{a}，或{b}").format(a=_PLAIN[parts[0]][1], b=_wanted(parts[1:]))

    def fitted(value: Any) -> Any:
        if issubclass(type(value), parts[1:]):
            return others(value)
        try:
            return plain(value)
        except _Unfit as unfit:
            raise _Unfit(value, _write(either), unfit.hint) from None

    return fitted


def _with_rules(fit: Fit, rules: tuple[_Rule, ...]) -> Fit:
    def fitted(value: Any) -> Any:
        found = fit(value)
        for rule in rules:
            if not rule.holds(found):
                raise _Unfit(value, rule.text)
        return found

    return fitted


def _tuple(parts: tuple[Any, ...]) -> Fit:
    fits = [_fit(part) for part in parts if part is not Ellipsis]
    many = parts[-1] is Ellipsis

    def checked_parts(value: Any) -> Any:
        if type(value) is not tuple and type(value) is not list:
            raise _Unfit(value, _write(_a_tuple(parts[0])), _comma(fits[0], value))
        if not many and len(value) != len(fits):
            raise _Unfit(value, Text("write a tuple of {n}", "请写 {n} 项的元组").format(n=len(fits)))
        found, same = [], type(value) is tuple
        for place, part in enumerate(value):
            try:
                fitted = fits[0 if many else place](part)
            except _Unfit as unfit:
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
    except _Unfit:
        return None
    return Text("a tuple of one needs its comma: (x,)", "单项元组要写逗号：(x,)")


def _plain(kind: type) -> Fit:
    make, wanted = _PLAIN[kind]

    def fitted(value: Any) -> Any:
        if type(value) is kind and kind not in _LIMITED:
            return value
        found = make(value)
        if found is None:
            raise _Unfit(value, _write(wanted), _hint(value))
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


_PLAIN: dict[Any, tuple[Fit, Text]] = {
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
            raise _Unfit(value, _write(_wanted(kinds)), _hint(value))
        return value

    return fitted


_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType)


def _callable(value: Any) -> Any:
    # `str` is a class, and the usual way to say "as it stands"; str.lower is a method descriptor.
    if value is not str and not isinstance(value, _FUNCTIONS):
        raise _Unfit(value, Text("write a function (def ...)", "请写函数（def ...）"))
    return value


def _class(value: Any) -> Any:
    if not isinstance(value, type):
        raise _Unfit(value, Text("write the name of a class, without ( )", "请写类名，不加 ( )"))
    return value


def _write(wanted: Text) -> Text:
    return Text("write {what}", "请写{what}").format(what=wanted)


_EXPRESSIONS = {
    "NumberExpr": Text(
        "a number of the appraisee: an input, mark.mean(), number(60)", "数值表达式：录入项、mark.mean()、number(60)"
    ),
    "BoolExpr": Text("a condition such as mark >= 60", "条件，如 mark >= 60"),
    "ChoiceExpr": Text("a choice: an input of options", "选择项"),
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
    of = _PLAIN[bare][1] if bare in _PLAIN else _wanted((bare,) if isinstance(bare, type) else typing.get_args(bare))
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


def shown(value: object) -> str:
    """A value in a sentence: short, on one line, and safe whatever it is."""
    kind = type(value)
    if value is None or kind is bool:
        return repr(value)
    if kind in (str, int, float, Fraction, Decimal, dt.date, dt.datetime):
        try:
            return visible(f"{value!r:.60} ({kind.__name__})")
        except ValueError:  # Python does not write out more than 4,300 digits
            return f"({kind.__name__})"
    name = visible(str(type.__dict__["__name__"].__get__(kind)))[:60]
    held = _identity(_fields_of(value)) if kind in KNOWN else ""
    return f"{name} {held}".strip()


def _identity(fields: Mapping[str, object]) -> str:
    """What a declared value is called: its id, key, code or grade."""
    for name in ("id", "key", "code", "grade"):
        found = fields.get(name)
        if type(found) is str and found.strip():
            return visible(found[:60])
    return ""


def _unfit(made: type, called: str, field: str, found: _Unfit) -> SchemeError:
    text = Message("K1054", "{what}: {field} is {value}; {wanted}", "{what}：{field} 是 {value}；{wanted}").format(
        what=f"{made.__name__} {called}".strip(),
        field=field + found.path,
        value=shown(found.value),
        wanted=found.wanted,
    )
    if found.hint is not None:
        text = Message("K1055", "{text} ({hint})", "{text}（{hint}）").format(text=text, hint=found.hint)
    return SchemeError(text)


def _not_built(
    made: type, build: Any, args: tuple[Any, ...], named: Mapping[str, Any], error: Exception
) -> SchemeError:
    """Why a value could not be built at all: a missing field, one there is not, or one that no conversion takes."""
    fields = attrs.fields(made)
    known = [name for name in inspect.signature(build).parameters if name != "self"]
    places = [field.name for field in fields if field.init and not field.kw_only]
    given = dict(zip(places, args, strict=False)) | dict(named)
    what = f"{made.__name__} {_identity(given)}".strip()
    for name in named:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5) or [", ".join(known) or "-"]
            text = Message(
                "K1056", "{what} has no field {name}; did you mean {near}?", "{what} 没有 {name}；是不是 {near}？"
            )
            return SchemeError(text.format(what=what, name=name, near=near[0]))
    for field in fields:
        if field.init and field.default is attrs.NOTHING and field.name not in given:
            text = Message("K1057", "{what} lacks {name}=; give it one", "{what} 缺少 {name}=；请补上")
            return SchemeError(text.format(what=what, name=field.name))
        if field.converter is not None and field.name in given:
            try:
                field.converter(given[field.name])
            except Exception as refused:
                return _unconverted(what, field.name, given[field.name], refused)
    why = error.text if isinstance(error, KaoheError) else f"{type(error).__name__}: {error}"
    return SchemeError(Message("K1058", "{what}: {why}", "{what}：{why}").format(what=what, why=why))


def _unconverted(what: str, name: str, value: object, refused: Exception) -> SchemeError:
    wanted: Text = refused.text if isinstance(refused, KaoheError) else _PLAIN[str][1]
    text = Message("K1059", "{what}: {field} is {value}; {wanted}", "{what}：{field} 是 {value}；{wanted}")
    return SchemeError(text.format(what=what, field=name, value=shown(value), wanted=wanted))
