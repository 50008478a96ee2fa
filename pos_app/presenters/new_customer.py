"""A new customer in under half a minute: phone, name, card, consents; back on the receipt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from pos_app.domain.customer import Channel, Customer, Purpose
from pos_app.domain.errors import CodedError, PosError
from pos_app.presenters.customer_find_state import FieldView, NewCustomerState
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import NoticeView, OfferView
from pos_app.presenters.sale_words import SaleWords, spaced_code
from pos_app.services.customers import NO_YEAR, ConsentChoice, CustomerForm
from pos_app.services.desk_view import DeskView
from pos_app.services.session import Session

WORDING: Final = "counter-1"
"""The version of the consent texts below; a changed text gets a new one (R24)."""

_DATE = re.compile(r"(\d{1,2})\D+(\d{1,2})(?:\D+(\d{2}|\d{4}))?\D*")


class NewCustomerViewPort(Protocol):
    """The form as its presenter sees it."""

    def render(self, state: NewCustomerState) -> None:
        """Show this state."""

    def focus(self, field: str) -> None:
        """Put the cursor into a field."""

    def alert(self) -> None:
        """One error tone."""


class NewCustomerNavigator(Protocol):
    """Ways out of the form."""

    def attach_customer(self, customer_id: int, card_number: str = "") -> None:
        """Put the person on the receipt and go back to the sale."""

    def show_sale(self) -> None:
        """Back, nothing saved."""


class EnteringPeople(Protocol):
    """Entering a person; see ``services.customers.CustomerService``."""

    def create(self, session: Session, form: CustomerForm, *, same_phone: bool = False) -> Customer:
        """Store the person with card and consents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomerParts:
    """What the presenter is joined from. ``looks_like_card`` knows the shop's card numbers."""

    people: EnteringPeople
    session: Callable[[], Session]
    sale: Callable[[], DeskView]
    looks_like_card: Callable[[str], bool]
    navigator: NewCustomerNavigator
    voice: Voice
    seconds: Callable[[], float]
    today: Callable[[], date]


