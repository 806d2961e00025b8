"""The one-page why of a person: what decided in one sentence, then the steps; one file that any browser prints."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..engine import Evaluation, explain, explanation_sections
from ..rules.tools import marked
from ..words import Text, visible
from ._summary import Stamp

__all__ = ["why_page"]

_STYLE = """
@page { size: A4; margin: 18mm 16mm }
body { font: 10.5pt/1.5 "Noto Serif CJK SC", SimSun, serif; max-width: 178mm; margin: 0 auto; color: #000 }
h1 { font-size: 15pt; text-align: center; margin: 0 0 2mm }
p.of { text-align: center; margin: 0 0 6mm }
p.verdict { font-size: 12pt; font-weight: bold; border: 1px solid #000; padding: 3mm }
h2 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid }
li { margin: 0 0 1mm; break-inside: avoid }
footer { margin-top: 8mm; border-top: 1px solid #000; font-size: 9pt }
p.sign { margin: 10mm 0 0 }
"""
_TITLE = Text("Why: {who}", "考核结果说明：{who}")
_SIGNED = Text(
    "Heard (signature): ____________________    date: ______________",
    "本人签字：____________________    日期：______________",
)
_FOOT = Text("scheme {scheme} {version}, rules {digest}", "方案 {scheme} {version}，规则 {digest}")
_RECEIPT = Text("; receipt {receipt}", "；账簿回执 {receipt}")


def why_page(evaluation: Evaluation, who: str, *, stamp: Stamp, language: str = "zh", private: bool = False) -> str:
    """One self-contained page of HTML. Raises KeyError for an unknown id.

    `private` makes the copy for the person themselves: nothing of any colleague stands in it.
    """
    return "\n".join(_page(evaluation, who, stamp, language, private=private)) + "\n"


def _page(evaluation: Evaluation, who: str, stamp: Stamp, language: str, *, private: bool) -> Iterator[str]:
    def words(text: Text) -> str:
        return escape(visible(text.in_language(language)))

    explanation = explain(evaluation, who, private=private)
    outcome, scheme = explanation.outcome, evaluation.cohort.ruleset.scheme
    title = words(_TITLE.format(who=f"{outcome.name} {outcome.id}".strip()))
    first, *sections = explanation_sections(explanation)
    yield f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    yield f"<style>{_STYLE}</style></head><body>"
    yield f"<h1>{title}</h1>"
    about = [words(marked(scheme.title, scheme)), escape(visible(stamp.unit)), escape(visible(stamp.cycle))]
    yield f'<p class="of">{"　".join(part for part in about if part)}</p>'
    verdict, *rest = first.lines
    yield f'<p class="verdict">{words(verdict)}</p>'
    yield from (f"<p>{words(line)}</p>" for line in rest)
    for section in sections:
        if section.title is not None:
            yield f"<h2>{words(section.title)}</h2>"
        yield "<ol>"
        yield from (f"<li>{words(line)}</li>" for line in section.lines)
        yield "</ol>"
    yield f'<p class="sign">{words(_SIGNED)}</p>'
    said = explanation
    foot = _FOOT.format(scheme=said.scheme, version=said.scheme_version, digest=said.digest[:12])
    receipt = words(_RECEIPT.format(receipt=stamp.receipt)) if stamp.receipt else ""
    yield f"<footer>{words(foot)}{receipt}</footer></body></html>"
