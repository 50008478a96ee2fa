"""What the search for a customer shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.sale_state import HitView, NoticeView


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
