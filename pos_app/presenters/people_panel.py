"""The panel of filters beside the list of people, and the views kept under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.messages import say
from pos_app.presenters.people_filter import FilterChoices, FilterForm
from pos_app.presenters.people_filter_state import FilterPanelState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.people_records import PeopleFilter, PeopleOrder, SavedView
from pos_app.services.session import Session


class ViewKeeping(Protocol):
    """See :class:`pos_app.services.saved_views.SavedViews`."""

    def all(self) -> Sequence[SavedView]:
        """Every view, by name."""

    def save(
        self, session: Session, name: str, wanted: PeopleFilter, order: PeopleOrder
    ) -> SavedView:
        """Keep a filter under a name."""

    def rename(self, session: Session, view_id: int, name: str) -> SavedView:
        """Another name."""

    def change(
        self, session: Session, view_id: int, wanted: PeopleFilter, order: PeopleOrder
    ) -> SavedView:
        """Let a view ask for something else."""

    def drop(self, session: Session, view_id: int) -> SavedView:
        """Delete a view; what it was."""


Undoing = Callable[[str, str, Callable[[], object]], None]
"""Called with what was done, the word of the way back, and the way back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelParts:
    """What the panel is joined from; ``show_undo`` says what was done and offers the way back."""

    views: ViewKeeping
    choices: Callable[[], FilterChoices]
    session: Callable[[], Session]
    voice: Voice
    show_undo: Undoing


class FilterPanel:
    """``form`` holds the filter, ``order`` is the list's; ``changed`` is called when either is
    another one, ``shown`` when only the panel is."""

    def __init__(
        self, parts: PanelParts, changed: Callable[[], None], shown: Callable[[], None]
    ) -> None:
        self._parts = parts
        self._changed = changed
        self._shown = shown
        self.form = FilterForm(parts.voice)
        self.order: PeopleOrder = "name"
        self.is_open = False
        self._view: SavedView | None = None
        self._naming = ""
        self._name = ""
        self._error = ""

    @property
    def wanted(self) -> PeopleFilter:
        """The filter, without what is typed into the search."""
        return self.form.wanted

    # --- coming and going --------------------------------------------------------------------

    def toggle(self) -> None:
        """F7: open or close."""
        self.is_open = not self.is_open
        self._stop_naming()
        if self.is_open:
            self.form.choices = self._parts.choices()
        self._shown()

    def close(self) -> bool:
        """Esc: a name being typed first, then the panel; whether there was anything to close."""
        was = bool(self._naming) or self.is_open
        if self._naming:
            self._stop_naming()
        else:
            self.is_open = False
        if was:
            self._shown()
        return was

    def forget(self) -> None:
        """Everybody, by name, and no panel."""
        self.form.set(PeopleFilter())
        self.order, self.is_open, self._view = "name", False, None
        self._stop_naming()

    # --- filtering ---------------------------------------------------------------------------

    def put(self, key: str, value: str) -> None:
        """Something was chosen or typed in a field."""
        before = self.form.wanted
        self.form.put(key, value)
        if self.form.wanted == before:
            self._shown()
        else:
            self._changed()

    def take_away(self, chip: str) -> None:
        """A chip's cross was pressed."""
        self.form.take_away(chip)
        self._changed()

    def clear(self) -> None:
        """Ask for nothing."""
        self.form.set(PeopleFilter())
        self._view = None
        self._changed()

    def sort(self, order: PeopleOrder) -> None:
        """Another order."""
        self.order = order
        self._changed()

    # --- views -------------------------------------------------------------------------------

    def choose_view(self, key: str) -> None:
        """A kept view, or none of them."""
        self._view = next((one for one in self._parts.views.all() if str(one.id) == key), None)
        self._stop_naming()
        self.form.set(self._view.wanted if self._view is not None else PeopleFilter())
        self.order = self._view.order if self._view is not None else "name"
        self._changed()

    def name_view(self, what: str) -> None:
        """A name is to be typed: for a ``new`` view, or to ``rename`` the chosen one."""
        if what == "rename" and self._view is None:
            return
        self._naming, self._error = what, ""
        self._name = self._view.name if what == "rename" and self._view is not None else ""
        self._shown()

    def type_name(self, text: str) -> None:
        """The name of a view."""
        self._name, self._error = text, ""
        self._shown()

    def put_name(self) -> None:
        """Keep the name that was typed, and with it a new view."""
        views, session = self._parts.views, self._parts.session()
        if not self._naming:
            return
        try:
            if self._naming == "rename" and self._view is not None:
                self._view = views.rename(session, self._view.id, self._name)
            else:
                self._view = views.save(session, self._name, self._kept(), self.order)
        except CodedError as error:
            self._error = say(error, self._parts.voice.t, self._parts.voice.f)
        else:
            self._stop_naming()
        self._shown()

    def change_view(self) -> None:
        """The chosen view asks from now on for what is asked for now."""
        if self._view is not None:
            self._do(
                lambda view: self._parts.views.change(
                    self._parts.session(), view.id, self._kept(), self.order
                )
            )

    def drop_view(self) -> None:
        """Delete the chosen view; it can be brought back."""
        if self._view is None:
            return
        t, gone = self._parts.voice.t, self._view

        def drop(view: SavedView) -> None:
            self._parts.views.drop(self._parts.session(), view.id)

        def bring_back() -> None:
            session = self._parts.session()
            self._view = self._parts.views.save(session, gone.name, gone.wanted, gone.order)
            self._shown()

        if self._do(drop):
            words = t._("The view “{name}” is deleted.", name=gone.name)
            self._parts.show_undo(words, t._("Undo"), bring_back)

    def _kept(self) -> PeopleFilter:
        return replace(self.form.wanted, text="")

    def _do(self, deed: Callable[[SavedView], SavedView | None]) -> bool:
        assert self._view is not None
        try:
            self._view = deed(self._view)
        except CodedError as error:
            self._error = say(error, self._parts.voice.t, self._parts.voice.f)
            return False
        finally:
            self._shown()
        return True

    def _stop_naming(self) -> None:
        self._naming, self._name, self._error = "", "", ""

    # --- state -------------------------------------------------------------------------------

    def state(self, count: str) -> FilterPanelState:
        """The panel as it is; ``count`` says how many people there are."""
        t, view = self._parts.voice.t, self._view
        may = right_for(self._parts.session().role, Action.SAVED_VIEWS) is Right.YES
        differs = view is not None and (view.wanted, view.order) != (self._kept(), self.order)
        chips = self.form.chips()
        if not self.is_open:
            return FilterPanelState(chips=chips)
        kept = self._parts.views.all()
        return FilterPanelState(
            open=True,
            count=count,
            fields=self.form.fields(),
            chips=chips,
            views=(
                ("", t._("None chosen") if kept else t._("None saved yet")),
                *((str(one.id), one.name) for one in kept),
            ),
            view=str(view.id) if view is not None else "",
            can_keep=may,
            can_change=may and differs,
            naming=self._naming,
            name=self._name,
            error=self._error,
        )
