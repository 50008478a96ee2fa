"""What the page of the loyalty programme shows, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.settings_state import FieldView, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeView:
    """One of the ways to thank a customer."""

    key: str
    icon: str
    title: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TierView:
    """A row of the table. ``earns`` or ``off`` is None where the mode has no such rate.

    ``share`` is the part of all customers, 0–1; ``cost`` what the tier gives in twelve months.
    """

    key: str
    icon: str
    name: FieldView
    start: FieldView
    earns: FieldView | None
    off: FieldView | None
    customers: str
    share: float
    cost: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TiersView:
    """The table with its captions."""

    title: str
    note: FieldView
    captions: tuple[str, ...]
    rows: tuple[TierView, ...]
    add: str
    can_add: bool
    keep: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A card of settings under the table."""

    title: str
    fields: tuple[FieldView, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of the example; ``tone`` is a text colour token."""

    title: str
    note: str
    figure: str
    tone: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostView:
    """One side of the dark slab."""

    title: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleView:
    """The worked example; ``problem`` stands instead of the steps when the form has errors."""

    title: str
    hint: str
    before: str
    tier: FieldView
    between: str
    amount: FieldView
    steps: tuple[StepView, ...] = ()
    cost_title: str = ""
    costs: tuple[CostView, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeState:
    """The whole page. ``lock`` says who has to sign in, "" for the owner."""

    title: str
    hint: str
    live: str
    unsaved: str
    undo: str
    save: str
    can_save: bool
    lock: str
    notice: str
    notice_tone: Tone
    modes_title: str
    modes: tuple[ModeView, ...]
    tiers: TiersView
    cards: tuple[CardView, ...]
    example: ExampleView
    tabs: tuple[tuple[str, str], ...]
    fault: str = ""
    attempt: int = 0
