"""What the shop owes in points, by the month they run out (R31)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.presenters.messages import say
from pos_app.presenters.points_state import FigureView
from pos_app.presenters.sale_ports import Voice
from pos_app.services.liability import Liability, LiabilityService, MonthOwed
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityState:
    """The page: figures, captions, a row of texts per month; ``busy`` while it is worked out."""

    title: str = ""
    hint: str = ""
    figures: tuple[FigureView, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    empty_title: str = ""
    empty_hint: str = ""
    notice: str = ""
    busy: bool = False


class LiabilityViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: LiabilityState) -> None:
        """Show this state."""


Run = Callable[
    [Callable[[], Liability], Callable[[Liability], None], Callable[[Exception], None]], None
]
"""Does a read off the window's thread, then calls one of the two on it."""


class LiabilityPresenter:
    """Reads the liability behind the screen and puts it in words."""

    def __init__(
        self,
        service: LiabilityService,
        session: Callable[[], Session],
        run: Run,
        voice: Voice,
        view: LiabilityViewPort,
    ) -> None:
        self._service = service
        self._session = session
        self._run = run
        self._voice = voice
        self._view = view
        self._found: Liability | None = None
        self._notice = ""
        self._busy = False

    def refresh(self) -> None:
        """The page was shown, or points moved."""
        if self._busy:
            return
        self._busy = True
        self._notice = ""
        session = self._session()
        self.show()
        self._run(lambda: self._service.read(session), self._done, self._failed)

    def show(self) -> None:
        """Render what is."""
        t, found = self._voice.t, self._found
        active, waiting = t.pgettext("points", "Active"), t.pgettext("points", "Waiting")
        self._view.render(
            LiabilityState(
                title=t._("Points owed to customers"),
                hint=t._("By the month of their last day, as of now. Money at today’s value."),
                figures=self._figures(found) if found is not None else (),
                columns=(t._("Last day in"), active, waiting, t._("Worth")),
                rows=tuple(self._row(month) for month in found.months) if found else (),
                empty_title=t._("Nothing is owed"),
                empty_hint=t._("No customer has points to spend."),
                notice=self._notice,
                busy=self._busy and found is None,
            )
        )  # fmt: skip

    def _done(self, found: Liability) -> None:
        self._busy = False
        self._found = found
        self.show()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, CodedError):
            raise error
        self._notice = say(error, self._voice.t, self._voice.f)
        self.show()

    def _figures(self, found: Liability) -> tuple[FigureView, ...]:
        t, f = self._voice.t, self._voice.f
        return (
            FigureView(
                caption=t._("Worth"), value=f.money(found.money), tone="accent-text",
                note=t._("if every point is spent"),
            ),
            FigureView(caption=t.pgettext("points", "Active"), value=f.points(found.active)),
            FigureView(
                caption=t.pgettext("points", "Waiting"),
                value=f.points(found.pending),
                note=t._("not active yet"),
            ),
            FigureView(
                caption=t._("Below zero"), value=f.points(found.owed),
                note=t._("owed by customers"),
            ),
        )  # fmt: skip

    def _row(self, month: MonthOwed) -> tuple[str, ...]:
        t, f = self._voice.t, self._voice.f
        when = t._("for ever")
        if month.month:
            first = date.fromisoformat(f"{month.month}-01")
            when = f"{first:%m.%Y}"
        return (when, f.points(month.active), f.points(month.pending), f.money(month.money))
