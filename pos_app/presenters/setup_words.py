"""Sentences for what can fail before there is a shop: folders, backups, trying a printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.i18n import Translator
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice

_Sentence = Callable[[Translator, dict[str, str]], str]

_WORDS: Final[dict[str, _Sentence]] = {
    "database_exists": lambda t, _p: t._("There is already a shop here."),
    "cloud_folder": lambda t, p: t._(
        "{service} copies this folder behind the program's back: a shop cannot live there.",
        service=p.get("service", ""),
    ),
    "network_folder": lambda t, _p: t._("This folder is on the network: a shop needs a disk."),
    "backup_missing": lambda t, _p: t._("This backup is not there any more."),
    "backup_changed": lambda t, _p: t._("This backup was changed after it was made."),
    "backup_damaged": lambda t, _p: t._("This backup is damaged. Try an older one."),
    "not_ours": lambda t, _p: t._("This file is not a backup of a shop."),
    "database_damaged": lambda t, _p: t._("This file is not a backup of a shop."),
    "database_newer": lambda t, _p: t._("A newer version of this program made this backup."),
    "schema_changed": lambda t, _p: t._("Something foreign was put into this backup."),
    "printer_missing": lambda t, _p: t._("There is no printer there. Check name and cable."),
    "printer_offline": lambda t, _p: t._("The printer does not answer. Is it on?"),
    "printer_timeout": lambda t, _p: t._("The printer does not answer. Is it on?"),
    "printer_no_access": lambda t, _p: t._("This user may not use the printer's port."),
    "printer_busy": lambda t, _p: t._("Another program uses the printer."),
    "printer_paper_out": lambda t, _p: t._("The printer has no paper."),
    "printer_cover_open": lambda t, _p: t._("The printer's cover is open."),
    "print_interrupted": lambda t, _p: t._("The line broke while printing. Try again."),
    "print_unconfirmed": lambda t, _p: t._("The printer did not say whether it printed."),
}


def tell(voice: Voice, error: CodedError) -> str:
    """A failure of the first run in words."""
    sentence = _WORDS.get(error.code)
    if sentence is None:
        return say(error, voice.t, voice.f)
    return sentence(voice.t, {key: str(value) for key, value in error.params.items()})
