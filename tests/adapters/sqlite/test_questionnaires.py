"""Questionnaires, responses and needs in the store: sealed, proved, and closed to tampering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.domain.errors import PosError
from pos_app.services.questionnaire_records import (
    AnswerCounts,
    Figures,
    NeedRow,
    QuestionnaireRow,
    ResponseRow,
    VersionRow,
)
from tests.adapters.sqlite.shop import KEY, Shop, make_shop, sell

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path / "shop.db")
    yield made
    made.store.close()


def asked(shop: Shop) -> tuple[QuestionnaireRow, VersionRow]:
    row = QuestionnaireRow(
        uuid="f-1", name="Why", kind="exit", state="live", definition="{}", created_at=AT,
        changed_at=AT,
    )  # fmt: skip
    with shop.store.uow() as uow:
        row = replace(row, id=uow.questionnaires.put(row))
        version = VersionRow(uuid="v-1", questionnaire_id=row.id, number=1, definition="{}", at=AT)
        version = replace(version, id=uow.questionnaires.add_version(version))
        uow.commit()
    return row, version


def test_questionnaires_and_versions_come_back(shop: Shop) -> None:
    row, version = asked(shop)
    with shop.store.uow() as uow:
        forms = uow.questionnaires
        assert forms.get(row.id) == row
        assert forms.get(99) is None
        assert row in forms.all()
        assert forms.live("exit") == row
        assert forms.live("card") is None
        assert forms.version(version.id) == version
        assert forms.version(99) is None
        second = VersionRow(
            uuid="v-2", questionnaire_id=row.id, number=2, definition='{"a":1}', at=AT,
            person_id=1,
        )  # fmt: skip
        second = replace(second, id=forms.add_version(second))
        assert forms.versions(row.id) == [second, version]
        assert forms.latest(row.id) == second
        assert forms.latest(99) is None
        changed = replace(row, name="Why?", state="paused", changed_at=AT + timedelta(1))
        assert forms.put(changed) == row.id
        assert (forms.get(row.id), forms.live("exit")) == (changed, None)
        uow.commit()
    shop.store.close()
    assert check_file(shop.path, Sealer(KEY)).is_clean


def test_answers_stand_under_the_seal_of_their_response(shop: Shop) -> None:
    row, version = asked(shop)
    response = ResponseRow(
        uuid="r-1", version_id=version.id, customer_id=shop.customer, channel="till",
        language="az", started_at=AT,
    )  # fmt: skip
    with shop.store.uow() as uow:
        forms = uow.questionnaires
        response = replace(response, id=forms.add_response(response))
        assert forms.response(response.id) == response
        assert forms.response(99) is None
        assert forms.responses_of(shop.customer)[0] == response
        assert forms.draft_of(version.id, shop.customer) == response
        assert forms.about_sale(99) == []
        forms.put_answer(response.id, "q2", ("b", "a:mine"))
        forms.put_answer(response.id, "q1", ("9",))
        assert forms.answers(response.id) == {"q1": ("9",), "q2": ("b", "a:mine")}
        forms.put_answer(response.id, "q1", ())
        forms.put_answer(response.id, "q2", ("a:mine",))
        assert forms.answers(response.id) == {"q2": ("a:mine",)}
        assert forms.figures(row.id) == Figures(begun=1)
        assert forms.counts(row.id, ["q2"]) == {}
        done = replace(response, state="complete", completed_at=AT, seconds=5)
        forms.put_response(done)
        assert forms.response(response.id) == done
        assert forms.draft_of(version.id, shop.customer) is None
        assert forms.figures(row.id) == Figures(begun=1, complete=1, median_seconds=5)
        assert forms.counts(row.id, ["q2"]) == {"q2": AnswerCounts(people=1, values={"a": 1})}
        with pytest.raises(PosError, match="response_unknown"):
            forms.put_response(replace(done, id=99))
        uow.commit()
    shop.store.close()
    assert check_file(shop.path, Sealer(KEY)).is_clean


def test_a_response_is_found_by_its_receipt(shop: Shop) -> None:
    _, version = asked(shop)
    sale = sell(shop, "s-1")
    with shop.store.uow() as uow:
        response = ResponseRow(
            uuid="r-1", version_id=version.id, sale_id=sale, started_at=AT
        )  # fmt: skip
        response = replace(response, id=uow.questionnaires.add_response(response))
        assert uow.questionnaires.about_sale(sale) == [response]


def test_needs_come_back_and_change(shop: Shop) -> None:
    need = NeedRow(
        uuid="n-1", customer_id=shop.customer, key="eco", text="kind to nature", kind="explicit",
        evidence="answer", evidence_ref="r-1", noticed_on=date(2026, 11, 22),
        review_on=date(2027, 11, 22),
    )  # fmt: skip
    with shop.store.uow() as uow:
        need = replace(need, id=uow.needs.add(need))
        assert uow.needs.of_customer(shop.customer)[0] == need
        gone = replace(need, state="dismissed", review_on=None)
        uow.needs.put(gone)
        assert uow.needs.of_customer(shop.customer)[0] == gone
        with pytest.raises(PosError, match="need_unknown"):
            uow.needs.put(replace(need, id=99))
        uow.commit()
    shop.store.close()
    assert check_file(shop.path, Sealer(KEY)).is_clean
