"""The calls and displays of Python files, with the texts that each says itself or by a name, and what it makes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ... import rules
from ...rules import nodes, tools

__all__ = ["Place", "places_of"]

_PLACES = (ast.Call, ast.Tuple, ast.List, ast.Dict)
_SCOPES = (ast.FunctionDef, ast.ClassDef, ast.Module)
_DEEP = 3  # a name may stand for a name
_CLASSES = frozenset(
    name
    for name, made in (vars(nodes) | vars(rules)).items()
    if isinstance(made, type) and issubclass(made, tools.Rule | nodes.Input | rules.Item | rules.ItemPart)
)


@frozen
class Place:
    """A call or a display in a source file: the texts in it, the sorts of declaration that it makes, the class it is in.

    `role` is the one that it gives to the rule, "" for none.
    """

    file: Path
    line: int
    size: int
    texts: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    makes: frozenset[str]
    within: str
    role: str

    def says(self, text: str) -> int:
        """2 where a text stands in it as it is, 1 where it may be put together there, as a helper does for several."""
        return 2 if text in self.texts else int(any(pattern.fullmatch(text) for pattern in self.patterns))


def places_of(files: Iterable[Path]) -> Iterator[Place]:
    """Every place of the files, which import from one another; a file that cannot be read has none."""
    trees = {file: tree for file in files if (tree := _parsed(file)) is not None}
    known = _Known()
    for tree in trees.values():
        known.read(tree)
    known.make()
    for file, tree in trees.items():
        yield from _visit(known, file, tree, (tree,), frozenset())


def _parsed(file: Path) -> ast.Module | None:
    try:
        return ast.parse(file.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return None


def _visit(
    known: _Known, file: Path, node: ast.AST, scopes: tuple[ast.AST, ...], clause: frozenset[ast.AST]
) -> Iterator[Place]:
    for child in ast.iter_child_nodes(node):
        placed = clause
        if isinstance(child, _PLACES):
            yield _place(known, file, child, scopes, clause)
            if isinstance(child, ast.Call) and _called(child.func) == "at" and child.args:
                placed = frozenset({*clause, child.args[0]})  # what is inside takes this clause
        yield from _visit(known, file, child, (*scopes, child) if isinstance(child, _SCOPES) else scopes, placed)


def _place(known: _Known, file: Path, node: ast.expr, scopes: tuple[ast.AST, ...], clause: Iterable[ast.AST]) -> Place:
    texts: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for one in (node, *clause):
        known.said(one, scopes, texts, patterns, _DEEP)
    call = node if isinstance(node, ast.Call) else None
    role = next((one.value for one in call.keywords if one.arg == "role"), None) if call is not None else None
    return Place(
        file=file,
        line=node.lineno,
        size=sum(1 for _ in ast.walk(node)),
        texts=frozenset(texts),
        patterns=tuple(patterns),
        makes=known.makes.get(_called(call.func), frozenset()) if call is not None else frozenset(),
        within=next((one.name for one in scopes if isinstance(one, ast.ClassDef)), ""),
        role=str(role.value) if isinstance(role, ast.Constant) else "",
    )


def _called(function: ast.expr) -> str:
    """The name that is called, of a module or an object too."""
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


@define
class _Known:
    """What names stand for in a package: by scope, and by name alone for what is imported or an attribute."""

    scoped: dict[tuple[int, str], list[ast.expr]] = field(factory=dict)
    named: dict[str, list[ast.expr]] = field(factory=dict)
    makers: dict[str, list[ast.AST]] = field(factory=dict)
    makes: dict[str, frozenset[str]] = field(factory=dict)

    def read(self, scope: ast.AST) -> None:
        """Take up the assignments and functions of a scope, and of those inside it."""
        for node in _inside(scope):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    for name, value in _assigned(target, node.value):
                        self._note(scope, name, value)
            elif isinstance(node, _SCOPES):
                if isinstance(node, ast.FunctionDef):
                    self.makers.setdefault(node.name, []).append(node)
                self.read(node)

    def _note(self, scope: ast.AST, name: str, value: ast.expr) -> None:
        self.scoped.setdefault((id(scope), name), []).append(value)
        if not isinstance(scope, ast.FunctionDef):
            self.named.setdefault(name, []).append(value)
        if isinstance(value, ast.Call | ast.Lambda):
            self.makers.setdefault(name, []).append(value)

    def make(self) -> None:
        """Find what each function, and each partial of one, makes: what is made of what it names."""
        self.makes = {name: frozenset({name}) for name in _CLASSES}
        names = {name: {_called(one) for node in nodes for one in _names(node)} for name, nodes in self.makers.items()}
        for _ in range(_DEEP):
            for name, called in names.items():
                made = frozenset().union(*(self.makes.get(one, ()) for one in called - {name}))
                self.makes[name] = self.makes.get(name, frozenset()) | made

    def said(
        self, node: ast.AST, scopes: tuple[ast.AST, ...], texts: set[str], patterns: list[re.Pattern[str]], deep: int
    ) -> None:
        """Gather the texts inside a node, those that its names stand for too."""
        for one in ast.walk(node):
            if isinstance(one, ast.Constant) and type(one.value) is str:
                texts.add(one.value)
            elif isinstance(one, ast.JoinedStr) and (pattern := _pattern(one)) is not None:
                patterns.append(pattern)
            elif deep and isinstance(one, ast.Name | ast.Attribute):
                for value in self._stands_for(one, scopes):
                    self.said(value, scopes, texts, patterns, deep - 1)

    def _stands_for(self, node: ast.Name | ast.Attribute, scopes: tuple[ast.AST, ...]) -> list[ast.expr]:
        if isinstance(node, ast.Attribute):
            return self.named.get(node.attr, [])
        for scope in reversed(scopes):
            if (id(scope), node.id) in self.scoped:
                return self.scoped[id(scope), node.id]
        return self.named.get(node.id, [])


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope, down to the scopes inside it."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, _SCOPES):
            yield from _inside(child)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List):
        parts = value.elts if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts) else None
        for place, one in enumerate(target.elts):
            yield from _assigned(one, parts[place] if parts is not None else value)


def _names(node: ast.AST) -> Iterator[Any]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Name | ast.Attribute))


def _pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """What an f-string can come to; None where it says nothing by itself."""
    parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
    if not any(part and len(part) > 1 for part in parts):
        return None
    return re.compile("".join(".+" if part is None else re.escape(part) for part in parts))
