"""Papers, tables and sheets to fill in, as they are asked for at a terminal: what, of whom, in which format, where to."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from kaohe.cases import case_text
from kaohe.engine import Evaluation
from kaohe.errors import FileError
from kaohe.exchange import FILES, Export, Stamp, exported, summary_csv, summary_xlsx, tables_of, template
from kaohe.files import why_of
from kaohe.office import standings_text
from kaohe.paper import Filed, Job, compose, file_papers, find_form, own_layout, read_people, record_of, written_file
from kaohe.store import book_text
from kaohe.words import Message

from ._session import Session

__all__ = ["FORMS", "Order", "carried_out"]

FORMS = ("form", "report")


@frozen(kw_only=True)
class Order:
    """What is to be written: `sort` is form, report, table, template or export, `key` which one; `ids` of whom, () for all.

    `output` is a file, or a folder (ending in /) for a file each; the files of `people` and `layout` are the office's
    own, read now and not kept. `copies` is 0 for as many as the document says. `names` stand in an export where asked for.
    """

    sort: str
    key: str
    ids: tuple[str, ...] = ()
    period: str = ""
    formats: tuple[str, ...] = (".docx",)
    people: str = ""
    layout: str = ""
    copies: int = 0
    output: str = ""
    names: bool = False


def carried_out(session: Session, order: Order) -> Filed:
    """Write what was ordered of the book as it is saved. Raises KaoheError. It may run beside the desk."""
    try:
        return _papers(session, order) if order.sort in FORMS else _sheet(session, order)
    except OSError as error:
        path = str(error.filename or order.output)
        raise FileError(_UNWRITTEN.format(path=path, why=why_of(error))) from error


def _papers(session: Session, order: Order) -> Filed:
    office = session.office
    case = office.case
    ruleset = case.cohort.ruleset
    form = find_form(ruleset, order.key, report=order.sort == "report")
    form = own_layout(Path(order.layout), form, ruleset) if order.layout else form
    job = Job(
        case=case,
        evaluation=Evaluation(case.cohort),  # the desk's own goes on being asked meanwhile
        stamp=_stamp(session),
        period=order.period,
        language=office.language,
        people=read_people(Path(order.people)) if order.people else {},
        only=order.ids,
        record=record_of(office, order.period),
    )
    papers = compose(job, form)
    copies = order.copies or form.copies
    return file_papers(papers, order.output, key=form.key, formats=order.formats, copies=copies)


def _sheet(session: Session, order: Order) -> Filed:
    office, file = session.office, Path(order.output)
    if order.sort == "export":
        written_file(file, _export(session, order), mode=0o600)
        return Filed((str(file),))
    if order.sort == "template":
        data = template(office.case, order.key, period=order.period, language=office.language)
    else:
        data = _table(session, order)
    written_file(file, data)
    return Filed((str(file),))


def _export(session: Session, order: Order) -> str | bytes:
    """What `kaohe export` writes."""
    office = session.office
    if order.key == "case":
        return case_text(office.case_data(names=order.names))
    if order.key in FILES:
        return book_text(session.where, tinydb=order.key == "tinydb")[0]
    asked = Export(what=order.key, period=order.period, ids=order.ids, names=order.names)
    case = office.case
    data, _ = exported(Evaluation(case.cohort), case, asked, file=order.output, language=office.language)
    return data


def _table(session: Session, order: Order) -> bytes:
    """The table to sign of the kinds that have it, as `kaohe table` writes it."""
    office = session.office
    tables = tables_of(session.ruleset.kinds, order.key)
    evaluation, said = Evaluation(office.case.cohort), office.language
    if order.formats == (".csv",):
        return summary_csv(evaluation, tables[0], period=order.period, language=said)
    stamp = _stamp(session)
    standing = standings_text(office.states()).in_language(said)
    stamp = evolve(stamp, receipt=f"{stamp.receipt}; {standing}")
    return summary_xlsx(evaluation, tables, stamp=stamp, period=order.period, language=said)


def _stamp(session: Session) -> Stamp:
    office = session.office
    return Stamp(unit=office.header.county, cycle=office.case.cohort.cycle.id, receipt=str(office.head))


_UNWRITTEN = Message(
    "K7090",
    "{path} cannot be written ({why}); nothing was written. Give another file or folder",
    "无法写入 {path}（{why}）；没有写出任何文件。请另取文件或文件夹",
)
