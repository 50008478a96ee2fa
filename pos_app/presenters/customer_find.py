"""The people of the shop (F3): found while typing, chosen, put on the receipt by Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.customer_find_state import CustomerFindState
from pos_app.presenters.customer_groups import Grouping, GroupsLine
from pos_app.presenters.customer_words import ORDERS, count_words, facts, row, took_words
from pos_app.presenters.messages import say
from pos_app.presenters.people_filter import FilterChoices
from pos_app.presenters.people_listing import ListingParts, PeopleListing, PeopleReads
from pos_app.presenters.people_panel import FilterPanel, PanelParts, Undoing, ViewKeeping
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import HitView, NoticeView
from pos_app.presenters.sale_words import DOT
from pos_app.presenters.tasks import TaskPort
from pos_app.services.people_records import PeopleFilter
from pos_app.services.records import CustomerHit
from pos_app.services.session import Session


class CustomerFindViewPort(Protocol):
    """The screen as its presenter sees it."""

    def render(self, state: CustomerFindState) -> None:
        """Show this state."""


class CustomerFindNavigator(Protocol):
    """Ways out of the search."""

    def attach_customer(self, customer_id: int) -> None:
        """Put the person on the receipt and go back to the sale."""

    def show_sale(self) -> None:
        """Back, nothing chosen."""

    def open_new_customer(self, card_number: str = "") -> None:
        """Nobody fits: a new person."""

    def scan_in_sale(self, text: str) -> None:
        """A scan belongs to the sale."""

    def open_points(self, customer_id: int) -> None:
        """The points and the tier of a person."""

    def open_duplicates(self) -> None:
        """Who may be on file twice."""


class ExportPort(Protocol):
    """The way to a file of the people listed."""

    def open(self, wanted: PeopleFilter) -> None:
        """Ask for what and what for."""


class ProfilePort(Protocol):
    """All about the person chosen, beside the list."""

    def open(self, customer_id: int) -> None:
        """Show a person."""

    def clear(self) -> None:
        """Nobody is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFindParts:
    """What the presenter is joined from. ``today`` is the shop's day, ``seconds`` running time."""

    reads: PeopleReads
    choices: Callable[[], FilterChoices]
    views: ViewKeeping
    show_undo: Undoing
    tasks: TaskPort
    groups: Grouping
    navigator: CustomerFindNavigator
    voice: Voice
    session: Callable[[], Session]
    tier_name: Callable[[str], str]
    today: Callable[[], date]
    seconds: Callable[[], float]


