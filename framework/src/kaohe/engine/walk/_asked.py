"""What is asked of one record besides its worth: the conditions and pool keys of quotas and rankings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field

from ...rules.nodes import Evaluator, Expr
from ._values import NO_CAUSES, Causes, Code, Truth

__all__ = ["Asked", "Keys"]

Keys = tuple[str, ...]


@define
class Asked:
    """The conditions and keys that quotas ask of one record, with what is missing to answer them.

    A condition that is not settled counts as unmet, unless `supposed` says otherwise; `open` collects them.
    """

    walker: Evaluator
    supposed: Mapping[Expr, bool] = field(factory=dict)
    causes: Causes = NO_CAUSES
    open: dict[Expr, None] = field(factory=dict)
    unknown_keys: bool = False

    def holds(self, condition: Expr | None) -> bool:
        """Whether `condition` holds; none at all always does."""
        if condition is None:
            return True
        found = self.walker.worth(condition)
        assert isinstance(found, Truth)  # noqa: S101  # declared as a condition
        self.causes |= found.causes
        if found.settled or condition not in self.supposed:
            if not found.settled:
                self.open[condition] = None
            return found.must(True)
        return self.supposed[condition]

    def keys(self, pool: Sequence[Expr]) -> Keys | None:
        """The keys of the pool, None while one of them is missing; "-" where there is none."""
        keys: list[str] = []
        causes: Causes = NO_CAUSES
        for part in pool:
            found = self.walker.worth(part)
            if isinstance(found, Code):
                causes |= found.causes
            keys.append(found.value if isinstance(found, Code) and found.value else "-")
        self.causes |= causes
        self.unknown_keys |= bool(causes)
        return None if causes else tuple(keys)
