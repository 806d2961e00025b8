"""Sections 5(5) and 7: what follows from a grade. Notices only; they change no grade."""

from __future__ import annotations

from kaohe.rules import Consequence, GradeIs, Kind
from kaohe.words import Text

from ._inputs import POSTED, TEAM


def consequences(kind: Kind) -> list[Consequence]:
    """The notices of one kind."""
    found: list[Consequence] = []
    if kind is not TEAM:
        found.append(
            Consequence(
                id="BT-5(5)",
                clause="第五条（五）",
                text=Text(
                    "this place does not count in the sending unit's own base or ratio",
                    "评优不占派出单位评优基数和比例",
                ),
                when=GradeIs(("优秀",)),
            )
        )
    if kind is TEAM or kind in POSTED:
        found.append(
            Consequence(
                id="BT-7(1)",
                clause="第七条（一）",
                text=Text(
                    "the office feeds the result back to the sending unit of its level",
                    "向本级工作队派出部门单位反馈考核情况",
                ),
                when=GradeIs(kind.grades),
            )
        )
    if kind is TEAM:
        found.append(
            Consequence(
                id="BT-7(2)",
                clause="第七条（二）",
                text=Text(
                    "the main leader of the sending unit cannot be 优秀 in their own annual appraisal",
                    "派出部门单位主要领导年度考核不得确定为优秀等次",
                ),
                when=GradeIs(("差",)),
            )
        )
    if kind in POSTED:
        found.append(
            Consequence(
                id="BT-7(3)",
                clause="第七条（三）",
                text=Text(
                    "a basis for the annual appraisal at home, commendation and promotion",
                    "作为年度考核结果和表彰先进、选拔任用的依据",
                ),
                when=GradeIs(kind.grades),
                assumption="BT-a19",
            )
        )
    return found
