"""What the page of one person's points and tier shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.sale_state import ApprovalView


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure above the list: caption, value, a small line, a colour token."""

    caption: str = ""
    value: str = ""
    note: str = ""
    tone: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """A column: caption, width (0: what is left), figures at the right, left out when narrow."""

    title: str
    width: int = 0
    right: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRowView:
    """A lot or a movement: its key, a text per column, the colour of the last one."""

    key: str
    cells: tuple[str, ...]
    tone: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """A button of the page; ``note`` says why it is dead."""

    key: str
    text: str
    icon: str
    cap: str
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field of the form: typed text, or one of ``choices`` (key, words)."""

    key: str
    label: str
    text: str = ""
    error: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """What is being done: its fields, a choice of ways above them, and the button."""

    key: str
    title: str
    hint: str = ""
    modes: tuple[tuple[str, str], ...] = ()
    mode: str = ""
    fields: tuple[FieldView, ...] = ()
    confirm: str = ""
    attempt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsState:
    """The whole page; without ``figures`` nobody is chosen."""

    title: str = ""
    detail: str = ""
    tier: str = ""
    figures: tuple[FigureView, ...] = ()
    tabs: tuple[tuple[str, str], ...] = ()
    tab: str = "lots"
    columns: tuple[ColumnView, ...] = ()
    rows: tuple[PointsRowView, ...] = ()
    chosen: str = ""
    empty_title: str = ""
    empty_hint: str = ""
    actions: tuple[ActionView, ...] = ()
    form: FormView | None = None
    notice: str = ""
    notice_tone: str = "accent"
    approval: ApprovalView | None = None
