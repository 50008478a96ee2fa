"""Finding a customer while typing (F3): phone, card or name; Enter puts them on the receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.customer_find_state import CustomerFindState
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import HitView, NoticeView
from pos_app.presenters.sale_words import DOT
from pos_app.services.records import CustomerHit
from pos_app.services.session import Session

MOST_HITS: Final = 30

MOST_NAMED: Final = 8
"""Groups named in the hint."""


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

    def open_profile(self, customer_id: int) -> None:
        """All about a person."""


class Grouping(Protocol):
    """A person's groups; see ``services.customer_groups.CustomerGroups``."""

    def in_use(self) -> Sequence[str]:
        """All groups there are."""

    def of(self, customer_id: int) -> tuple[str, ...]:
        """The person's."""

    def put(self, session: Session, customer_id: int, groups: Sequence[str]) -> tuple[str, ...]:
        """Give the person these."""


FindPeople = Callable[[str, int], Sequence[CustomerHit]]
"""People by part of a name, phone or card digits, contacts as the role may see."""


class CustomerFindPresenter:
    """The list answers while typing; the first person found is chosen."""

    def __init__(
        self,
        *,
        find: FindPeople,
        view: CustomerFindViewPort,
        navigator: CustomerFindNavigator,
        voice: Voice,
        tier_name: Callable[[str], str],
        groups: Grouping,
        session: Callable[[], Session],
    ) -> None:
        self._find = find
        self._view = view
        self._nav = navigator
        self._voice = voice
        self._tier_name = tier_name
        self._groups = groups
        self._session = session
        self._typed: str | None = None
        self._group_error = ""
        self._text = ""
        self._hits: tuple[CustomerHit, ...] = ()
        self._chosen = ""
        self._notice: NoticeView | None = None

    def open(self, text: str = "") -> None:
        """Begin with an empty search, or one already typed."""
        self.search(text)

    def search(self, text: str) -> None:
        """The text changed."""
        self._text = text
        self._notice = None
        self._typed = None
        try:
            self._hits = tuple(self._find(text.strip(), MOST_HITS))
        except CodedError as error:
            self._hits = ()
            words = say(error, self._voice.t, self._voice.f)
            self._notice = NoticeView(text=words, kind="danger")
        keys = [str(hit.id) for hit in self._hits]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else ""
        self.show()

    def choose(self, key: str) -> None:
        """A row was stepped on."""
        self._chosen = key
        self._typed = None
        self.show()

    def move(self, step: int) -> None:
        """Up or down."""
        keys = [str(hit.id) for hit in self._hits]
        if keys:
            at = keys.index(self._chosen) if self._chosen in keys else 0
            self.choose(keys[max(0, min(len(keys) - 1, at + step))])

    def attach(self, key: str = "") -> None:
        """Enter, or a tap on a row."""
        wanted = key or self._chosen
        if wanted:
            self._nav.attach_customer(int(wanted))

    def open_groups(self) -> None:
        """The groups of the person chosen are to be typed."""
        if self._chosen and self._may_group():
            self._typed = ", ".join(self._groups.of(int(self._chosen)))
            self._group_error = ""
            self.show()

    def type_groups(self, text: str) -> None:
        """Names, with commas between them."""
        self._typed, self._group_error = text, ""
        self.show()

    def put_groups(self) -> None:
        """Keep what was typed."""
        if self._typed is None or not self._chosen:
            return
        try:
            self._groups.put(self._session(), int(self._chosen), self._typed.split(","))
        except CodedError as error:
            self._group_error = say(error, self._voice.t, self._voice.f)
        else:
            self._typed = None
        self.show()

    def _may_group(self) -> bool:
        return right_for(self._session().role, Action.CUSTOMER_GROUPS) is Right.YES

    def back(self) -> None:
        """Esc: groups being typed first, then a typed text, then the page."""
        if self._typed is not None:
            self._typed = None
            self.show()
        elif self._text:
            self.search("")
        else:
            self._nav.show_sale()

    def create(self) -> None:
        """Nobody fits."""
        self._nav.open_new_customer()

    def points(self) -> None:
        """Why the balance of the person chosen is what it is."""
        if self._chosen:
            self._nav.open_points(int(self._chosen))

    def profile(self) -> None:
        """All about the person chosen."""
        if self._chosen:
            self._nav.open_profile(int(self._chosen))

    def scan(self, text: str) -> None:
        """A scan belongs to the sale: a card puts its owner on the receipt."""
        self._nav.scan_in_sale(text)

    def show(self) -> None:
        """Render what is."""
        t = self._voice.t
        chosen = next((hit for hit in self._hits if str(hit.id) == self._chosen), None)
        self._view.render(
            CustomerFindState(
                title=t._("Find customer"),
                text=self._text,
                hits=tuple(self._row(hit) for hit in self._hits),
                chosen=self._chosen,
                empty="" if self._hits else self._empty(),
                hint=t._("Phone, card number or name"),
                person=self._name(chosen) if chosen is not None else "",
                person_detail=self._contacts(chosen) if chosen is not None else "",
                facts=self._facts(chosen) if chosen is not None else (),
                can_attach=chosen is not None,
                can_group=chosen is not None and self._may_group(),
                groups_open=self._typed is not None,
                groups=self._typed or "",
                groups_hint=self._group_hint() if self._typed is not None else "",
                groups_error=self._group_error,
                notice=self._notice,
            )
        )

    def _group_hint(self) -> str:
        t, known = self._voice.t, self._groups.in_use()
        if not known:
            return t._("Names with commas between them.")
        return t._("In use: {groups}", groups=", ".join(known[:MOST_NAMED]))

    def _empty(self) -> str:
        t = self._voice.t
        if not self._text.strip():
            return t._("Nobody has been entered yet.")
        return t._("Nobody fits. Ins enters a new customer.")

    def _name(self, hit: CustomerHit) -> str:
        return hit.name or self._voice.t._("Customer without a name")

    def _contacts(self, hit: CustomerHit) -> str:
        return f" {DOT} ".join(part for part in (hit.phone, hit.card_number) if part)

    def _row(self, hit: CustomerHit) -> HitView:
        t, f = self._voice.t, self._voice.f
        points = t.ngettext("{n} point", "{n} points", hit.balance // 100, n=f.points(hit.balance))
        return HitView(
            key=str(hit.id),
            title=self._name(hit),
            detail=self._contacts(hit),
            amount=points if hit.balance else "",
        )

    def _facts(self, hit: CustomerHit) -> tuple[tuple[str, str], ...]:
        t, f = self._voice.t, self._voice.f
        facts = [
            (t._("Points"), f.points(hit.balance)),
            (t._("Bought in all"), f.money(hit.turnover)),
        ]
        tier = self._tier_name(hit.tier_id) if hit.tier_id else ""
        if tier:
            facts.insert(0, (t._("Tier"), tier))
        if hit.last_visit is not None:
            facts.append((t._("Last visit"), f.date(hit.last_visit)))
        groups = self._groups.of(hit.id)
        if groups:
            facts.append((t._("Groups"), ", ".join(groups)))
        return tuple(facts)
