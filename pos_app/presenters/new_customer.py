"""A new customer in under half a minute: phone, name, card, questions, consents."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from pos_app.domain.customer import Customer, Purpose
from pos_app.domain.errors import CodedError, PosError
from pos_app.presenters.messages import say
from pos_app.presenters.new_customer_parts import (
    NewCustomerParts,
    NewCustomerViewPort,
    TapQuestion,
)
from pos_app.presenters.new_customer_state import FieldView, NewCustomerState
from pos_app.presenters.new_customer_words import (
    CHANNELS,
    Gains,
    channel_words,
    hint_words,
    tap_views,
)
from pos_app.presenters.sale_state import NoticeView
from pos_app.presenters.sale_words import SaleWords, spaced_code
from pos_app.presenters.sign_in import LANGUAGE_NAMES
from pos_app.services.customers import NO_YEAR, ConsentChoice, CustomerForm
from pos_app.services.duplicate_records import Hint, TypedPerson

FIELDS: Final = ("phone", "name", "birthday", "card", "email")
_PLACES: Final = {
    "phone_invalid": "phone",
    "phone_known": "phone",
    "customer_empty": "phone",
    "consent_needed": "keep",
    "card_number": "card",
    "card_taken": "card",
    "bank_card": "card",
}
_DATE = re.compile(r"(\d{1,2})\D+(\d{1,2})(?:\D+(\d{2}|\d{4}))?\D*")


class NewCustomerPresenter:
    """What has been typed and tapped so far, and the one step that saves it."""

    def __init__(self, parts: NewCustomerParts, view: NewCustomerViewPort) -> None:
        self._p = parts
        self._view = view
        self._begin()

    def _begin(self) -> None:
        self._texts = dict.fromkeys(FIELDS, "")
        self._errors: dict[str, str] = {}
        self._ticks: set[str] = set()
        self._language = self._p.voice.t.language
        self._questions: tuple[TapQuestion, ...] = ()
        self._answers: dict[str, tuple[str, ...]] = {}
        self._hints: tuple[Hint, ...] = ()
        self._phone_new = False
        self._others: set[int] = set()
        self._refused_phone = self._printing = self._busy = False
        self._saved: Customer | None = None
        self._notice: NoticeView | None = None
        self._started = 0.0

    def open(self, card_number: str = "") -> None:
        """An empty form, or one with a card already scanned; no box is ever ticked."""
        self._begin()
        self._texts["card"] = card_number
        self._questions = tuple(self._p.asking.questions(self._p.voice.t.language))
        self._started = self._p.seconds()
        self.show()
        self._view.focus("phone")

    # -- gestures -----------------------------------------------------------------------------

    def typed(self, field: str, text: str) -> None:
        """A field changed."""
        self._texts[field] = text
        self._errors.pop(field, None)
        if field == "phone":
            self._forget_hints()
        self.show()

    def paused(self) -> None:
        """Nobody typed for a moment: look who may be meant. It never holds anything up."""
        try:
            self._look()
        except CodedError:
            self._forget_hints()
        self.show()

    def _look(self) -> None:
        typed = TypedPerson(
            name=self._texts["name"],
            phones=(self._texts["phone"],),
            emails=(self._texts["email"],),
            birthday=parse_birthday(self._texts["birthday"], self._p.today()),
        )
        found = self._p.hints(self._p.session(), typed)
        whole = self._p.whole_phone(self._texts["phone"])
        self._phone_new = whole and not any("phone" in hint.evidence for hint in found)
        # with a number nobody has, a namesake is no news
        self._hints = tuple(
            hint for hint in found if not (self._phone_new and hint.evidence == ("close_name",))
        )

    def _forget_hints(self) -> None:
        self._hints, self._phone_new, self._refused_phone = (), False, False

    def speak(self, language: str) -> None:
        """The language the person is written to in."""
        self._language = language
        self.show()

    def ticked(self, box: str, *, on: bool) -> None:
        """A consent was given or taken back: ``keep`` or a channel."""
        (self._ticks.add if on else self._ticks.discard)(box)
        self._errors.pop("keep", None)
        self.show()

    def answered(self, question: str, chosen: tuple[str, ...]) -> None:
        """A question was tapped; () takes the answer back."""
        self._answers[question] = chosen
        self.show()

    def toggle_print(self) -> None:
        """Ctrl P: the card agreement comes out on saving, or not."""
        self._printing = not self._printing
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
        """The person of the hint is the person here."""
        hint = self._hint()
        if hint is not None:
            self._p.navigator.attach_customer(hint.customer_id)

    def other_person(self) -> None:
        """The hint is somebody else: a family's phone, a namesake."""
        hint = self._hint()
        if hint is None:
            return
        self._others.add(hint.customer_id)
        if self._refused_phone:
            self._save()
        else:
            self.show()

    # -- saving -------------------------------------------------------------------------------

    def save(self) -> None:
        """The main button."""
        self._save()

    def _save(self) -> None:
        if self._busy:
            return
        if self._saved is not None:
            self._leave(self._saved)
            return
        form = self._form()
        if form is None:
            self._view.alert()
            self.show()
            return
        self._busy = True
        family = any(
            "phone" in hint.evidence and hint.customer_id in self._others for hint in self._hints
        )
        try:
            person = self._p.people.create(self._p.session(), form, same_phone=family)
        except CodedError as error:
            self._busy = False
            self._refused(error)
            return
        self._after(person)

    def _after(self, person: Customer) -> None:
        """The person stands: keep the answers, print, go back; a failure there undoes nothing."""
        self._saved = person
        self._busy = False
        t = self._p.voice.t
        answers = {key: chosen for key, chosen in self._answers.items() if chosen}
        try:
            if answers:
                self._p.asking.keep(self._p.session(), person.id, answers, self._language)
            if self._printing and self._p.print_agreement is not None:
                self._p.print_agreement(person.id, self._language)
        except CodedError as error:
            reason = say(error, t, self._p.voice.f)
            text = t._("The customer is saved. What came after is not: {reason}", reason=reason)
            self._notice = NoticeView(text=text, kind="danger")
            self._view.alert()
            self.show()
            return
        self._leave(person)

    def _leave(self, person: Customer) -> None:
        self._p.navigator.attach_customer(person.id, self._texts["card"].strip())

    def _form(self) -> CustomerForm | None:
        """The form, or None with the errors said."""
        t = self._p.voice.t
        self._errors = {}
        birthday = None
        if self._texts["birthday"].strip():
            birthday = parse_birthday(self._texts["birthday"], self._p.today())
            if birthday is None:
                self._errors["birthday"] = t._("Enter day and month: 24.11")
        personal = any(self._texts[name].strip() for name in FIELDS if name != "card")
        if (personal or any(self._answers.values())) and "keep" not in self._ticks:
            self._errors["keep"] = t._("Ask the customer, then tick this.")
        if self._errors:
            return None
        return CustomerForm(
            name=self._texts["name"],
            phone=self._texts["phone"],
            email=self._texts["email"],
            birthday=birthday,
            language=self._language,
            card_number=self._texts["card"],
            consents=self._consents(),
            wording=self._p.wording(),
        )

    def _consents(self) -> tuple[ConsentChoice, ...]:
        found: list[ConsentChoice] = []
        if "keep" in self._ticks:
            found.append(ConsentChoice(purpose=Purpose.PROGRAMME))
        found.extend(
            ConsentChoice(purpose=Purpose.MARKETING, channel=channel)
            for channel in CHANNELS
            if channel.value in self._ticks
        )
        return tuple(found)

    def _refused(self, error: CodedError) -> None:
        words = say(error, self._p.voice.t, self._p.voice.f)
        place = _PLACES.get(error.code, str(error.params.get("field", "")))
        if error.code == "phone_known" and isinstance(error, PosError):
            self._phone_refused(error)
        if place in (*FIELDS, "keep"):
            self._errors[place] = words
        else:
            self._notice = NoticeView(text=words, kind="danger")
        self._view.alert()
        self.show()
        if place in FIELDS:
            self._view.focus(place)

    def _phone_refused(self, error: PosError) -> None:
        known = error.params.get("customer")
        if isinstance(known, int):
            name = str(error.params.get("name", ""))
            self._hints = (
                Hint(
                    customer_id=known,
                    name=name,
                    phone="",
                    email="",
                    card="",
                    birthday=None,
                    evidence=("phone",),
                ),
            )
            self._phone_new = False
            self._refused_phone = True

    # -- the state ----------------------------------------------------------------------------

    def _hint(self) -> Hint | None:
        return next(iter(self._open_hints()), None)

    def _open_hints(self) -> tuple[Hint, ...]:
        return tuple(hint for hint in self._hints if hint.customer_id not in self._others)

    def show(self) -> None:
        """Render what is."""
        t = self._p.voice.t
        view = self._p.sale()
        seconds = max(0, int(self._p.seconds() - self._started))
        card = self._texts["card"].strip()
        hints = self._open_hints()
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
            email=self._field("email"),
            languages=LANGUAGE_NAMES,
            language=self._language,
            phone_note=t._("This phone is not in the customer list yet")
            if self._phone_new and not self._errors.get("phone")
            else "",
            card_title=t._("Card {number}", number=spaced_code(card))
            if card
            else t._("Scan a card"),
            card_detail=t._("will belong to this customer")
            if card
            else t._("A scan on this page is read as the card number."),
            card_good=bool(card) and "card" not in self._errors,
            questions=tap_views(t, self._questions, self._answers),
            keep="keep" in self._ticks,
            keep_error=self._errors.get("keep", ""),
            channels=channel_words(t),
            channels_on=tuple(one.value for one in CHANNELS if one.value in self._ticks),
            known=hint_words(t, hints[0]) if hints else "",
            known_more=", ".join(hint_words(t, hint) for hint in hints[1:]),
            can_print=self._p.print_agreement is not None,
            printing=self._printing,
            busy=self._busy,
            notice=self._notice,
        )
        self._view.render(self._with_gains(state))

    def _field(self, name: str) -> FieldView:
        return FieldView(text=self._texts[name], error=self._errors.get(name, ""))

    def _with_gains(self, state: NewCustomerState) -> NewCustomerState:
        t, f, view = self._p.voice.t, self._p.voice.f, self._p.sale()
        lost = view.without_card
        saved = max(0, lost.money) if lost is not None else 0
        gains = Gains(self._p.voice, self._p.programme()).rows(
            view,
            reward=self._p.asking.reward(),
            asked=len(self._questions),
            answered=sum(1 for one in self._questions if self._answers.get(one.key)),
        )
        words = SaleWords(t, f)
        rows: list[tuple[str, str]] = [(words.items(view.draft), "")] if view.draft.lines else []
        if saved:
            rows.append((t._("Without a card"), f.money(view.priced.to_pay)))
        name = self._texts["name"].strip()
        title = t._("{name} gets today", name=name) if name else t._("With the card today")
        return replace(
            state,
            gains=gains,
            gains_title=title if gains else "",
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
