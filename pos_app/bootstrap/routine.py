"""What runs beside the window: backups, the day's work on points and tiers, checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_app.domain.errors import CodedError
from pos_app.presenters.messages import say
from pos_app.presenters.tasks import TaskControl
from pos_app.services.day_work import DayDone

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame

LOOK_EVERY: Final = 30
"""Seconds between looks at the clock, the disk and the backup."""


class Routine:
    """Called by the window's tick; long work goes to the background worker."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._seconds = 0
        self._copying = False
        self._opened_on = ""
        self._ordering = False
        self._stop_listening = frame.bridge.changed_signal.connect(self._news)

    def start(self) -> None:
        """The window is up: post what lapsed, look at everything once."""
        self._open_day()
        self._order_names()

    def stop(self) -> None:
        """No more news."""
        self._frame.bridge.changed_signal.disconnect(self._stop_listening)

    def signed_in(self) -> None:
        """A day may have begun."""
        self._open_day()

    def tick(self) -> None:
        """Once a second."""
        shop = self._frame.shop
        shop.store.idle()
        self._seconds += 1
        if self._seconds % LOOK_EVERY:
            return
        self._frame.shell.refresh()
        if shop.backup.due(trading=shop.till.current() is not None):
            self.backup_now("timer")
        self._open_day()

    def backup_now(self, reason: str, *, tell: bool = False) -> None:
        """Copy the shop's data behind the screen; ``tell`` says the outcome."""
        frame = self._frame
        if self._copying:
            return
        self._copying = True

        def job(_control: TaskControl) -> str:
            return frame.shop.backup.make(reason)

        def done(name: str) -> None:
            self._copying = False
            frame.shell.refresh()
            if tell:
                frame.say(frame.t._("A backup was made and verified: {name}", name=name), "accent")

        def failed(error: Exception) -> None:
            self._copying = False
            frame.shell.refresh()
            if not isinstance(error, CodedError):
                raise error
            words = say(error, frame.voice.t, frame.voice.f)
            frame.say(frame.t._("No backup could be made. {reason}", reason=words), "danger")

        frame.tasks.run(job, done, failed)

    def _open_day(self) -> None:
        """Do the day's work once a local day, when the clock can be trusted (R11)."""
        shop = self._frame.shop
        today = shop.book.today()
        if self._opened_on == today.isoformat() or not shop.clock_guard.may_expire():
            return
        self._opened_on = today.isoformat()

        def job(control: TaskControl) -> DayDone:
            done = shop.day_work.run()
            shop.needs.rules.lay_in()
            shop.needs.known.guess_all(control.cancelled)
            return done

        def done(work: DayDone) -> None:
            if work.anything:
                shop.hub.changed("customer")
                shop.hub.changed("certificate")

        def failed(error: Exception) -> None:
            self._opened_on = ""
            if not isinstance(error, CodedError):
                raise error

        self._frame.tasks.run(job, done, failed)

    def _order_names(self) -> None:
        """After the shop's language changed names stand otherwise; done some at a time."""
        order = self._frame.shop.name_order
        if self._ordering or not self._frame.shop.store.writable or not order.due():
            return
        self._ordering = True

        def done(whole: bool) -> None:
            self._ordering = False
            self._frame.shop.hub.changed("customer")
            if not whole:
                self._order_names()

        def failed(error: Exception) -> None:
            self._ordering = False
            if not isinstance(error, CodedError):
                raise error

        self._frame.tasks.run(lambda control: order.run(control.cancelled), done, failed)

    def _news(self, topic: str, _ref: str) -> None:
        self._frame.apply_news(topic)
        if topic == "settings":
            self._order_names()
