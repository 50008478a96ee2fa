"""The one question beside the change: a tap or a digit answers, the next scan takes it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.presenters.fill_keys import DigitKeys
from pos_app.presenters.fill_state import AskView
from pos_app.presenters.fill_words import Words
from pos_app.presenters.sale_ports import Voice
from pos_app.services.after_sale import AskAfter


class AskingAfter(Protocol):
    """See ``services.after_sale.AfterSaleService``, joined with who is signed in."""

    def ask(self, sale_uuid: str) -> AskAfter | None:
        """The question for this receipt, if any."""

    def answer(self, asked: AskAfter, value: str, language: str) -> None:
        """Keep the answer."""


class NobodyAsks:
    """A till that asks nothing."""

    def ask(self, sale_uuid: str) -> AskAfter | None:
        """Nothing."""
        return None

    def answer(self, asked: AskAfter, value: str, language: str) -> None:
        """There is no answer."""


class DoneAsk:
    """The question of this receipt, and the digit that may still become another (1, 10)."""

    def __init__(
        self, service: AskingAfter, voice: Voice, shop_language: Callable[[], str]
    ) -> None:
        self._service = service
        self._voice = voice
        self._shop_language = shop_language
        self._asked: AskAfter | None = None
        self._keys = DigitKeys()
        self._waiting = ""
        self._over = False

    def open(self, sale_uuid: str) -> None:
        """Another receipt; a failure to look means no question."""
        self._keys.forget()
        self._waiting, self._over, self._asked = "", False, None
        try:
            self._asked = self._service.ask(sale_uuid)
        except CodedError:
            self._asked = None

    def choose(self, key: str) -> None:
        """A tap."""
        self._waiting = key
        self.flush()

    def digit(self, digit: str) -> bool:
        """A digit; False when nothing is asked or it means nothing."""
        if self._asked is None or self._over:
            return False
        picked = self._keys.press(digit, self._words().labels(self._asked.question))
        if picked is None or picked.key is None:
            return False
        self._waiting = picked.key
        if picked.over:
            self.flush()
        return True

    def flush(self) -> None:
        """Keep what was chosen: the page is about to go, or nothing longer can follow."""
        asked, value = self._asked, self._waiting
        if asked is None or not value or self._over:
            return
        self._over = True
        try:
            self._service.answer(asked, value, self._voice.t.language)
        except CodedError:
            self._asked = None  # never in the way: an answer that cannot be kept is let go

    def view(self) -> AskView | None:
        """The question, while it is asked."""
        if self._asked is None or self._over:
            return None
        waiting = (self._waiting,) if self._waiting else ()
        return self._words().ask(self._asked.question, waiting, "", "")

    def thanks(self) -> str:
        """What is said once it is answered."""
        return self._voice.t._("Thank you!") if self._over and self._asked is not None else ""

    def _words(self) -> Words:
        return Words(self._voice.t, self._voice.t.language, self._shop_language())
