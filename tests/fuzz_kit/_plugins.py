"""Plugins that do what none should: at import, as a class, in a hook."""

from __future__ import annotations

import random
from pathlib import Path

__all__ = ["plugin_folder"]

_HEAD = """
from kaohe.rules import (Document, Kind, Part, Scheme)
from kaohe.words import Text
"""
_CLASS = (
    _HEAD
    + """
class Person(Part):
    kind = {kind}
    def scoring(self):
        {body}
class Made(Scheme):
    id, title, version = "{id}", {title}, {version}
    document = {document}
    parts = {parts}
"""
)
_IMPORTS = (
    "raise RuntimeError('no')",
    "raise RuntimeError('x' * 100000)",
    "raise KeyError(('a', 1))",
    "import nothing_of_that_name",
    "def broken(:\n    pass",
    "Made = 5",
    "Made = None",
    "Made = 'text'",
    "Other = 1",
    "class Made: pass",
    "Made = type('Made', (), {})",
    "def Made(): raise ValueError",
    "import sys; sys.exit()",
    "import sys; sys.exit(3)",
    "raise SystemExit('bye')",
    "raise GeneratorExit",
    "print('{}'); Made = 1",
    "import sys; sys.stdout.write('noise\\n'); raise ValueError",
    "import sys; sys.stdout.close()",
    "import sys; sys.stdout = None",
    "import os; os.close(1)",
    "def f(): f()\nf()",
    "\x00",
    "'\\ud800'.encode()",
    "class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd",
    "import warnings; warnings.warn('w')",
)
_TEXTS = ("Text('a', '甲')", "None", "'text'", "5", "Text('x' * 5000, '甲')")
_DOCUMENTS = ("Document('d', 'i', '2020-01-01')", "None", "5", "'text'", "Document(None, 5, [])")
_KINDS = ("Kind('person', Text('p', '人'))", "()", "None", "5", "Kind(5, None)", "Kind", "'person'")
_PARTS = (
    "(Person,)",
    "()",
    "None",
    "5",
    "(5,)",
    "(Person(),)",
    "(Part,)",
    "(Kind,)",
    "'person'",
    "[[]]",
    "[Person] * 2",
)
_BODIES = (
    "return []",
    "return None",
    "return 5",
    "return [5]",
    "return 'text'",
    "raise ValueError",
    "raise SystemExit",
    "import sys; sys.exit(0)",
    "print('noise'); return []",
    "yield 5",
    "return scoring",
)


def plugin_folder(rng: random.Random, folder: Path, count: int) -> list[str]:
    """Write `count` distributions of one odd plugin each into `folder`; gives their ids."""
    ids = []
    for number in range(count):
        name = f"kaohe_odd_{number}"
        odd = f"odd-{number}"
        body = rng.choice(_IMPORTS) if rng.random() < 0.6 else _class(rng, odd)
        (folder / f"{name}.py").write_text(body, encoding="utf-8")
        info = folder / f"{name}-1.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[kaohe.scheme.v1]\n{odd} = {name}:Made\n", encoding="utf-8")
        ids.append(odd)
    return ids


def _class(rng: random.Random, name: str) -> str:
    return _CLASS.format(
        id=name,
        title=rng.choice(_TEXTS),
        version=rng.choice(("'1'", "1", "None")),
        document=rng.choice(_DOCUMENTS),
        kind=rng.choice(_KINDS),
        parts=rng.choice(_PARTS),
        body=rng.choice(_BODIES),
    )
