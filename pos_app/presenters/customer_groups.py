"""The line in which a person's groups are typed (F6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.services.session import Session

MOST_NAMED: Final = 8
"""Groups named in the hint."""


class Grouping(Protocol):
    """A person's groups; see ``services.customer_groups.CustomerGroups``."""

    def in_use(self) -> Sequence[str]:
        """All groups there are."""

    def of(self, customer_id: int) -> tuple[str, ...]:
        """The person's."""

    def put(self, session: Session, customer_id: int, groups: Sequence[str]) -> tuple[str, ...]:
        """Give the person these."""


class GroupsLine:
    """``typed`` is None while nobody types; ``error`` says why what was typed was not kept."""

    def __init__(self, groups: Grouping, session: Callable[[], Session], voice: Voice) -> None:
        self._groups = groups
        self._session = session
        self._voice = voice
        self._person = 0
        self.typed: str | None = None
        self.error = ""

    def may(self) -> bool:
        """Whether whoever is signed in gives groups."""
        return right_for(self._session().role, Action.CUSTOMER_GROUPS) is Right.YES

    def open(self, customer_id: int) -> bool:
        """Begin with the groups somebody has; whether it was begun."""
        if not self.may():
            return False
        self._person = customer_id
        self.typed, self.error = ", ".join(self._groups.of(customer_id)), ""
        return True

    def close(self) -> None:
        """Forget what was typed."""
        self.typed, self.error = None, ""

    def type(self, text: str) -> None:
        """Names, with commas between them."""
        self.typed, self.error = text, ""

    def put(self) -> bool:
        """Keep what was typed; False when nothing was."""
        if self.typed is None:
            return False
        try:
            self._groups.put(self._session(), self._person, self.typed.split(","))
        except CodedError as error:
            self.error = say(error, self._voice.t, self._voice.f)
        else:
            self.close()
        return True

    def hint(self) -> str:
        """Which groups there are."""
        if self.typed is None:
            return ""
        t, known = self._voice.t, self._groups.in_use()
        if not known:
            return t._("Names with commas between them.")
        return t._("In use: {groups}", groups=", ".join(known[:MOST_NAMED]))
