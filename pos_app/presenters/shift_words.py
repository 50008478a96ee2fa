"""The words of the shift page."""

from __future__ import annotations

from pos_app.i18n import Translator
from pos_app.presenters.shift_state import ShiftMode


def panel_words(t: Translator, mode: ShiftMode) -> tuple[str, str, str, str]:
    """Title, hint, label of the sum, and primary button of the panel."""
    counted = t._("Cash in the drawer")
    words: dict[ShiftMode, tuple[str, str, str, str]] = {
        "closed": (
            t._("Open the shift"),
            t._("Count the cash in the drawer: type the sum, or how many of each."),
            counted,
            t._("Open the shift"),
        ),
        "open": (t._("The shift is open"), "", "", t._("Go on selling")),
        "cash_in": (t._("Cash in"), t._("What is put into the drawer, and why."), t._("Sum"),
                    t._("Put in")),
        "cash_out": (t._("Cash out"), t._("What is taken from the drawer, and why."),
                     t._("Sum"), t._("Take out")),
        "drawer": (t._("Open the drawer"), t._("The reason goes into the journal."), "",
                   t._("Open the drawer")),
        "counting": (
            t._("Close the shift"),
            t._("Count first: what should be there is shown after the count is saved."),
            counted,
            t._("Save the count and close"),
        ),
        "done": (t._("The shift is closed"), t._("Its slip is on its way to the printer."), "",
                 t._("Open the next shift")),
    }  # fmt: skip
    return words[mode]


def reasons(t: Translator, mode: ShiftMode) -> tuple[tuple[str, str], ...]:
    """The usual reasons to choose from, as (key, text); the text itself is what is booked."""
    choices: dict[ShiftMode, tuple[str, ...]] = {
        "cash_in": (t._("Change from the bank"), t._("Float added"), t._("Correction")),
        "cash_out": (t._("To the bank"), t._("To the safe"), t._("Small expense"),
                     t._("Correction")),
        "drawer": (t._("Changing money"), t._("Checking the cash"), t._("Jammed note")),
    }  # fmt: skip
    return tuple((text, text) for text in choices.get(mode, ()))


def tender_word(t: Translator, kind: str) -> str:
    """A way of paying, by its kind."""
    return {
        "cash": t._("Cash"),
        "card": t._("Card"),
        "transfer": t._("Bank transfer"),
        "points": t._("Points"),
        "certificate": t._("Gift certificate"),
        "store_credit": t._("Store credit"),
    }[kind]
