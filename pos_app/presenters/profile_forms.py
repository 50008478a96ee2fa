"""What is asked for on the tabs of a profile, and what is then done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_app.domain.staff import Approval
from pos_app.presenters.points_state import FieldView, FormView
from pos_app.presenters.sale_ports import Voice
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done, in words, and the way back where there is one."""

    text: str
    undo: Callable[[], object] | None = None


Deed = Callable[[Approval | None], Done]
"""Something to do; called anew with the consent when a second person was needed."""


class Form:
    """One form: the fields as typed, in words, and the deed."""

    key = ""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.mode = ""
        self.typed: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.attempt = 0

    def title(self) -> str:
        """What is being done."""
        raise NotImplementedError

    def hint(self) -> str:
        """A line below the title."""
        return ""

    def modes(self) -> tuple[tuple[str, str], ...]:
        """The ways to do it."""
        return ()

    def fields(self) -> Sequence[FieldView]:
        """What is asked for."""
        raise NotImplementedError

    def confirm(self) -> str:
        """The button."""
        return self.voice.t._("Save")

    def deed(self, session: Session) -> Deed:
        """What the button does; raises ``PosError`` for what cannot be read."""
        raise NotImplementedError

    def scan(self, code: str) -> bool:
        """A code was scanned while the form is open; whether it has a field for it."""
        return False

    @property
    def reason(self) -> str:
        """Why, for a second person's consent."""
        return self.typed.get("reason", "").strip() or self.title()

    def view(self) -> FormView:
        """The form in words."""
        return FormView(
            key=self.key,
            title=self.title(),
            hint=self.hint(),
            modes=self.modes(),
            mode=self.mode,
            fields=tuple(self.fields()),
            confirm=self.confirm(),
            attempt=self.attempt,
        )

    def text(self, key: str) -> str:
        """What stands in a field."""
        return self.typed.get(key, "")

    def field(
        self, key: str, label: str, hint: str = "", choices: tuple[tuple[str, str], ...] = ()
    ) -> FieldView:
        """A field as it stands."""
        return FieldView(
            key=key,
            label=label,
            text=self.text(key),
            error=self.errors.get(key, ""),
            hint=hint,
            choices=choices,
        )
