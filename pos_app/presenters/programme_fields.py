"""Fields of the programme's form: their words, their errors and their lock."""

from __future__ import annotations

from pos_app.presenters.programme_read import Errors
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import FieldView

Choices = tuple[tuple[str, str], ...]


class Fields:
    """Makes fields of a form: their words, errors and lock."""

    def __init__(self, voice: Voice, errors: Errors, *, locked: bool) -> None:
        self.voice, self._errors, self.locked = voice, errors, locked

    def text(
        self,
        key: str,
        label: str,
        text: str,
        suffix: str = "",
        *,
        placeholder: str = "",
        hint: str = "",
        right: bool = True,
    ) -> FieldView:
        """A field to type in."""
        return FieldView(
            key=key,
            label=label,
            text=text,
            suffix=suffix,
            placeholder=placeholder,
            hint=hint,
            error=self.error(key),
            right=right,
            locked=self.locked,
        )

    def toggle(self, key: str, label: str, *, on: bool, hint: str = "") -> FieldView:
        """Yes or no."""
        text = "1" if on else ""
        return FieldView(
            key=key, label=label, kind="toggle", text=text, hint=hint, locked=self.locked
        )

    def select(self, key: str, label: str, text: str, choices: Choices) -> FieldView:
        """One of several."""
        return FieldView(
            key=key,
            label=label,
            kind="select",
            text=text,
            choices=choices,
            error=self.error(key),
            locked=self.locked,
        )

    def remove(self, name: str) -> str:
        """The word of a button that takes a row away; "" where nobody may."""
        return "" if self.locked else self.voice.t._("Remove {name}", name=name)

    def error(self, key: str) -> str:
        """What is wrong with a field, "" when nothing is."""
        t, f = self.voice.t, self.voice.f
        return {
            "": "",
            "money": t._("A sum looks like {example}.", example=f.amount(123450)),
            "percent": t._("From 0 to 100."),
            "points": t._("Enter a number of points."),
            "days": t._("Enter a number of days."),
            "count": t._("Enter a whole number."),
            "name": t._("Enter a name."),
            "day": t._("A day looks like {example}.", example="24.12.2026"),
            "twice": t._("Another tier begins here."),
            "again": t._("This group stands here twice."),
            "lowest": t._("The first tier begins at 0."),
        }[self._errors.get(key, "")]
