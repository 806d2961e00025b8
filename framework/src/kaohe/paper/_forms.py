"""Which forms and reports a scheme has, and which one is meant."""

from __future__ import annotations

import difflib

from ..errors import FileError
from ..rules.forms import Form
from ..rules.tools import Ruleset
from ..words import Message, Text, named
from ._common import common_forms

__all__ = ["find_form", "forms_of"]

_UNKNOWN = Message(
    "K9421", "the scheme has no {what} {name}; those it has are: {known}", "方案没有{what} {name}；现有：{known}"
)
_NEAR = Message(
    "K9422", "the scheme has no {what} {name}; did you mean {near}?", "方案没有{what} {name}；是不是 {near}？"
)


def forms_of(ruleset: Ruleset) -> tuple[Form, ...]:
    """The scheme's own forms and reports in the order of its document, then those that every scheme has."""
    own = {form.key: form for form in ruleset.forms}
    return (*own.values(), *(form for form in common_forms(ruleset) if form.key not in own))


def find_form(ruleset: Ruleset, name: str, *, report: bool) -> Form:
    """The form or report called `name`, by its key in any case or its Chinese title. Raises FileError with the nearest."""
    known = [form for form in forms_of(ruleset) if form.report is report]
    for form in known:
        if name.casefold() in (form.key.casefold(), form.title.zh, form.title.en.casefold()):
            return form
    what = Text("report", "报告") if report else Text("form", "表")
    near = difflib.get_close_matches(name, [form.key for form in known], n=1, cutoff=0.5)
    if near:
        raise FileError(_NEAR.format(what=what, name=named(name), near=near[0]))
    raise FileError(_UNKNOWN.format(what=what, name=named(name), known=", ".join(form.key for form in known)))
