"""The vocabulary page: complete, current, and every example of it runs and gives what it says."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import pytest

from cli_kit import ROOT, run
from kaohe import rules
from kaohe.cli._vocabulary import TASKS, Argument, Entry, author_names, entries, keys
from kaohe.cli._vocabulary.examples import Example, prelude, ran, worth
from kaohe.engine import STATES
from kaohe.rules import amend, assemble, forms, lint, nodes, steps
from kaohe.rules.tools import HOOKS

# What `kaohe.rules` holds for whoever runs a scheme, beside the names of authors.
RUNNING = {"assemble", "discover", "lint", "load"}
# Classes whose methods an author calls, or overrides.
CALLED = (
    "NumberExpr",
    "BoolExpr",
    "ChoiceExpr",
    "DateExpr",
    "Expr",
    "Tally",
    "Finding",
    "Events",
    "Link",
    "LinkedBack",
)
# What the engine asks of a node, an input or an axis, whichever it is.
ASKED = {"codes", "counted", "how_many", "step", "one"}


def _names(entry: Entry) -> str:
    return entry.name


def test_every_name_for_authors_is_explained() -> None:
    """A name of `kaohe.rules` is explained by task; what else is explained stands in a room beside it."""
    named = set(author_names())
    assert set(rules.__all__) - RUNNING <= named
    assert named - set(rules.__all__) <= {*nodes.__all__, *amend.__all__, *forms.__all__, *steps.__all__}
    assert {*amend.__all__, *forms.__all__, *steps.__all__} <= named
    assert len(named) == len({entry.name for entry in entries() if entry.imported})


def test_authors_meet_few_names() -> None:
    """What most documents need is some 45 names; what fewer need stands in a module that its entry names."""
    assert len(set(rules.__all__) - RUNNING) <= 46
    homes = {entry.name: entry.home for entry in entries() if entry.imported}
    assert (homes["Score"], homes["Marks"], homes["Changed"]) == (
        "kaohe.rules",
        "kaohe.rules.nodes",
        "kaohe.rules.amend",
    )
    page = (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    elsewhere = [f"from {home} import {name}\n" for name, home in homes.items() if home != "kaohe.rules"]
    assert len(elsewhere) > 10
    assert [line for line in elsewhere if line not in page] == []


def _methods(owner: type) -> set[str]:
    """The public methods that a class has of its own and the engine does not ask of every node."""
    protocol = {name for kept in (nodes.Axis, nodes.Input) for name in vars(kept)} | ASKED
    if owner is nodes.Expr:
        protocol |= set(vars(nodes.Expr)) - {"given", "known", "distinct"}
    else:
        protocol |= set(vars(nodes.Expr))
    return {name for name, value in vars(owner).items() if inspect.isfunction(value) and name[0] != "_"} - protocol


@pytest.mark.parametrize("name", CALLED)
def test_every_method_for_authors_is_explained(name: str) -> None:
    """Whatever an author may call on an expression, a list, a ballot or a link has its entry."""
    found = {entry.name for entry in entries()}
    wanted = {f"{name}.{method}" for method in _methods(getattr(nodes, name))}
    if name in ("ChoiceExpr", "NumberExpr", "BoolExpr", "DateExpr", "Expr", "Tally", "Link"):
        assert wanted
    assert wanted <= found


def test_every_hook_is_explained() -> None:
    """Each method of a part that is a hook stands with the parts."""
    assert {f"Part.{hook}" for hook in HOOKS} <= {entry.name for entry in entries()}


def test_no_entry_stands_twice() -> None:
    """Each name has one place, and each task one key."""
    assert len({entry.name for entry in entries()}) == len(entries())
    assert len({task.key for task in TASKS}) == len(TASKS)


def _parts(value: Any, seen: set[int]) -> Iterator[Any]:
    """A value and all that it is made of."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    if isinstance(value, list | tuple):
        for part in value:
            yield from _parts(part, seen)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from _parts(getattr(value, field.name), seen)


def _sort(name: str) -> type:
    """The class of that name, of ours or of Python."""
    plain: Mapping[str, Any] = {"Sequence": list, "list": list, "str": str, "Any": object, "tuple": tuple}
    rooms = (vars(room).get(name) for room in (nodes, amend, forms, steps))
    found = plain.get(name) or next(filter(None, rooms), None) or getattr(rules, name)
    assert isinstance(found, type)
    return found


@pytest.mark.parametrize("entry", entries(), ids=_names)
def test_an_example_gives_what_its_entry_says(entry: Entry) -> None:
    """The line runs, uses the name, and gives a value of its type, or holds one."""
    found = ran(entry)
    if isinstance(found, type):
        base = entry.target if isinstance(entry.target, type) else entry.owner
        assert issubclass(found, base)
        assert found is not base
    else:
        assert any(isinstance(part, _sort(entry.gives)) for part in _parts(found, set()))
    written = entry.sign or entry.name.rpartition(".")[2]
    assert written in entry.example or (entry.example, entry.name) in IMPLIED


