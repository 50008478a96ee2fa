"""A shop with somebody known in it, and what reads them."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.adapters.sqlite.profile_reads import SqliteProfileReads
from pos_app.domain.customer import Customer
from pos_app.services.profile import Profile, ProfileService
from tests.builders import Shop
from tests.services.points_desk import Points, make_points


@dataclass(kw_only=True)
class Known:
    """The points desk with one person and the profile's services on top."""

    points: Points
    maria: Customer
    profiles: ProfileService

    @property
    def shop(self) -> Shop:
        """The shop they buy in."""
        return self.points.shop

    def read(self) -> Profile:
        """The profile as a cashier opens it."""
        return self.profiles.read(self.shop.cashier, self.maria.id)


def make_known(shop: Shop) -> Known:
    """Maria with a card, a phone and an e-mail."""
    points = make_points(shop)
    maria = points.customer("Maria Kowalska", 1, phone="501 234 567", email="maria@poczta.pl")
    reads = SqliteProfileReads(shop.store.path)
    return Known(
        points=points, maria=maria, profiles=ProfileService(shop.store.uow, reads, points.book)
    )
