"""What the top strip's buttons do: the person's menu, and the devices and facts beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.ui.dialog_service import Question

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


def user_menu(frame: Frame) -> None:
    """What the person at the till may do with the till itself."""
    if frame.session is None:
        return
    t = frame.voice.t
    menu = QMenu(frame.window)
    menu.addAction(t._("Lock the screen")).triggered.connect(lambda: frame.lock(idle=False))
    menu.addAction(t._("Shift")).triggered.connect(lambda: frame.window.show_page("shift"))
    menu.addAction(t._("Another person")).triggered.connect(lambda: frame.lock(idle=False))
    if frame.leave_demo is not None:
        menu.addSeparator()
        menu.addAction(t._("Leave the demo shop")).triggered.connect(frame.leave_demo)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(QCursor.pos())


def press_status(frame: Frame, key: str) -> None:
    """A device or fact of the strip was pressed."""
    t = frame.voice.t
    if key == "clock":
        confirm_clock(frame)
    elif key in ("backup", "disk"):
        frame.routine.backup_now("request", tell=True)
    elif key == "printer":
        frame.printing.again()
        frame.say(t._("Waiting slips are sent to the printer again."))
    elif key == "scanner":
        frame.say(t._("Plug the scanner in; keys and search work meanwhile."))


def confirm_clock(frame: Frame) -> None:
    """Ask whether date and time are right; a senior's word lets points be spent again (R11)."""
    t, f, session = frame.voice.t, frame.voice.f, frame.session
    if session is None:
        return

    def confirm() -> None:
        try:
            frame.shop.clock_guard.confirm(session)
        except NeedsApproval:
            frame.say(t._("A senior cashier has to sign in and confirm the date."), "danger")
        except CodedError as error:
            frame.refuse(error)
        frame.shell.refresh()

    now = frame.shop.book.local_now()
    frame.dialogs.confirm(
        Question(
            title=t._("Is this the right date and time?"),
            text=t._(
                "The computer says {moment}, which does not fit the last record. "
                "Until it is confirmed, points cannot be spent.",
                moment=f.date_time(now),
            ),
            yes=t._("Yes, it is right"),
            no=t._("No"),
        ),
        confirm,
    )
