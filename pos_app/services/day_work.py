"""What is posted when the day is opened: points that ran out, reviews of tiers, grants (R11–R19).

Each part may run as often as one likes and posts nothing twice; a part cut off goes on where it
stopped. Availability never depends on it: what may be spent is computed from dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final, TypeVar

from pos_app.domain.events import Event
from pos_app.domain.grants import referral_due_on, referral_window
from pos_app.services import certificates
from pos_app.services.grants import Gift, give_gift
from pos_app.services.loyalty import Movement, expire_due
from pos_app.services.points_ports import PointsReads, ReferralLine
from pos_app.services.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.shop_book import Book, ShopBook
from pos_app.services.tier_review import REVIEWED_TO, Review, carry_out, due_review, reviewed_to

BATCH: Final = 200
"""People per transaction: the counter never waits long for the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDone:
    """What one run posted: lots that ran out, tiers that changed, grants given; certificates
    that ran out."""

    expired: int = 0
    tiers: int = 0
    grants: int = 0
    certificates: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything is other than before."""
        return bool(self.expired or self.tiers or self.grants or self.certificates)


class DayWork:
    """Called when the day is opened and the clock can be trusted (R11)."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        reads: PointsReads,
        book: ShopBook,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._uow = uow
        self._reads = reads
        self._book = book
        self._clock = clock
        self._ids = ids

    def run(self) -> DayDone:
        """Do all that is due today."""
        book, now = self._book.current, self._clock.now()
        today = book.local(now).date()
        expired = self._expire(today, now)
        ended = self._expire_certificates(today, now)
        tiers = self._review(book, today)
        movement = Movement(at=now, local_day=today, person_id=None)
        grants = (
            self._give("birthday", self._birthdays(book, today), movement)
            + self._give("holiday", self._holidays(book, today), movement)
            + self._refer(book, movement)
        )
        return DayDone(expired=expired, tiers=tiers, grants=grants, certificates=ended)

    def _expire(self, today: date, now: datetime) -> int:
        with self._uow() as uow:
            closed = expire_due(uow, self._ids, today, now)
            if closed:
                uow.record(Event(type="points.expired", content={"lots": closed}))
                uow.commit()
        return closed

    def _expire_certificates(self, today: date, now: datetime) -> int:
        with self._uow() as uow:
            closed = certificates.expire_due(uow, self._ids, today, now)
            if closed:
                uow.commit()
        return closed

    # --- tiers -------------------------------------------------------------------------------

    def _review(self, book: Book, today: date) -> int:
        with self._uow() as uow:
            after = reviewed_to(uow, today)
        holders = self._reads.holders()
        programme = book.programme
        found = (due_review(holder, programme, after, today) for holder in holders)
        changed = 0
        for some in _batches(review for review in found if review is not None):
            changed += self._review_some(some, book, today)
        if after < today:
            with self._uow() as uow:
                uow.settings.put(REVIEWED_TO, today.isoformat())
                uow.commit()
        return changed

    def _review_some(self, reviews: Sequence[Review], book: Book, today: date) -> int:
        with self._uow() as uow:
            changed = sum(carry_out(uow, each, book.programme, today) for each in reviews)
            content = {"people": len(reviews), "changed": changed}
            uow.record(Event(type="tier.reviewed", content=content))
            uow.commit()
        return changed

    # --- grants ------------------------------------------------------------------------------

    def _birthdays(self, book: Book, today: date) -> Iterator[Gift]:
        grants = book.programme.grants
        if not grants.birthday.gives:
            return
        reach = range(-grants.birthday_after, grants.birthday_before + 1)
        near = {_born(today + timedelta(days=days)) for days in reach}
        if "02-28" in near:
            near.add("02-29")
        apart = grants.birthday_before + grants.birthday_after + grants.birthday_known_days
        for line in self._reads.birthdays(sorted(near), _midnight(book, today, -apart)):
            known = book.local(line.known_at).date()
            if grants.birthday_due(line.birthday, known, today, line.last):
                yield Gift(
                    customer_id=line.customer_id,
                    kind="birthday",
                    grant=grants.birthday,
                    reason=f"birthday {today.isoformat()}",
                )

    def _holidays(self, book: Book, today: date) -> Iterator[Gift]:
        for day, holiday in book.programme.grants.holidays_due(today):
            reason = f"{day.isoformat()} {holiday.name}"
            for customer_id in self._reads.members(_midnight(book, day, 1), reason):
                yield Gift(
                    customer_id=customer_id, kind="holiday", grant=holiday.grant, reason=reason
                )

    def _refer(self, book: Book, movement: Movement) -> int:
        """Pay for newcomers whose first receipt cannot come back any more (R13)."""
        programme = book.programme
        if not programme.grants.referral.gives:
            return 0
        given = 0
        first, last = referral_window(programme.return_days, movement.local_day)
        for some in _batches(self._reads.referrals(first, last)):
            with self._uow() as uow:
                points = [self._pay(uow, line, book, movement) for line in some]
                given += self._close(uow, "referral", points)
        return given

    def _pay(self, uow: UnitOfWork, line: ReferralLine, book: Book, movement: Movement) -> int:
        programme = book.programme
        due = referral_due_on(line.first_receipt, programme.return_days)
        paid = uow.points.lots_of_kind(line.referrer_id, "referral")
        if any(lot.reason.endswith(line.uuid) for lot in paid):
            return 0
        month = f"{due:%Y-%m} "
        cap = programme.referrals_per_month
        if cap is not None and sum(lot.reason.startswith(month) for lot in paid) >= cap:
            return 0
        gift = Gift(
            customer_id=line.referrer_id,
            kind="referral",
            grant=programme.grants.referral,
            reason=month + line.uuid,
        )
        return give_gift(uow, self._ids, gift, movement)

    def _give(self, kind: str, gifts: Iterable[Gift], movement: Movement) -> int:
        given = 0
        for some in _batches(gifts):
            with self._uow() as uow:
                points = [give_gift(uow, self._ids, gift, movement) for gift in some]
                given += self._close(uow, kind, points)
        return given

    def _close(self, uow: UnitOfWork, kind: str, points: Sequence[int]) -> int:
        people = sum(each > 0 for each in points)
        if people:
            content = {"kind": kind, "people": people, "points": sum(points)}
            uow.record(Event(type="points.granted", content=content))
            uow.commit()
        return people


def _born(day: date) -> str:
    return f"{day:%m-%d}"


def _midnight(book: Book, day: date, days: int) -> datetime:
    """The beginning of a local day, ``days`` away."""
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=book.zone)


T = TypeVar("T")


def _batches(items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    left = iter(items)
    while some := tuple(islice(left, BATCH)):
        yield some
