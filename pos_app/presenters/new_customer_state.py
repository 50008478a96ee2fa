"""What the form for a new person shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.sale_state import NoticeView


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field: what is typed, and what is wrong with it."""

    text: str = ""
    error: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TapView:
    """One question with its choices as (key, text) and the keys chosen."""

    key: str
    number: str
    text: str
    note: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRow:
    """Something the person gains today; ``tone`` warn where something is still to be done."""

    icon: str
    title: str
    detail: str
    tone: Literal["", "warn", "done"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomerState:
    """The form for a new person.

    ``known`` says who may be the same person, ``known_more`` who else; ``phone_note`` that the
    number is new. ``channels`` are those of consents to offers, as (key, text), ``channels_on`` the
    ticked ones. ``languages`` as (key, text). ``printing``: the agreement comes out on
    saving.
    """

    title: str = ""
    waits: str = ""
    timer: str = ""
    phone: FieldView = FieldView()
    name: FieldView = FieldView()
    birthday: FieldView = FieldView()
    card: FieldView = FieldView()
    email: FieldView = FieldView()
    languages: tuple[tuple[str, str], ...] = ()
    language: str = ""
    phone_note: str = ""
    card_title: str = ""
    card_detail: str = ""
    card_good: bool = False
    questions: tuple[TapView, ...] = ()
    keep: bool = False
    keep_error: str = ""
    channels: tuple[tuple[str, str], ...] = ()
    channels_on: tuple[str, ...] = ()
    known: str = ""
    known_more: str = ""
    gains: tuple[GainRow, ...] = ()
    gains_title: str = ""
    total_label: str = ""
    total: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    can_print: bool = False
    printing: bool = False
    busy: bool = False
    notice: NoticeView | None = None
