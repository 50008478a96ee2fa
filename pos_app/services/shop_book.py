"""The shop as the till sees it right now: settings, programme and local time, read once, kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from pos_app.domain.pricing import Programme
from pos_app.domain.promotion import Promotion
from pos_app.domain.scan import ScanSettings
from pos_app.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_store import (
    ProgrammeInForce,
    programme_in_force,
    programmes_to_come,
)
from pos_app.services.settings import Settings, load_settings


@dataclass(frozen=True, kw_only=True)
class Book:
    """One consistent reading. ``version`` is the programme's; ``default_tax`` in basis points.

    ``later`` are programmes that hold from a coming day on, by day.
    """

    settings: Settings
    programme: Programme
    version: int
    default_tax: int
    later: tuple[ProgrammeInForce, ...] = ()

    def on(self, day: date) -> Book:
        """The same book on a day: the plans whose day has come hold."""
        due = [plan for plan in self.later if plan.starts is not None and plan.starts <= day]
        if not due:
            return self
        return replace(
            self,
            programme=due[-1].programme,
            version=due[-1].version,
            later=self.later[len(due) :],
        )

    @cached_property
    def rules(self) -> dict[str, Promotion]:
        """Promotions in force by rule id."""
        return {rule.rule_id: rule for rule in self.programme.promotions}

    @cached_property
    def scan(self) -> ScanSettings:
        """How this shop's codes look (R35)."""
        scanner = self.settings.scanner
        return ScanSettings(
            prefix=scanner.prefix,
            suffix=scanner.suffix,
            weighed_templates=scanner.weighed_templates,
            card_prefix=scanner.card_prefix,
            card_formats=scanner.card_formats,
            coupon_prefix=scanner.coupon_prefix,
            certificate_prefix=scanner.certificate_prefix,
            staff_prefix=scanner.staff_prefix,
            minor_digits=self.settings.money.kind.minor_digits,
        )

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return self.settings.locale.zone

    def local(self, instant: datetime) -> datetime:
        """A UTC instant as the shop's wall clock shows it."""
        return instant.astimezone(self.zone)


def read_book(uow: UnitOfWork, now: datetime) -> Book:
    """Settings and programme in force at an instant, promotions included."""
    settings = load_settings(uow)
    today = now.astimezone(settings.locale.zone).date()
    force = programme_in_force(uow, settings, today)
    taxes = [tax for tax in uow.products.taxes() if tax.active]
    return Book(
        settings=settings,
        programme=force.programme,
        version=force.version,
        default_tax=taxes[0].rate if taxes else 0,
        later=programmes_to_come(uow, force, settings, today),
    )


class ShopBook:
    """Keeps the last reading until told that something changed."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._book: Book | None = None

    @property
    def current(self) -> Book:
        """The reading at hand; made at the first use, which must not be inside a unit of work."""
        book = self._book or self.refresh()
        if book.later:
            book = self._book = book.on(book.local(self.now()).date())
        return book

    def refresh(self) -> Book:
        """Read again: settings, programme or promotions changed."""
        with self._uow() as uow:
            self._book = read_book(uow, self._clock.now())
        return self._book

    def now(self) -> datetime:
        """The present instant in UTC."""
        return self._clock.now()

    def local_now(self) -> datetime:
        """The shop's wall clock, aware."""
        return self.current.local(self.now())

    def today(self) -> date:
        """The shop's local day."""
        return self.local_now().date()
