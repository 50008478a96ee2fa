"""What every slip shares: the shop's head and foot, and local times."""

from __future__ import annotations

from datetime import date, datetime

from pos_app.domain.receipt import SlipShop
from pos_app.services.settings import Settings


def slip_shop(settings: Settings) -> SlipShop:
    """Head and foot of a slip, from the settings."""
    shop = settings.shop
    return SlipShop(
        name=shop.name,
        subtitle=shop.subtitle,
        address=shop.address,
        phone=shop.phone,
        tax_number=shop.tax_number,
        logo=shop.logo,
        header=shop.header,
        footer=shop.footer,
        thanks=shop.thanks,
        return_terms=shop.return_terms,
    )


def local_time(at: datetime, settings: Settings) -> datetime:
    """``at`` on the shop's wall clock, with its offset."""
    return at.astimezone(settings.locale.zone)


def local_iso(at: datetime, settings: Settings) -> str:
    """``at`` as slips keep it: local ISO text to the second, with the offset."""
    return local_time(at, settings).isoformat(timespec="seconds")


def local_day(at: datetime, settings: Settings) -> date:
    """The shop's day at the instant ``at``; validity is judged by it."""
    return local_time(at, settings).date()
