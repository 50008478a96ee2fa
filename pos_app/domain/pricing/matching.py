"""Which lines a scope holds, found by index so that a rule costs what it could touch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pos_app.domain.pricing.work import Work
from pos_app.domain.promotion import EVERYTHING, Scope


class LineIndex:
    """The lines of a basket by item, group, brand and tag; scopes asked twice are remembered.

    ``sums`` remembers the money of scopes, by scope and basis, for as long as no line changes:
    whoever takes money off a line forgets them.
    """

    def __init__(self, works: list[Work], today: date) -> None:
        self.all = works
        self._today = today
        self._skus: dict[str, list[Work]] = {}
        self._groups: dict[str, list[Work]] = {}
        self._known: dict[int, list[Work]] = {id(EVERYTHING): works}
        self.sums: dict[tuple[int, str], int] = {}
        for work in works:
            self._skus.setdefault(work.item.sku, []).append(work)
            for group in work.item.groups:
                self._groups.setdefault(group, []).append(work)

    def match(self, scope: Scope) -> list[Work]:
        """Return the lines in scope, in the order of the basket."""
        found = self._known.get(id(scope))
        if found is None:
            found = self._find(scope)
            self._known[id(scope)] = found
        return found

    def _find(self, scope: Scope) -> list[Work]:
        if scope.skus:
            found = self._gather(self._skus, scope.skus)
        elif scope.groups:
            found = self._gather(self._groups, scope.groups)
        else:
            found = self.all
        return [work for work in found if self._fits(scope, work)]

    def _gather(self, index: dict[str, list[Work]], keys: Iterable[str]) -> list[Work]:
        hits = [work for key in keys if key in index for work in index[key]]
        unique = {work.place: work for work in hits}
        return [unique[place] for place in sorted(unique)]

    def _fits(self, scope: Scope, work: Work) -> bool:
        item = work.item
        if scope.groups and not (scope.groups & item.groups):
            return False
        if item.sku in scope.exclude_skus or scope.exclude_groups & item.groups:
            return False
        if scope.brands and item.brand not in scope.brands:
            return False
        if scope.tags and not (scope.tags & item.tags):
            return False
        if item.brand in scope.exclude_brands or scope.exclude_tags & item.tags:
            return False
        return self._fits_price_and_age(scope, work)

    def _fits_price_and_age(self, scope: Scope, work: Work) -> bool:
        if scope.price_min is not None and work.unit_price < scope.price_min:
            return False
        if scope.price_max is not None and work.unit_price > scope.price_max:
            return False
        if scope.only_new and not work.item.is_new:
            return False
        if scope.expires_within is None:
            return True
        expires = work.item.expires
        return expires is not None and (expires - self._today).days <= scope.expires_within
