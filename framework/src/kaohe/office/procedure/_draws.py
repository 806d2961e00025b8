"""Drawing in three commits: a seed is pledged by its hash, the frame is frozen, the seed is shown and the draw follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from attrs import field, frozen

from ...errors import CaseError
from ...rules.tools import document_number
from ...words import Message
from .._acts import Act, Sight
from .._documents import ASSIGN, DECISION, DRAW, Fields, Key, decision_id, hash_of
from ._ground import Ground
from ._seeded import Stream, commitment_of
from ._subjects import Subject, framed, sized, subject_of

__all__ = ["Assign", "Frame", "Pledge", "Reveal", "begun", "current", "drawn_of", "redrawn"]

_HASH_LENGTH, _SHORTEST, _LONGEST = 64, 32, 200

_NOT_A_HASH = Message(
    "K8221",
    "a seed is pledged by its SHA-256, 64 digits 0-9 a-f; kaohe office draw pledge makes seed and hash",
    "种子以其 SHA-256（64 位十六进制）承诺；kaohe office draw pledge 可生成种子与哈希",
)
_PLEDGED = Message(
    "K8222",
    "{id} is pledged already and not drawn yet; go on with kaohe office draw {next} {book}",
    "{id} 已承诺种子、尚未抽取；请继续 kaohe office draw {next} {book}",
)
_DRAWN = Message(
    "K8223",
    "{id} was drawn on this frame already: one draw a frame. Another is a revision: add --again and a reason",
    "{id} 已按此抽样框抽取：一框一抽。再抽须作为修订：请加 --again 并写理由",
)
_NOT_AGAIN = Message("K8224", "{id} has not been drawn yet; leave --again out", "{id} 尚未抽取；请去掉 --again")
_NO_REASON = Message(
    "K8225", "a second draw of {id} needs its reason: add --reason", "{id} 再次抽取须写理由：请加 --reason"
)
_NO_PLEDGE = Message(
    "K8226",
    "no seed of {id} is pledged; that comes first, in a commit of its own: kaohe office draw pledge",
    "{id} 尚未承诺种子；须先单独提交：kaohe office draw pledge",
)
_FRAMED = Message(
    "K8227",
    "the frame of {id} is frozen already, at {head}; go on with kaohe office draw reveal",
    "{id} 的抽样框已于 {head} 冻结；请继续 kaohe office draw reveal",
)
_NO_FRAME = Message(
    "K8228",
    "the frame of {id} is not frozen yet; that comes before the seed is shown: kaohe office draw frame",
    "{id} 的抽样框尚未冻结；须先冻结再公开种子：kaohe office draw frame",
)
_OTHER_SEED = Message(
    "K8229",
    "this is not the seed that was pledged for {id}: its hash is {found}, and {pledged} is on record; nothing was drawn."
    " Find the pledged seed; where it is lost, begin anew with --again and a reason",
    "这不是为 {id} 承诺的种子：其哈希为 {found}，记录为 {pledged}；未抽取。请找出所承诺的种子；确已遗失的，用 --again 并写理由重新开始",
)
_SEED = Message(
    "K8230",
    "a seed has 32 to 200 printable characters; kaohe office draw pledge makes one",
    "种子须为 32 至 200 个可显示字符；kaohe office draw pledge 可生成",
)
_ORDERED = Message(
    "K8231",
    "lots are drawn where the office orders them: give the number of that document with --document",
    "抽签须有办公室的决定：请用 --document 写明文号",
)
_TIE_MOVED = Message(
    "K8232",
    "the tie of {id} is not what it was when its frame was frozen; begin anew with kaohe office draw pledge",
    "{id} 的并列已与冻结抽样框时不同；请用 kaohe office draw pledge 重新开始",
)
_OWN = Message(
    "K8233",
    "{code} would assess itself; name another for it",
    "{code} 将考核本单位；请另行指定",
)
_STRANGER = Message(
    "K8234",
    "{code} assesses in {id} and is not among those assessed; an assessor is one of them",
    "{id} 中 {code} 参加考核，却不在被考核单位之列；考核方须为其中之一",
)
_NO_CROSS = Message(
    "K8235",
    "{id} is no cross-assessment; kaohe office draw list marks those",
    "{id} 不是交叉考核；kaohe office draw list 有标注",
)


def current(ground: Ground, id_: str) -> tuple[str, Fields] | None:
    """The latest draw of a subject with the id of its document: revisions are numbered ~2, ~3 ..."""
    number = _times(ground, id_)
    key = _key(id_, number)
    return (key, ground.held(DRAW)[key]) if number else None


def begun(ground: Ground, id_: str) -> dict[str, Fields]:
    """Every draw of a subject by the id of its document, the first one first."""
    keys = [_key(id_, number) for number in range(1, _times(ground, id_) + 1)]
    return {key: {**ground.held(DRAW)[key]} for key in keys}


def _times(ground: Ground, id_: str) -> int:
    """How often a draw of it was begun."""
    number = 0
    while _key(id_, number + 1) in ground.held(DRAW):
        number += 1
    return number


def _key(id_: str, number: int) -> str:
    return id_ if number <= 1 else f"{id_}~{number}"


@frozen
class _OfDraw(Act):
    needs: ClassVar[str] = "review"
    draw: str

    def about(self) -> tuple[str, str, str]:
        return "", self.draw, ""

    def _begun(self, ground: Ground) -> tuple[str, Fields]:
        found = current(ground, self.draw)
        if found is None:
            raise CaseError(_NO_PLEDGE.format(id=self.draw[:120]))
        if "drawn" in found[1]:
            raise CaseError(_DRAWN.format(id=self.draw))
        return found


@frozen
class Pledge(_OfDraw):
    """The hash of a seed, before the frame is frozen and the seed is known. `again` begins a revision, with its reason."""

    commitment: str
    again: bool = False

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        subject_of(ground, _judged(sight, self.draw), self.draw)
        if len(self.commitment) != _HASH_LENGTH or set(self.commitment) - set("0123456789abcdef"):
            raise CaseError(_NOT_A_HASH)
        found = current(ground, self.draw)
        if found is None and self.again:
            raise CaseError(_NOT_AGAIN.format(id=self.draw))
        if found is not None and not self.again:
            step = "reveal" if "frame" in found[1] else "frame"
            raise CaseError((_DRAWN if "drawn" in found[1] else _PLEDGED).format(id=self.draw, next=step, book="BOOK"))
        if found is not None and not sight.reason.strip():
            raise CaseError(_NO_REASON.format(id=self.draw))
        yield (DRAW, _key(self.draw, _times(ground, self.draw) + 1)), {"commitment": self.commitment, "by": sight.actor}


@frozen
class Frame(_OfDraw):
    """Freeze what is drawn from, as it stands at the head: the roster or tie of the book, or `codes` by group.

    `size` where the scheme says none; `document` orders lots.
    """

    codes: Mapping[str, Sequence[str]] | None = None
    size: int | None = None
    document: str = ""

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        subject = subject_of(ground, _judged(sight, self.draw), self.draw)
        key, fields = self._begun(ground)
        if "frame" in fields:
            raise CaseError(_FRAMED.format(id=self.draw, head=fields["head"]))
        if subject.tie is not None and not self.document:
            raise CaseError(_ORDERED)
        frame = framed(ground, subject, self.codes, _townships(ground, subject))
        more: Fields = {"document": document_number(self.document)} if self.document else {}
        if subject.tie is not None:
            more |= {"fingerprint": subject.tie.fingerprint, "take": subject.tie.take}
        if subject.sample is not None and subject.sample.term.within:
            more["each"] = 1
        new = {"frame": frame, "sizes": sized(subject, frame, self.size), "head": sight.seen.full, **more}
        yield (
            (DRAW, key),
            {**fields, **new, "frame_hash": hash_of([self.draw, *map(new.get, ("head", "frame", "sizes"))])},
        )


@frozen
class Reveal(_OfDraw):
    """Show the seed: what is drawn follows from it and the frame, and anybody can compute it again.

    Lots decide their tie in the same commit.
    """

    seed: str = field(repr=False)

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        key, fields = self._begun(ground)
        if "frame" not in fields:
            raise CaseError(_NO_FRAME.format(id=self.draw))
        check_seed(self.seed)
        found = commitment_of(self.seed)
        if found != fields["commitment"]:
            about = {"found": found[:12], "pledged": fields["commitment"][:12]}
            raise CaseError(_OTHER_SEED.format(id=self.draw, **about))
        if "fingerprint" in fields:
            _same_tie(sight, self.draw, fields)
        cross = not self.draw.startswith("lot/") and subject_of(ground, None, self.draw).cross is not None
        done = {**fields, "seed": self.seed}
        done["drawn"] = redrawn(done, cross=cross)
        yield (DRAW, key), done
        if "fingerprint" in fields:
            yield _decision(sight, key, done)
        if cross:
            pairs = Stream(self.seed, fields["frame_hash"]).crossed(fields["frame"][""])
            yield (ASSIGN, self.draw), {"pairs": pairs, "draw": key}


def check_seed(seed: str) -> None:
    """Raises CaseError for what is no seed."""
    if not _SHORTEST <= len(seed) <= _LONGEST or not seed.isprintable():
        raise CaseError(_SEED)


def redrawn(fields: Mapping[str, Any], *, cross: bool = False) -> dict[str, list[str]]:
    """What a draw gives, computed from its frame and its seed: the codes of each stratum as they were drawn."""
    stream = Stream(fields["seed"], fields["frame_hash"])
    frame, sizes = fields["frame"], fields["sizes"]
    if cross:
        return {"": list(stream.crossed(frame[""]).values())}
    if set(sizes) == set(frame):
        return {group: stream.drawn(frame[group], sizes[group]) for group in sorted(frame)}
    first = [code for group in sorted(frame) for code in stream.drawn(frame[group], fields.get("each", 0))]
    left = [code for group in sorted(frame) for code in frame[group] if code not in first]
    return {"": first + stream.drawn(left, sizes[""] - len(first))}


def drawn_of(ground: Ground, id_: str) -> list[str] | None:
    """What the latest draw of a subject gave, None while it is not drawn."""
    found = current(ground, id_)
    if found is None or "drawn" not in found[1]:
        return None
    return [code for group in sorted(found[1]["drawn"]) for code in found[1]["drawn"][group]]


def _decision(sight: Sight, key: str, done: Fields) -> tuple[Key, Fields]:
    """The decision that the lots of a tie give: the first drawn take its places."""
    order: list[str] = done["drawn"][""]
    row: dict[str, Any] = {"quota": key.split("/")[1], "members": sorted(order), "choose": order[: done["take"]]}
    row |= {"document": done["document"], "fingerprint": done["fingerprint"]}
    row["reason"] = f"抽签（lots drawn）：{key}"
    id_ = decision_id(row)
    held = sight.state.decisions.get(id_)
    return (DECISION, id_), {"decision": row, "place": held["place"] if held else sight.state.next_decision}


def _judged(sight: Sight, id_: str) -> Any:
    return sight.evaluation if id_.startswith("lot/") else None


def _same_tie(sight: Sight, id_: str, fields: Fields) -> None:
    ties = [tie.fingerprint for tie in sight.evaluation.ties()]
    if fields["fingerprint"] not in ties:
        raise CaseError(_TIE_MOVED.format(id=id_))


def _townships(ground: Ground, subject: Subject) -> list[str] | None:
    sample = None if subject.sample is None else subject.sample.term
    if sample is None or not sample.within:
        return None
    return drawn_of(ground, subject.beside)


@frozen
class Assign(Act):
    """Who assesses whom, decided by hand with its document: nobody their own, each assessor one of those assessed."""

    needs: ClassVar[str] = "review"
    draw: str
    pairs: Mapping[str, str]
    document: str

    def about(self) -> tuple[str, str, str]:
        return "", self.draw, ""

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        subject = subject_of(ground, None, self.draw)
        if subject.cross is None:
            raise CaseError(_NO_CROSS.format(id=self.draw))
        framed(ground, subject, {"": [*self.pairs]}, None)  # the codes are codes, each once
        for assessed, assessor in self.pairs.items():
            if assessed == assessor:
                raise CaseError(_OWN.format(code=assessed))
            if assessor not in self.pairs:
                raise CaseError(_STRANGER.format(id=self.draw, code=assessor[:60]))
        yield (ASSIGN, self.draw), {"pairs": dict(self.pairs), "document": document_number(self.document)}
