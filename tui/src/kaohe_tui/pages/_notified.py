"""The notices that the scheme prescribes: about whom, to whom, given or not; those of lower books, to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from attrs import frozen

from kaohe.office import Office, Serve
from kaohe.office.procedure import Given
from kaohe.words import Text

from ..session._may import may_not
from ._act import ActPage, day_spot, document_spot
from ._columned import Columned

__all__ = ["Notices", "notices"]


@frozen
class Below:
    """A notice that was given in a lower book: its id under that book's code, and its document."""

    id: str
    fields: Mapping[str, Any]


def notices(office: Office) -> list[Given | Below]:
    """Those still to give first, then those given, then those given in lower books."""
    found = sorted(office.procedure.notices(), key=lambda one: bool(one.on))
    return [*found, *(Below(id_, fields) for id_, fields in office.procedure.served_below.items())]


class Notices(Columned):
    """Every notice; Enter puts its day on record."""

    where: ClassVar[str] = "notices"
    title = Text("notices", "告知")
    columns = (
        (Text("whose", "对象"), 16),
        (Text("rule", "规则"), 14),
        (Text("given", "办理"), 22),
        (Text("to", "告知"), 0),
    )
    empty = Text("No notice follows from the results as they stand.", "按现有结果没有应告知的事项。")

    def live(self) -> str:
        """How many are still to give."""
        left = sum(isinstance(one, Given) and not one.on and one.follows for one in self.found)
        told = Text("to give {n} of {m}", "待告知 {n}，共 {m}").format(n=left, m=len(self.found))
        return f"{told}  {self.pages_text()}"

    def cells(self, one: Given | Below) -> Sequence[str]:
        """About whom, by which rule, whether it was given, to whom."""
        if isinstance(one, Below):
            rest, _, who = one.id.rpartition("/")
            return who, rest.partition(".")[2], one.fields["on"], str(_BELOW.format(code=one.fields["joined"]))
        given = one.on or ("-" if one.state == "decided" or not one.feedback else str(_UNDECIDED))
        gone = "" if one.follows else str(_GONE)
        return one.appraisee, one.rule, f"{given} {gone}".strip(), f"{one.to} {one.addressee}".strip()

    def told(self, one: Given | Below) -> Sequence[str]:
        """The clause with its words, or to whom it was given below."""
        if isinstance(one, Below):
            to = " ".join(one.fields.get("to", ()))
            return str(_READ_ONLY.format(code=one.fields["joined"])), f"{to}  {one.fields['document']}".strip()
        return f"{one.rule} {one.clause}  {one.text}  {one.document}".rstrip(), ""

    def refused(self, action: str) -> Text | None:
        """Giving a notice is for the reviewer; what a lower book gave is read only."""
        if action != "open":
            return None
        if isinstance(self.one, Below):
            return _READ_ONLY.format(code=self.one.fields["joined"])
        return may_not(self.session.office, "review") if self.found else None

    def do_open(self) -> None:
        """Put the day and the document on record by which the notice under the cursor was given."""
        one = self.one
        if one is None:
            return
        spots = [day_spot(self.session.office.procedure.today), document_spot()]
        title = f"{one.rule} {one.appraisee}  {one.to} {one.addressee}".rstrip()
        self.desk.enter(
            ActPage(
                self.desk,
                title,
                spots,
                lambda page: [Serve(one.appraisee, one.rule, page.due_day(), page.value("document"))],
            )
        )

    def looked(self, office: Office) -> list[Given | Below]:
        """Every notice."""
        return notices(office)


_BELOW = Text("given in the lower book {code}", "下级账簿 {code} 已办")
_READ_ONLY = Text(
    "given in the lower book {code} before it was joined; it is only read here",
    "下级账簿 {code} 汇入前已办，此处只供查阅",
)
_GONE = Text("no longer follows", "已不再适用")
_UNDECIDED = Text("not decided yet", "结果未定")