# A type is not written in the line that has it.
IMPLIED = {
    (entry.example, entry.name)
    for entry in entries()
    if entry.name in ("NumberExpr", "BoolExpr", "ChoiceExpr", "DateExpr")
}


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry.is_field], ids=_names)
def test_the_example_of_an_argument_gives_it(entry: Entry) -> None:
    """The value built has another than the default there."""
    field = attrs.fields_dict(entry.owner)[entry.name.rpartition(".")[2]]
    assert getattr(ran(entry), field.name) != field.default


@pytest.mark.parametrize(
    "entry", [entry for entry in entries() if entry.name in {f"Part.{hook}" for hook in HOOKS}], ids=_names
)
def test_a_hook_returns_what_it_may(entry: Entry) -> None:
    """What the example's hook returns are declarations that the hook takes."""
    assert ran(entry)
    assert all(isinstance(rule, HOOKS[entry.name.partition(".")[2]]) for rule in ran(entry))


def test_examples_have_their_values() -> None:
    """What the page shows behind the arrow is what the engine makes of the example case."""
    told = {entry.name: found.en for entry in entries() if (found := worth(entry)) is not None}
    expected = {
        "NumberExpr.mean": "88.875",  # of 90, 88, 86.5 and 91
        "NumberExpr.at_least": "0",  # 10 - 2.5 x 5 is below
        "NumberExpr.steps": "5",  # 2.5 days reach the first step
        "weighted": "90.725",
        "matched": "1",  # one of two notices is excused
        "Tally.share": "0",
        "DateExpr.until": "119",
        "Link.their": "90",
        "LinkedBack.their": "2.5",
        "GradeIs": "yes",
        "listed": "yes",
    }
    assert {name: told[name] for name in expected} == expected
    assert len(told) > 50


def test_the_scheme_of_the_examples_is_sound() -> None:
    """The scheme that the page begins with has no fault, and is shown without its imports."""
    assert lint(assemble(Example)) == []
    assert prelude().startswith("posted_from = Date(")
    assert "class Example(Scheme)" in prelude()


def test_a_later_edition_is_its_changes() -> None:
    """The edition of the example differs from the year before in the one number."""
    (entry,) = [entry for entry in entries() if entry.name == "Scheme.changes"]
    before, after = (
        {one.rule.id: one.rule for one in assemble(made).kinds[0].entries} for made in (Example, ran(entry))
    )
    assert [name for name in before if before[name] != after[name]] == ["EX-3(1)"]


def test_signatures_are_the_codes() -> None:
    """Every argument of a class or function stands in its signature, in order."""
    for entry in entries():
        if entry.imported and (
            inspect.isfunction(entry.target) or (inspect.isclass(entry.target) and attrs.has(entry.target))
        ):
            given = [name for name in inspect.signature(entry.target).parameters if name != "self"]
            shown = [one.name.lstrip("*") for one in entry.arguments if one.name != "*"]
            assert shown == given


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_current(lang: str) -> None:
    """docs/vocabulary.md is what the command prints, under either language (make docs writes it)."""
    page = run("help", "vocabulary", "--markdown", lang=lang).stdout
    assert (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8") == page


# A word in backticks, an argument that is given (in backticks or not), and a word of another class.
WORD, GIVEN, OTHER = re.compile(r"`([a-z_]+)`"), re.compile(r"\b([a-z_]+)="), re.compile(r"`([A-Z]\w+)\.(\w+)`")


def _named(text: str, pattern: re.Pattern[str]) -> set[str]:
    return set(pattern.findall(text))


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry.doc], ids=_names)
def test_a_docstring_names_only_what_exists(entry: Entry) -> None:
    """An argument that a docstring gives is one; a word in backticks is one, or of the class, a row or a state."""
    owner, text = entry.owner if "." in entry.name else entry.target, " ".join(entry.doc)
    arguments = {one.name.lstrip("*") for one in entry.arguments}
    known = arguments | set(dir(owner)) | set(STATES) | {key.name.rpartition(".")[2] for key in keys()}
    assert _named(text, GIVEN) - arguments == set()
    for other in set(re.findall(r"\w+", text)) & set(author_names()) - {entry.name}:
        known |= {one.name.lstrip("*") for one in _arguments_of(other)}
    assert _named(text, WORD) - known - {name.lower() for name in author_names()} == set()
    for other, name in OTHER.findall(text):
        assert name in {one.name for one in _arguments_of(other)}


def _arguments_of(name: str) -> tuple[Argument, ...]:
    return next(entry.arguments for entry in entries() if entry.name == name)


def test_the_search_for_arguments_finds_the_wrong_ones() -> None:
    """What does not exist would be found, in backticks and in prose."""
    text = "smaller with `descending=False`, `when`, halves with places=1, of the kind (`Kind.every`)"
    assert _named(text, GIVEN) == {"descending", "places"}
    assert _named(text, WORD) == {"when"}
    assert OTHER.findall(text) == [("Kind", "every")]
