"""What `kaohe help NAME` says of a command, a name of the vocabulary or a key of a case file."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

import click

from ..errors import KaoheError
from ..words import Message, Text, language
from . import COMMANDS
from ._out import both, say, say_json
from ._table import listed, table
from ._topics import TOPICS
from ._vocabulary import LISTED, PLACES, Entry, Found, Key, Place, Task, called, find

__all__ = ["say_of"]

_NEAR = Message("K5120", "nothing is called {name}; did you mean {near}?", "没有名为 {name} 的内容；是不是 {near}？")
_NOTHING = Message(
    "K5121",
    "nothing is called {name}; see kaohe help, kaohe help vocabulary or kaohe help case",
    "没有名为 {name} 的内容；请看 kaohe help、kaohe help vocabulary 或 kaohe help case",
)
_NO_PAGE = Message(
    "K5122",
    "there is no page {name}; write kaohe help vocabulary --markdown, or kaohe help case --markdown",
    "没有页面 {name}；请写 kaohe help vocabulary --markdown 或 kaohe help case --markdown",
)
_LONGEST = 60


def say_of(words: Sequence[str], ctx: click.Context, *, markdown: bool, as_json: bool) -> None:
    """Print what a name is, as JSON if so asked, or with `markdown` the page of docs/ so called.

    Raises KaoheError where nothing is called so.
    """
    name = " ".join(words)
    if as_json and not markdown:
        say_json(_data(name, words, ctx))
        return
    for line in _page(name) if markdown else _lines(name, words, ctx):
        say(line)


def _page(name: str) -> Iterator[str]:
    from ._vocabulary import pages

    made = {"vocabulary": pages.vocabulary_page, "case": pages.case_page}
    if name not in made:
        raise KaoheError(_NO_PAGE.format(name=_short(name)))
    return made[name]()


def _lines(name: str, words: Sequence[str], ctx: click.Context) -> Iterator[str]:
    """Everything that is called so, a command first."""
    page, found = _command(words, ctx), find(name)
    topic = LISTED.get(name.lower())
    if page is None and topic is None and not found:
        raise _nothing(name)
    if page is not None:
        yield from [*page.splitlines(), ""]
    if topic is not None:
        for part in topic:
            yield from [*_told(part), ""]
    for one in found:
        yield from [*_told(one), ""]


def _command(words: Sequence[str], ctx: click.Context) -> str | None:
    """The help of a command, or of one within it ("book verify"), None where there is no such command."""
    if words[0] not in COMMANDS:
        return None
    above = click.Context(click.Group("kaohe"), info_name=ctx.find_root().info_name)
    command: click.Command | None = None
    for word in words:
        group = above.command if isinstance(above.command, click.Group) else None
        command = _loaded(word) if command is None else group.get_command(above, word) if group else None
        if command is None:
            return None
        above = click.Context(command, info_name=word, parent=above)
    return above.get_help()


def _loaded(name: str) -> click.Command:
    lazy = COMMANDS[name]
    if not lazy.installed and lazy.missing is not None:
        raise KaoheError(lazy.missing)
    return lazy.load()


def _told(found: Found) -> list[str]:
    if isinstance(found, Task | Place):
        parts = found.entries if isinstance(found, Task) else found.keys
        return [f"{found.title}", *listed([(_title(part), part.said) for part in parts])]
    return _entry(found) if isinstance(found, Entry) else _key(found)


def _title(found: Entry | Key) -> str:
    return found.title if isinstance(found, Entry) else found.name


def _entry(entry: Entry) -> list[str]:
    lines = [f"{entry.title}: {entry.said}" if language() == "en" else f"{entry.title}：{entry.said}"]
    if language() == "en":  # a docstring is English
        lines += [f"  {paragraph}" for paragraph in entry.doc]
    if entry.imported and entry.home != "kaohe.rules":
        lines.append(f"  from {entry.home} import {entry.name}")
    if entry.signature:
        lines.append(f"  {entry.signature}")
    if any(argument.type for argument in entry.arguments):
        lines += [f"  {line}" for line in _arguments(entry)]
    value = _worth(entry)
    told = "" if value is None else f"  # -> {value}"
    return [*lines, f"  {Text('Example', '示例')}", f"    {entry.example}{told}"]


def _worth(entry: Entry) -> Text | None:
    from ._vocabulary import examples  # what is only listed needs no engine

    return examples.worth(entry)


def _arguments(entry: Entry) -> Iterator[str]:
    yield from table([(f"  {one.name}", one.type, one.default) for one in entry.arguments if one.type])


def _key(key: Key) -> list[str]:
    place = next(place for place in PLACES if key in place.keys)
    where = place.where or str(place.title)
    head = Text("{name} (case file, {where}): {said}", "{name}（案例文件，{where}）：{said}")
    lines = [str(head.format(name=key.name, where=where, said=key.said)), f"  {Text('Example', '示例')}"]
    return [*lines, *(f"    {line}" for line in key.example.splitlines())]


def _data(name: str, words: Sequence[str], ctx: click.Context) -> dict[str, Any]:
    page, topic = _command(words, ctx), LISTED.get(name.lower())
    found: list[Found] = [*(topic or ()), *find(name)]
    if page is None and not found:
        raise _nothing(name)
    return {"name": name, "command": page, "found": [_one(one) for one in found]}


def _one(found: Found) -> dict[str, Any]:
    if isinstance(found, Task | Place):
        parts = found.entries if isinstance(found, Task) else found.keys
        return {"sort": "task" if isinstance(found, Task) else "part", "id": found.key, "text": both(found.title)} | {
            "names": [{"id": part.name, "text": both(part.said)} for part in parts]
        }
    if isinstance(found, Key):
        return {"sort": "key", "id": found.name, "text": both(found.said), "example": found.example}
    arguments = [{"name": one.name, "type": one.type, "default": one.default} for one in found.arguments if one.type]
    return {
        "sort": "name",
        "id": found.name,
        "text": both(found.said),
        "doc": list(found.doc),
        "signature": found.signature,
        "arguments": arguments,
        "gives": found.gives,
        "example": found.example,
        "value": both(_worth(found)),
    }


def _nothing(name: str) -> KaoheError:
    known = {one.lower(): one for one in reversed([*COMMANDS, *TOPICS, *called()])}
    near = difflib.get_close_matches(name.lower().lstrip("."), known, n=3, cutoff=0.6) if len(name) <= _LONGEST else []
    if near:
        near_ones = Text(" / ".join(known[one] for one in near), "、".join(known[one] for one in near))
        return KaoheError(_NEAR.format(name=_short(name), near=near_ones))
    return KaoheError(_NOTHING.format(name=_short(name)))


def _short(name: str) -> str:
    return name[:_LONGEST] or "-"
