"""Settings and programme: the pages, and what follows when something on them was changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from pos_app.adapters.sqlite.replay_source import SqliteReplaySource
from pos_app.adapters.sqlite.tier_figures import SqliteTierFigures
from pos_app.bootstrap.office_copies import Copies
from pos_app.bootstrap.office_devices import StationPrinters, StationScanner
from pos_app.bootstrap.office_privacy import PrivacyDoors
from pos_app.domain.errors import CodedError, EnvironmentProblem
from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.domain.staff import Role
from pos_app.i18n import Formats
from pos_app.presenters.messages import say
from pos_app.presenters.people import PeopleSection
from pos_app.presenters.programme import ProgrammeParts, ProgrammePresenter
from pos_app.presenters.settings import SettingsPresenter
from pos_app.presenters.settings_after_sale import AfterSaleSection
from pos_app.presenters.settings_backup import BackupSection
from pos_app.presenters.settings_certificates import CertificateSection
from pos_app.presenters.settings_data import DataSection
from pos_app.presenters.settings_devices import (
    SCANNER_KEYS,
    BothValues,
    ScannerSection,
    TillSection,
)
from pos_app.presenters.settings_doors import (
    DemoSection,
    ProgrammeSection,
    PromotionsSection,
    QuestionnairesSection,
)
from pos_app.presenters.settings_form import Common, Memory, Section, ShopValues, StationValues
from pos_app.presenters.settings_money import MoneySection
from pos_app.presenters.settings_needs import NeedsSection
from pos_app.presenters.settings_printer import PrinterSection
from pos_app.presenters.settings_privacy import PrivacySection, PrivacyServices
from pos_app.presenters.settings_shop import (
    CouponSection,
    ReceiptSection,
    SecuritySection,
    ShopSection,
)
from pos_app.presenters.settings_state import RestoreQuestion
from pos_app.services.programme_replay import ProgrammeReplay
from pos_app.services.records import ProductQuery
from pos_app.services.sample_receipt import sample_receipt
from pos_app.services.session import Session
from pos_app.ui.scan_serial import port_names
from pos_app.ui.screens.programme_view import ProgrammeView
from pos_app.ui.screens.settings_restore import RestoreSheet
from pos_app.ui.screens.settings_view import SettingsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame

SECOND_COPY = "station.second"
STATION_BACKUP = frozenset({"places.second_backup"})


class OfficeSettings:
    """Builds both pages for the person signed in; one instance lives as long as the frame.

    ``frame.reopen`` (close the shop, do some work, open it again) and ``frame.leave_demo`` are
    used when they are set.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._memory = Memory()
        self._person = 0
        self._told: tuple[date, str] | None = None
        self._presenter: SettingsPresenter | None = None
        self._programme: ProgrammePresenter | None = None
        self._scanner = StationScanner(
            frame.window.router, lambda ready: frame.shell.scanner(ready=ready), frame
        )
        self._copies = Copies(frame.shop, self._session, lambda: frame.reopen)
        self._unlisten = frame.shop.hub.listen(self._heard)
        frame.bridge.changed_signal.connect(self._news)

    def build(self) -> None:
        """Make the pages anew; what the same person typed is kept."""
        session = self._session()
        if session.person_id != self._person:
            self._memory, self._person = Memory(), session.person_id
            self._programme = None
        self._build_settings()
        self._build_programme()
        self._scanner.use(self._frame.shop.station.current.scanner)

    def stop(self) -> None:
        """The frame closes: let the serial port go, and the copy that was looked at."""
        self._unlisten()
        self._scanner.stop()
        self._copies.forget()

    # --- the settings page -------------------------------------------------------------------

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def _is_owner(self) -> bool:
        return self._session().role is Role.OWNER

    def _build_settings(self) -> None:
        frame = self._frame
        view = SettingsView(frame.voice.t)
        common = Common(
            voice=frame.voice,
            session=self._session,
            is_owner=self._is_owner,
            show=self._show,
            alert=view.alert,
            memory=self._memory,
        )
        presenter = SettingsPresenter(common, self._sections(common), view)
        view.edited.connect(presenter.edit)
        view.pressed.connect(presenter.press)
        view.chosen.connect(presenter.choose)
        view.section_chosen.connect(presenter.choose_section)
        view.number_chosen.connect(presenter.choose_number)
        view.stepped.connect(presenter.step)
        view.saved.connect(presenter.save)
        view.undone.connect(presenter.undo)
        view.shown.connect(presenter.open)
        view.left.connect(self._leave)
        view.scanned.connect(self._scanned)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"settings", "staff", "backup", "session"}, presenter.refresh)
        self._presenter = presenter

    def _show(self) -> None:
        if self._presenter is not None:
            self._presenter.show()

    def _scanned(self, text: str) -> None:
        if self._presenter is not None and not self._presenter.scan(text):
            self._frame.alert()

    def _leave(self) -> None:
        words = self._presenter.leave_words() if self._presenter is not None else ""
        self._frame.window.show_page("sale")
        if words:
            self._frame.say(words)

    def _sections(self, common: Common) -> Sequence[Section]:
        frame, shop = self._frame, self._frame.shop
        values = ShopValues(service=shop.settings, session=self._session)
        station = StationValues(service=shop.station, changed=self._station_changed)
        sections: list[Section] = [
            ShopSection(common, values),
            MoneySection(common, values, shop.catalogue, self._has_sales),
            ReceiptSection(
                common,
                values,
                sample=self._sample,
                artist=frame.pictures,
                pictures=shop.pictures,
                files=frame.dialogs,
            ),
            ProgrammeSection(
                common,
                self._open_programme,
                lambda: self._frame.window.show_page("liability"),
                lambda: self._frame.window.show_page("duplicates"),
                lambda: self._frame.window.show_page("cards"),
            ),
            PromotionsSection(common, values, frame.office.promotions.open),
            CouponSection(common, values, self._open_campaigns),
            CertificateSection(common, values, self._open_certificates),
            QuestionnairesSection(common, self._open_questionnaires),
            AfterSaleSection(common, values),
            NeedsSection(common, shop.needs.rules),
            PrinterSection(
                common,
                station,
                desk=StationPrinters(shop),
                tasks=frame.tasks,
                choose_folder=frame.dialogs.open_folder,
            ),
            ScannerSection(
                common,
                BothValues(values, station, SCANNER_KEYS),
                ports=port_names,
                digits=frame.voice.f.minor_digits,
            ),
            TillSection(common, station),
            PeopleSection(common, shop.staff),
            SecuritySection(common, values),
            PrivacySection(
                common,
                values,
                PrivacyServices(
                    retention=shop.retention,
                    erasure=shop.erasure,
                    texts=shop.consent_texts,
                    audit=shop.audit,
                    tasks=frame.tasks,
                    asker=PrivacyDoors(frame),
                    local=frame.local,
                ),
            ),
            BackupSection(
                common,
                BothValues(values, station, STATION_BACKUP),
                desk=self._copies,
                tasks=frame.tasks,
                asker=self,
                choose_folder=frame.dialogs.open_folder,
                choose_file=frame.dialogs.open_file,
                local=frame.local,
            ),
            DataSection(
                common,
                audit=shop.audit,
                tasks=frame.tasks,
                local=frame.local,
                sections=lambda: sections,
                export_people=frame.export_people,
            ),
        ]
        if frame.leave_demo is not None:
            sections.append(DemoSection(common, frame.leave_demo))
        return sections

    def ask(
        self,
        question: RestoreQuestion,
        on_secret: Callable[[str], str],
        on_no: Callable[[], None],
    ) -> None:
        """See :class:`pos_app.presenters.settings_backup.RestoreAsker`."""
        self._frame.dialogs.show(RestoreSheet(question, on_secret, on_no))

    def _has_sales(self) -> bool:
        with self._frame.shop.store.uow() as uow:
            return uow.sales.last_instant() is not None

    def _sample(self) -> ReceiptSnapshot:
        frame, shop = self._frame, self._frame.shop
        tax = next((each for each in shop.catalogue.taxes() if each.active), None)
        return sample_receipt(
            shop.settings.current,
            shop.catalogue.search(ProductQuery(limit=3)),
            tax.name if tax is not None else "",
            tax.rate if tax is not None else 0,
            shop.world.clock.now(),
            self._session().person.name,
            frame.t._("Goods"),
        )

    # --- the programme -----------------------------------------------------------------------

    def _build_programme(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = ProgrammeView()
        presenter = ProgrammePresenter(
            ProgrammeParts(
                service=shop.programme,
                settings=shop.settings,
                figures=SqliteTierFigures(shop.store.path),
                replays=ProgrammeReplay(
                    SqliteReplaySource(shop.store.path, lambda: shop.book.current.zone)
                ),
                groups=lambda: {each.code: each.name for each in shop.catalogue.groups()},
                tasks=frame.tasks,
                later=lambda deed: _later(view, deed),
                voice=frame.voice,
                session=self._session,
                is_owner=self._is_owner,
                today=shop.book.today,
            ),
            view,
        )
        view.edited.connect(presenter.edit)
        view.mode_chosen.connect(presenter.choose_mode)
        view.tier_added.connect(presenter.add_tier)
        view.tier_removed.connect(presenter.remove_tier)
        view.section_chosen.connect(presenter.choose_section)
        view.row_added.connect(presenter.add_row)
        view.row_removed.connect(presenter.remove_row)
        view.version_looked.connect(presenter.look_at)
        view.version_withdrawn.connect(presenter.withdraw)
        view.version_taken.connect(presenter.take_looked_at)
        view.looked_back.connect(presenter.look_back)
        view.count_stopped.connect(presenter.stop_count)
        view.count_asked.connect(presenter.count_again)
        view.saved.connect(presenter.save)
        view.undone.connect(presenter.undo_all)
        view.shown.connect(presenter.open)
        view.left.connect(lambda: self._leave_programme(presenter))
        frame.window.replace_page(view)
        if self._programme is not None:
            presenter.take_over(self._programme)
        self._programme = presenter

    def _open_campaigns(self) -> None:
        self._frame.window.show_page("campaigns")

    def _open_questionnaires(self) -> None:
        self._frame.window.show_page("questionnaires")

    def _open_certificates(self) -> None:
        self._frame.office.certificates.open()

    def _open_programme(self) -> None:
        self._frame.window.show_page("programme")

    def _leave_programme(self, presenter: ProgrammePresenter) -> None:
        if not presenter.leave_asked():
            return
        self._frame.window.show_page("settings")
        if presenter.unsaved:
            t = self._frame.t
            self._frame.say(t._("What you changed is kept here until you save it."))

    # --- news --------------------------------------------------------------------------------

    def _station_changed(self, key: str) -> None:
        """A setting of this computer holds at once."""
        frame = self._frame
        frame.shop.hub.changed("station", key)
        if key.startswith("printer."):
            _once(frame, "printer", frame.printing.use_settings)
        elif key.startswith("scanner."):
            _once(frame, "scanner", lambda: self._scanner.use(frame.shop.station.current.scanner))
        elif key in ("look.language", "look.text"):
            QTimer.singleShot(0, frame, frame.relanguage)
        elif key == "look.full_screen":
            self._resize()

    def _resize(self) -> None:
        window = self._frame.window
        if not window.isVisible():
            return
        if self._frame.shop.station.current.look.full_screen:
            window.showFullScreen()
        else:
            window.showNormal()

    def _heard(self, topic: str, ref: str) -> None:
        """On the worker's thread, after each copy: the second medium."""
        if topic == "backup" and not ref:
            try:
                self._copies.second()
            except CodedError as error:
                self._frame.shop.hub.changed(SECOND_COPY, error.code)

    def _news(self, topic: str, ref: str) -> None:
        """On the window's thread: no second copy (said once a day), or a new currency or tongue."""
        frame = self._frame
        if topic == SECOND_COPY:
            told = (frame.shop.book.today(), ref)
            if told == self._told:
                return
            self._told = told
            reason = say(EnvironmentProblem(ref), frame.voice.t, frame.voice.f)
            frame.say(frame.t._("No copy on the second medium. {reason}", reason=reason), "danger")
        elif topic == "settings" and ref in ("money.currency", "locale.language"):
            currency = frame.shop.book.current.settings.money.currency
            frame.voice.change(frame.voice.t, Formats(frame.voice.t.language, currency))
            QTimer.singleShot(0, frame, frame.relanguage)


MOMENT = 350
"""Milliseconds of rest after a key before a year is counted anew."""


def _later(view: ProgrammeView, deed: Callable[[], None]) -> None:
    """In a moment; another deed before that takes its place. Nothing when the page is gone."""
    timer = view.findChild(QTimer, "later")
    if timer is None:
        timer = QTimer(view)
        timer.setObjectName("later")
        timer.setSingleShot(True)
        timer.setInterval(MOMENT)
    else:
        timer.timeout.disconnect()
    timer.timeout.connect(deed)
    timer.start()


def _once(frame: Frame, name: str, deed: Callable[[], Any]) -> None:
    """After all keys of one Save were kept, not after each."""
    timer = frame.findChild(QTimer, f"once-{name}")
    if timer is None:
        timer = QTimer(frame)
        timer.setObjectName(f"once-{name}")
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(deed)
    timer.start()
