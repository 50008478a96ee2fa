"""Why the program cannot open the shop, in words, and the ways out: restore, try again, close."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.i18n import Formats, Translator
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_words import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class StartProblemState:
    """What the window shows; a button without a word is not there.

    ``primary`` is the way out that helps most; ``place`` is the folder or file in question.
    """

    title: str
    text: str
    place: str = ""
    code: str = ""
    restore: str = ""
    again: str = ""
    close: str = ""
    error: str = ""
    busy: bool = False


_Sentence = Callable[[Translator], str]

_TEXTS: Final[dict[str, _Sentence]] = {
    "database_newer": lambda t: t._(
        "A newer version of this program wrote the shop's data. Install that version; "
        "the data stays as it is."
    ),
    "database_damaged": lambda t: t._(
        "The file with the shop's data is damaged. Restore the last backup: the damaged file is "
        "kept beside it."
    ),
    "not_ours": lambda t: t._(
        "The file in the place of the shop's data is something else. Restore a backup, or put "
        "the right file there."
    ),
    "schema_changed": lambda t: t._(
        "Something foreign was put into the shop's data, so nothing in it is run. Restore a backup."
    ),
    "read_only": lambda t: t._(
        "The folder of the shop's data cannot be written to. Give this user the right to write "
        "there, then try again."
    ),
    "cannot_open": lambda t: t._(
        "The file with the shop's data cannot be opened. Look whether its disk is there, then try "
        "again."
    ),
    "database_busy": lambda t: t._(
        "Another program is using the shop's data. Close it, then try again."
    ),
    "already_running": lambda t: t._(
        "The shop is open in another window or a command is working on it. Close it, then try "
        "again."
    ),
    "database_missing": lambda t: t._(
        "The shop's data is not in its folder. Restore a backup, or put the file back."
    ),
    "key_damaged": lambda t: t._(
        "The key of the shop's journal is damaged. Put the file back from a copy of the folder."
    ),
    "migration_needs_backup": lambda t: t._(
        "No backup could be made before the shop's data is brought to this version, so nothing "
        "was changed. Free some space, then try again."
    ),
}
_RESTORE: Final = frozenset({"database_damaged", "not_ours", "schema_changed", "database_missing"})
_PLACES: Final = ("path", "place")


def start_problem_state(problem: CodedError, voice: Voice) -> StartProblemState:
    """The first thing the window says."""
    t = voice.t
    sentence = _TEXTS.get(problem.code)
    return StartProblemState(
        title=t._("The shop cannot be opened"),
        text=sentence(t) if sentence is not None else _other(problem, t, voice.f),
        place=next((str(problem.params[name]) for name in _PLACES if name in problem.params), ""),
        code=problem.code,
        restore=t._("Restore a backup…") if problem.code in _RESTORE else "",
        again=t._("Try again"),
        close=t._("Close"),
    )


def _other(problem: CodedError, t: Translator, f: Formats) -> str:
    if problem.code in ("network_folder", "cloud_folder"):
        return tell(Voice(t, f), problem)
    return say(problem, t, f)


def backup_state(found: Mapping[str, object], voice: Voice) -> StartProblemState:
    """What a backup would bring: its receipts, and how many of the present ones it lacks."""
    t = voice.t
    receipts = found.get("receipts")
    lost = found.get("lost")
    count = receipts if isinstance(receipts, int) else 0
    words = [t.ngettext("The backup holds {n} receipt.", "The backup holds {n} receipts.", count)]
    if isinstance(lost, int):
        words.append(
            t.ngettext(
                "{n} receipt of now is not in it.", "{n} receipts of now are not in it.", lost
            )
        )
    else:
        words.append(t._("What was sold after it cannot be read from the damaged file."))
    return StartProblemState(
        title=t._("Take this backup?"),
        text=" ".join(words),
        place=str(found.get("backup", "")),
        restore=t._("Put it in place"),
        close=t._("Close"),
        again=t._("Back"),
    )
