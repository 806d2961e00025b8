"""Assembling a scheme: its hooks called once, amendments merged, inputs gathered, the order computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .._fence import fence
from .._fields import shown
from .._scheme import Amendment, Scheme, check_declared
from ._checks import check_base, check_changes, check_choices, check_kinds, check_parts
from ._gathered import axes_of, gather
from ._merge import merge, register
from ._order import order_of
from ._reads import looks_of
from ._ruleset import Ruleset

__all__ = ["assemble"]


def assemble(
    scheme: type[Scheme],
    amendments: Sequence[type[Amendment]] = (),
    *,
    choices: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Ruleset:
    """Call every hook of every part once, merge the amendments, compute the order and the digest.

    Raises SchemeError, naming plugin, hook and clause, for anything that cannot hold together.
    """
    with fence(shown(getattr(scheme, "id", "-"))):
        made = _assembled(scheme, amendments, dict(choices or {}))
        for plugin in (scheme, *amendments):
            check_declared(plugin)  # once more: a hook may have changed its class
        return made


def _assembled(
    scheme: type[Scheme], amendments: Sequence[type[Amendment]], chosen: dict[str, str | tuple[str, ...]]
) -> Ruleset:
    for plugin in (scheme, *amendments):
        check_declared(plugin)
    check_kinds(scheme)
    for given in amendments:
        check_base(given, scheme)
        check_parts(given, scheme)
    base, extra = scheme(chosen), tuple(amendment(chosen) for amendment in amendments)
    check_choices((base, *extra), chosen)
    kinds, manager = base.kinds, register((base, *extra))  # once: a hook may change its class
    found = {kind.key: merge(manager, kind, [base, *extra]) for kind in kinds}
    check_changes(base, found)
    uses = [
        use
        for key, entries in found.items()
        for entry in entries
        for expression in entry.rule.expressions()
        for use in looks_of(key, expression)
    ]
    return Ruleset(
        scheme=base,
        amendments=extra,
        kinds=tuple(gather(kind, found[kind.key], uses) for kind in kinds),
        axes=axes_of(found),
        order=order_of(found),
        choices=tuple(sorted(chosen.items())),
    )