class NewCustomerPresenter:
    """What has been typed so far, and the one step that saves it."""

    def __init__(self, parts: NewCustomerParts, view: NewCustomerViewPort) -> None:
        self._p = parts
        self._view = view
        self._texts = dict.fromkeys(("phone", "name", "birthday", "card"), "")
        self._errors: dict[str, str] = {}
        self._ticks = dict.fromkeys(("keep", "sms", "call"), False)
        self._started = 0.0
        self._known: int | None = None
        self._known_name = ""
        self._notice: NoticeView | None = None
        self._busy = False

    def open(self, card_number: str = "") -> None:
        """An empty form, or one with a card already scanned; no box is ever ticked."""
        self._texts = dict.fromkeys(self._texts, "")
        self._ticks = dict.fromkeys(self._ticks, False)
        self._errors, self._notice, self._known = {}, None, None
        self._busy = False
        self._texts["card"] = card_number
        self._started = self._p.seconds()
        self.show()
        self._view.focus("phone")

    # -- gestures -----------------------------------------------------------------------------

    def typed(self, field: str, text: str) -> None:
        """A field changed."""
        self._texts[field] = text
        self._errors.pop(field, None)
        if field == "phone":
            self._known = None
        self.show()

    def ticked(self, box: str, *, on: bool) -> None:
        """A consent box was touched."""
        self._ticks[box] = on
        self._errors.pop("keep", None)
        self.show()

    def scan(self, text: str) -> None:
        """A scan anywhere on this page is the card's number, never typed into a field."""
        if self._p.looks_like_card(text):
            self._texts["card"] = text.strip()
            self._errors.pop("card", None)
            self._notice = None
        else:
            t = self._p.voice.t
            self._notice = NoticeView(text=t._("This is not a customer card."), kind="warn")
            self._view.alert()
        self.show()

    def tick(self) -> None:
        """A second went by."""
        self.show()

    def back(self) -> None:
        """Esc: back to the sale."""
        if not self._busy:
            self._p.navigator.show_sale()

    def use_known(self) -> None:
        """The phone's owner is the person here."""
        if self._known is not None:
            self._p.navigator.attach_customer(self._known)

    def save_family(self) -> None:
        """Another person with the same phone."""
        if self._known is not None:
            self._save(same_phone=True)

    def save(self) -> None:
        """The main button."""
        self._save(same_phone=False)

    def _save(self, *, same_phone: bool) -> None:
        if self._busy:
            return
        form = self._form()
        if form is None:
            self._view.alert()
            self.show()
            return
        self._busy = True
        try:
            person = self._p.people.create(self._p.session(), form, same_phone=same_phone)
        except CodedError as error:
            self._busy = False
            self._refused(error)
            return
        self._p.navigator.attach_customer(person.id, form.card_number)

    def _form(self) -> CustomerForm | None:
        """The form, or None with the errors said."""
        t = self._p.voice.t
        self._errors = {}
        birthday = None
        if self._texts["birthday"].strip():
            birthday = parse_birthday(self._texts["birthday"], self._p.today())
            if birthday is None:
                self._errors["birthday"] = t._("Enter day and month: 24.11")
        personal = any(self._texts[name].strip() for name in ("phone", "name", "birthday"))
        if personal and not self._ticks["keep"]:
            self._errors["keep"] = t._("Ask the customer, then tick this.")
        if self._errors:
            return None
        return CustomerForm(
            name=self._texts["name"],
            phone=self._texts["phone"],
            birthday=birthday,
            language=t.language,
            card_number=self._texts["card"],
            consents=self._consents(),
            wording=WORDING,
        )

    def _consents(self) -> tuple[ConsentChoice, ...]:
        found: list[ConsentChoice] = []
        if self._ticks["keep"]:
            found.append(ConsentChoice(purpose=Purpose.PROGRAMME))
        for box, channel in (("sms", Channel.SMS), ("call", Channel.CALL)):
            if self._ticks[box]:
                found.append(ConsentChoice(purpose=Purpose.MARKETING, channel=channel))
        return tuple(found)

    def _refused(self, error: CodedError) -> None:
        words = say(error, self._p.voice.t, self._p.voice.f)
        places = {
            "phone_invalid": "phone",
            "phone_known": "phone",
            "customer_empty": "phone",
            "consent_needed": "keep",
            "card_number": "card",
            "card_taken": "card",
            "bank_card": "card",
        }
        place = places.get(error.code, str(error.params.get("field", "")))
        if error.code == "phone_known" and isinstance(error, PosError):
            known = error.params.get("customer")
            self._known = known if isinstance(known, int) else None
            self._known_name = str(error.params.get("name", ""))
        if place in (*self._texts, "keep"):
            self._errors[place] = words
        else:
            self._notice = NoticeView(text=words, kind="danger")
        self._view.alert()
        self.show()
        if place in self._texts:
            self._view.focus(place)

    # -- the state ----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t = self._p.voice.t
        view = self._p.sale()
        seconds = max(0, int(self._p.seconds() - self._started))
        card = self._texts["card"].strip()
        state = NewCustomerState(
            title=t._("New customer"),
            waits=t._("sale {number} waits", number=str(view.next_number))
            if view.draft.lines
            else "",
            timer=f"{seconds // 60}:{seconds % 60:02}",
            phone=self._field("phone"),
            name=self._field("name"),
            birthday=self._field("birthday"),
            card=self._field("card"),
            card_title=t._("Card {number}", number=spaced_code(card))
            if card
            else t._("Scan a card"),
            card_detail=t._("will belong to this customer")
            if card
            else t._("A scan on this page is read as the card number."),
            card_good=bool(card) and "card" not in self._errors,
            keep=self._ticks["keep"],
            keep_error=self._errors.get("keep", ""),
            sms=self._ticks["sms"],
            call=self._ticks["call"],
            known=self._known_name if self._known is not None else "",
            busy=self._busy,
            notice=self._notice,
        )
        self._view.render(self._with_gains(state, view))

    def _field(self, name: str) -> FieldView:
        return FieldView(text=self._texts[name], error=self._errors.get(name, ""))

    def _with_gains(self, state: NewCustomerState, view: DeskView) -> NewCustomerState:
        t, f = self._p.voice.t, self._p.voice.f
        lost = view.without_card
        gains: list[OfferView] = []
        saved = 0
        if lost is not None and lost.money > 0:
            saved = lost.money
            gains.append(
                OfferView(
                    key="discount",
                    icon="percent",
                    title=t._("Card discount on this receipt"),
                    detail=t._("saves {amount} right now", amount=f.money(lost.money)),
                    mode="nearly",
                )
            )
        if lost is not None and lost.points > 0:
            points = t.ngettext(
                "{n} point for this purchase",
                "{n} points for this purchase",
                lost.points // 100,
                n=f.points(lost.points, sign=True),
            )
            gains.append(
                OfferView(
                    key="points",
                    icon="sparkles",
                    title=points,
                    detail=t._("= {amount} next time", amount=f.money(lost.points_money)),
                    mode="nearly",
                )
            )
        words = SaleWords(t, f)
        rows: list[tuple[str, str]] = [(words.items(view.draft), "")] if view.draft.lines else []
        if saved:
            rows.append((t._("Without a card"), f.money(view.priced.to_pay)))
        return replace(
            state,
            gains=tuple(gains),
            gains_title=t._("With the card today") if gains else "",
            rows=tuple(rows),
            total_label=t._("To pay"),
            total=f.money(view.priced.to_pay - saved),
        )


def parse_birthday(text: str, today: date) -> date | None:
    """A day and a month, with or without the year; None when there is no such day.

    Two digits of a year mean the last such year before ``today``.
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[2]), found[3]
    whole = NO_YEAR if year is None else int(year)
    if year is not None and len(year) == 2:
        whole += today.year // 100 * 100
        if whole > today.year:
            whole -= 100
    try:
        return date(whole, month, day)
    except ValueError:
        return None
