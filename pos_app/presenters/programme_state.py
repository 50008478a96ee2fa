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
    fields: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOfFields:
    """A row of a list that grows: its fields and the word of the button that takes it away."""

    key: str
    fields: tuple[FieldView, ...]
    remove: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowingView:
    """A list of rows with captions; ``empty`` stands where there is none, ``add`` makes one."""

    key: str
    captions: tuple[str, ...]
    rows: tuple[RowOfFields, ...]
    empty: str
    add: str
    can_add: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A card of settings; ``growing`` is a list under its fields, ``example`` lines with figures.

    ``column`` 0 stands at the left, 1 at the right, 2 across both.
    """

    key: str
    title: str
    fields: tuple[FieldView, ...] = ()
    note: str = ""
    growing: GrowingView | None = None
    example: tuple[tuple[str, str], ...] = ()
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version in the list; ``words`` say what it changed, ``state`` is a badge with ``tone``."""

    key: str
    title: str
    note: str
    words: tuple[str, ...]
    state: str
    tone: str
    withdraw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostView:
    """One side of the dark slab."""

    title: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """What a year costs on the shop's own receipts.

    ``busy`` is how far the count is in per cent, None when it is at rest; ``stop`` and ``again``
    are the words of the buttons, "" where there is none. ``note`` says what was used.
    """

    title: str
    costs: tuple[CostView, ...] = ()
    note: str = ""
    busy: int | None = None
    stop: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of the example; ``tone`` is a text colour token."""

    title: str
    note: str
    figure: str
    tone: str = "text"


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
class WhenView:
    """From when what was changed will hold: at once, or from a typed day."""

    label: str
    choice: FieldView
    day: FieldView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeState:
    """The whole page. ``lock`` says who has to sign in, "" for the owner.

    ``sections`` are the parts of the form, ``section`` the one in front. ``modes`` and ``tiers``
    belong to the first, ``versions`` to the last. ``looking`` says which older version is shown
    and only looked at.
    """

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
    sections: tuple[tuple[str, str], ...]
    section: str
    modes_title: str
    modes: tuple[ModeView, ...]
    tiers: TiersView | None
    cards: tuple[CardView, ...]
    versions: tuple[VersionView, ...]
    example: ExampleView
    year: YearView
    example_tab: str
    when: WhenView | None = None
    looking: str = ""
    look: str = ""
    take: str = ""
    back: str = ""
    fault: str = ""
    attempt: int = 0
