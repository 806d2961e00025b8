"""The mutants of the core, made by mutmut's operators: each a code object to put into the function that it changes."""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
import pickle
import textwrap
from collections.abc import Iterator
from difflib import ndiff
from multiprocessing import Pool
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from attrs import frozen
from mutmut.configuration import config
from mutmut.mutation.file_mutation import mutate_file_contents

__all__ = ["Mutant", "generate"]

SOURCES = Path("framework/src")


@frozen
class Mutant:
    """One change of one function. `key` names it by what changes, so that it survives edits elsewhere."""

    module: str
    owner: str
    name: str
    text: str
    key: str

    @property
    def function(self) -> str:
        """The function that it changes."""
        return f"{self.module}:{self.owner}.{self.name}"

    def original(self) -> FunctionType:
        """The function itself, out of whatever decorates it."""
        holder: Any = importlib.import_module(self.module)
        found = vars(getattr(holder, self.owner))[self.name] if self.owner else getattr(holder, self.name)
        for inner in ("fget", "__func__", "func"):
            found = getattr(found, inner, found) if not inspect.isfunction(found) else found
        unwrapped = inspect.unwrap(found)
        if not isinstance(unwrapped, FunctionType):
            raise TypeError(f"{self.function} is no function but {unwrapped!r}")
        return unwrapped

    def apply(self) -> None:
        """Put the changed code into the function, for this process."""
        function = self.original()
        code = _code(self.text, self.owner, self.name)
        if code.co_freevars != function.__code__.co_freevars:
            raise TypeError(f"{self.key} closes over other names")
        function.__code__ = code
        if f"def {self.name}(" in self.key:
            function.__defaults__, function.__kwdefaults__ = _defaults(self.text, function.__globals__)


def _defaults(text: str, names: dict[str, Any]) -> tuple[tuple[Any, ...] | None, dict[str, Any] | None]:
    """The default values in a function's head, which are not part of its code object."""
    (head,) = ast.parse(textwrap.dedent(text)).body
    assert isinstance(head, ast.FunctionDef)  # narrowed for mypy

    def value(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), "<default>", "eval"), names)  # noqa: S307  # our own source

    given = zip(head.args.kwonlyargs, head.args.kw_defaults, strict=True)
    named = {argument.arg: value(node) for argument, node in given if node is not None}
    return tuple(value(node) for node in head.args.defaults) or None, named or None


def _code(text: str, owner: str, name: str) -> CodeType:
    """The code object of a function, compiled as within its class so that private names are spelt alike."""
    source = "from __future__ import annotations\n" + (f"class {owner}:\n" if owner else "") + text
    level = compile(source, f"<mutant of {name}>", "exec")
    if owner:
        level = next(part for part in level.co_consts if isinstance(part, CodeType))
    return next(part for part in level.co_consts if isinstance(part, CodeType) and part.co_name == name)


def generate(kept: Path) -> list[Mutant]:
    """Every mutant of the files that [tool.mutmut] names, in order of the files.

    `kept` keeps them for files that do not change: making them takes as long as running some hundreds.
    """
    files = [file for file in sorted(SOURCES.rglob("*.py")) if config().should_mutate(file)]
    known: dict[str, list[Mutant]] = pickle.loads(kept.read_bytes()) if kept.exists() else {}  # noqa: S301 - below
    settings = repr(config().do_not_mutate_patterns).encode()
    digests = {file: hashlib.sha256(settings + file.read_bytes()).hexdigest() for file in files}
    new = [file for file in files if digests[file] not in known]
    with Pool() as pool:
        known |= zip((digests[file] for file in new), pool.map(_of_file, new, chunksize=1), strict=True)
    kept.write_bytes(pickle.dumps({digest: known[digest] for digest in digests.values()}))
    return [mutant for file in files for mutant in known[digests[file]]]


def _of_file(file: Path) -> list[Mutant]:
    module = ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")
    made = mutate_file_contents(str(file), file.read_text("utf-8"))
    texts = {node.name: node for node in _functions(ast.parse(made.code))}
    found = []
    for name in made.mutant_names:
        mangled = name.partition("__mutmut_")[0]
        owner, _, plain = mangled.removeprefix("xǁ").rpartition("ǁ") if "ǁ" in mangled else ("", "", mangled[2:])
        before, after = (_text(texts[each], plain) for each in (f"{mangled}__mutmut_orig", name))
        place = f"{owner}.{plain}" if owner else plain
        key = f"{module.removeprefix('kaohe.')}:{place}: {_change(before, after)}"
        found.append(Mutant(module, owner, plain, _indented(after) if owner else after, key))
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        yield from (part for part in getattr(node, "body", []) if isinstance(part, ast.FunctionDef))
        if isinstance(node, ast.FunctionDef):
            yield node


def _text(node: ast.FunctionDef, name: str) -> str:
    node.name, node.decorator_list = name, []
    return ast.unparse(node)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _change(before: str, after: str) -> str:
    gone, come = [], []
    for line in ndiff(before.splitlines(), after.splitlines()):
        if line.startswith("- "):
            gone.append(line[2:].strip())
        elif line.startswith("+ "):
            come.append(line[2:].strip())
    return f"{' / '.join(gone)} => {' / '.join(come)}"
