"""The rules by which needs are guessed: seen, changed and switched off by the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.domain.need import NeedRule
from pos_app.domain.questionnaire import LANGUAGES, Wording
from pos_app.presenters.settings_form import Common, Section
from pos_app.presenters.settings_state import ActionView, BlockView, FieldView, RowView
from pos_app.services.need_records import StoredRule
from pos_app.services.need_rules import NeedRules

NEW: Final = "new"
_EMPTY: Final = NeedRule(key="", wording=Wording())
_LISTS: Final = ("words", "groups", "tags")
_NUMBERS: Final = ("receipts", "days", "review_days")
_FIELDS: Final = (*LANGUAGES, *_LISTS, *_NUMBERS)
_NAMES: Final = {"en": "English", "ru": "Русский", "pl": "Polski", "az": "Azərbaycan"}
_BLAME: Final = {"wording": "en", "goods": "words"}


class NeedsSection(Section):
    """One rule at a time is open; what was typed stays until saved or undone."""

    key, icon = "needs", "heart"
    saves = True

    def __init__(self, common: Common, rules: NeedRules) -> None:
        super().__init__(common)
        self._service = rules
        self._rules: Sequence[StoredRule] = ()

    @property
    def _draft(self) -> dict[str, str]:
        return self.c.memory.of(self.key)

    @property
    def _chosen(self) -> str:
        return self._draft.get("chosen", "")

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Guessed needs")

    def hint(self) -> str:
        """See Section."""
        t = self.c.voice.t
        return t._("What purchases tell about people. Shown to the cashier as a guess, never sure.")

    def _rule(self) -> StoredRule | None:
        return next((rule for rule in self._rules if str(rule.id) == self._chosen), None)

    # --- showing -----------------------------------------------------------------------------

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t, locked = self.c.voice.t, self.locked()
        self._rules = self._service.all()
        add = ActionView(
            key="add_rule", text=t._("Add a rule"), icon="plus", cap="Ins", enabled=not locked,
            locked=locked,
        )  # fmt: skip
        rules = BlockView(
            key="rules",
            title=t._("What is guessed"),
            rows=tuple(self._row(rule) for rule in self._rules),
            rows_name=t._("Rules"),
            chosen=self._chosen,
            actions=(add,),
        )
        return (rules, self._form()) if self._chosen else (rules,)

    def _row(self, stored: StoredRule) -> RowView:
        t, f, rule = self.c.voice.t, self.c.voice.f, stored.rule
        note = t.ngettext(
            "{n} receipt in {days} days", "{n} receipts in {days} days", rule.receipts,
            days=str(rule.days),
        )  # fmt: skip
        people = t.ngettext("{n} person", "{n} people", stored.people, n=f.number(stored.people))
        return RowView(
            key=str(stored.id),
            title=rule.wording.shown(t.language, t.language),
            note=note,
            right=people if stored.enabled else t._("switched off"),
            icon="heart",
            tone="accent" if stored.enabled else "neutral",
        )

    def _form(self) -> BlockView:
        t, stored, locked = self.c.voice.t, self._rule(), self.locked()
        words = tuple(
            self._field(one, _NAMES[one], wide=True, hint=self._hint(one)) for one in LANGUAGES
        )
        fields = (
            *words,
            self._field("words", t._("Words in the name of the goods"), wide=True,
                        hint=t._("Parted by commas; short ones stand alone.")),
            self._field("groups", t._("Groups of goods (codes)")),
            self._field("tags", t._("Labels of goods")),
            self._field("receipts", t._("On so many receipts"), right=True),
            self._field("days", t._("Within"), right=True, suffix=t._("days")),
            self._field("review_days", t._("Look again after"), right=True, suffix=t._("days")),
        )  # fmt: skip
        actions = []
        if stored is not None:
            text = t._("Guess no more") if stored.enabled else t._("Guess again")
            icon = "pause" if stored.enabled else "play"
            actions.append(
                ActionView(key="switch_rule", text=text, icon=icon, v="ghost", enabled=not locked,
                           locked=locked)
            )  # fmt: skip
        title = t._("A new rule")
        if stored is not None:
            title = stored.rule.wording.shown(t.language, t.language)
        return BlockView(key="rule", title=title, fields=fields, actions=tuple(actions))

    def _hint(self, language: str) -> str:
        t = self.c.voice.t
        return t._("As the cashier reads it: “sensitive skin”") if language == "en" else ""

    def _field(
        self,
        name: str,
        label: str,
        *,
        hint: str = "",
        wide: bool = False,
        right: bool = False,
        suffix: str = "",
    ) -> FieldView:
        return FieldView(
            key=f"need.{name}",
            label=label,
            text=self._typed(name),
            hint=hint,
            wide=wide,
            right=right,
            suffix=suffix,
            error=self.errors.get(name, ""),
            locked=self.locked(),
        )

    def _stored(self, name: str) -> str:
        stored = self._rule()
        rule = stored.rule if stored is not None else _EMPTY
        if name in LANGUAGES:
            return rule.wording.of(name)
        value = getattr(rule, name)
        return ", ".join(value) if name in _LISTS else str(value)

    def _typed(self, name: str) -> str:
        return self._draft.get(name, self._stored(name))

    # --- gestures ----------------------------------------------------------------------------

    def unsaved(self) -> int:
        """See Section."""
        return sum(name in self._draft for name in _FIELDS)

    def choose(self, block: str, key: str) -> None:
        """Open a rule; one half-typed has to be saved or undone first."""
        if key == self._chosen:
            return
        if self.unsaved():
            self.tell(self.c.voice.t._("Save or undo this rule first."), "warn")
            self.c.alert()
            return
        self._open(key)
        self.says = ""

    def _open(self, key: str) -> None:
        self._draft.clear()
        self.errors = {}
        if key:
            self._draft["chosen"] = key

    def edit(self, key: str, text: str) -> None:
        """See Section."""
        if self.locked():
            self.c.alert()
            return
        name = key.partition(".")[2]
        self.errors.pop(name, None)
        self.says = ""
        if text == self._stored(name):
            self._draft.pop(name, None)
        else:
            self._draft[name] = text

    def undo(self) -> None:
        """See Section."""
        self._open("" if self._chosen == NEW else self._chosen)
        self.says = ""

    def press(self, action: str, ref: str) -> None:
        """A new rule, or the switch of the open one."""
        if self.locked():
            self.c.alert()
        elif action == "add_rule":
            self.choose("rules", NEW)
        elif action == "switch_rule" and (stored := self._rule()) is not None:
            self._switch(stored)

    def _switch(self, stored: StoredRule) -> None:
        t = self.c.voice.t
        try:
            self._service.switch(self.c.session(), stored.id, on=not stored.enabled)
        except CodedError as error:
            self.refuse(error)
            return
        off = t._("Nothing is guessed by this rule any more.")
        self.tell(off if stored.enabled else t._("This rule guesses again."))

    def save(self) -> bool:
        """See Section."""
        if not self._chosen or not self.unsaved():
            return True
        t = self.c.voice.t
        self.errors = {}
        rule = self._read()
        if rule is None:
            self.c.alert()
            return False
        stored = self._rule()
        try:
            kept = self._service.put(self.c.session(), rule, stored.id if stored else 0)
        except CodedError as error:
            self._blame(error)
            return False
        self._open(str(kept))
        self.tell(t._("Saved."))
        return True

    def _read(self) -> NeedRule | None:
        t = self.c.voice.t
        wording = Wording()
        for language in LANGUAGES:
            wording = wording.put(language, self._typed(language))
        lists = {name: _parts(self._typed(name)) for name in _LISTS}
        numbers = {}
        for name in _NUMBERS:
            text = self._typed(name).strip()
            if not (text.isascii() and text.isdigit() and len(text) < 6):
                self.errors[name] = t._("Enter a whole number.")
                continue
            numbers[name] = int(text)
        if self.errors:
            return None
        return replace(_EMPTY, wording=wording, **lists, **numbers)

    def _blame(self, error: CodedError) -> None:
        field = str(error.params.get("field", ""))
        field = _BLAME.get(field, field)
        if field in _FIELDS:
            self.errors[field] = self.c.words(error)
            self.c.alert()
        else:
            self.refuse(error)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
