"""What the search for a customer and the form for a new one show, ready-made."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.sale_state import HitView, NoticeView, OfferView


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFindState:
    """People found while typing, and a little more about the one chosen.

    ``facts`` are (words, value) of the chosen person; ``can_attach`` lights the main button.
    ``groups`` is the line of the person's groups being typed while ``groups_open``.
    """

    title: str = ""
    text: str = ""
    hits: tuple[HitView, ...] = ()
    chosen: str = ""
    empty: str = ""
    hint: str = ""
    person: str = ""
    person_detail: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    can_attach: bool = False
    can_group: bool = False
    groups_open: bool = False
    groups: str = ""
    groups_hint: str = ""
    groups_error: str = ""
    notice: NoticeView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field: what is typed, and what is wrong with it."""

    text: str = ""
    error: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomerState:
    """The form for a new person. ``known`` names who has the phone already."""

    title: str = ""
    waits: str = ""
    timer: str = ""
    phone: FieldView = FieldView()
    name: FieldView = FieldView()
    birthday: FieldView = FieldView()
    card: FieldView = FieldView()
    card_title: str = ""
    card_detail: str = ""
    card_good: bool = False
    keep: bool = False
    keep_error: str = ""
    sms: bool = False
    call: bool = False
    known: str = ""
    gains: tuple[OfferView, ...] = ()
    gains_title: str = ""
    total_label: str = ""
    total: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    busy: bool = False
    notice: NoticeView | None = None
