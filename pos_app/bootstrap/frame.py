"""The window around one opened shop: signing in, the pages, and what runs beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from pos_app.bootstrap.demo_hint import pin_teller
from pos_app.bootstrap.elsewhere import scan_elsewhere
from pos_app.bootstrap.greeting import sign_in_facts
from pos_app.bootstrap.printing import Pictures, Printing
from pos_app.bootstrap.routine import Routine
from pos_app.bootstrap.shop import Shop
from pos_app.bootstrap.strip import press_status, user_menu
from pos_app.domain.errors import CodedError, NeedsApproval, PosError
from pos_app.i18n import Formats, Translator, translator
from pos_app.presenters.key_overview import key_overview_state
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.shell import ShellParts, ShellPresenter
from pos_app.presenters.shell_state import RailEntry
from pos_app.presenters.sign_in import SignInParts, SignInPresenter
from pos_app.presenters.sign_in_state import SignInFact
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.people_records import PeopleFilter
from pos_app.services.session import Session
from pos_app.ui import theme
from pos_app.ui.dialog_service import DialogService, FileDialogPort, QtFileDialogs
from pos_app.ui.event_bridge import EventBridge
from pos_app.ui.main_window import MainWindow
from pos_app.ui.scan_router import ScannerSettings, ScanRouter
from pos_app.ui.screens.key_overview import KeyOverview
from pos_app.ui.screens.sign_in_view import SignInView

if TYPE_CHECKING:
    from pos_app.bootstrap.office import Office
    from pos_app.ui.screens.sale_wiring import Counter


def load_pages(_control: TaskControl) -> None:
    """Import what the pages behind the sign-in need, while somebody types a PIN."""
    import pos_app.bootstrap.counter
    import pos_app.bootstrap.office  # noqa: F401


class Frame(QObject):
    """Owns the window, who is signed in, and the pages; :meth:`close` ends it all."""

    def __init__(
        self,
        shop: Shop,
        tasks: TaskPort,
        router: ScanRouter,
        *,
        files: Callable[[MainWindow], FileDialogPort] = QtFileDialogs,
        printing: bool = True,
    ) -> None:
        super().__init__()
        self.shop = shop
        self.tasks = tasks
        self._router = router
        self.window = MainWindow(router)
        self.dialogs = DialogService(self.window, files(self.window))
        self.voice = self._make_voice()
        self.bridge = EventBridge(self)
        self._unlisten = [
            shop.hub.listen(self.bridge.changed),
            shop.hub.listen(lambda topic, _ref: self._heard(topic)),
        ]
        self.pictures = Pictures(shop, tasks)
        self.session: Session | None = None
        self._locked_by: int | None = None
        self.counter: Counter | None = None
        self.leave_demo: Callable[[], None] | None = None
        """The way from the demo shop to one's own; None in a real shop."""
        self.reopen: Callable[[Callable[[], None]], None] | None = None
        """Closes the shop, does some work on its files, opens it again (restoring a copy)."""
        self._office: Office | None = None
        self.shell = ShellPresenter(self._shell_parts(), self.window)
        self.sign_in_view = SignInView()
        self.sign_in = SignInPresenter(self._sign_in_parts(), self.sign_in_view)
        self.printing = Printing(shop, self._printer_state)
        self.routine = Routine(self)
        self._connect()
        self._apply_settings()
        if printing:
            self.printing.start()

    # --- building ----------------------------------------------------------------------------

    def _make_voice(self) -> Voice:
        language = self._language()
        currency = self.shop.book.current.settings.money.currency
        return Voice(translator(language), Formats(language, currency))

    def _language(self) -> str:
        return (
            self.shop.station.current.look.language
            or self.shop.book.current.settings.locale.language
        )

    def _connect(self) -> None:
        window, page = self.window, self.sign_in_view
        window.add_page(page, full=True)
        page.person_chosen.connect(self.sign_in.choose)
        page.pin_entered.connect(self.sign_in.enter)
        page.language_chosen.connect(self.sign_in.speak)
        page.scanned.connect(self.sign_in.scan)
        window.page_changed.connect(self.shell.page)
        window.rail_chosen.connect(self._rail_chosen)
        window.keys_requested.connect(self.show_keys)
        window.lock_requested.connect(lambda: self.lock(idle=True))
        window.user_pressed.connect(lambda: user_menu(self))
        window.status_pressed.connect(lambda key: press_status(self, key))
        window.ticked.connect(self._tick)
        window.scan_unhandled.connect(lambda text, _source: scan_elsewhere(self, text))

    def _shell_parts(self) -> ShellParts:
        shop = self.shop
        return ShellParts(
            voice=self.voice,
            shop_name=lambda: shop.book.current.settings.shop.name,
            till=lambda: shop.book.current.settings.till.id,
            shift=shop.till.current,
            backup=shop.backup.state,
            clock=shop.clock_guard.state,
            free_bytes=shop.checkout.free_bytes,
            local=self.local,
            local_now=shop.book.local_now,
            entries=self._rail,
        )

    def _sign_in_parts(self) -> SignInParts:
        shop = self.shop
        return SignInParts(
            staff=shop.staff,
            tasks=self.tasks,
            voice=self.voice,
            shop_name=lambda: shop.book.current.settings.shop.name,
            pin_length=lambda: shop.book.current.settings.security.pin_length,
            local_now=shop.book.local_now,
            facts=self._facts,
            entered=self._entered,
            speak=self.speak,
            alert=self.alert,
            demo_pin=pin_teller(shop.places.data),
        )

    def _rail(self) -> Sequence[RailEntry]:
        t = self.voice.t
        entries = [
            RailEntry(page="sale", icon="shopping-basket", text=t.pgettext("rail", "Sale")),
            RailEntry(page="customer_find", icon="users", text=t.pgettext("rail", "Customers")),
            RailEntry(page="returns", icon="undo-2", text=t.pgettext("rail", "Return")),
            RailEntry(page="receipts", icon="receipt-text", text=t.pgettext("rail", "Receipts")),
            RailEntry(page="products", icon="package", text=t.pgettext("rail", "Products")),
            RailEntry(page="shift", icon="wallet", text=t.pgettext("rail", "Shift"), bottom=True),
            RailEntry(
                page="settings", icon="settings", text=t.pgettext("rail", "Settings"), bottom=True
            ),
        ]
        return [entry for entry in entries if self.window.has_page(entry.page)]

    @property
    def office(self) -> Office:
        """The pages beside the counter; made when somebody has signed in."""
        if self._office is None:
            from pos_app.bootstrap.office import Office

            self._office = Office(self)
        return self._office

    # --- life --------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the sign-in page."""
        self.shell.refresh()
        self.sign_in.open()
        self.window.show_page("sign_in")
        self.routine.start()
        self.tasks.run(load_pages, lambda _: None)

    def close(self) -> None:
        """Stop what runs beside the window; the open sale stays in the store."""
        for stop in self._unlisten:
            stop()
        if self._office is not None:
            self._office.stop()
        self.routine.stop()
        self.printing.stop()
        if self.session is not None:
            self.shop.staff.sign_out(self.session)

    def local(self, instant: datetime) -> datetime:
        """A UTC instant as the shop's wall clock shows it."""
        return self.shop.book.current.local(instant)

    def _entered(self, session: Session) -> None:
        same = self.session is not None and self.session.person_id == session.person_id
        if not same or self.counter is None:
            self._take_over(session)
        self._locked_by = None
        self.shell.signed_in(session)
        self.routine.signed_in()
        if self.shop.till.current() is None:
            self.window.show_page("shift")
        else:
            self.window.show_page("sale")

    def _take_over(self, session: Session) -> None:
        if self.session is not None and self._locked_by is None:
            self.shop.staff.sign_out(self.session)
        self.session = session
        if session.person.language and not self.shop.station.current.look.language:
            self.voice.change(
                translator(session.person.language),
                Formats(session.person.language, self.voice.f.currency),
            )
        from pos_app.bootstrap.counter import make_counter
        from pos_app.ui.screens.sale_wiring import PEOPLE_NEWS

        self.counter = make_counter(self, session)
        for page in self.counter.pages:
            self.window.replace_page(page)
        people = self.counter.find_view
        self.bridge.listen(people, PEOPLE_NEWS, self.counter.find.changed)
        self.counter.find.set_export(self.office.export)
        people.shown.connect(partial(self.bridge.catch_up, people))
        self.office.build()
        self.counter.offer_returns(offered=self.window.has_page("returns"))

    def speak(self, language: str) -> None:
        """Another language for the screens, kept for this station."""
        self.shop.station.change("look.language", language)
        self.voice.change(translator(language), Formats(language, self.voice.f.currency))
        self.counter = None
        self.sign_in.open()
        self.shell.show()

    def relanguage(self) -> None:
        """The station's language was changed while somebody works: rebuild the pages."""
        language = self._language()
        self.voice.change(translator(language), Formats(language, self.voice.f.currency))
        if self.session is not None:
            current = self.window.current_page()
            name = current.page_name if current is not None else "sale"
            self._take_over(self.session)
            self.shell.show()
            self.window.show_page(name if self.window.has_page(name) else "sale")

    def lock(self, *, idle: bool) -> None:
        """Back to sign-in; the open sale is kept."""
        current = self.window.current_page()
        if self.session is None or current is self.sign_in_view:
            return
        if idle and self.office.fill.keeps_screen():
            return
        self.shop.staff.lock_screen(self.session, idle=idle)
        self._locked_by = self.session.person_id
        self.window.close_dialogs()
        self.sign_in.open(self.session.person_id)
        self.window.show_page("sign_in")

    def switch_by_card(self, code: str) -> None:
        """A staff card at the till: another person takes over, the sale stays.

        Whose card is not enough alone is asked for the PIN on the sign-in page.
        """
        try:
            session = self.shop.staff.sign_in_by_card(code)
        except PosError as error:
            if error.code != "staff_card_pin":
                self.refuse(error)
                return
            self.lock(idle=False)
            self.sign_in.choose(str(error.params["person_id"]))
        else:
            self._entered(session)

    # --- words and guards --------------------------------------------------------------------

    @property
    def t(self) -> Translator:
        """The words of the screens."""
        return self.voice.t

    def alert(self) -> None:
        """One error tone."""
        self.window.feedback.error()

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""
        self.window.show_message(text, tone=tone)

    def refuse(self, error: CodedError) -> None:
        """A failure in words over the page."""
        self.say(say(error, self.voice.t, self.voice.f), "danger")

    def guarded(self, deed: Callable[[], object]) -> bool:
        """Do it; a failure a person can meet becomes a message. Whether it was done."""
        try:
            deed()
        except CodedError as error:
            self.refuse(error)
            return False
        return True

    # --- ways --------------------------------------------------------------------------------

    def open_customers(self, text: str) -> None:
        """To the list of people."""
        if self.counter is not None:
            self.counter.open_customer_search(text)

    def open_new_customer(self, card_number: str) -> None:
        """To the form for a new person."""
        if self.counter is not None:
            self.counter.open_new_customer(card_number)

    def export_people(self, people: PeopleFilter | None = None, name: str = "") -> None:
        """Open the sheet that exports the people of a filter (none: everybody)."""
        self.office.export.open(people, name)

    def open_returns(self, text: str = "") -> None:
        """To the return of a receipt, by its code or number."""
        self.office.returns.open(text)

    def open_receipts(self, text: str) -> None:
        """To the receipts, looking for ``text``."""
        self.office.open_receipts(text)

    def print_last(self) -> None:
        """A copy of the last receipt."""
        session, t = self.session, self.voice.t
        last = self.shop.receipts.last(self.shop.book.current.settings.till.id)
        if last is None or session is None:
            self.say(t._("There is no receipt yet."))
            return

        def deed() -> None:
            self.shop.receipts.reprint(session, last.uuid)
            self.say(t._("A copy of receipt {number} is printed.", number=str(last.number)))

        try:
            deed()
        except NeedsApproval:
            self.open_receipts(str(last.number))
        except CodedError as error:
            self.refuse(error)

    def show_keys(self) -> None:
        """The key overview."""
        page = self.window.current_page()
        available = page.keys() if page is not None else None
        self.window.open_dialog(KeyOverview(key_overview_state(self.voice.t, available)))

    def paper_words(self) -> str:
        """The paper of this station, short."""
        t = self.voice.t
        return {"80": t._("80 mm"), "58": t._("58 mm"), "a4": t._("A4")}[
            self.shop.station.current.printer.paper
        ]

    def _rail_chosen(self, page: str) -> None:
        if page == "customer_find" and self.counter is not None:
            self.counter.find.open("")

    # --- news --------------------------------------------------------------------------------

    def _printer_state(self, problem: str, exists: bool) -> None:
        words = ""
        if problem:
            from pos_app.domain.errors import EnvironmentProblem

            words = self.voice.t._("Printer does not answer")
            detail = say(EnvironmentProblem(problem), self.voice.t, self.voice.f)
            self.window.show_message(detail, tone="danger", icon="printer")
        self.shell.printer(problem=words, exists=exists)

    def _heard(self, topic: str) -> None:
        if topic == "backup_wanted":
            self.routine.backup_now("shift_close")

    def apply_news(self, topic: str) -> None:
        """On the window's thread: what changed shows in the frame and the open sale."""
        if topic in ("settings", "station"):
            self._apply_settings()
        if self.counter is not None:
            self.counter.sale.changed(topic)
        self.shell.refresh()

    def _apply_settings(self) -> None:
        settings, look = self.shop.book.current.settings, self.shop.station.current.look
        app = QApplication.instance()
        if isinstance(app, QApplication):
            wanted = theme.system_theme() if look.theme == "system" else look.theme
            theme.apply(app, wanted, text_scale=look.text)  # type: ignore[arg-type]
        scanner = settings.scanner
        self._router.set_settings(ScannerSettings(prefix=scanner.prefix, suffix=scanner.suffix))
        self.window.feedback.set_enabled(enabled=scanner.error_tone)
        self.window.set_idle_limit(settings.security.idle_lock_seconds)

    def _tick(self) -> None:
        self.shell.tick()
        if self.counter is not None:
            self.counter.tick()
        if self.window.current_page() is self.sign_in_view:
            self.sign_in.tick()
        self.routine.tick()

    def _facts(self, t: Translator) -> Sequence[SignInFact]:
        return sign_in_facts(self, t)

    @property
    def data(self) -> Path:
        """The shop's folder."""
        return self.shop.places.data
