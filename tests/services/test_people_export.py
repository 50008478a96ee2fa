"""Lists of people: who may, who is left out and why, which columns, and what the journal keeps."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pos_app.domain.errors import PosError
from pos_app.services.people_export import CONFIRMED_SECONDS, filter_told
from pos_app.services.people_export_model import (
    COLUMNS,
    MOST,
    FileKind,
    LeftOut,
    ListPurpose,
    PeopleAsk,
    Sizes,
    allowed,
    kinds,
)
from pos_app.services.people_records import Household, PeopleFilter, PersonDetail
from pos_app.services.saved_views import SavedViews
from pos_app.services.tabular import Progress
from tests.builders import OWNER_SECRET, Shop
from tests.services.desk import GOLDEN, make_counter
from tests.services.people_listed import contact, exporter, person

CALLS = PeopleAsk(purpose=ListPurpose.CALLS)


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def written(shop: Shop, ask: PeopleAsk, path: Path, kind: FileKind = FileKind.CSV) -> Sizes:
    return exporter(shop).export(ask, kind, str(path)).sizes


@pytest.fixture
def listed(shop: Shop) -> Shop:
    """Somebody for every reason to be left out of calls, and three who are in."""
    person(shop, "Ada A.", ("call", True), phone="+48600100201")
    person(shop, "Bob B.", phone="+48600100202")
    person(shop, "Cyd C.", ("call", True), ("call", False), phone="+48600100203")
    person(shop, "Dan D.", ("call", False), phone="+48600100204")
    person(shop, "Eva E.", ("call", True), phone="+48600100205", do_not_call=True)
    person(shop, "Fay F.", ("call", True))
    person(shop, "Gil G.", ("call", True), phone="+48600100207", state="bounced")
    hal = person(shop, "Hal H.", ("call", True), phone="+48600100208", state="bounced")
    contact(shop, hal, "phone", "+48600100218", "bounced")
    contact(shop, hal, "phone", "+48600100228")
    ida = person(shop, "Ida I.", ("call", False), ("call", True))
    contact(shop, ida, "phone", "+48600100209", preferred=True)
    person(shop, "Jan J.", ("sms", True), phone="+48600100210")
    return shop


def test_who_is_called_and_why_the_others_are_not(listed: Shop, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    ask = PeopleAsk(purpose=ListPurpose.CALLS, columns=("name", "phone"))
    sizes = written(listed, ask, path)
    assert table(path)[1:] == [
        ["Ada A.", "(+48) 600100201"], ["Hal H.", "(+48) 600100228"],
        ["Ida I.", "(+48) 600100209"],
    ]  # fmt: skip
    assert (sizes.matched, sizes.in_file) == (10, 3)
    assert sizes.left_out == {
        LeftOut.NO_CONSENT: 3, LeftOut.WITHDREW: 1, LeftOut.DO_NOT_CALL: 1, LeftOut.NO_PHONE: 1,
        LeftOut.BOUNCED: 1,
    }  # fmt: skip


def test_the_preview_shows_the_first_with_those_left_out(listed: Shop) -> None:
    seen = exporter(listed).preview(listed.owner, CALLS, 5)
    assert [(row.name, row.reason) for row in seen.first] == [
        ("Ada", None), ("Bob", LeftOut.NO_CONSENT), ("Cyd", LeftOut.WITHDREW),
        ("Dan", LeftOut.NO_CONSENT), ("Eva", LeftOut.DO_NOT_CALL),
    ]  # fmt: skip
    assert [column.key for column in seen.columns] == [
        "first_name", "phone", "last_visit", "card_last4", "favourite",
    ]  # fmt: skip
    assert list(seen.first[0].cells)[:3] == ["Ada", "+48600100201", None]
    assert seen.sizes.in_file == 3
    everybody = exporter(listed).preview(listed.owner, PeopleAsk())
    assert everybody.sizes == Sizes(matched=10, left_out={})
    assert not any(row.reason for row in everybody.first)


def test_each_channel_asks_for_its_own_consent_and_contact(shop: Shop, tmp_path: Path) -> None:
    mia = person(shop, "Mia M.", ("email", True), ("post", True), ("messenger", True))
    contact(shop, mia, "email", "mia@dom.pl")
    contact(shop, mia, "address", "Old street 1", "bounced", preferred=True)
    contact(shop, mia, "address", "ul. Długa 1\n00-950 Warszawa")
    contact(shop, mia, "messenger", "@mia", label="Telegram")
    contact(shop, mia, "messenger", "mia.m", preferred=True)
    person(shop, "Noa N.", ("email", True), ("post", True), ("messenger", True), ("sms", True))
    wanted = {
        ListPurpose.EMAIL: ("email", "mia@dom.pl", LeftOut.NO_EMAIL),
        ListPurpose.POST: ("address", "ul. Długa 1\n00-950 Warszawa", LeftOut.NO_ADDRESS),
        ListPurpose.MESSENGER: ("messenger", "mia.m", LeftOut.NO_MESSENGER),
    }
    for purpose, (column, value, missing) in wanted.items():
        path = tmp_path / f"{purpose.value}.csv"
        sizes = written(shop, PeopleAsk(purpose=purpose, columns=(column,)), path)
        assert table(path)[1:] == [[value]]
        assert sizes.left_out == {missing: 1}
    with pytest.raises(PosError, match="export_nobody"):
        written(shop, PeopleAsk(purpose=ListPurpose.SMS), tmp_path / "sms.csv")
    assert not (tmp_path / "sms.csv").exists()


def test_an_older_yes_or_another_purpose_is_no_consent(shop: Shop, tmp_path: Path) -> None:
    """Keeping the account is no leave to call; of two statements the later one counts."""
    person(shop, "Ola O.", ("call", False), ("call", True), ("call", False), phone="+48600100201")
    found = exporter(shop).preview(shop.owner, CALLS)
    assert found.sizes.left_out == {LeftOut.WITHDREW: 1}


def test_all_columns_of_the_shops_own_list(shop: Shop, tmp_path: Path) -> None:
    counter = make_counter(shop)
    counter.use(GOLDEN)
    shop.clock.set(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    pia = person(shop, "Pia Maria P.", ("sms", True), phone="+48600100201", email="p@dom.pl")
    contact(shop, pia, "phone", "+48600100202", "bounced")
    contact(shop, pia, "address", "ul. Długa 1")
    contact(shop, pia, "messenger", "@pia", label="Telegram")
    with shop.store.uow() as uow:
        stored = uow.customers.get(pia.id)
        assert stored is not None
        home = uow.people.add_household(
            Household(uuid=shop.ids.uuid(), name="Długa 1", created_at=shop.clock.now())
        )
        uow.customers.update(
            replace(stored, birthday=date(1904, 2, 29), language="pl", groups=("a", "b"), note="x")
        )
        uow.people.put_detail(
            PersonDetail(customer_id=pia.id, tags=("t",), household_id=home, phone_state="bounced")
        )
        uow.commit()
    path = tmp_path / "all.csv"
    ask = PeopleAsk(columns=tuple(COLUMNS))
    written(shop, ask, path)
    head, row = table(path)
    cells = dict(zip(COLUMNS, row, strict=True))
    card = cells.pop("card")
    assert cells.pop("card_last4") == card[-4:]
    assert cells == {
        "first_name": "Pia", "name": "Pia Maria P.", "phone": "(+48) 600100201",
        "phones": "(+48) 600100201, (+48) 600100202", "email": "p@dom.pl",
        "messenger": "Telegram: @pia", "address": "ul. Długa 1", "birthday": "29\xa0February",
        "language": "Polski", "tier": "", "balance": "0.00", "turnover": "0.00",
        "spent_year": "0.00", "visits": "0", "last_visit": "", "favourite": "", "groups": "a, b",
        "tags": "t", "household": "Długa 1", "consent_call": "no", "consent_sms": "yes",
        "consent_email": "no", "consent_post": "no", "consent_messenger": "no",
        "created": "2026-11-23", "note": "x",
    }  # fmt: skip
    assert head[:3] == ["First name", "Name", "Phone"]


def test_what_was_bought_in_twelve_months_and_in_which_group(shop: Shop, tmp_path: Path) -> None:
    counter = make_counter(shop)
    skin, soap = (shop.catalogue.add_group(shop.owner, name).id for name in ("Skin", "Soaps"))
    cream = shop.product("Cream", 3_000, group_id=skin)
    bar = shop.product("Bar", 1_000, group_id=soap)
    rex = person(shop, "Rex R.")
    shop.sell(bar, bar, bar, bar, customer=rex)
    shop.clock.advance(days=365)
    counter.book.refresh()
    path = tmp_path / "r.csv"
    ask = PeopleAsk(columns=("spent_year", "favourite", "turnover"))
    shop.sell(cream, customer=rex)
    written(shop, ask, path)
    assert table(path)[1] == ["70.00", "Soaps", "70.00"]
    shop.clock.advance(days=1)
    written(shop, ask, path)
    assert table(path)[1] == ["30.00", "Skin", "70.00"]


def test_the_owner_alone_and_with_the_secret(listed: Shop, tmp_path: Path) -> None:
    service, path = exporter(listed), tmp_path / "x.csv"
    for session in (listed.senior, listed.cashier):
        for deed in (
            lambda session=session: service.confirm(session, OWNER_SECRET),
            lambda session=session: service.preview(session, CALLS),
            lambda session=session: service.export(
                CALLS, FileKind.CSV, str(path), session=session, token="t"
            ),
        ):
            with pytest.raises(PosError, match="not_allowed"):
                deed()
    with pytest.raises(PosError, match="wrong_pin"):
        service.confirm(listed.owner, "wrong")
    with pytest.raises(PosError, match="export_unconfirmed"):
        service.export(CALLS, FileKind.CSV, str(path), session=listed.owner)
    token = service.confirm(listed.owner, OWNER_SECRET)
    done = service.export(CALLS, FileKind.CSV, str(path), session=listed.owner, token=token)
    assert done.rows == 3
    with pytest.raises(PosError, match="export_unconfirmed"):
        service.export(CALLS, FileKind.CSV, str(path), session=listed.owner, token=token)
    token = service.confirm(listed.owner, OWNER_SECRET)
    listed.clock.advance(seconds=CONFIRMED_SECONDS)
    with pytest.raises(PosError, match="export_unconfirmed"):
        service.export(CALLS, FileKind.CSV, str(path), session=listed.owner, token=token)


def test_the_journal_tells_all_but_names(listed: Shop, tmp_path: Path) -> None:
    service = exporter(listed)
    people = PeopleFilter(text="Ada", has_phone=True, turnover_min=0, tags=())
    ask = PeopleAsk(people=people, purpose=ListPurpose.CALLS, columns=("phone", "phone"))
    token = service.confirm(listed.owner, OWNER_SECRET)
    service.export(
        ask, FileKind.VCARD_4, str(tmp_path / "a.vcf"), session=listed.owner, token=token
    )
    service.export(CALLS, FileKind.CSV, str(tmp_path / "a.csv"))
    first, second = listed.events("export.people")
    assert first[1] == {
        "purpose": "calls", "format": "vcard-4", "columns": ["phone"], "rows": 1, "matched": 1,
        "left_out": {}, "filter": {"text": True, "has_phone": True, "turnover_min": 0},
    }  # fmt: skip
    assert (first[2], second[2]) == (listed.owner.person_uuid, None)
    assert second[1]["left_out"] == {
        "no_consent": 3, "withdrew": 1, "do_not_call": 1, "no_phone": 1, "bounced": 1,
    }  # fmt: skip


def test_a_saved_view_by_its_name(listed: Shop) -> None:
    wanted = PeopleFilter(text="Ada")
    SavedViews(listed.store.uow, listed.clock, listed.ids, listed.sink).save(
        listed.owner, "Złote karty", wanted, "name"
    )
    assert exporter(listed).view("ZŁOTE karty") == wanted
    with pytest.raises(PosError, match="export_view"):
        exporter(listed).view("Silver")


def test_of_a_filter_only_what_names_nobody_is_told() -> None:
    told = filter_told(
        PeopleFilter(text="x", household_id=7, tiers=("g",), created_from=date(2026, 1, 2))
    )
    assert told == {
        "text": True, "household_id": True, "tiers": ["g"], "created_from": "2026-01-02",
    }  # fmt: skip


def test_what_cannot_be_written_is_refused(
    listed: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, path = exporter(listed), str(tmp_path / "x.csv")
    with pytest.raises(PosError, match="export_column") as caught:
        service.preview(listed.owner, PeopleAsk(purpose=ListPurpose.SMS, columns=("email",)))
    assert caught.value.params["column"] == "email"
    with pytest.raises(PosError, match="export_kind"):
        service.export(CALLS, FileKind.LABELS_24, str(tmp_path / "x.pdf"))
    with pytest.raises(PosError, match="export_ending"):
        service.export(CALLS, FileKind.PDF, path)
    monkeypatch.setitem(MOST, FileKind.PDF, 2)  # type: ignore[arg-type]
    with pytest.raises(PosError, match="export_too_many"):
        service.export(CALLS, FileKind.PDF, str(tmp_path / "x.pdf"))
    monkeypatch.setitem(MOST, FileKind.PDF, 3)  # type: ignore[arg-type]
    service.export(CALLS, FileKind.PDF, str(tmp_path / "x.pdf"))
    assert [each.name for each in tmp_path.glob("x.*")] == ["x.pdf"]


def test_a_journal_that_cannot_be_written_leaves_no_file(
    listed: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = exporter(listed)

    def broken(*_: object) -> None:
        raise PosError("journal_broken")

    monkeypatch.setattr(service, "_journal", broken)
    with pytest.raises(PosError, match="journal_broken"):
        service.export(CALLS, FileKind.CSV, str(tmp_path / "x.csv"))
    assert list(tmp_path.glob("*x*")) == list(tmp_path.glob(".export*")) == []


def test_long_work_tells_how_far_it_is_and_can_be_stopped(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        person(shop, f"P{number}")
    monkeypatch.setattr("pos_app.services.people_export.PROGRESS_STEP", 2)
    told: list[tuple[int, int]] = []
    path = str(tmp_path / "x.csv")
    exporter(shop).export(
        PeopleAsk(), FileKind.CSV, path, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(0, 5), (2, 5), (4, 5)]

    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    progress: Progress = stop
    before = Path(path).read_bytes()
    with pytest.raises(Stopped):
        exporter(shop).export(PeopleAsk(), FileKind.CSV, path, progress=progress)
    assert Path(path).read_bytes() == before
    assert len(shop.events("export.people")) == 1


def test_what_each_purpose_may_have() -> None:
    for purpose in ListPurpose:
        if purpose is ListPurpose.INTERNAL:
            continue
        may = set(allowed(purpose))
        assert not may & {"note", "card", "consent_sms"}
        reach = may & {"phone", "phones", "email", "address", "messenger"}
        assert reach == {
            ListPurpose.CALLS: {"phone", "phones"}, ListPurpose.SMS: {"phone"},
            ListPurpose.EMAIL: {"email"}, ListPurpose.POST: {"address"},
            ListPurpose.MESSENGER: {"messenger"},
        }[purpose]  # fmt: skip
        assert FileKind.LABELS_14 not in kinds(purpose) or purpose is ListPurpose.POST
    assert allowed(ListPurpose.INTERNAL) == tuple(COLUMNS)
    assert kinds(ListPurpose.POST) == tuple(FileKind)
    assert {kind.ending for kind in FileKind} == {".xlsx", ".csv", ".vcf", ".pdf"}


def test_the_last_twelve_months_of_a_leap_day(shop: Shop, tmp_path: Path) -> None:
    shop.clock.set(datetime(2028, 2, 29, 10, 0, tzinfo=UTC))
    make_counter(shop)
    person(shop, "Una U.")
    ask = PeopleAsk(columns=("spent_year",))
    assert exporter(shop).preview(shop.owner, ask).first[0].cells == (0,)
