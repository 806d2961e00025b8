"""The steps of procedure of a book, as an office shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from attrs import define, field

from ...engine import Evaluation
from ...rules.steps import Cross
from ...rules.tools import Ruleset
from .._documents import ASSIGN, DRAW, IMPORTED, NOTICE, Fields
from .._state import State
from ._agenda import Bar, Due, agenda, bars, early_marks
from ._deadlines import Deadline, deadlines
from ._draws import begun, current, redrawn
from ._ground import Ground
from ._notices import Given, notices
from ._opinions import Asked, Left, left, opinions
from ._papers import Awaited, papers
from ._subjects import Subject, subjects, ties_of
from ._windows import Objection, Shown, objections, shown

__all__ = ["Procedures"]


@define
class Procedures:
    """What the procedure of a book asks for and what is on record of it. Days are asked for by `today` unless named."""

    state: State
    ruleset: Ruleset
    today: dt.date
    _evaluate: Callable[[], Evaluation] = field(alias="evaluate")
    ground: Ground = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.ground = Ground(self.state, self.ruleset)

    def agenda(self, on: dt.date | None = None) -> list[Due]:
        """Everything to do and done, by day: late, today, this week and next, later, without a day."""
        return agenda(self.ground, self._evaluate(), on or self.today)

    def bars(self, on: dt.date | None = None) -> list[Bar]:
        """What stands in the way of approving results on that day; empty where nothing does."""
        return bars(self.ground, self._evaluate(), on or self.today)

    def deadlines(self) -> list[Deadline]:
        """Every deadline as a day of this cycle."""
        return deadlines(self.ground)

    def papers(self, on: dt.date | None = None) -> list[Awaited]:
        """Every paper that came, or is awaited on that day."""
        return papers(self.ground, on or self.today)

    def subjects(self) -> list[Subject]:
        """Everything that may be drawn now: samples, cross-assessments, the lots of open ties."""
        return [*subjects(self.ground), *ties_of(self._evaluate())]

    @property
    def draws(self) -> dict[str, Fields]:
        """Every draw on record by id: pledge, frame, seed, what was drawn. Revisions end in ~2, ~3 ...

        Those of lower books that are joined have the lower book's code as `joined`, and before their id.
        """
        return {**self.ground.held(DRAW)}

    def drawn_of(self, id_: str) -> dict[str, Fields]:
        """Every draw of one subject by id, the first one first: revisions supersede, and all are kept."""
        return begun(self.ground, id_)

    def draw(self, id_: str) -> Fields | None:
        """The latest draw of that id."""
        found = current(self.ground, id_)
        return None if found is None else {**found[1]}

    def holds(self, key: str) -> bool:
        """Whether a draw on record is what its seed and frame give."""
        fields = self.ground.held(DRAW)[key]
        # By its id, a lower book's code before it: what was assigned since may name a later draw, or none.
        within = f".{key}/".replace("~", "/")
        cross = any(f".{one.step}/{one.term.key}/" in within for one in self.ground.declared(Cross))
        return bool(fields["drawn"] == redrawn(fields, cross=cross))

    @property
    def assignments(self) -> dict[str, dict[str, str]]:
        """Who assesses whom, by the id of the cross-assessment; in lower books too, by their code and the id there."""
        return {id_: {**fields["pairs"]} for id_, fields in self.ground.held(ASSIGN).items()}

    @property
    def served_below(self) -> dict[str, Fields]:
        """The notices given in lower books that are joined, by the lower book's code, the rule and the id there."""
        return {id_: {**fields} for id_, fields in self.ground.held(NOTICE).items() if "joined" in fields}

    def left(self) -> list[Left]:
        """Everybody whom the scheme leaves to another body, with the grade that it gave where that is on record."""
        return left(self.ground, self._evaluate())

    def early_marks(self) -> list[Bar]:
        """Marks that were entered before the draw that they follow."""
        return early_marks(self.ground)

    def shown(self) -> list[Shown]:
        """Every publicity on record."""
        return shown(self.ground)

    def objections(self) -> list[Objection]:
        """Every objection and appeal."""
        return objections(self.ground)

    def opinions(self) -> list[Asked]:
        """Every opinion that the scheme asks for."""
        return opinions(self.ground, self._evaluate())

    def notices(self) -> list[Given]:
        """Every notice that the scheme prescribes as the results stand."""
        return notices(self.ground, self._evaluate())

    @property
    def imported(self) -> dict[str, Fields]:
        """The results that another body gave, by id: grade, day, document number."""
        return {**self.ground.held(IMPORTED)}
