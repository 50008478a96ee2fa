"""Filters of the list of people field by field, their chips, and the views kept under a name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pos_app.domain.customer import Customer
from pos_app.i18n import Formats, translator
from pos_app.presenters.people_filter import FilterChoices, FilterForm
from pos_app.presenters.sale_ports import Voice
from pos_app.services.people_records import PeopleFilter
from tests.builders import Shop
from tests.presenters.counter_stage import Stage, make_stage

CHOICES = FilterChoices(
    tiers=(("gold", "Gold"), ("silver", "Silver")), groups=("staff", "VIP"), tags=("regular",),
    needs=("baby",),
)  # fmt: skip


@pytest.fixture
def form() -> FilterForm:
    made = FilterForm(Voice(translator("en"), Formats("en", "PLN")))
    made.choices = CHOICES
    return made


def field(form: FilterForm, key: str) -> Any:
    return next(one for one in form.fields() if one.key == key)


def chips(form: FilterForm) -> list[str]:
    return [chip.text.replace("\N{NO-BREAK SPACE}", " ") for chip in form.chips()]


@pytest.mark.parametrize(
    ("key", "value", "wanted", "chip"),
    [
        ("tiers", "gold", {"tiers": ("gold",)}, "Gold"),
        ("tiers", "none", {"tiers": ("",)}, "No tier"),
        ("groups", "VIP", {"groups": ("VIP",)}, "VIP"),
        ("tags", "regular", {"tags": ("regular",)}, "regular"),
        ("born_month", "11", {"born_month": 11}, "Birthday in: November"),
        ("language", "pl", {"language": "pl"}, "Language: Polski"),
        ("need", "baby", {"need": "baby"}, "Need: baby"),
        ("need", "unheard", {"need": "unheard"}, "Need: unheard"),
        ("has_phone", "yes", {"has_phone": True}, "Phone: yes"),
        ("has_email", "no", {"has_email": False}, "E-mail: no"),
        ("has_card", "no", {"has_card": False}, "Card: no"),
        ("consent", "sms", {"consent": "sms"}, "Agreed to offers by: SMS"),
        ("do_not_call", "yes", {"do_not_call": True}, "Asked not to be cal…: yes"),
        ("never_bought", "no", {"never_bought": False}, "Never bought: no"),
        ("visited_from", "1.9.2026", {"visited_from": date(2026, 9, 1)},
         "Last visit from 1.9.2026"),
        ("visited_to", "30.9.26", {"visited_to": date(2026, 9, 30)}, "Last visit to 30.9.26"),
        ("turnover_min", "1 000,50", {"turnover_min": 100_050}, "Bought in all f… 1 000,50"),
        ("turnover_max", "20", {"turnover_max": 2_000}, "Bought in all to 20"),
        ("balance_min", "5.5", {"balance_min": 550}, "Points from 5.5"),
        ("created_from", "2026-01-02", {"created_from": date(2026, 1, 2)},
         "With us from 2026-01-02"),
        ("created_to", "2.1.2026", {"created_to": date(2026, 1, 2)}, "With us to 2.1.2026"),
    ],
)  # fmt: skip
def test_every_field_asks_for_something_and_lets_go(
    form: FilterForm, key: str, value: str, wanted: dict[str, Any], chip: str
) -> None:
    form.put(key, value)
    assert form.wanted == PeopleFilter(**wanted)
    assert chips(form) == [chip]
    form.take_away(form.chips()[0].key)
    assert form.wanted == PeopleFilter()
    assert chips(form) == []
    assert field(form, key).text == ""
    form.put(key, value)
    form.put(key, "")
    assert form.wanted == PeopleFilter()


def test_several_are_added_and_taken_away(form: FilterForm) -> None:
    form.put("groups", "VIP")
    form.put("groups", "staff")
    assert form.wanted.groups == ("VIP", "staff")
    shown = field(form, "groups")
    assert shown.choices == (("", "VIP, staff"), ("staff", "✓ staff"), ("VIP", "✓ VIP"))
    form.put("groups", "VIP")
    assert form.wanted.groups == ("staff",)
    form.set(PeopleFilter(groups=("of another till",), household_id=4))
    assert chips(form) == ["of another till", "One household"]
    assert ("of another till", "✓ of another till") in field(form, "groups").choices
    form.take_away("household_id")
    assert form.wanted.household_id is None


def test_what_cannot_be_read_asks_for_nothing_and_says_so(form: FilterForm) -> None:
    form.put("visited_from", "tomorrow")
    form.put("turnover_min", "much")
    assert form.wanted == PeopleFilter()
    assert field(form, "visited_from").error == "A day looks like 24.12.2026."
    assert field(form, "visited_from").text == "tomorrow"
    assert field(form, "turnover_min").error == "A number is needed here."
    form.put("turnover_min", "5")
    assert field(form, "turnover_min").error == ""


def test_an_end_before_its_beginning_is_said_until_it_is_right(form: FilterForm) -> None:
    form.put("visited_to", "1.9.2026")
    form.put("visited_from", "2.9.2026")
    assert field(form, "visited_to").error == "This ends before it begins."
    form.put("visited_from", "1.9.2026")
    assert field(form, "visited_to").error == ""
    form.put("turnover_min", "10")
    form.put("turnover_max", "9")
    assert field(form, "turnover_max").error == "This ends before it begins."


def test_a_kept_filter_comes_back_into_its_fields(form: FilterForm) -> None:
    form.put("turnover_min", "x")
    form.set(PeopleFilter(visited_to=date(2026, 9, 1), turnover_min=100_000, balance_min=550))
    texts = {one.key: one.text for one in form.fields() if one.text}
    assert texts == {"visited_to": "01.09.2026", "turnover_min": "1,000", "balance_min": "5.5"}
    assert form.errors == {}
    form.put("turnover_min", texts["turnover_min"])
    assert form.wanted.turnover_min == 100_000


def test_a_long_name_is_cut_in_its_chip(form: FilterForm) -> None:
    form.set(PeopleFilter(tags=("x" * 60,)))
    assert chips(form) == ["x" * 24 + "…"]


# -- the panel on the page --------------------------------------------------------------------


@pytest.fixture
def senior(shop: Shop) -> Stage:
    stage = make_stage(shop, who="Marta")
    stage.choices = CHOICES
    with shop.store.uow() as uow:
        for name, groups in (("Ada", ("VIP",)), ("Bea", ()), ("Cid", ("VIP", "staff"))):
            uow.customers.add(Customer(id=0, uuid=name, name=name, groups=groups))
        uow.commit()
    stage.find.open()
    return stage


def listed(stage: Stage) -> list[str]:
    return [row.title for row in stage.people]


def test_a_filter_narrows_the_list_at_once(senior: Stage) -> None:
    find = senior.find
    assert not senior.found.panel.open
    find.panel.toggle()
    assert senior.found.panel.open
    find.panel.put("groups", "VIP")
    assert listed(senior) == ["Ada", "Cid"]
    assert senior.found.count == "2 of 3"
    assert senior.found.panel.count == "2 of 3"
    find.search("ci")
    assert listed(senior) == ["Cid"]
    find.search("bea")
    assert listed(senior) == []
    assert senior.found.empty == "Nobody fits all filters."
    find.search("")
    find.panel.take_away("groups:VIP")
    assert listed(senior) == ["Ada", "Bea", "Cid"]
    find.panel.put("groups", "staff")
    find.panel.clear()
    assert listed(senior) == ["Ada", "Bea", "Cid"]


def test_coming_anew_asks_for_everybody(senior: Stage) -> None:
    senior.find.panel.toggle()
    senior.find.panel.put("groups", "VIP")
    senior.find.panel.sort("newest")
    assert listed(senior) == ["Cid", "Ada"]
    senior.find.open()
    assert listed(senior) == ["Ada", "Bea", "Cid"]
    assert (senior.found.panel.open, senior.found.order) == (False, "name")


def test_escape_closes_the_name_then_the_panel_then_leaves(senior: Stage) -> None:
    find = senior.find
    find.panel.toggle()
    find.panel.put("groups", "VIP")
    find.panel.name_view("new")
    assert senior.found.panel.naming == "new"
    find.back()
    assert (senior.found.panel.naming, senior.found.panel.open) == ("", True)
    find.back()
    assert not senior.found.panel.open
    assert senior.ways.gone == []
    find.back()
    assert senior.ways.last == ("show_sale",)


def test_a_view_is_saved_chosen_changed_renamed_deleted_and_brought_back(senior: Stage) -> None:
    panel = senior.find.panel
    panel.toggle()
    assert senior.found.panel.views == (("", "None saved yet"),)
    panel.name_view("rename")  # nothing to rename
    assert senior.found.panel.naming == ""
    panel.name_view("new")
    panel.type_name("Neighbours")
    panel.put_name()
    assert senior.found.panel.error == "Choose a filter or an order first, then save the view."
    panel.put("groups", "VIP")
    panel.put_name()
    shown = senior.found.panel
    assert (shown.naming, [name for _, name in shown.views]) == ("", ["None chosen", "Neighbours"])
    assert (shown.view, shown.can_change) == (shown.views[1][0], False)
    panel.choose_view("")
    assert listed(senior) == ["Ada", "Bea", "Cid"]
    panel.choose_view(shown.view)
    assert listed(senior) == ["Ada", "Cid"]
    panel.put("groups", "staff")
    panel.sort("newest")
    assert senior.found.panel.can_change
    panel.change_view()
    assert not senior.found.panel.can_change
    panel.name_view("rename")
    assert senior.found.panel.name == "Neighbours"
    panel.type_name("Friends")
    panel.put_name()
    panel.drop_view()
    assert senior.found.panel.views == (("", "None saved yet"),)
    panel.drop_view()
    (text, action, undo), = senior.undone  # fmt: skip
    assert (text, action) == ("The view “Friends” is deleted.", "Undo")
    undo()
    shown = senior.found.panel
    assert [name for _, name in shown.views] == ["None chosen", "Friends"]
    panel.choose_view("")
    panel.choose_view(shown.views[1][0])
    assert senior.found.order == "newest"
    assert [chip.text for chip in senior.found.panel.chips] == ["VIP", "staff"]


def test_what_goes_wrong_with_a_view_is_said(senior: Stage) -> None:
    panel = senior.find.panel
    panel.toggle()
    panel.put_name()  # nothing is named
    panel.change_view()
    panel.put("groups", "VIP")
    panel.name_view("new")
    panel.type_name("Mine")
    panel.put_name()
    kept = senior.found.panel.view
    senior.find.panel._parts.views.drop(senior.counter.desk.session, int(kept))
    panel.put("groups", "staff")
    panel.change_view()
    assert senior.found.panel.error == "This view is no longer there."
    panel.drop_view()
    assert senior.undone == []


def test_a_cashier_uses_views_and_keeps_none(shop: Shop) -> None:
    stage = make_stage(shop)
    stage.find.open()
    stage.find.panel.toggle()
    stage.find.panel.put("has_card", "no")
    assert not stage.found.panel.can_keep
    stage.find.panel.name_view("new")
    stage.find.panel.type_name("x")
    stage.find.panel.put_name()
    assert stage.found.panel.error == "Your role may not do this."


def test_only_the_owner_exports_what_is_listed(shop: Shop) -> None:
    class Export:
        def __init__(self) -> None:
            self.asked: list[PeopleFilter] = []

        def open(self, wanted: PeopleFilter) -> None:
            self.asked.append(wanted)

    for who, may in (("Anna", False), ("Marta", False), ("Leyla", True)):
        stage, export = make_stage(shop, who=who, shift=who == "Anna"), Export()
        stage.find.open("a")
        assert not stage.found.can_export
        stage.find.export()
        stage.find.set_export(export)
        stage.find.panel.put("has_phone", "yes")
        assert stage.found.can_export is may
        stage.find.export()
        assert export.asked == ([PeopleFilter(text="a", has_phone=True)] if may else [])
