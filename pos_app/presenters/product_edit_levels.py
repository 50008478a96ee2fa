"""The gestures on a product's prices beside its list price: add, change, end."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.presenters.product_draft import LevelValues
from pos_app.presenters.product_edit_core import ProductEditCore
from pos_app.presenters.product_fields import field_of, words_of
from pos_app.presenters.product_level_words import NEW, form_of_level, values_of_rule

_FIELDS: Final = {
    "level_group": "group",
    "level_new_group": "new_group",
    "level_quantity": "quantity",
    "level_price": "price",
    "level_from": "first",
    "level_to": "last",
}


class LevelDeeds(ProductEditCore):
    """What a hand does to the other prices; each is stored at once, or refused under its field."""

    def _type_level(self, field: str, text: str) -> None:
        """A field of the price being typed was edited."""
        level = replace(self._draft.level, **{_FIELDS[field]: text})
        if field == "level_group" and text != NEW:
            level = replace(level, new_group="")
        self._put_level(level)
        self._clear(field)
        if field == "level_group" and text == NEW:
            self._go_to("level_new_group")

    def choose_level(self, key: str) -> None:
        """A price of the list is to be changed; one half typed is not thrown away for it."""
        rule = next((each for each in self._rules if str(each.id) == key), None)
        if rule is None or self._is_locked() or rule.id == self._draft.level.rule_id:
            return
        if self._draft.is_level_changed:
            words = self._parts.voice.t._("First save or drop the price being typed.")
            self._state = replace(self._state, notice=words, notice_tone="warn")
            self.show()
            return
        values = values_of_rule(self._level_facts(), rule)
        self._put_level(values, stored=values)
        self._clear_level()
        self._go_to("level_price")
        self.show()

    def drop_level(self) -> None:
        """Give up what was typed, and begin another price."""
        self._put_level(LevelValues(), stored=LevelValues())
        self._clear_level()
        self.show()

    def put_level(self) -> bool:
        """Store the price being typed, if any; whether nothing stands in the way."""
        level = self._draft.level
        if not self._draft.is_level_changed:
            return True
        if self._is_locked():
            self._refuse_right()
            return False
        form, errors = form_of_level(level, self._level_facts())
        if form is None:
            self._state = replace(self._state, errors={**self._state.errors, **errors})
            return self._refuse_level(next(iter(errors)))
        session, product_id = self._parts.session(), self._draft.product_id
        try:
            self._parts.levels.put(session, product_id, form, rule_id=level.rule_id)
        except CodedError as error:
            self._fail(field_of(error), words_of(error, self._parts.voice))
            return self._refuse_level("")
        self._stored_level()
        return True

    def end_level(self) -> None:
        """Take the price being changed out of use."""
        level = self._draft.level
        if not level.rule_id:
            return
        if self._is_locked():
            self._refuse_right()
            return
        try:
            self._parts.levels.end(self._parts.session(), self._draft.product_id, level.rule_id)
        except CodedError as error:
            self._fail("", words_of(error, self._parts.voice))
        self._stored_level()

    def _refuse_level(self, field: str) -> bool:
        if field:
            self._go_to(field)
        self._view.alert()
        self.show()
        return False

    def _stored_level(self) -> None:
        self._put_level(LevelValues(), stored=LevelValues())
        self._clear_level()
        self._read()
        self.show()

    def _put_level(self, level: LevelValues, *, stored: LevelValues | None = None) -> None:
        kept = self._draft.level_stored if stored is None else stored
        self._draft = replace(self._draft, level=level, level_stored=kept)
        self._keep()

    def _clear_level(self) -> None:
        for field in _FIELDS:
            self._clear(field)
