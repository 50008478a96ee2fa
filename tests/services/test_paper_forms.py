"""Questionnaires on paper: a code for each form, keyed in once, by whoever is at the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.paper_form import (
    PREFIX,
    is_form_code,
    make_form_code,
    printed_form_code,
    stored_form_code,
)
from pos_app.domain.scan import UnknownScan, classify
from pos_app.services.paper_form_records import FormBatch
from pos_app.services.paper_forms import MOST_FORMS, PaperForms, PaperParts
from pos_app.services.questionnaire_records import VersionRow
from tests.builders import Shop
from tests.services.questionnaire_stage import Asking, ask, make_asking, option

PETS = ask("pets", "several_of", option("dog"), option("cat"))


@dataclass(kw_only=True)
class Artist:
    """Remembers what it was asked to draw."""

    drawn: list[FormBatch] = field(default_factory=list)

    def questionnaire_forms(self, batch: FormBatch, progress: Callable[[int, int], None]) -> bytes:
        self.drawn.append(batch)
        progress(1, 1)
        return b"%PDF"


@dataclass(kw_only=True)
class Desk:
    """The service on a shop that asks about pets."""

    asking: Asking
    artist: Artist
    forms: PaperForms
    version: VersionRow

    @property
    def shop(self) -> Shop:
        return self.asking.shop

    def printed(self, count: int = 1, **more: object) -> list[str]:
        """The codes of new forms."""
        who = self.shop.cashier if count == 1 else self.shop.owner
        pdf = self.forms.print_forms(who, self.version.id, language="pl", count=count, **more)  # type: ignore[arg-type]
        assert pdf == b"%PDF"
        return [sheet.code for sheet in self.artist.drawn[-1].sheets]

    def keyed(self, code: str) -> int:
        """Key a form in to its end; the response."""
        cashier = self.shop.cashier
        filling = self.forms.begin(cashier, code)
        self.asking.responses.answer(cashier, filling.response.id, "pets", ("dog",))
        self.asking.responses.complete(cashier, filling.response.id)
        return filling.response.id


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """Forms of one published questionnaire."""
    asking, artist = make_asking(shop), Artist()
    version = asking.live(PETS)
    parts = PaperParts(
        uow=shop.store.uow,
        responses=asking.responses,
        artist=artist,
        clock=shop.clock,
        ids=shop.ids,
    )
    return Desk(asking=asking, artist=artist, forms=PaperForms(parts), version=version)


class TestPrinting:
    def test_each_form_has_a_code_of_its_own(self, desk: Desk) -> None:
        codes = desk.printed(30)
        assert len(set(codes)) == 30
        batch = desk.artist.drawn[0]
        assert (batch.language, {sheet.name for sheet in batch.sheets}) == ("pl", {""})
        assert [one.id for one in batch.definition.questions] == ["pets"]
        with desk.shop.store.uow() as uow:
            for code in codes:
                form = uow.paper_forms.by_code(code)
                assert form is not None
                assert form.version_id == desk.version.id
                assert (form.customer_id, form.response_id, form.language) == (None, None, "pl")
                assert form.printed_at == desk.shop.clock.now()
                assert form.person_id == desk.shop.owner.person_id

    def test_a_name_stands_on_the_paper_only_of_a_chosen_person(self, desk: Desk) -> None:
        maria = desk.shop.customer()
        (code,) = desk.printed(customer_id=maria.id)
        assert [sheet.name for sheet in desk.artist.drawn[0].sheets] == [maria.name]
        found = desk.forms.find(desk.shop.cashier, code)
        assert (found.name, found.form.customer_id) == (maria.name, maria.id)

    def test_many_are_a_seniors_and_one_is_anybodys(self, desk: Desk) -> None:
        with pytest.raises(NeedsApproval):
            desk.forms.print_forms(desk.shop.cashier, desk.version.id, language="en", count=2)
        assert len(desk.printed(1)) == 1
        desk.forms.print_forms(desk.shop.senior, desk.version.id, language="en", count=2)

    @pytest.mark.parametrize("count", [0, MOST_FORMS + 1, "many"])
    def test_a_senseless_number_is_refused(self, desk: Desk, count: object) -> None:
        with pytest.raises(PosError) as caught:
            desk.forms.print_forms(
                desk.shop.owner, desk.version.id, language="en", count=count  # type: ignore[arg-type]
            )  # fmt: skip
        assert caught.value.code == "setting_invalid"

    def test_language_version_and_person_must_be_known(self, desk: Desk) -> None:
        owner = desk.shop.owner
        for code, version, more in (
            ("setting_invalid", desk.version.id, {"language": "de"}),
            ("questionnaire_unknown", 99, {"language": "en"}),
            ("customer_unknown", desk.version.id, {"language": "en", "customer_id": 99}),
        ):
            with pytest.raises(PosError) as caught:
                desk.forms.print_forms(owner, version, **more)  # type: ignore[arg-type]
            assert caught.value.code == code
        assert desk.artist.drawn == []

    def test_the_journal_tells_how_many_and_names_people_by_uuid(self, desk: Desk) -> None:
        maria = desk.shop.customer()
        desk.printed(customer_id=maria.id)
        _, event, person, _ = desk.shop.events("questionnaire.printed")[-1]
        assert person == desk.shop.cashier.person_uuid
        assert event["customer"] == maria.uuid
        assert (event["forms"], event["language"], event["version"]) == (1, "pl", 1)
        assert maria.name not in str(event)

    def test_a_broken_off_drawing_leaves_no_code(self, desk: Desk) -> None:
        def stop(done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            desk.printed(progress=stop)
        code = desk.artist.drawn[0].sheets[0].code
        with desk.shop.store.uow() as uow:
            assert uow.paper_forms.by_code(code) is None

    def test_a_code_drawn_twice_and_too_few_signs_are_drawn_again(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.printed()
        first, second = bytes(range(24)), bytes(range(100, 124))
        assert make_form_code(first) != make_form_code(second)
        stream = chain([b"", first], [first, second])
        monkeypatch.setattr(desk.shop.ids, "random_bytes", lambda count: next(stream))
        assert desk.printed() == [make_form_code(first)]
        assert desk.printed() == [make_form_code(second)]


class TestKeying:
    def test_a_form_goes_on_where_somebody_stopped_and_is_taken_once(self, desk: Desk) -> None:
        (code,) = desk.printed()
        cashier = desk.shop.cashier
        begun = desk.forms.begin(cashier, printed_form_code(code).lower())
        assert (begun.response.channel, begun.response.language) == ("paper", "pl")
        again = desk.forms.begin(cashier, code)
        assert again.response.id == begun.response.id
        assert desk.keyed(code) == begun.response.id
        desk.shop.clock.advance(days=1)
        for attempt in (desk.forms.find, desk.forms.begin):
            with pytest.raises(PosError) as caught:
                attempt(cashier, code)
            assert caught.value.code == "paper_form_keyed"
            assert caught.value.params["when"] == date(2026, 11, 22)

    def test_a_form_put_down_unanswered_begins_anew(self, desk: Desk) -> None:
        (code,) = desk.printed()
        begun = desk.forms.begin(desk.shop.cashier, code)
        desk.asking.responses.abandon(desk.shop.cashier, begun.response.id)
        anew = desk.forms.begin(desk.shop.cashier, code)
        assert anew.response.id != begun.response.id
        assert desk.keyed(code) == anew.response.id

    def test_a_paused_questionnaire_and_an_old_version_are_keyed_all_the_same(
        self, desk: Desk
    ) -> None:
        maria = desk.shop.customer()
        (code,) = desk.printed(customer_id=maria.id)
        desk.asking.forms.move(desk.shop.owner, desk.version.questionnaire_id, "paused")
        response = desk.keyed(code)
        with desk.shop.store.uow() as uow:
            (row,) = uow.questionnaires.responses_of(maria.id)
        assert (row.id, row.version_id, row.state, row.channel) == (
            response, desk.version.id, "complete", "paper",
        )  # fmt: skip

    def test_what_is_no_code_of_this_shop_is_told_apart(self, desk: Desk) -> None:
        (code,) = desk.printed()
        wrong = code[:-1] + ("A" if code[-1] != "A" else "C")
        other = make_form_code(bytes(range(60, 90)))
        for text, reason in (
            ("", "paper_form_misread"),
            (wrong, "paper_form_misread"),
            ("'; DROP TABLE sale; --", "paper_form_misread"),
            (other, "paper_form_unknown"),
        ):
            with pytest.raises(PosError) as caught:
                desk.forms.find(desk.shop.cashier, text)
            assert caught.value.code == reason

    def test_tying_what_is_not_there_is_refused(self, desk: Desk) -> None:
        with desk.shop.store.uow() as uow, pytest.raises(PosError):
            uow.paper_forms.tie(99, 1)


def test_a_code_is_apart_from_all_others_and_forgives_look_alikes() -> None:
    code = make_form_code(bytes(range(24)))
    assert code.startswith(PREFIX)
    assert is_form_code(printed_form_code(code).lower())
    assert stored_form_code(" q-o o") == "Q00"
    scan = classify(printed_form_code(code))
    assert isinstance(scan, UnknownScan)
    assert stored_form_code(scan.code) == code
