"""The rules of guessed needs in the settings: seen by all, changed by the owner."""

from __future__ import annotations

import pytest

from pos_app.domain.staff import Role
from pos_app.i18n import Formats, translator
from pos_app.i18n.fold import fold
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_form import Common, Memory
from pos_app.presenters.settings_needs import NeedsSection
from pos_app.services.need_rules import NeedRules
from tests.builders import Shop


class Stage:
    """The section on a real shop."""

    def __init__(self, shop: Shop, role: Role = Role.OWNER) -> None:
        self.beeps = 0
        self.rules = NeedRules(shop.store.uow, shop.clock, shop.ids, shop.sink, fold)
        session = shop.owner if role is Role.OWNER else shop.cashier
        self.section = NeedsSection(
            Common(
                voice=Voice(translator("en"), Formats("en", "EUR")),
                session=lambda: session,
                is_owner=lambda: role is Role.OWNER,
                show=lambda: None,
                alert=self._beep,
                memory=Memory(),
            ),
            self.rules,
        )

    def _beep(self) -> None:
        self.beeps += 1

    def type(self, **texts: str) -> None:
        for name, text in texts.items():
            self.section.edit(f"need.{name}", text)

    def errors(self) -> dict[str, str]:
        form = self.section.blocks()[-1]
        return {field.key.partition(".")[2]: field.error for field in form.fields if field.error}


@pytest.fixture
def stage(shop: Shop) -> Stage:
    return Stage(shop)


def test_the_ready_rules_stand_there_with_their_figures(stage: Stage) -> None:
    (rules,) = stage.section.blocks()
    assert rules.rows[2].title == "sensitive skin"
    assert rules.rows[2].note == "2 receipts in 180 days"
    assert rules.rows[2].right == "0 people"


def test_a_new_rule_is_kept_and_opened(stage: Stage) -> None:
    stage.section.blocks()
    stage.section.press("add_rule", "")
    stage.type(en="drinks tea", words="Tea bags, çay", receipts="3", days="60")
    assert stage.section.unsaved() == 4
    assert stage.section.save()
    kept = stage.rules.all()[-1].rule
    assert (kept.wording.en, kept.words, kept.receipts, kept.days) == (
        "drinks tea", ("tea bags", "cay"), 3, 60,
    )  # fmt: skip
    rows, form = stage.section.blocks()
    assert (rows.rows[-1].title, form.title, stage.section.unsaved()) == (
        "drinks tea", "drinks tea", 0,
    )  # fmt: skip


def test_what_is_wrong_stands_at_its_field(stage: Stage) -> None:
    stage.section.press("add_rule", "")
    stage.type(en="x", receipts="many", days="-1")
    assert not stage.section.save()
    assert set(stage.errors()) == {"receipts", "days"}
    stage.type(receipts="2", days="30")
    assert not stage.section.save()
    assert stage.errors() == {
        "words": "Name words of three letters and more, a group or a label of goods."
    }
    stage.type(en="", words="coffee")
    assert not stage.section.save()
    assert set(stage.errors()) == {"en"}
    assert stage.beeps == 3


def test_a_rule_half_typed_is_not_lost(stage: Stage) -> None:
    rules = stage.section.blocks()[0].rows
    stage.section.choose("rules", rules[0].key)
    stage.type(en="another text")
    stage.section.choose("rules", rules[1].key)
    assert stage.section.says == "Save or undo this rule first."
    stage.section.undo()
    stage.section.choose("rules", rules[1].key)
    assert stage.section.blocks()[1].title == "a pet at home"


def test_a_rule_is_switched_off_and_on(stage: Stage) -> None:
    key = stage.section.blocks()[0].rows[0].key
    stage.section.choose("rules", key)
    stage.section.press("switch_rule", "")
    assert not stage.rules.all()[0].enabled
    assert stage.section.blocks()[0].rows[0].right == "switched off"
    stage.section.press("switch_rule", "")
    assert stage.rules.all()[0].enabled


def test_others_only_look(shop: Shop) -> None:
    stage = Stage(shop, Role.CASHIER)
    stage.section.blocks()
    stage.section.press("add_rule", "")
    stage.type(en="x")
    assert (stage.beeps, stage.section.unsaved()) == (2, 0)
