"""What a shop decides once, declared once: the fields below are key, type, default and check.

A field ``prefix`` of the section ``scanner`` has the key ``scanner.prefix``. Settings of the shop
travel with its data and are journaled; those of one station (:mod:`pos_app.services.station`) stay
on the computer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, TypeVar, cast
from zoneinfo import ZoneInfo

from pos_app.domain.errors import PosError
from pos_app.services import checks
from pos_app.services.currencies import Currency, currency
from pos_app.services.ports import UnitOfWork

T = TypeVar("T")

LANGUAGES: Final = ("en", "ru", "pl", "az")


def declared(default: T, check: checks.Check) -> T:
    """A field of a section with its default and the check every new value passes."""
    made: T = field(default=default, metadata={"check": check})
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSettings:
    """Who sells: head and foot of every slip. ``return_days`` is the return window (R18)."""

    name: str = declared("", checks.text(80, required=True))
    subtitle: str = declared("", checks.text(80))
    address: str = declared("", checks.text(200, multiline=True))
    phone: str = declared("", checks.text(40))
    tax_number: str = declared("", checks.text(40))
    logo: str = declared("", checks.text(120))
    header: str = declared("", checks.text(300, multiline=True))
    footer: str = declared("", checks.text(300, multiline=True))
    thanks: str = declared("", checks.text(120))
    return_terms: str = declared("", checks.text(300, multiline=True))
    return_days: int = declared(14, checks.whole(0, 365))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySettings:
    """The shop's one currency and how sums are made (R6, R7).

    ``cash_rounding`` in minor units, 0 for none.
    """

    currency: str = declared("EUR", checks.currency_code)
    cash_rounding: int = declared(0, checks.one_of((0, 2, 5, 10, 20, 25, 50, 100)))
    prices_include_tax: bool = declared(True, checks.flag)
    tax_round: Literal["per_rate", "line"] = declared(
        "per_rate", checks.one_of(("per_rate", "line"))
    )

    @property
    def kind(self) -> Currency:
        """Minor digits, notes and coins of the currency."""
        return currency(self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleSettings:
    """Languages and the shop's local day.

    ``receipt_language``: ``shop`` prints in ``language``; ``customer`` in the customer's own where
    known. ``region`` (ISO country) reads phone numbers typed without a country code.
    """

    language: str = declared("en", checks.one_of(LANGUAGES))
    receipt_language: str = declared("shop", checks.one_of(("shop", "customer")))
    time_zone: str = declared("UTC", checks.time_zone)
    region: str = declared("", checks.token(0, 2))

    @property
    def zone(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class TillSettings:
    """The till: its ``id`` stands in receipt numbers (``R1-001087-2211``)."""

    id: str = declared("1", checks.token(1, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSettings:
    """What scanned text means (R35).

    ``prefix``/``suffix`` are the characters a scanner puts around each code. ``card_prefix`` starts
    own EAN-13 cards (in-store range 20–29); ``card_formats`` are further card numbers, ``#`` for
    any digit. ``coupon_prefix`` starts own coupon codes; ``certificate_prefix`` and
    ``staff_prefix`` stand before a hyphen.
    """

    prefix: str = declared("", checks.raw_keys(8))
    suffix: str = declared("\r", checks.raw_keys(8))
    weighed_templates: tuple[str, ...] = declared(
        ("22PPPPPWWWWWC",), checks.several(checks.weighed_template, most=8)
    )
    card_prefix: str = declared("29", checks.digits(1, 6))
    card_formats: tuple[str, ...] = declared((), checks.several(checks.card_format, most=8))
    coupon_prefix: str = declared("K", checks.token(1, 4))
    certificate_prefix: str = declared("G", checks.token(1, 4))
    staff_prefix: str = declared("S", checks.token(1, 4))
    error_tone: bool = declared(True, checks.flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecuritySettings:
    """PIN length (digits) and when the screen locks by itself (seconds idle, R33).

    ``free_copies`` is how many copies of one receipt a cashier may print alone.
    """

    pin_length: int = declared(6, checks.whole(4, 8))
    idle_lock_seconds: int = declared(300, checks.whole(30, 3600))
    free_copies: int = declared(1, checks.whole(0, 10))


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCouponSettings:
    """The coupon handed over with a receipt: from ``threshold`` (minor units, the receipt total)
    on, worth ``value`` (minor units for amount, basis points for percent), valid from
    ``starts_after_days`` for ``valid_days`` days, on baskets from ``minimum`` (R21).
    """

    enabled: bool = declared(False, checks.flag)
    threshold: int = declared(5000, checks.whole(0, checks.MAX_MONEY))
    benefit: str = declared("percent", checks.one_of(("amount", "percent")))
    value: int = declared(1000, checks.whole(1, checks.MAX_MONEY))
    starts_after_days: int = declared(1, checks.whole(0, 90))
    valid_days: int = declared(30, checks.whole(1, 730))
    minimum: int = declared(0, checks.whole(0, checks.MAX_MONEY))
    named: bool = declared(False, checks.flag)
    not_with_promotions: bool = declared(False, checks.flag)
    title: str = declared("", checks.text(60))


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSettings:
    """Gift certificates and store credit (R22): how many months they are good for (0: no end), the
    amounts offered at the till (minor units), and the terms printed ("" for the usual ones).
    """

    months: int = declared(12, checks.whole(0, 120))
    credit_months: int = declared(12, checks.whole(0, 120))
    amounts: tuple[int, ...] = declared(
        (2500, 5000, 10_000, 20_000), checks.several(checks.whole(1, checks.MAX_MONEY), most=6)
    )
    terms: str = declared("", checks.text(300, multiline=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureSettings:
    """What may be given after a return so that the customer comes back: whole ``points`` or a
    ``coupon`` (minor units), 0 for neither; how many days each lasts; and what the shop gives away
    in a day at most (``daily_limit``, minor units) before a second person is asked.
    """

    points: int = declared(100, checks.whole(0, 1_000_000))
    points_days: int = declared(180, checks.whole(1, 3650))
    coupon: int = declared(1000, checks.whole(0, checks.MAX_MONEY))
    coupon_days: int = declared(30, checks.whole(1, 730))
    daily_limit: int = declared(6000, checks.whole(0, checks.MAX_MONEY))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltySettings:
    """What is told about points: those that expire within ``warn_days`` are pointed out.

    ``new_days`` is how long goods count as new for promotions, from the day they were added.
    """

    warn_days: int = declared(30, checks.whole(1, 365))
    new_days: int = declared(30, checks.whole(1, 365))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """How long is kept what is known of people: after ``forget_months`` without a purchase a person
    is proposed to be forgotten, after ``answers_months`` answers may be deleted (0: never, R24).
    """

    forget_months: int = declared(0, checks.whole(0, 240))
    answers_months: int = declared(0, checks.whole(0, 240))


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSaleSettings:
    """The one question after a sale: of the live questionnaire of a ``kind``, after every n-th
    receipt (``every``), and of the same person not again for so many ``days``.
    """

    enabled: bool = declared(False, checks.flag)
    kind: Literal["satisfaction", "loyalty", "needs"] = declared(
        "satisfaction", checks.one_of(("satisfaction", "loyalty", "needs"))
    )
    every: int = declared(1, checks.whole(1, 1000))
    days: int = declared(30, checks.whole(0, 365))


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """How often a copy is made while trading (minutes)."""

    every_minutes: int = declared(15, checks.whole(5, 240))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of the shop, as one value."""

    shop: ShopSettings = field(default_factory=ShopSettings)
    money: MoneySettings = field(default_factory=MoneySettings)
    locale: LocaleSettings = field(default_factory=LocaleSettings)
    till: TillSettings = field(default_factory=TillSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
    security: SecuritySettings = field(default_factory=SecuritySettings)
    next_coupon: NextCouponSettings = field(default_factory=NextCouponSettings)
    certificates: CertificateSettings = field(default_factory=CertificateSettings)
    gestures: GestureSettings = field(default_factory=GestureSettings)
    loyalty: LoyaltySettings = field(default_factory=LoyaltySettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    after_sale: AfterSaleSettings = field(default_factory=AfterSaleSettings)
    backup: BackupSettings = field(default_factory=BackupSettings)

    def value(self, key: str) -> Any:
        """The value of ``key``; raises ``PosError("unknown_setting")``."""
        known(key)
        section, _, name = key.partition(".")
        return getattr(getattr(self, section), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingDef:
    """One declared setting, for the settings screen and the store."""

    key: str
    default: Any
    check: checks.Check


def definitions(container: type[Any]) -> Mapping[str, SettingDef]:
    """Every setting of ``container`` (:class:`Settings` or the station's) by key, in order."""
    return {each.key: each for each in _definitions(container)}


def _definitions(container: type[Any]) -> Iterator[SettingDef]:
    for section in fields(container):
        for one in fields(cast("type[Any]", section.default_factory)):
            check = one.metadata["check"]
            yield SettingDef(key=f"{section.name}.{one.name}", default=one.default, check=check)


def build(container: type[T], values: Mapping[str, object]) -> T:
    """``container`` with ``values`` over the defaults; keys it does not know are left alone.

    Raises :class:`PosError` when a value does not pass its check.
    """
    sections: dict[str, dict[str, object]] = {}
    for key, definition in definitions(container).items():
        section, _, name = key.partition(".")
        if key in values:
            sections.setdefault(section, {})[name] = definition.check(key, values[key])
    parts = {
        one.name: cast("type[Any]", one.default_factory)(**sections.get(one.name, {}))
        for one in fields(cast("type[Any]", container))
    }
    return container(**parts)


SHOP_SETTINGS: Final[Mapping[str, SettingDef]] = definitions(Settings)


def known(key: str) -> SettingDef:
    """The declaration of ``key``; raises ``PosError("unknown_setting")``."""
    try:
        return SHOP_SETTINGS[key]
    except KeyError:
        raise PosError("unknown_setting", key=key) from None


def check_together(settings: Settings) -> Settings:
    """``settings`` when its values fit each other.

    The prefixes of coupons, certificates and staff cards must differ, else a scan means two things
    (R35); a coupon of per cent gives at most all. Raises ``PosError("setting_invalid")``.
    """
    scanner, coupon = settings.scanner, settings.next_coupon
    prefixes = (scanner.coupon_prefix, scanner.certificate_prefix, scanner.staff_prefix)
    if len(set(prefixes)) != len(prefixes):
        raise checks.refuse("scanner.coupon_prefix", "repeat")
    if coupon.benefit == "percent" and coupon.value > 10_000:
        raise checks.refuse("next_coupon.value", "range", low=1, high=10_000)
    return settings


def load_settings(uow: UnitOfWork) -> Settings:
    """The settings in force; raises ``PosError("setting_invalid")`` when a stored one is spoilt."""
    return build(Settings, uow.settings.all())
