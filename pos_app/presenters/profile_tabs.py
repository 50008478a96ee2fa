"""The tabs beside the overview: each makes its list and knows what can be done there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.presenters.points_words import points_text
from pos_app.presenters.profile_forms import Deed, Form
from pos_app.presenters.profile_overview import Overview
from pos_app.presenters.profile_state import ActionView, LineView, TabView
from pos_app.presenters.profile_words import ProfileWords, kept
from pos_app.presenters.sale_words import DOT
from pos_app.services.profile import Profile
from pos_app.services.profile_ports import PurchaseLine

FIELD_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "card_number": ("card",),
    "card_taken": ("card",),
    "bank_card": ("card",),
    "card_unknown": ("card",),
    "phone_invalid": ("value", "phone"),
    "phone_known": ("phone",),
    "contact_known": ("value",),
    "customer_unknown": ("referrer",),
    "person_ambiguous": ("referrer",),
    "referrer_self": ("referrer",),
    "referrer_circular": ("referrer",),
    "referrer_late": ("referrer",),
    "email": ("value",),
}
"""At which field of a form a refusal, or one about a field of that name, is said.

Others stand above the list.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where on the tabs one is: the part of the tab and the row the cursor is on."""

    part: str = ""
    row: str = ""


class ProfileOutside(Protocol):
    """Ways out of the profile."""

    def open_receipt(self, till: str, number: int) -> None:
        """To a receipt."""

    def open_points(self, customer_id: int) -> None:
        """To the points and the tier of the person."""

    def put_on_receipt(self, customer_id: int) -> None:
        """Put the person on the receipt and go to the sale."""

    def tell(self, text: str) -> None:
        """Say what was done."""

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""


class Tab:
    """One tab; this one has nothing to do and nothing to open."""

    key = ""

    def title(self, profile: Profile) -> str:
        """The word on the tab."""
        raise NotImplementedError

    def body(self, profile: Profile, place: Place) -> TabView:
        """What it shows."""
        raise NotImplementedError

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """A button: a form to fill, or something done at once."""
        return None

    def pick(self, profile: Profile, place: Place) -> Form | Deed | None:
        """Enter or a tap on a row."""
        return None

    def chips(self, profile: Profile) -> tuple[str, ...]:
        """Short words for the overview."""
        return ()


class PurchasesTab(Tab):
    """Receipts and returns; a row opens its receipt."""

    key = "purchases"

    def __init__(self, words: ProfileWords, overview: Overview, outside: ProfileOutside) -> None:
        self._words = words
        self._overview = overview
        self._outside = outside
        self.lines: tuple[PurchaseLine, ...] = ()

    def title(self, profile: Profile) -> str:
        """See Tab."""
        t, f = self._words.voice.t, self._words.voice.f
        count = profile.figures.receipts
        return f"{t._('Purchases')} {f.number(count)}" if count else t._("Purchases")

    def body(self, profile: Profile, place: Place) -> TabView:
        """See Tab."""
        t = self._words.voice.t
        known = profile.figures.receipts + profile.figures.returns
        return TabView(
            rows=tuple(self._overview.purchase(line) for line in self.lines),
            rows_name=t._("Purchases"),
            more=t._("Show more") if len(self.lines) < known else "",
            empty_title=t._("Nothing has been bought yet."),
            empty_hint=t._("Receipts with this person on them stand here."),
            actions=(
                ActionView(
                    key="open", text=t._("Open the receipt"), icon="receipt-text", cap="F4",
                    enabled=bool(self.lines),
                ),
            ),
        )  # fmt: skip

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """See Tab."""
        return self.pick(profile, place)

    def pick(self, profile: Profile, place: Place) -> Form | Deed | None:
        """See Tab."""
        for line in self.lines:
            if place.row == f"{line.kind}:{line.uuid}":
                number = line.number if line.kind == "sale" else line.receipt
                if number is not None:
                    self._outside.open_receipt(line.till, number)
        return None


class PointsTab(Tab):
    """Why this balance: every lot, and every movement with the balance after it."""

    key = "points"

    def __init__(self, words: ProfileWords, outside: ProfileOutside) -> None:
        self._words = words
        self._outside = outside

    def title(self, profile: Profile) -> str:
        """See Tab."""
        return self._words.voice.t._("Points")

    def body(self, profile: Profile, place: Place) -> TabView:
        """See Tab."""
        t = self._words.voice.t
        parts = (("lots", t._("Why this balance")), ("movements", t._("Movements")))
        part = kept(parts, place.part)
        return TabView(
            parts=parts,
            part=part,
            rows=self._lots(profile) if part == "lots" else self._movements(profile),
            rows_name=t._("Points"),
            empty_title=t._("No points here"),
            empty_hint=t._("Points come with purchases, gifts of the programme, or by hand."),
            actions=(
                ActionView(key="adjust", text=t._("Points and tier"), icon="coins", cap="F4"),
            ),
        )

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """See Tab."""
        self._outside.open_points(profile.customer.id)
        return None

    def _lots(self, profile: Profile) -> tuple[LineView, ...]:
        words = self._words
        t, f, today = words.voice.t, words.voice.f, profile.today
        lines = []
        for lot in profile.lots:
            gone = lot.expires_on is not None and lot.expires_on < today
            if not lot.left:
                spent, over = t.pgettext("points", "used up"), t.pgettext("points", "run out")
                state, tone = spent if lot.used else over, "text-2"
            elif gone:
                state, tone = t.pgettext("points", "run out"), "danger-text"
            elif lot.active_from > today:
                state, tone = t.pgettext("points", "waiting"), "warn-text"
            else:
                state, tone = t.pgettext("points", "left"), "accent-text"
            lines.append(
                LineView(
                    key=str(lot.id),
                    title=f"{words.lot(lot)} {DOT} {words.day(lot.earned_at)}",
                    note=words.lot_story(lot),
                    right=f.points(lot.left),
                    right_note=state,
                    tone=tone,
                )
            )
        return tuple(lines)

    def _movements(self, profile: Profile) -> tuple[LineView, ...]:
        words = self._words
        t, f = words.voice.t, words.voice.f
        return tuple(
            LineView(
                key=str(line.id),
                title=words.moved(line),
                note=f" {DOT} ".join(
                    part for part in (f.date_time(words.local(line.at)), line.person) if part
                ),
                right=f.points(line.amount, sign=True),
                right_note=t._("balance {points}", points=points_text(t, f, after)),
                tone="accent-text" if line.amount > 0 else "text",
            )
            for line, after in zip(profile.movements, profile.running, strict=True)
        )
