"""The order of the steps (R1)."""

from __future__ import annotations

from datetime import datetime

from pos_app.domain.pricing.basket import Basket
from pos_app.domain.pricing.programme import Programme
from pos_app.domain.pricing.result import PricedBasket


def price(basket: Basket, programme: Programme, now: datetime) -> PricedBasket:
    """Price ``basket`` under ``programme`` at the shop's local moment ``now``."""
    raise NotImplementedError
