"""What the import of customers shows: the file, its columns, the rules, a preview, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Choices = tuple[tuple[str, str], ...]
Step = Literal["choose", "busy", "preview", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """A column of the file and the field it holds ("" for none)."""

    name: str
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One row of the file and what becomes of it; ``tone`` is the badge's."""

    key: str
    number: str
    fate: str
    tone: str
    name: str
    contact: str
    card: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """A row nobody can be sure of: what stands in the way, and what a person may decide."""

    key: str
    title: str
    why: str
    choices: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class PastImport:
    """An import that was carried out; ``undo`` "" where it was taken back already."""

    key: str
    title: str
    note: str
    undo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleImportState:
    """The page. Rows are read through the presenter; ``serial`` says when anew.

    ``done`` of ``todo`` is how far the work is (``todo`` 0: not known). ``wait`` says how long the
    till waits, ``asking`` is the past import whose undo is asked about, ``undo`` the words of the
    undo of what was just imported.
    """

    step: Step = "choose"
    file: str = ""
    is_text: bool = False
    encodings: Choices = ()
    encoding: str = ""
    delimiters: Choices = ()
    delimiter: str = ""
    orders: Choices = ()
    order: str = ""
    decimals: Choices = ()
    decimal: str = ""
    heading_note: str = ""
    fields: Choices = ()
    columns: tuple[ColumnChoice, ...] = ()
    rules: Choices = ()
    rule: str = "update"
    amounts: bool = False
    shown: str = "all"
    filters: Choices = ()
    total: int = 0
    serial: int = 0
    empty: str = ""
    review: ReviewView | None = None
    past: tuple[PastImport, ...] = ()
    asking: str = ""
    question: str = ""
    progress: str = ""
    done: int = 0
    todo: int = 0
    primary: str = ""
    can_import: bool = False
    blocked: str = ""
    wait: str = ""
    notice: str = ""
    notice_tone: str = "danger"
    can_save_rejects: bool = False
    rejects_word: str = ""
    undo: str = ""