class CustomerFindPresenter:
    """The list answers while typing; the first person found is chosen."""

    def __init__(self, parts: CustomerFindParts, view: CustomerFindViewPort) -> None:
        self._parts = parts
        self._view = view
        self._nav = parts.navigator
        self._voice = parts.voice
        self._listing = PeopleListing(
            ListingParts(
                reads=parts.reads,
                session=parts.session,
                tasks=parts.tasks,
                seconds=parts.seconds,
                told=self._told,
            )
        )
        self._groups = GroupsLine(parts.groups, parts.session, parts.voice)
        self.panel = FilterPanel(
            PanelParts(
                views=parts.views,
                choices=parts.choices,
                session=parts.session,
                voice=parts.voice,
                show_undo=parts.show_undo,
            ),
            changed=self._begin,
            shown=self.show,
        )
        self._profile: ProfilePort | None = None
        self._export: ExportPort | None = None
        self._import: Callable[[], None] | None = None
        self._opened: int | None = None
        self._text = ""
        self._chosen: int | None = None
        self._place = -1
        self._person: CustomerHit | None = None
        self._keep = False

    def set_profile(self, profile: ProfilePort) -> None:
        """Somebody shows all about the person chosen."""
        self._profile = profile
        self._opened = None

    def set_export(self, export: ExportPort) -> None:
        """Somebody writes the people listed to a file."""
        self._export = export

    # --- looking -----------------------------------------------------------------------------

    def open(self, text: str = "") -> None:
        """Begin with everybody, or with a text already typed."""
        self.panel.forget()
        self.search(text)

    def changed(self) -> None:
        """People changed: look again; the list stays where it is."""
        self._opened = None
        self._listing.refresh()
        self.show()

    def search(self, text: str) -> None:
        """The text changed."""
        self._text = text
        self._groups.close()
        self._begin()

    def settle(self) -> None:
        """Nobody types any more: find all others, too."""
        self._listing.settle()
        self.show()

    def rows(self, offset: int, limit: int) -> Sequence[HitView]:
        """The rows from a place on."""
        t, f, today = self._voice.t, self._voice.f, self._parts.today()
        return [row(hit, self._tier(hit), today, t, f) for hit in self._listing.rows(offset, limit)]

    # --- choosing ----------------------------------------------------------------------------

    def choose(self, place: int) -> None:
        """A row was stepped on."""
        if 0 <= place < len(self._listing.ids):
            self._keep = True
            self._groups.close()
            self._put(place)
            self.show()

    def move(self, step: int) -> None:
        """Up or down."""
        if self._listing.ids:
            self.choose(max(0, min(len(self._listing.ids) - 1, self._place + step)))

    def rest(self) -> None:
        """The cursor rests on a person: show all about them."""
        if self._profile is None or self._opened == self._chosen:
            return
        self._opened = self._chosen
        if self._chosen is None:
            self._profile.clear()
        else:
            self._profile.open(self._chosen)

    def attach(self) -> None:
        """Enter, or a second tap on a row."""
        if self._chosen is not None:
            self._nav.attach_customer(self._chosen)

    # --- deeds -------------------------------------------------------------------------------

    def open_groups(self) -> None:
        """The groups of the person chosen are to be typed."""
        if self._chosen is not None and self._groups.open(self._chosen):
            self.show()

    def type_groups(self, text: str) -> None:
        """Names, with commas between them."""
        self._groups.type(text)
        self.show()

    def put_groups(self) -> None:
        """Keep what was typed."""
        if self._groups.put():
            self.show()

    def back(self) -> None:
        """Esc: groups being typed first, the filters, a typed text, then the page."""
        if self._groups.typed is not None:
            self._groups.close()
            self.show()
        elif self.panel.close():
            return
        elif self._text:
            self.search("")
        else:
            self._nav.show_sale()

    def create(self) -> None:
        """Nobody fits."""
        self._nav.open_new_customer()

    def export(self) -> None:
        """The people listed, to a file."""
        if self._export is not None and self._may_export():
            self._export.open(self._asked())

    def set_import(self, way: Callable[[], None]) -> None:
        """Where people come from a file."""
        self._import = way

    def bring(self) -> None:
        """People from a file."""
        if self._import is not None and self._may_import():
            self._import()

    def _may_import(self) -> bool:
        return right_for(self._parts.session().role, Action.PEOPLE_IMPORT) is Right.YES

    def _may_export(self) -> bool:
        return right_for(self._parts.session().role, Action.EXPORT_PEOPLE) is Right.YES

    def points(self) -> None:
        """Why the balance of the person chosen is what it is."""
        if self._chosen is not None:
            self._nav.open_points(self._chosen)

    def duplicates(self) -> None:
        """Who may be on file twice."""
        self._nav.open_duplicates()

    def scan(self, text: str) -> None:
        """A scan belongs to the sale: a card puts its owner on the receipt."""
        self._nav.scan_in_sale(text)

    # --- the list ----------------------------------------------------------------------------

    def _begin(self) -> None:
        self._keep = False
        self._listing.begin(self._asked(), self.panel.order)
        self._put(self._listing.place(self._chosen) if self._chosen is not None else -1)
        self.show()

    def _asked(self) -> PeopleFilter:
        return replace(self.panel.wanted, text=self._text.strip())

    def _told(self) -> None:
        """The worker knows all people asked for."""
        place = self._listing.place(self._chosen) if self._chosen is not None else -1
        if place >= 0:
            self._keep = True
        self._put(place)
        self.show()

    def _put(self, place: int) -> None:
        """The cursor on a row; where there is none on the first."""
        ids = self._listing.ids
        self._place = place if place >= 0 else (0 if ids else -1)
        self._chosen = ids[self._place] if ids else None
        self._person = self._listing.one(self._chosen) if self._chosen is not None else None

    # --- state -------------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t, f, listing, person = self._voice.t, self._voice.f, self._listing, self._person
        line, count = self._groups, count_words(listing, t, f)
        self._view.render(
            CustomerFindState(
                text=self._text,
                serial=listing.serial,
                total=len(listing.ids),
                keep=self._keep,
                settled=listing.settled,
                place=self._place,
                chosen=str(self._chosen or ""),
                count=count,
                took=took_words(listing, t, f),
                empty="" if listing.ids or listing.waiting else self._empty(),
                hint=t._("Name, phone, card"),
                order=self.panel.order,
                orders=tuple((key, t._(words)) for key, words in ORDERS.items()),
                with_profile=self._profile is not None,
                panel=self.panel.state(count),
                can_import=self._import is not None and self._may_import(),
                can_export=self._export is not None and self._may_export(),
                person=self._name(person) if person is not None else "",
                person_detail=_contacts(person) if person is not None else "",
                facts=self._facts(person) if person is not None else (),
                can_attach=person is not None,
                can_group=person is not None and line.may(),
                groups_open=line.typed is not None,
                groups=line.typed or "",
                groups_hint=line.hint(),
                groups_error=line.error,
                notice=self._notice(),
            )
        )

    def _notice(self) -> NoticeView | None:
        error: CodedError | None = self._listing.error
        if error is None:
            return None
        return NoticeView(text=say(error, self._voice.t, self._voice.f), kind="danger")

    def _empty(self) -> str:
        t = self._voice.t
        if not self._listing.narrowed:
            return t._("Nobody has been entered yet.")
        if self.panel.wanted != PeopleFilter():
            return t._("Nobody fits all filters.")
        return t._("Nobody fits. Ins enters a new customer.")

    def _name(self, hit: CustomerHit) -> str:
        return hit.name or self._voice.t._("Customer without a name")

    def _tier(self, hit: CustomerHit | None) -> str:
        return self._parts.tier_name(hit.tier_id) if hit is not None and hit.tier_id else ""

    def _facts(self, hit: CustomerHit) -> tuple[tuple[str, str], ...]:
        if self._profile is not None:
            return ()
        groups = self._parts.groups.of(hit.id)
        return facts(hit, self._tier(hit), groups, self._voice.t, self._voice.f)


def _contacts(hit: CustomerHit) -> str:
    return f" {DOT} ".join(part for part in (hit.phone, hit.card_number) if part)
