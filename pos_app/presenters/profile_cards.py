"""The tab of cards with their life, coupons and certificates in the person's name (R20–R22)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_app.domain.card import ALLOWED_MOVES, CardStatus
from pos_app.domain.certificate import masked
from pos_app.domain.staff import Approval
from pos_app.presenters.campaign_words import coupon_state_word
from pos_app.presenters.certificate_words import kind_word
from pos_app.presenters.points_state import FieldView
from pos_app.presenters.profile_forms import Deed, Done, Form
from pos_app.presenters.profile_state import ActionView, LineView, TabView
from pos_app.presenters.profile_tabs import Place, Tab
from pos_app.presenters.profile_words import ProfileWords, kept
from pos_app.presenters.sale_words import DOT, MASK, NBSP
from pos_app.services.cards import CardService
from pos_app.services.profile import CardStory, Profile
from pos_app.services.session import Session

_ICONS = {
    CardStatus.ACTIVE: "accent", CardStatus.BLOCKED: "danger", CardStatus.STOCK: "neutral",
    CardStatus.REPLACED: "neutral", CardStatus.CLOSED: "neutral",
}  # fmt: skip


class CardsTab(Tab):
    """Cards, what happened to them, coupons, certificates."""

    key = "cards"

    def __init__(self, words: ProfileWords, cards: CardService) -> None:
        self._words = words
        self._cards = cards

    def title(self, profile: Profile) -> str:
        """See Tab."""
        return self._words.voice.t._("Cards and coupons")

    def body(self, profile: Profile, place: Place) -> TabView:
        """See Tab."""
        t = self._words.voice.t
        parts = (
            ("cards", t._("Cards")),
            ("life", t._("What happened")),
            ("coupons", t._("Coupons")),
            ("certificates", t._("Certificates")),
        )
        part = kept(parts, place.part)
        rows: Callable[[Profile], tuple[LineView, ...]] = {
            "cards": self._rows, "life": self._life, "coupons": self._coupons,
            "certificates": self._certificates,
        }[part]  # fmt: skip
        empty = {
            "cards": t._("No card yet."),
            "life": t._("No card yet."),
            "coupons": t._("No coupons in this name."),
            "certificates": t._("No certificates in this name."),
        }
        return TabView(
            parts=parts,
            part=part,
            rows=rows(profile),
            rows_name=dict(parts)[part],
            empty_title=empty[part],
            actions=self._actions(profile, place) if part == "cards" else (),
        )

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """See Tab."""
        if action == "issue":
            return IssueForm(self._words, self._cards, profile)
        story = self._story(profile, place.row)
        return None if story is None else MoveForm(self._words, self._cards, story, action)

    # --- rows --------------------------------------------------------------------------------

    def _rows(self, profile: Profile) -> tuple[LineView, ...]:
        t, words = self._words.voice.t, self._words
        lines = []
        for story in profile.cards:
            parts = []
            if story.card.issued_at is not None:
                parts.append(t._("issued {day}", day=words.day(story.card.issued_at)))
            if story.replaces:
                parts.append(t._("instead of {card}", card=card_name(story.replaces)))
            if story.card.reason and not story.card.gives_benefits:
                parts.append(story.card.reason)
            good = story.card.gives_benefits
            lines.append(
                LineView(
                    key=story.card.uuid,
                    title=card_name(story.card.number),
                    note=f" {DOT} ".join(parts),
                    right=words.card_state(story.card.status),
                    icon="id-card",
                    icon_tone=_ICONS[story.card.status],
                    tone="accent-text" if good else "danger-text",
                )
            )
        return tuple(lines)

    def _life(self, profile: Profile) -> tuple[LineView, ...]:
        words = self._words
        happened = [(event, story) for story in profile.cards for event in story.events]
        happened.sort(key=lambda pair: pair[0].at, reverse=True)
        return tuple(
            LineView(
                key=f"{story.card.uuid}:{number}",
                title=f"{card_name(story.card.number)} {DOT} "
                f"{words.card_state(CardStatus(event.status))}",
                note=f" {DOT} ".join(
                    part
                    for part in (words.voice.f.date_time(words.local(event.at)), event.reason)
                    if part
                ),
                icon="history",
                icon_tone=_ICONS[CardStatus(event.status)],
            )
            for number, (event, story) in enumerate(happened)
        )

    def _coupons(self, profile: Profile) -> tuple[LineView, ...]:
        t, words = self._words.voice.t, self._words
        lines = []
        for one in sorted(profile.coupons, key=lambda coupon: bool(coupon.refusal)):
            late = one.refusal == "expired"
            lines.append(
                LineView(
                    key=one.code,
                    title=f" {DOT} ".join(
                        part for part in (words.coupon(one), one.rule.name) if part
                    ),
                    note=f" {DOT} ".join(
                        part for part in (masked(one.code), words.until(one.valid_to)) if part
                    ),
                    right=t._("expired") if late else coupon_state_word(t, one.state),
                    icon="ticket-percent",
                    icon_tone="neutral" if one.refusal else "accent",
                    tone="text-2" if one.refusal else "accent-text",
                )
            )
        return tuple(lines)

    def _certificates(self, profile: Profile) -> tuple[LineView, ...]:
        t, f, words = self._words.voice.t, self._words.voice.f, self._words
        said = {
            "certificate_blocked": t.pgettext("card", "blocked"),
            "certificate_expired": t._("expired"),
            "certificate_empty": t.pgettext("points", "used up"),
        }
        return tuple(
            LineView(
                key=one.code,
                title=f"{kind_word(t, one.kind)} {masked(one.code)}",
                note=f" {DOT} ".join(
                    part
                    for part in (
                        t._("of {sum}", sum=f.money(one.amount)),
                        words.until(one.valid_to),
                    )
                    if part
                ),
                right=f.money(one.balance),
                right_note=said.get(one.refusal, ""),
                icon="wallet",
                icon_tone="neutral" if one.refusal else "accent",
                tone="text-2" if one.refusal else "accent-text",
            )
            for one in profile.certificates
        )

    def _actions(self, profile: Profile, place: Place) -> tuple[ActionView, ...]:
        t, story = self._words.voice.t, self._story(profile, place.row)
        moves = ALLOWED_MOVES[story.card.status] if story is not None else frozenset()
        blocked = story is not None and story.card.status is CardStatus.BLOCKED
        block = ActionView(
            key="unblock" if blocked else "block",
            text=t._("Unblock") if blocked else t._("Block"),
            icon="lock-open" if blocked else "ban",
            cap="F5",
            enabled=bool(moves & {CardStatus.BLOCKED, CardStatus.ACTIVE}),
        )
        return (
            ActionView(key="issue", text=t._("Give a card"), icon="plus", cap="F4"),
            block,
            ActionView(
                key="replace", text=t._("Replace"), icon="repeat", cap="F6",
                enabled=CardStatus.REPLACED in moves,
            ),
            ActionView(
                key="close", text=t.pgettext("card", "Close"), icon="x", cap="F11",
                enabled=CardStatus.CLOSED in moves,
            ),
        )  # fmt: skip

    def _story(self, profile: Profile, row: str) -> CardStory | None:
        return next((one for one in profile.cards if one.card.uuid == row), None)


class IssueForm(Form):
    """A card by its number; a scan types it."""

    key = "card-issue"

    def __init__(self, words: ProfileWords, cards: CardService, profile: Profile) -> None:
        super().__init__(words.voice)
        self._cards = cards
        self._customer = profile.customer.id

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Give a card")

    def hint(self) -> str:
        """See Form."""
        return self.voice.t._("Scan a blank card, or type its number.")

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        return (self.field("card", self.voice.t._("Card number")),)

    def scan(self, code: str) -> bool:
        """A blank card."""
        self.typed["card"] = code
        return True

    def deed(self, session: Session) -> Deed:
        """See Form."""
        number = self.text("card")

        def run(_approval: Approval | None) -> Done:
            card = self._cards.issue(session, self._customer, number)
            words = self.voice.t._("Card {card} is given.", card=card_name(card.number))
            return Done(text=words)

        return run


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    title: str
    hint: str
    done: str


class MoveForm(Form):
    """Blocking, unblocking, replacing or closing a card, with a reason."""

    def __init__(
        self, words: ProfileWords, cards: CardService, story: CardStory, action: str
    ) -> None:
        super().__init__(words.voice)
        self.key = f"card-{action}"
        self._cards = cards
        self._number = story.card.number
        self._action = action

    def _words(self) -> _Move:
        t, card = self.voice.t, card_name(self._number)
        return {
            "block": _Move(
                title=t._("Block {card}", card=card),
                hint=t._("It still names the person and gives nothing more."),
                done=t._("Card {card} is blocked.", card=card),
            ),
            "unblock": _Move(
                title=t._("Unblock {card}", card=card),
                hint=t._("It gives discounts and points again."),
                done=t._("Card {card} is unblocked.", card=card),
            ),
            "replace": _Move(
                title=t._("Replace {card}", card=card),
                hint=t._("Scan the new card; points and tier stay with the person."),
                done=t._("Card {card} is replaced.", card=card),
            ),
            "close": _Move(
                title=t._("Close {card}", card=card),
                hint=t._("A closed card is never used again."),
                done=t._("Card {card} is closed.", card=card),
            ),
        }[self._action]

    def title(self) -> str:
        """See Form."""
        return self._words().title

    def hint(self) -> str:
        """See Form."""
        return self._words().hint

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        t = self.voice.t
        reason = self.field("reason", t._("Reason"), t._("For instance: lost, damaged, asked"))
        if self._action != "replace":
            return (reason,)
        return (self.field("card", t._("Number of the new card")), reason)

    def scan(self, code: str) -> bool:
        """The new card."""
        if self._action == "replace":
            self.typed["card"] = code
        return self._action == "replace"

    def deed(self, session: Session) -> Deed:
        """See Form."""
        number, reason, cards = self._number, self.text("reason"), self._cards
        fresh, done = self.text("card"), Done(text=self._words().done)

        def run(approval: Approval | None) -> Done:
            if self._action == "block":
                cards.block(session, number, reason)
            elif self._action == "unblock":
                cards.unblock(session, number, reason, approval=approval)
            elif self._action == "close":
                cards.close(session, number, reason, approval=approval)
            else:
                cards.replace_card(session, number, fresh, reason, approval=approval)
            return done

        return run


def card_name(number: str) -> str:
    """``•••• 4821``: a card as screens name it."""
    return f"{MASK}{NBSP}{number[-4:]}"
