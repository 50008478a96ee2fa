"""A person's data for the person: whole, readable, and only with the owner's secret (R24)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pos_app.adapters.documents.person_data import PersonDataArtist
from pos_app.adapters.sqlite.person_data import PersonDataReads
from pos_app.domain.errors import PosError
from pos_app.presenters.journal_words import title
from pos_app.services.person_data import CONFIRMED_SECONDS, PersonDataService
from tests.adapters.documents.slips import text_of
from tests.builders import OWNER_SECRET, SENIOR_PIN, Shop, card_number
from tests.services.forget_stage import Known, forgetting, known_person


@pytest.fixture
def known(shop: Shop) -> Known:
    return known_person(shop)


def giving(shop: Shop) -> PersonDataService:
    return PersonDataService(
        shop.store.uow, PersonDataReads(shop.store.path), PersonDataArtist(title), shop.guard,
        shop.clock, shop.ids,
    )  # fmt: skip


def made(known: Known, *, readable: bool = False) -> bytes:
    service, owner = giving(known.shop), known.shop.owner
    token = service.confirm(owner, OWNER_SECRET)
    return service.make(owner, known.person.id, token=token, readable=readable).content


def told(known: Known) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made(known))
    return found


GONE = {"old name", "old phone", "old email", "old note", "dropped contact"}
INSIDE = {"label", "merge", "import"}
"""Marks on waiting sales, and in copies for undoing: not about what the shop knows now."""


class TestWhole:
    def test_everything_known_is_in_the_file(self, known: Known) -> None:
        text = made(known).decode()
        missing = [w for w, mark in known.marks.items() if mark not in text and w not in GONE]
        assert set(missing) <= INSIDE | {"phone", "contact"}
        assert "+48601987651" in text
        assert card_number(5) in text

    def test_the_readable_one_says_the_same(self, known: Known) -> None:
        said = "".join(text_of(made(known, readable=True)).split())
        for where in ("name", "email", "note", "messenger", "till note", "need", "answer", "tag"):
            assert "".join(known.marks[where].split()) in said, where
        assert card_number(5) in said

    def test_the_keys_are_those_of_the_page_about_them(self, known: Known) -> None:
        data = told(known)
        assert list(data) == [
            "format", "made_at", "shop", "language", "currency", "time_zone", "minor_digits",
            "person", "merged_into_this", "account", "contacts", "notes", "consents", "cards",
            "points", "turnover", "tiers", "coupons", "certificates", "needs", "brought", "merges",
            "imports", "receipts", "returns", "answers", "journal",
        ]  # fmt: skip

    def test_receipts_have_lines_and_money(self, known: Known) -> None:
        data = told(known)
        assert [len(receipt["lines"]) for receipt in data["receipts"]] == [1, 1]
        line = data["receipts"][0]["lines"][0]
        assert (line["name"], line["gross"], line["net"]) == ("Soap", 10_000, 9_500)
        assert data["receipts"][0]["tenders"] == [{"kind": "cash", "amount": 9_500}]
        assert [each["lines"][0]["reason"] for each in data["returns"]] == ["changed_mind"]
        assert data["account"]["balance"] == sum(each["amount"] for each in data["points"])

    def test_consents_carry_their_words(self, known: Known) -> None:
        (consent,) = told(known)["consents"]
        assert (consent["purpose"], consent["given"], consent["wording"]) == (
            "programme", True, "1",
        )  # fmt: skip
        assert consent["text"].startswith("Zgadzam się, aby ten sklep")

    def test_words_nobody_wrote_down_are_empty(self, shop: Shop) -> None:
        person = shop.customer("Maria")
        data = told(Known(shop=shop, counter=None, person=person))  # type: ignore[arg-type]
        assert data["consents"][0]["text"] == ""

    def test_somebody_forgotten_has_no_data(self, known: Known) -> None:
        forgetting(known.shop).erase(known.shop.owner, known.person.id, "asked")
        text = made(known).decode()
        assert [where for where, mark in known.marks.items() if mark in text] == []


class TestRights:
    def test_it_is_journaled_without_a_name(self, known: Known) -> None:
        made(known)
        ((_, content, who, _),) = known.shop.events("customer.data_given")
        assert content == {"customer": known.person.uuid, "format": "json"}
        assert who == known.shop.owner.person_uuid

    def test_the_file_names_nobody(self, known: Known) -> None:
        service, owner = giving(known.shop), known.shop.owner
        token = service.confirm(owner, OWNER_SECRET)
        name = service.make(owner, known.person.id, token=token).name
        assert name == f"person-{known.person.id}-20261122.json"

    def test_only_the_owner_with_the_secret_and_only_once(self, known: Known) -> None:
        service, shop = giving(known.shop), known.shop
        with pytest.raises(PosError, match="not_allowed"):
            service.confirm(shop.senior, SENIOR_PIN)
        with pytest.raises(PosError, match="wrong_pin"):
            service.confirm(shop.owner, "nonsense")
        with pytest.raises(PosError, match="export_unconfirmed"):
            service.make(shop.owner, known.person.id, token="made up")
        token = service.confirm(shop.owner, OWNER_SECRET)
        service.make(shop.owner, known.person.id, token=token)
        with pytest.raises(PosError, match="export_unconfirmed"):
            service.make(shop.owner, known.person.id, token=token)
        assert len(shop.events("customer.data_given")) == 1

    def test_a_confirmation_does_not_wait_for_ever(self, known: Known) -> None:
        service, shop = giving(known.shop), known.shop
        token = service.confirm(shop.owner, OWNER_SECRET)
        shop.clock.advance(seconds=CONFIRMED_SECONDS)
        with pytest.raises(PosError, match="export_unconfirmed"):
            service.make(shop.owner, known.person.id, token=token)

    def test_nobody_has_no_data(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        service = giving(shop)
        with pytest.raises(PosError, match="customer_unknown"):
            service.make(shop.owner, 99, token=service.confirm(shop.owner, OWNER_SECRET))
        assert PersonDataReads(shop.store.path).read(99, "en") is None
        person = shop.customer("Maria")
        monkeypatch.setattr(PersonDataReads, "read", lambda self, customer, language: None)
        with pytest.raises(PosError, match="customer_unknown"):
            service.make(shop.owner, person.id, token=service.confirm(shop.owner, OWNER_SECRET))


def test_answers_are_told_in_words() -> None:
    from pos_app.adapters.sqlite.person_data import _words

    asked = {
        "questions": [
            {
                "id": "q1", "wording": {"en": "Skin?", "pl": "Skóra?"},
                "options": [{"id": "a", "wording": {"en": "Dry"}}, {"id": "b", "wording": None}],
            },
            {"id": "q2"},
        ]
    }  # fmt: skip
    assert _words(json.dumps(asked), "pl") == {
        "q1": "Skóra?", "q1:a": "Dry", "q1:b": "b", "q2": "q2",
    }  # fmt: skip
