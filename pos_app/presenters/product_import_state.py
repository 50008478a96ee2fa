"""What the import of goods shows: the file, its columns, a preview of rows, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Choices = tuple[tuple[str, str], ...]
Step = Literal["choose", "busy", "preview", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """Which column of the file a field takes; ``chosen`` "" for none."""

    field: str
    label: str
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One row of the file and what it would do; ``tone`` is the badge's."""

    key: str
    number: str
    verdict: str
    tone: str
    code: str
    name: str
    price: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductImportState:
    """The page. Rows are read through the presenter; ``serial`` says when anew.

    ``done`` of ``todo`` is how far the work is (``todo`` 0: not known). ``blocked`` says why
    nothing can be imported; ``is_text`` is whether encoding and delimiter mean anything.
    """

    step: Step = "choose"
    file: str = ""
    is_text: bool = False
    encodings: Choices = ()
    encoding: str = ""
    delimiters: Choices = ()
    delimiter: str = ""
    decimals: Choices = ()
    decimal: str = ""
    heading_note: str = ""
    headers: Choices = ()
    fields: tuple[FieldChoice, ...] = ()
    shown: str = "all"
    filters: Choices = ()
    total: int = 0
    serial: int = 0
    empty: str = ""
    progress: str = ""
    done: int = 0
    todo: int = 0
    can_stop: bool = False
    primary: str = ""
    can_import: bool = False
    blocked: str = ""
    notice: str = ""
    notice_tone: str = "danger"
    can_save_rejects: bool = False
    rejects_word: str = ""
