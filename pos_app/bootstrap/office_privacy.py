"""A person's data and their being forgotten: the shop's services handed to the profile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters.files.disk import write_bytes_durably
from pos_app.bootstrap.person_papers import save_agreement
from pos_app.domain.errors import CodedError
from pos_app.presenters.messages import say
from pos_app.presenters.privacy_tab import PrivacyParts, PrivacyTab
from pos_app.presenters.settings_state import RestoreQuestion
from pos_app.services.session import Session
from pos_app.ui.screens.settings_restore import RestoreSheet

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class PrivacyDoors:
    """See :class:`pos_app.presenters.privacy_tab.PrivacyWays`."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def ask_secret(self, question: RestoreQuestion, on_secret: Callable[[str], str]) -> None:
        """The modal sheet."""
        self._frame.dialogs.show(RestoreSheet(question, on_secret, lambda: None))

    def check_secret(self, session: Session, secret: str) -> None:
        """By the guard, which counts wrong tries."""
        self._frame.shop.guard.check(session.person_id, secret)

    def save_file(self, suggested: str, write: Callable[[str], None]) -> None:
        """The system's dialog."""
        t = self._frame.voice.t
        json = suggested.endswith(".json")
        pattern = t._("JSON file (*.json)") if json else t._("PDF file (*.pdf)")
        self._frame.dialogs.save_file(t._("Save the data"), suggested, pattern, write)

    def write(self, path: str, content: bytes) -> None:
        """Durably."""
        write_bytes_durably(Path(path), content)

    def save_agreement(self, customer_id: int) -> None:
        """Ask where it goes."""
        save_agreement(self._frame, customer_id)

    def tell(self, text: str, tone: str = "accent") -> None:
        """Over the page."""
        self._frame.say(text, tone)

    def say_error(self, error: CodedError) -> str:
        """In the window's language."""
        return say(error, self._frame.voice.t, self._frame.voice.f)


def privacy_tab(frame: Frame, session: Callable[[], Session]) -> PrivacyTab:
    """The tab of a profile."""
    return PrivacyTab(
        PrivacyParts(
            erasure=frame.shop.erasure,
            data=frame.shop.person_data,
            session=session,
            tasks=frame.tasks,
            ways=PrivacyDoors(frame),
            voice=frame.voice,
        )
    )
