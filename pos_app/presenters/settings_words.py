"""Sentences for what devices, copies and their restoring meet, joined in ``messages``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pos_app.i18n import Translator

if TYPE_CHECKING:
    from pos_app.presenters.messages import Speaker

_PRINTERS: Final[dict[str, Callable[[Speaker], str]]] = {
    "printer_none": lambda s: s.t._("No printer is set up yet."),
    "printer_missing": lambda s: s.t._("There is no such printer. Is the cable in?"),
    "printer_offline": lambda s: s.t._("The printer cannot be reached. Is it switched on?"),
    "printer_timeout": lambda s: s.t._("The printer does not answer in time."),
    "printer_no_access": lambda s: s.t._("This computer may not use the printer."),
    "printer_busy": lambda s: s.t._("Another program is using the printer."),
    "printer_paper_out": lambda s: s.t._("The paper is out."),
    "printer_cover_open": lambda s: s.t._("The printer's cover is open."),
    "print_interrupted": lambda s: s.t._("Printing broke off. Look at the paper."),
    "print_unconfirmed": lambda s: s.t._("The printer did not confirm. Look at the paper."),
    "print_aborted": lambda s: s.t._("Printing was stopped."),
}

_COPIES: Final[dict[str, Callable[[Speaker], str]]] = {
    "backup_missing": lambda s: s.t._("This copy is no longer there."),
    "backup_changed": lambda s: s.t._("This copy was changed after it was made. Take another one."),
    "backup_damaged": lambda s: s.t._("This copy is damaged. Take another one."),
    "backup_unproved": lambda s: s.t._(
        "The copy was made, but the data in it do not fit. Check the data."
    ),
    "schema_changed": lambda s: s.t._("This file was altered by another program. It is not used."),
    "not_ours": lambda s: s.t._("This is not a shop's data."),
    "database_newer": lambda s: s.t._("A newer version of the program made this. Update first."),
    "database_missing": lambda s: s.t._("The shop's data are not there."),
    "disk_low": lambda s: s.t._("There is too little room on the disk for a copy."),
    "folder_missing": lambda s: s.t._("The folder is not there. Is the disk or stick in?"),
}

SETTINGS_SENTENCES: Final = {**_PRINTERS, **_COPIES}


def backup_reason(t: Translator, reason: str) -> str:
    """Why a backup was made."""
    words = {
        "shift_close": t._("close of the shift"),
        "timer": t._("while selling"),
        "request": t._("asked for"),
        "migration": t._("before an update"),
    }
    return words.get(reason, reason)
