"""What every step of the set-up is to its presenter, and small things the steps share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos_app.domain.errors import PosError
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_draft import SetupDraft
from pos_app.presenters.setup_state import StepPage
from pos_app.presenters.setup_words import tell
from pos_app.services.settings import known

Errors = dict[str, str]
"""Sentences by the key of the field they belong under."""


class FilePort(Protocol):
    """Choosing files and folders; the answer comes by callback."""

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        """Ask for an existing file."""

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        """Ask for a folder."""


class Step(Protocol):
    """One page of the wizard over the common draft."""

    def titles(self) -> tuple[str, str, str]:
        """Title, sentence under it, and the hint between the buttons."""

    def shown(self) -> None:
        """The page has come to the front."""

    def note(self) -> str:
        """The quiet line at the left once the step was answered."""

    def page(self, errors: Errors) -> StepPage:
        """What the page shows."""

    def edit(self, key: str, value: str) -> bool:
        """Take an answer; whether the page has to be shown anew for it."""

    def press(self, action: str, ref: str) -> None:
        """A button of the page."""

    def errors(self) -> Errors:
        """What is wrong, in words; empty when one may go on."""


def setting_error(voice: Voice, key: str, value: object) -> str:
    """What is wrong with the value of a shop's setting, "" when it passes its check."""
    try:
        known(key).check(key, value)
    except PosError as error:
        return tell(voice, error)
    return ""


class Shown:
    """Base of the steps: the draft, the voice, and a way to be shown anew."""

    def __init__(self, draft: SetupDraft, voice: Voice, show: Callable[[], None]) -> None:
        self.draft = draft
        self.voice = voice
        self.show = show

    def shown(self) -> None:
        """Nothing to begin by default."""

    def press(self, action: str, ref: str) -> None:
        """No button by default."""

    def errors(self) -> Errors:
        """Nothing can be wrong by default."""
        return {}
