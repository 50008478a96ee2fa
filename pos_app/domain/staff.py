"""People who work in the shop, their roles, and what each role may do alone (R33).

The permission matrix is data: three columns of :class:`Right` per :class:`Action`. Services ask
:func:`right_for`; windows never decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Role(Enum):
    """Rank at the counter, from least to most trusted."""

    CASHIER = "cashier"
    SENIOR = "senior"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        """0 for a cashier, 1 for a senior cashier, 2 for the owner."""
        return _RANKS[self]


_RANKS = {Role.CASHIER: 0, Role.SENIOR: 1, Role.OWNER: 2}


class Right(Enum):
    """How a role stands to an action."""

    YES = "yes"
    APPROVAL = "approval"
    NO = "no"


class Action(Enum):
    """Everything the matrix speaks about; the value is what the journal records."""

    SELL = "sell"
    REPRINT = "reprint"
    REPRINT_AGAIN = "reprint_again"
    REDEEM_ABOVE_LIMIT = "redeem_above_limit"
    REDEEM_WITHOUT_CARD = "redeem_without_card"
    DISCOUNT_SMALL = "discount_small"
    DISCOUNT_MEDIUM = "discount_medium"
    DISCOUNT_LARGE = "discount_large"
    PRICE_OVERRIDE = "price_override"
    PRICE_OVERRIDE_LARGE = "price_override_large"
    BELOW_FLOOR = "below_floor"
    RETURN_WITH_RECEIPT = "return_with_receipt"
    RETURN_WITHOUT_RECEIPT = "return_without_receipt"
    RETURN_LATE = "return_late"
    GESTURE_ABOVE_LIMIT = "gesture_above_limit"
    ATTACH_CARD_DAY = "attach_card_day"
    ATTACH_CARD_WEEK = "attach_card_week"
    ADJUST_POINTS_SMALL = "adjust_points_small"
    ADJUST_POINTS = "adjust_points"
    SET_TIER = "set_tier"
    CARD_ISSUE = "card_issue"
    CARD_REPLACE = "card_replace"
    CERTIFICATE_BLOCK = "certificate_block"
    CUSTOMER_MERGE = "customer_merge"
    DRAWER_OPEN = "drawer_open"
    EXPECTED_CASH_EARLY = "expected_cash_early"
    CONTACT_MASKED = "contact_masked"
    CONTACT_FULL = "contact_full"
    CONTACT_EDIT = "contact_edit"
    CUSTOMER_CREATE = "customer_create"
    CUSTOMER_GROUPS = "customer_groups"
    SAVED_VIEWS = "saved_views"
    CUSTOMER_ERASE = "customer_erase"
    EXPORT_PEOPLE = "export_people"
    SHIFT_OPEN = "shift_open"
    SHIFT_CLOSE = "shift_close"
    CASH_MOVE = "cash_move"
    PRODUCT_EDIT = "product_edit"
    PRODUCT_IMPORT = "product_import"
    PEOPLE_IMPORT = "people_import"
    SETTINGS = "settings"
    PROGRAMME = "programme"
    COUPON_VOID = "coupon_void"
    PEOPLE = "people"
    BACKUP = "backup"
    RESTORE = "restore"
    CLOCK_CONFIRM = "clock_confirm"
    REPORTS = "reports"


_Y, _A, _N = Right.YES, Right.APPROVAL, Right.NO

MATRIX: dict[Action, tuple[Right, Right, Right]] = {
    Action.SELL: (_Y, _Y, _Y),
    Action.REPRINT: (_Y, _Y, _Y),
    Action.REPRINT_AGAIN: (_A, _Y, _Y),
    Action.REDEEM_ABOVE_LIMIT: (_A, _Y, _Y),
    Action.REDEEM_WITHOUT_CARD: (_A, _Y, _Y),
    Action.DISCOUNT_SMALL: (_Y, _Y, _Y),
    Action.DISCOUNT_MEDIUM: (_A, _Y, _Y),
    Action.DISCOUNT_LARGE: (_A, _A, _Y),
    Action.PRICE_OVERRIDE: (_A, _Y, _Y),
    Action.PRICE_OVERRIDE_LARGE: (_A, _A, _Y),
    Action.BELOW_FLOOR: (_A, _A, _Y),
    Action.RETURN_WITH_RECEIPT: (_A, _Y, _Y),
    Action.RETURN_WITHOUT_RECEIPT: (_N, _A, _Y),
    Action.RETURN_LATE: (_A, _Y, _Y),
    Action.GESTURE_ABOVE_LIMIT: (_A, _A, _Y),
    Action.ATTACH_CARD_DAY: (_A, _Y, _Y),
    Action.ATTACH_CARD_WEEK: (_N, _A, _Y),
    Action.ADJUST_POINTS_SMALL: (_A, _Y, _Y),
    Action.ADJUST_POINTS: (_N, _A, _Y),
    Action.SET_TIER: (_N, _A, _Y),
    Action.CARD_ISSUE: (_Y, _Y, _Y),
    Action.CARD_REPLACE: (_A, _Y, _Y),
    Action.CERTIFICATE_BLOCK: (_A, _Y, _Y),
    Action.CUSTOMER_MERGE: (_N, _A, _Y),
    Action.DRAWER_OPEN: (_A, _Y, _Y),
    Action.EXPECTED_CASH_EARLY: (_N, _N, _N),
    Action.CONTACT_MASKED: (_Y, _Y, _Y),
    Action.CONTACT_FULL: (_N, _Y, _Y),
    Action.CONTACT_EDIT: (_A, _Y, _Y),
    Action.CUSTOMER_CREATE: (_Y, _Y, _Y),
    Action.CUSTOMER_GROUPS: (_N, _Y, _Y),
    Action.SAVED_VIEWS: (_N, _Y, _Y),
    Action.CUSTOMER_ERASE: (_N, _A, _Y),
    Action.EXPORT_PEOPLE: (_N, _N, _Y),
    Action.SHIFT_OPEN: (_Y, _Y, _Y),
    Action.SHIFT_CLOSE: (_Y, _Y, _Y),
    Action.CASH_MOVE: (_Y, _Y, _Y),
    Action.PRODUCT_EDIT: (_N, _N, _Y),
    Action.PRODUCT_IMPORT: (_N, _N, _Y),
    Action.PEOPLE_IMPORT: (_N, _N, _Y),
    Action.SETTINGS: (_N, _N, _Y),
    Action.PROGRAMME: (_N, _N, _Y),
    Action.COUPON_VOID: (_N, _Y, _Y),
    Action.PEOPLE: (_N, _N, _Y),
    Action.BACKUP: (_Y, _Y, _Y),
    Action.RESTORE: (_N, _N, _Y),
    Action.CLOCK_CONFIRM: (_A, _Y, _Y),
    Action.REPORTS: (_A, _Y, _Y),
}


def right_for(role: Role, action: Action) -> Right:
    """What ``role`` may do about ``action`` by the matrix of R33."""
    return MATRIX[action][role.rank]


def discount_action(rate_bp: int) -> Action:
    """Which action a manual discount of ``rate_bp`` basis points is: ≤ 5 %, ≤ 20 %, or more."""
    if rate_bp <= 500:
        return Action.DISCOUNT_SMALL
    return Action.DISCOUNT_MEDIUM if rate_bp <= 2000 else Action.DISCOUNT_LARGE


def price_override_action(list_price: int, new_price: int) -> Action:
    """Which action setting ``new_price`` (minor units) is; a senior may go up to 30 % below."""
    if new_price * 10 >= list_price * 7:
        return Action.PRICE_OVERRIDE
    return Action.PRICE_OVERRIDE_LARGE


def adjust_action(worth: int, ceiling: int) -> Action:
    """Which action giving or taking points worth ``worth`` (minor units, unsigned) is."""
    return Action.ADJUST_POINTS_SMALL if worth <= ceiling else Action.ADJUST_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member of staff.

    ``pin_hash`` is an argon2id string (a PIN, or the owner's password); ``card_code`` is the code
    of a staff card, if any. ``failed`` counts wrong tries in a row; ``locked_until`` is the UTC
    instant the next try is allowed, kept so that a restart does not lift the wait.
    """

    id: int
    uuid: str
    name: str
    role: Role
    pin_hash: str
    card_code: str | None = None
    language: str | None = None
    active: bool = True
    failed: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A second person's consent to one action, bound to one event and used once (R33)."""

    token: str
    action: Action
    approver_id: int
    requested_by: int
    reason: str
    event_ref: str
