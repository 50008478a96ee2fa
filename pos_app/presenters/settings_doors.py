"""Doors out of the settings: to the loyalty programme's page, and out of the demo shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos_app.presenters.settings_form import WHOLE, Common, FormSection, Section, Spec, Values
from pos_app.presenters.settings_state import ActionView, BlockView


class ProgrammeSection(Section):
    """The way to the loyalty programme, to to points owed, blank cards and duplicates."""

    key, icon = "programme", "sparkles"

    def __init__(
        self,
        common: Common,
        open_page: Callable[[], None],
        open_owed: Callable[[], None],
        open_duplicates: Callable[[], None],
        open_cards: Callable[[], None],
    ) -> None:
        super().__init__(common)
        self._open_page = open_page
        self._ways = {"owed": open_owed, "duplicates": open_duplicates, "cards": open_cards}

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Loyalty programme")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Discount card, bonus points or both, with a worked example.")

    def locked(self) -> bool:
        """Everybody may look; the page itself is locked."""
        return False

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        opens = ActionView(key="open", text=t._("Open the programme"), icon="sparkles", cap="Enter")
        return (
            BlockView(
                key="programme",
                title=self.title(),
                note=t._("Tiers, what points are worth, when they expire."),
                actions=(opens,),
            ),
            BlockView(
                key="owed",
                title=t._("Points owed to customers"),
                note=t._("By the month they run out, with what they are worth."),
                actions=(ActionView(key="owed", text=t._("Show"), icon="coins"),),
            ),
            BlockView(
                key="cards",
                title=t._("Blank cards"),
                note=t._("Ranges in stock, sheets of cards and key tags to cut out."),
                actions=(
                    ActionView(
                        key="cards", text=t._("Open the cards"), icon="id-card", cap="Ctrl 0"
                    ),
                ),
            ),
            BlockView(
                key="duplicates",
                title=t._("Customers on file twice"),
                note=t._("Found by phone, e-mail, name and birthday; merged by hand, with undo."),
                actions=(ActionView(key="duplicates", text=t._("Look through"), icon="users"),),
            ),
        )

    def press(self, action: str, ref: str) -> None:
        """Go there."""
        self._ways.get(action, self._open_page)()


class PromotionsSection(FormSection):
    """The way to the promotions, and how long goods are new for them."""

    key, icon = "promotions", "tag"

    def __init__(self, common: Common, values: Values, open_page: Callable[[], None]) -> None:
        super().__init__(common, values)
        self._open_page = open_page

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Promotions")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("When they hold, what they give, and what they have given so far.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        label = t._("Goods are new for")
        return (
            Spec(key="loyalty.new_days", label=label, codec=WHOLE, suffix=t._("days"), right=True,
                 hint=t._("From the day they were added.")),
        )  # fmt: skip

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        opens = ActionView(key="open", text=t._("Open the promotions"), icon="tag", cap="Enter")
        note = t._(
            "Discounts, gifts, prices for several, points: by goods, customer, day and hour."
        )
        return (
            BlockView(key="promotions", title=self.title(), note=note, actions=(opens,)),
            self.card("new", t._("New goods"), "loyalty.new_days"),
        )

    def press(self, action: str, ref: str) -> None:
        """Go there."""
        self._open_page()


class QuestionnairesSection(Section):
    """The way to the questionnaires (R25)."""

    key, icon = "questionnaires", "clipboard-check"

    def __init__(self, common: Common, open_page: Callable[[], None]) -> None:
        super().__init__(common)
        self._open_page = open_page

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Questionnaires")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("What customers are asked, in four languages.")

    def locked(self) -> bool:
        """Everybody may look; the pages themselves are locked."""
        return False

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        opens = ActionView(
            key="open", text=t._("Open the questionnaires"), icon="clipboard-check", cap="Enter"
        )
        note = t._("With a card, about needs, after a sale, brand or shop, why people leave.")
        return (BlockView(key="questionnaires", title=self.title(), note=note, actions=(opens,)),)

    def press(self, action: str, ref: str) -> None:
        """Go there."""
        self._open_page()


class DemoSection(Section):
    """Leaving the demo shop."""

    key, icon = "demo", "log-out"

    def __init__(self, common: Common, leave: Callable[[], None]) -> None:
        super().__init__(common)
        self._leave = leave

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Demo shop")

    def locked(self) -> bool:
        """Anybody may leave it."""
        return False

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        leave = ActionView(key="leave", text=t._("Leave the demo"), icon="log-out")
        return (
            BlockView(
                key="demo",
                title=t._("This shop is made up"),
                note=t._("Leaving it brings you to the set-up of your own shop."),
                actions=(leave,),
            ),
        )

    def press(self, action: str, ref: str) -> None:
        """Leave."""
        self._leave()
