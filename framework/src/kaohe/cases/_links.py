"""Reading the links of an appraisee: whose they are, for the whole cycle or by date, and whether those are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..engine import Appraisee, Cycle
from ..errors import CaseError
from ..rules import Link
from ..rules.tools import KindRules, Linked, Turns, linked_ids, said_turns, turns_of
from ..words import Message
from ._at import At, Place, known_keys, no_appraisee

__all__ = ["check_links", "read_links"]

_ROW = ("id", "from", "until")
_NO_ID = Message("K2695", 'row {place} names nobody; write id = "..."', '第{place}行没有写是谁；请写 id = "……"')


def read_links(raw: Mapping[str, Any], rules: KindRules, cycle: Cycle, path: Place) -> dict[str, Linked]:
    """The links of one appraisee; of a link by date an id for the whole cycle, or rows with their days."""
    known = {link.key: link for link in rules.links}
    known_keys(raw, known, path)
    return {key: _link(known[key], value, rules, cycle, (*path, key)) for key, value in raw.items()}


def _link(link: Link, raw: object, rules: KindRules, cycle: Cycle, path: Place) -> Linked:
    rows = said_turns(raw) if link.on is not None and isinstance(raw, str) else raw
    if isinstance(raw, str) and not isinstance(rows, list):
        return raw
    if link.on is None or not isinstance(rows, list):
        raise At(path, _one_id(link, rows, rules))
    for place, row in enumerate(rows):
        at = path if isinstance(raw, str) else (*path, place)
        if not isinstance(known_keys(row, _ROW, at).get("id"), str):
            raise At(at, CaseError(_NO_ID.format(place=place + 1)))
    try:
        return turns_of(rows, cycle.periods.get(link.on.key, ()), cycle.start, cycle.end)
    except CaseError as error:
        raise At(path, error) from error


def _one_id(link: Link, target: object, rules: KindRules) -> CaseError:
    """A link is one id; a list of them says that somebody has several at a time."""
    if isinstance(target, list):
        text = Message(
            "K2622",
            "a {kind} has one {link} at a time; enter the one that holds, and another only after a transfer",
            "{kind}同一时间只有一个{link}；请只填现在的一个，调动后再更改",
        )
        return CaseError(text.format(kind=rules.kind.label, link=link.label))
    return CaseError(Message("K2623", "a link is the id of somebody; enter it in quotes", "链接须是编号；请加引号填写"))


def check_links(appraisees: Mapping[str, Appraisee], kinds: Mapping[str, KindRules]) -> None:
    """Refuse a link to nobody, to somebody of another kind, or in a circle."""
    linked = [appraisee for appraisee in appraisees.values() if appraisee.links]
    if not linked:
        return
    index = {name: place for place, name in enumerate(appraisees)}
    for appraisee in linked:
        for key, value in appraisee.links.items():
            link = next(link for link in kinds[appraisee.kind].links if link.key == key)
            for target, path in _placed(value, ("appraisees", index[appraisee.id], "links", key)):
                if target not in appraisees or appraisees[target].kind != link.to.key:
                    raise At(path, _nobody(link, target, appraisees, kinds))
    _refuse_link_cycle(appraisees, index)


def _placed(value: Linked, path: Place) -> Sequence[tuple[str, Place]]:
    """Whom a link leads to, each with the place where that is written."""
    if not isinstance(value, Turns):
        return ((value, path),)
    return [(target, path) for target in linked_ids(value)]


def _targets(appraisee: Appraisee) -> list[str]:
    return [target for value in appraisee.links.values() for target in linked_ids(value)]


def _nobody(link: Link, target: str, appraisees: Mapping[str, Appraisee], kinds: Mapping[str, KindRules]) -> CaseError:
    if target in appraisees:
        text = Message(
            "K2620",
            "{id} is a {found}, not a {wanted}; enter the id of a {wanted}",
            "{id} 是{found}，不是{wanted}；请填写{wanted}的编号",
        )
        return CaseError(text.format(id=target, found=kinds[appraisees[target].kind].kind.label, wanted=link.to.label))
    return no_appraisee(target, [name for name, found in appraisees.items() if found.kind == link.to.key])


def _refuse_link_cycle(appraisees: Mapping[str, Appraisee], index: Mapping[str, int]) -> None:
    done = {name for name, appraisee in appraisees.items() if not appraisee.links}
    for start in [name for name in appraisees if name not in done]:
        trail: dict[str, None] = {}
        stack = [start]
        while stack:
            name = stack[-1]
            trail[name] = None
            following = [target for target in _targets(appraisees[name]) if target not in done]
            loop = next((target for target in following if target in trail), None)
            if loop is not None:
                path = " -> ".join([*list(trail)[list(trail).index(loop) :], loop])
                text = Message(
                    "K2621", "the links run in a circle: {path}; correct one of them", "链接成环：{path}；请更正其一"
                ).format(path=path)
                raise At(("appraisees", index[loop], "links"), CaseError(text))
            if following:
                stack.append(following[0])
            else:
                done.add(stack.pop())
                trail.pop(name)
