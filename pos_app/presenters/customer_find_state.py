"""What the search for a customer shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.presenters.people_filter_state import FilterPanelState
from pos_app.presenters.sale_state import NoticeView

_CLOSED: Final = FilterPanelState()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFindState:
    """The list of people, and a little more about the one chosen.

    Rows are asked for as they are seen; ``serial`` changes when all must be read again, a larger
    ``total`` alone means that more are known. ``keep`` leaves the list where it is scrolled to.
    ``settled`` False asks to be told when nobody types any more. ``place`` is the row of the person
    chosen, −1 for none. ``facts`` are (words, value) of the chosen person; ``can_attach`` lights
    the main button. ``groups`` is the line of the person's groups being typed while
    ``groups_open``. ``with_profile``: the right side belongs to the profile, unless the
    ``panel`` of filters is open. ``can_export``: these people may be written to a file,
    ``can_import``: others may come from one.
    """

    text: str = ""
    serial: int = 0
    total: int = 0
    keep: bool = False
    settled: bool = True
    place: int = -1
    chosen: str = ""
    count: str = ""
    took: str = ""
    empty: str = ""
    hint: str = ""
    order: str = "name"
    orders: tuple[tuple[str, str], ...] = ()
    with_profile: bool = False
    panel: FilterPanelState = _CLOSED
    can_export: bool = False
    can_import: bool = False
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
