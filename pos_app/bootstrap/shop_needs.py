"""What people need and what they answered all together: the services of a shop around both."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pos_app.adapters.sqlite.survey_reads import SqliteSurveyReads
from pos_app.i18n.fold import fold
from pos_app.services.customer_needs import CustomerNeeds
from pos_app.services.need_rules import NeedRules
from pos_app.services.survey_results import SurveyResults

if TYPE_CHECKING:
    from pos_app.bootstrap.shop import Shop


class NeedServices:
    """Built on a shop, each when first asked for."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    @cached_property
    def rules(self) -> NeedRules:
        """The rules by which needs are guessed."""
        shop = self._shop
        return NeedRules(shop.store.uow, shop.world.clock, shop.world.ids, shop.hub, fold)

    @cached_property
    def known(self) -> CustomerNeeds:
        """The needs of people."""
        shop = self._shop
        return CustomerNeeds(shop.store.uow, shop.book, shop.world.ids, shop.hub, fold)

    @cached_property
    def results(self) -> SurveyResults:
        """What was answered, all together."""
        shop = self._shop
        return SurveyResults(shop.store.uow, SqliteSurveyReads(shop.store), shop.book)
