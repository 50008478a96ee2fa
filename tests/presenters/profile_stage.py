"""A profile with a view that remembers, joined on the tests' shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pos_app.i18n import Formats, translator
from pos_app.presenters.profile import ProfileParts, ProfilePresenter
from pos_app.presenters.profile_state import PanelView, ProfileState
from pos_app.presenters.profile_tabs import Tab
from pos_app.presenters.profile_words import ProfileWords
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.session import Session
from tests.fakes import FakePhones
from tests.services.profile_desk import Known


@dataclass
class ProfileStage:
    """A view and the world around the profile."""

    known: Known
    session: Session
    voice: Voice = field(default_factory=lambda: Voice(translator("en"), Formats("en", "PLN")))
    state: ProfileState = field(default_factory=ProfileState)
    alerts: int = 0
    told: list[str] = field(default_factory=list)
    went: list[tuple[str, object]] = field(default_factory=list)
    undo: Callable[[], object] | None = None

    # --- the view and the ways out -----------------------------------------------------------

    def render(self, state: ProfileState) -> None:
        self.state = state

    def alert(self) -> None:
        self.alerts += 1

    def open_receipt(self, till: str, number: int) -> None:
        self.went.append(("receipt", number))

    def open_points(self, customer_id: int) -> None:
        self.went.append(("points", customer_id))

    def put_on_receipt(self, customer_id: int) -> None:
        self.went.append(("sale", customer_id))

    def tell(self, text: str) -> None:
        self.told.append(text)

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        self.told.append(text)
        self.undo = on_undo

    # --- what tests ask for ------------------------------------------------------------------

    @property
    def words(self) -> ProfileWords:
        """The words of the page."""
        phones = FakePhones()
        return ProfileWords(self.voice, lambda at: at, lambda number: phones.shown(number, "PL"))

    def make(self, tabs: Sequence[Tab] = ()) -> ProfilePresenter:
        """The presenter; ``tabs`` with services of their own."""
        return ProfilePresenter(
            ProfileParts(
                profiles=self.known.profiles,
                words=self.words,
                session=lambda: self.session,
                approval=ApprovalFlow(self.known.shop.permissions, lambda: self.session, lambda: 6),
                outside=self,
                reasons={"allergy": "Allergy"},
                tabs=tabs,
            ),
            self,
        )

    def panel(self, key: str) -> PanelView:
        """A card of the overview."""
        return next(panel for panel in self.state.panels if panel.key == key)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """The list in front as plain words."""
        return [
            (plain(row.title), plain(row.note), plain(row.right), plain(row.right_note))
            for row in self.state.body.rows
        ]


def plain(text: str) -> str:
    """``text`` with ordinary blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
