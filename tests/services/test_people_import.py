"""People from a table: what each row does, in one transaction (R20, R23, R24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.customer import Channel, Customer, Purpose
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.tier import Tier
from pos_app.services.customers import ConsentChoice
from pos_app.services.people_import import PeopleResult
from pos_app.services.people_import_columns import PeopleMap
from pos_app.services.people_import_judge import Fate
from pos_app.services.people_records import Contact, PersonDetail, PersonNote
from tests.builders import Shop, card_number
from tests.services.people_import_stage import Stage, make_stage


@pytest.fixture
def stage(shop: Shop, tmp_path: Path) -> Stage:
    """Imports on a Polish shop without customers, with a tier."""
    shop.programme.change(shop.owner, Programme(tiers=(Tier(tier_id="g", name="Gold"),)))
    return make_stage(shop, tmp_path)


def counts(done: PeopleResult) -> tuple[int, ...]:
    """Read, accepted, updated, same, skipped, to review, rejected."""
    return (done.read, done.accepted, done.updated, done.same, done.skipped,
            len(done.to_review), len(done.rejected))  # fmt: skip


FULL = (
    "Код;Фамилия;Имя;Отчество;Телефон;Телефон;Email;Дата рождения;Язык;Пол;Город;Улица;Метки;"
    "Группа;Примечание;Номер карты;Уровень;Баллы;Годны до;Оборот;Последний визит;"
    "Согласие;Согласие SMS;Согласие email;Текст согласия;Не звонить;WhatsApp;Кто пригласил\n"
    f"007;Иванов;Иван;Иванович;600700800;600700801 доб. 5;i@m.ru, i2@m.ru;24.11.1990;рус;м;Łódź;"
    f"Piotrkowska 1;vip,сосед;Мастера;любит чай;{card_number(7)};gold;1 200,5;31.12.2026;"
    "1 234,50 zł;01.11.2026;да;да;нет;v7;да;@ivan;\n"
    "008;Петров;Пётр;;600700802;;;;deutsch;;;;;;;;;;;;;;;;;;;600700800\n"
)


def test_everything_a_row_says_is_kept(stage: Stage) -> None:
    done = stage.take(FULL)
    assert counts(done) == (2, 2, 0, 0, 0, 0, 0)
    assert done.left_out == {"language": 1}
    ivan, petr = stage.people()["Иванов Иван Иванович"], stage.people()["Петров Пётр"]
    assert (ivan.phone, ivan.email, ivan.birthday, ivan.language, ivan.groups) == (
        "+48600700800", "i@m.ru", date(1990, 11, 24), "ru", ("Мастера",),
    )  # fmt: skip
    assert (petr.referrer_id, petr.language) == (ivan.id, None)
    with stage.shop.store.uow() as uow:
        contacts = [(c.kind, c.value, c.label) for c in uow.people.contacts(ivan.id)]
        detail = uow.people.detail(ivan.id)
        notes = [note.text for note in uow.people.notes(ivan.id)]
        card = uow.cards.of_customer(ivan.id)[0]
        account = uow.customers.account(ivan.id)
        lots = uow.points.lots(ivan.id)
        said = {(c.purpose, c.channel): (c.given, c.wording, c.source)
                for c in uow.customers.consents(ivan.id)}  # fmt: skip
    assert contacts == [
        ("phone", "+48600700801", "ext. 5"), ("email", "i2@m.ru", ""),
        ("messenger", "@ivan", "WhatsApp"), ("address", "Łódź, Piotrkowska 1", ""),
    ]  # fmt: skip
    assert (detail.tags, detail.do_not_call, detail.source) == (("vip", "сосед"), True, "import")
    assert (notes, card.number, card.status) == (["любит чай"], card_number(7), CardStatus.ACTIVE)
    assert (account.balance, account.turnover, account.visits, account.tier_id) == (
        120_050, 123_450, 0, "g",
    )  # fmt: skip
    assert [(lot.kind, lot.left, lot.expires_on) for lot in lots] == [
        ("opening", 120_050, date(2026, 12, 31))
    ]
    assert said == {
        (Purpose.PROGRAMME, None): (True, "v7", "import"),
        (Purpose.MARKETING, Channel.SMS): (True, "v7", "import"),
    }
    assert stage.sound()
    kind, content, person, _ = stage.shop.events("import.customers")[0]
    assert (kind, content["accepted"], person) == (
        "import.customers", 2, stage.shop.owner.person_uuid,
    )  # fmt: skip
    assert ("customer", "") in stage.shop.sink.heard


def test_without_a_column_of_consent_nobody_has_consented(stage: Stage) -> None:
    stage.take("Имя;Телефон;Рассылка\nАнна;600700800;да\n")
    anna = stage.people()["Анна"]
    with stage.shop.store.uow() as uow:
        assert uow.customers.consents(anna.id) == []


def test_a_mapped_consent_to_all_channels_names_each(stage: Stage) -> None:
    mapping = PeopleMap(columns={"Имя": "name", "Тел": "phone", "Р": "consent_all",
                                 "S": "consent_sms"})  # fmt: skip
    plan = stage.plan("Имя;Тел;Р;S\nАнна;600700800;tak;nie\nОльга;600700801;?;\n", mapping)
    stage.imports.apply(plan)
    people = stage.people()
    with stage.shop.store.uow() as uow:
        given = {c.channel: c.wording for c in uow.customers.consents(people["Анна"].id)}
        assert uow.customers.consents(people["Ольга"].id) == []
    assert given == dict.fromkeys(
        (Channel.EMAIL, Channel.CALL, Channel.MESSENGER, Channel.POST), "import people.csv"
    )


KNOWN = "Имя;Телефон;Email;Дата рождения;Карта;Код\n"


def known(stage: Stage) -> Customer:
    """Anna Nowak, with all by which a person is found."""
    stage.take(KNOWN + f"Anna Nowak;600700800;a@b.pl;24.11.1990;{card_number(1)};K1\n")
    return stage.people()["Anna Nowak"]


@pytest.mark.parametrize(
    ("row", "by"),
    [
        (f";;;;{card_number(1)};", ("card",)),
        ("A. Nowak;600700800;;;;", ("phone",)),
        (";;A@B.PL;;;", ("email",)),
        (";;;;;K1", ("external",)),
        ("NOWAK ANNA;;new@b.pl;24.11.1990;;", ("born",)),
    ],
)
def test_a_known_person_is_found(stage: Stage, row: str, by: tuple[str, ...]) -> None:
    anna = known(stage)
    plan = stage.plan(KNOWN + row + "\n")
    assert [(each.person, each.by) for each in plan.judgement.rows] == [(anna.id, by)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Jan Kowalski;600700800;;;;", "other_name"),
        (f"Jan Kowalski;;;;{card_number(1)};", "other_name"),
        ("Anna Nowak;600700800;;25.11.1990;;", "other_birthday"),
        ("Anna Nowak;600700800;ewa@b.pl;;;", "matches_several"),
        (";600700809;;;;", "shared_contact"),
    ],
)
def test_what_nobody_can_be_sure_of_is_left_to_a_person(stage: Stage, row: str, why: str) -> None:
    known(stage)
    stage.shop.customer("Ewa Lis", 2, phone="600700802", email="ewa@b.pl")
    for name, number in (("Olga Z", 3), ("Jan Z", 4)):
        person = stage.shop.customer(name, number)
        with stage.shop.store.uow() as uow:
            uow.customers.update(replace(person, phone="+48600700809"))
            uow.commit()
    done = stage.take(KNOWN + row + "\n")
    assert counts(done) == (1, 0, 0, 0, 0, 1, 0)
    assert done.to_review[0].reason is not None
    assert done.to_review[0].reason.code == why
    assert [row.reason.code for row in done.refused_rows()] == [why]


def test_of_a_shared_phone_the_one_of_that_name_is_meant(stage: Stage) -> None:
    for name, number in (("Olga Z", 3), ("Jan Z", 4)):
        person = stage.shop.customer(name, number)
        with stage.shop.store.uow() as uow:
            uow.customers.update(replace(person, phone="+48600700809"))
            uow.commit()
    plan = stage.plan(KNOWN + "Jan Z;600700809;;;;\n")
    assert plan.judgement.rows[0].fate is Fate.SAME
    assert plan.judgement.rows[0].person == stage.people()["Jan Z"].id


def test_a_card_says_more_than_a_birthday(stage: Stage) -> None:
    known(stage)
    done = stage.take(KNOWN + f"Anna Nowak;;;25.11.1990;{card_number(1)};\n")
    assert counts(done) == (1, 0, 0, 1, 0, 0, 0)


def test_an_update_fills_what_is_empty_and_keeps_the_rest(stage: Stage) -> None:
    anna = known(stage)
    done = stage.take(
        "Имя;Телефон;Email;Язык;Группа;Метки;Комментарий;Код;Карта\n"
        f"Anna;600700800, 600700900;x@b.pl;pl;A;t;chce paragon;K2;{card_number(5)}\n"
        "Anna;600700800;a@b.pl;;;;;;\n"
    )
    assert counts(done) == (2, 0, 1, 1, 0, 0, 0)
    after = stage.people()["Anna Nowak"]
    assert (after.phone, after.email, after.language, after.groups, after.birthday) == (
        anna.phone, "a@b.pl", "pl", ("A",), anna.birthday,
    )  # fmt: skip
    with stage.shop.store.uow() as uow:
        assert [c.value for c in uow.people.contacts(anna.id)] == ["+48600700900", "x@b.pl"]
        assert uow.people.detail(anna.id).tags == ("t",)
        assert {card.number for card in uow.cards.of_customer(anna.id)} == {
            card_number(1), card_number(5),
        }  # fmt: skip
    again = stage.plan("Код\nK2\n")
    assert again.judgement.rows[0].person == anna.id
    assert stage.sound()


def test_an_overwriting_update_keeps_the_old_phone_as_a_further_one(stage: Stage) -> None:
    anna = known(stage)
    done = stage.take(KNOWN + "Anna Maria Nowak;600700999;A@b.pl;;;K1\n", overwrite=True)
    assert counts(done) == (1, 0, 1, 0, 0, 0, 0)
    after = stage.people()["Anna Maria Nowak"]
    assert (after.id, after.phone, after.email) == (anna.id, "+48600700999", "a@b.pl")
    with stage.shop.store.uow() as uow:
        assert [c.value for c in uow.people.contacts(anna.id)] == ["+48600700800"]


def test_skipped_people_are_counted_and_left(stage: Stage) -> None:
    known(stage)
    done = stage.take(
        KNOWN + "Anna;600700800;z@b.pl;;;\nJan;600700800;;;;\nEwa;600700801;;;;\n",
        duplicates="skip",
    )
    assert counts(done) == (3, 1, 0, 0, 2, 0, 0)


def test_people_to_be_asked_about_are_listed_unless_nothing_would_change(stage: Stage) -> None:
    anna = known(stage)
    text = KNOWN + "Anna;600700800;z@b.pl;;;\nAnna Nowak;600700800;;;;\n"
    done = stage.take(text, duplicates="review")
    assert counts(done) == (2, 0, 0, 1, 0, 1, 0)
    assert done.to_review[0].others == (anna.id,)
    with stage.shop.store.uow() as uow:
        assert uow.people.contacts(anna.id) == []


def test_a_person_decides_row_by_row(stage: Stage) -> None:
    anna = known(stage)
    text = KNOWN + (
        f"Jan;600700800;;;;\nJan;600700800;j@b.pl;;;\nJan;;;;{card_number(1)};\nEwa;600700801;;;;\n"
    )
    done = stage.take(text, decisions={2: 0, 3: anna.id, 4: 0})
    assert counts(done) == (4, 2, 1, 0, 0, 1, 0)
    assert done.to_review[0].reason is not None
    assert done.to_review[0].reason.code == "card_of_another"
    assert sorted(stage.people()) == ["Anna Nowak", "Ewa", "Jan"]
    plan = stage.plan(text)
    assert stage.imports.names_of(plan, (anna.id, 999)) == {anna.id: "Anna Nowak", 999: ""}
    new = stage.plan("Name;Phone\nOla;600700899\n")
    assert stage.imports.names_of(new, (-1,)) == {-1: "Ola"}
    assert stage.imports.again(plan, plan.rules).judgement.count(Fate.REVIEW) == 2


def test_rows_of_one_file_meet_one_another(stage: Stage) -> None:
    done = stage.take(
        "Name;Phone;Email;Points;Tags;Card\n"
        f"Anna Nowak;600700800;;100;;{card_number(1)}\n"
        "Anna Nowak;600700800;a@b.pl;50;vip;\n"
        "Anna Nowak;;a@b.pl;;;\n"
        f"Jan;600700801;;;;{card_number(1)}\n"
    )
    assert counts(done) == (4, 1, 1, 1, 0, 1, 0)
    assert done.left_out == {"amounts_of_known": 1}
    anna = stage.people()["Anna Nowak"]
    with stage.shop.store.uow() as uow:
        assert uow.customers.account(anna.id).balance == 10_000
        assert uow.people.detail(anna.id).tags == ("vip",)
    assert anna.email == "a@b.pl"


def test_known_people_get_points_when_asked_and_not_twice_for_one_file(stage: Stage) -> None:
    anna = known(stage)
    text = "Phone;Points;Turnover\n600700800;10;5\n"
    assert counts(stage.take(text)) == (1, 0, 0, 1, 0, 0, 0)

    def account() -> tuple[int, int]:
        with stage.shop.store.uow() as uow:
            found = uow.customers.account(anna.id)
        return found.balance, found.turnover

    assert account() == (0, 0)
    plan = stage.plan(text, amounts=True)
    assert len(plan.before) == 1
    assert stage.imports.outcome(plan).left_out == {"amounts_of_known": 1}
    stage.take(text.replace("10;5", "10;0"), amounts=True)
    assert account() == (1_000, 0)
    assert counts(stage.take(text, amounts=True, again=True)) == (1, 0, 1, 0, 0, 0, 0)
    assert account() == (2_000, 500)
    done = stage.take(text + ";;\n", duplicates="review")
    assert len(done.to_review) == 1
    assert stage.sound()


def test_consents_given_by_mouth_weigh_more_than_a_file(stage: Stage) -> None:
    anna, shop = known(stage), stage.shop
    sms = ConsentChoice(purpose=Purpose.MARKETING, channel=Channel.SMS)
    email = ConsentChoice(purpose=Purpose.MARKETING, channel=Channel.EMAIL)
    shop.customers.state_consent(shop.cashier, anna.id, sms, given=True, wording="v1")
    shop.customers.state_consent(shop.cashier, anna.id, sms, given=False, wording="v1")
    shop.customers.state_consent(shop.cashier, anna.id, email, given=True, wording="v1")
    done = stage.take(
        "Phone;Consent SMS;Consent e-mail;Consent call\n600700800;yes;no;no\n600700800;yes;no;no\n"
    )
    assert counts(done) == (2, 0, 1, 1, 0, 0, 0)
    assert done.left_out == {"consent_taken_back": 2}
    profile = shop.customers.profile(shop.owner, anna.id)
    assert not profile.consents_to(Purpose.MARKETING, Channel.SMS)
    assert not profile.consents_to(Purpose.MARKETING, Channel.EMAIL)


def test_referrers_are_found_or_said_to_be_missing(stage: Stage) -> None:
    anna = known(stage)
    done = stage.take(
        "Code;Name;Phone;Referrer\n"
        "1;A A;600700801;K1\n"
        "2;B B;600700802;600700803\n"
        "3;C C;600700803;2\n"
        "4;D D;600700804;4\n"
        "5;E E;600700805;none such\n"
        "K1;Anna;;1\n"
        "1;A A;600700801;2\n"
    )
    assert counts(done) == (7, 5, 0, 2, 0, 0, 0)
    assert done.left_out == {
        "referrer_circular": 2, "referrer_self": 1, "unknown_referrer": 1,
    }  # fmt: skip
    people = stage.people()
    assert people["A A"].referrer_id == anna.id
    assert people["B B"].referrer_id == people["C C"].id
    assert people["C C"].referrer_id is None
    assert stage.sound()


def test_a_referrer_comes_before_the_first_receipt(stage: Stage) -> None:
    known(stage)
    ewa = stage.shop.customer("Ewa Lis", 2, phone="600700802")
    stage.shop.till.open(stage.shop.cashier, 0)
    stage.shop.sell(stage.shop.product(), customer=ewa)
    done = stage.take("Phone;Referrer;Email\n600700802;K1;e@b.pl\n")
    assert (counts(done)[:3], done.left_out) == ((1, 0, 1), {"referrer_late": 1})


def test_a_card_from_stock_is_given_and_one_that_ended_is_not(stage: Stage) -> None:
    with stage.shop.store.uow() as uow:
        for serial, status in ((1, CardStatus.STOCK), (2, CardStatus.CLOSED)):
            uow.cards.add(Card(id=0, uuid=stage.shop.ids.uuid(), number=card_number(serial),
                               status=status))  # fmt: skip
        uow.commit()
    done = stage.take(f"Name;Card\nAnna;{card_number(1)}\nJan;{card_number(2)}\n")
    assert counts(done) == (2, 1, 0, 0, 0, 0, 1)
    assert done.rejected[0].reason.params == {"card": f"•••• {card_number(2)[-4:]}"}
    with stage.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(1))
    assert card is not None
    assert (card.status, card.customer_id) == (CardStatus.ACTIVE, stage.people()["Anna"].id)


def test_people_changed_by_hand_are_found_by_their_further_contacts(stage: Stage) -> None:
    anna, at = known(stage), datetime(2026, 11, 22, tzinfo=UTC)
    with stage.shop.store.uow() as uow:
        uow.people.add_contact(Contact(uuid=stage.shop.ids.uuid(), customer_id=anna.id,
                                       kind="phone", value="+48600700999", at=at))  # fmt: skip
        uow.people.add_note(PersonNote(uuid=stage.shop.ids.uuid(), customer_id=anna.id,
                                       text="tall", at=at))  # fmt: skip
        uow.people.put_detail(PersonDetail(customer_id=anna.id, do_not_call=True))
        uow.commit()
    done = stage.take("Phone;Note;Do not call\n600700999;tall;yes\n")
    assert counts(done) == (1, 0, 0, 1, 0, 0, 0)


def test_the_only_phone_with_an_extension_is_the_main_one(stage: Stage) -> None:
    text = "Name;Phone\nAnna;600700800 ext. 7\nAnna;600700800 ext. 7\n"
    assert counts(stage.take(text)) == (2, 1, 0, 1, 0, 0, 0)
    anna = stage.people()["Anna"]
    with stage.shop.store.uow() as uow:
        notes = [note.text for note in uow.people.notes(anna.id)]
    assert (anna.phone, notes) == ("+48600700800", ["+48600700800 ext. 7"])


REFUSED = [
    ("Name;Phone\nAnna;12\n", "phone"),
    ("Name;Phone\nAnna;600700800;more\n", "row_too_long"),
    ("Name;Phone\nAnna;600700800\nName;Phone\n", "header_again"),
    ("Name;Phone\n" + "x" * 101 + ";600700800\n", "text_too_long"),
    ("Name;Phone\n" + "x" * 10_001 + ";600700800\n", "cell_too_long"),
    ("Name;Phone\n4111 1111 1111 1111;600700800\n", "bank_card_number"),
    ("Name;Phone\n=A1;\n", "contact_missing"),
    ("Name;Phone;Birthday\nAnna;600700800;23.11.2026\n", "birthday_ahead"),
    ("Name;Phone;Points;Expires\nAnna;600700800;1;21.11.2026\n", "day_over"),
    ("Name;Phone;Turnover;Last visit\nAnna;600700800;1;23.11.2026\n", "day_ahead"),
    ("Name;Phone;Points\nAnna;600700800;-5\n", "amount_out_of_range"),
    ("Name;Phone;Points\nAnna;600700800;5%x\n", "not_a_number"),
    ("Name;Phone;Tier\nAnna;600700800;Platinum\n", "unknown_tier"),
    ("Name;Phone;Tags\nAnna;600700800;" + ",".join(map(str, range(21))) + "\n", "labels"),
    ("Name;Phone;Groups\nAnna;600700800;Tier:g\n", "labels"),
    ("Name;Phone;Consent\nAnna;600700800;perhaps\n", "not_yes_no"),
    ("Name;Phone;Name of dog\n#REF!;600700800;\n", "cell_error"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_row_that_cannot_be_taken_is_refused_with_its_reason(
    stage: Stage, text: str, why: str
) -> None:
    plan = stage.plan(text)
    assert [row.reason.code for row in plan.unreadable] == [why]


def test_turnover_comes_without_points_and_a_first_name_with_a_birthday(stage: Stage) -> None:
    stage.take("Name;Phone;Birthday;Turnover\nAnna;600700800;1990-11-24;7\n")
    anna = stage.people()["Anna"]
    with stage.shop.store.uow() as uow:
        account = uow.customers.account(anna.id)
    assert (account.turnover, account.balance, anna.birthday) == (700, 0, date(1990, 11, 24))


def test_labels_and_addresses_are_tidied(stage: Stage) -> None:
    stage.take(
        "Name;Phone;Labels;Address;City;WhatsApp;Notes\n"
        "Anna;600700800;* myContacts ::: * vip | VIP;ul. Polna 1, Łódź;Łódź;-; \n"
    )
    anna = stage.people()["Anna"]
    with stage.shop.store.uow() as uow:
        assert uow.people.detail(anna.id).tags == ("vip",)
        assert [c.value for c in uow.people.contacts(anna.id)] == ["ul. Polna 1, Łódź"]


def test_a_mapping_is_remembered_by_its_header(stage: Stage) -> None:
    text = "Имя;Звонилка\nАнна;600700800\n"
    mapping = PeopleMap(columns={"Имя": "name", "Звонилка": "phone"})
    stage.imports.apply(stage.plan(text, mapping))
    later = stage.plan("Заголовок\nИмя;Звонилка\nОльга;600700801\n")
    assert (later.remembered, later.mapping.columns) == (True, mapping.columns)
    assert later.unmapped == ()
    strange = stage.plan("a;b\nАнна;600700801\n", PeopleMap(columns={"a": "name", "b": "phone"}))
    stage.imports.apply(strange)
    assert stage.plan("a;b\nx;600700809\n").remembered
    with pytest.raises(PosError, match="import_no_header"):
        stage.plan("c;d\nx;600700809\n")


def test_a_table_without_header_is_not_remembered(stage: Stage) -> None:
    numbered = PeopleMap(columns={"#1": "name", "#2": "phone"})
    plan = stage.plan("Анна;600700801\n", numbered)
    assert counts(stage.imports.apply(plan)) == (1, 1, 0, 0, 0, 0, 0)
    with stage.shop.store.uow() as uow:
        assert uow.people_imports.get(1) is not None


def test_only_the_owner_imports(stage: Stage) -> None:
    plan = stage.plan("Name;Phone\nAnna;600700800\n")
    with pytest.raises(PosError, match="not_allowed"):
        stage.imports.apply(plan, session=stage.shop.senior)


def test_a_cancel_leaves_nothing(stage: Stage) -> None:
    text = "Name;Phone\n" + "".join(f"A;6007{n:05d}\n" for n in range(1, 700))
    plan = stage.plan(text)
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(PosError, match="import_cancelled"):
        stage.imports.apply(plan, cancelled=cancelled)
    assert len(asked) == 3
    assert stage.people() == {}
    with stage.shop.store.uow() as uow:
        assert uow.people_imports.all() == []
    with pytest.raises(PosError, match="import_cancelled"):
        stage.imports.plan(stage.file(text), cancelled=lambda: True)


def test_progress_is_told_and_the_wait_of_the_till_foretold(stage: Stage) -> None:
    text = "Name;Phone\n" + "".join(f"A;6007{n:05d}\n" for n in range(1, 3))
    heard: list[tuple[int, int]] = []
    plan = stage.imports.plan(stage.file(text), progress=lambda *at: heard.append(at))
    assert heard[0] == (0, 4)
    assert plan.seconds == 1
    told: list[Any] = []
    stage.imports.apply(plan, progress=lambda *at: told.append(at))
    assert (told[0], told[-1]) == ((2, 4), (4, 4))


def test_what_happened_since_the_plan_is_seen(stage: Stage) -> None:
    plan = stage.plan("Name;Phone\nEwa Lis;600700802\n")
    ewa = stage.shop.customer("Ewa Lis", 2, phone="600700802")
    done = stage.imports.apply(plan)
    assert counts(done) == (1, 0, 0, 1, 0, 0, 0)
    assert stage.people() == {"Ewa Lis": ewa}


def test_no_row_is_lost(stage: Stage) -> None:
    done = stage.take("Name;Phone\nAnna;600700800\n")
    with pytest.raises(AssertionError, match="lost"):
        replace(done, read=2)


def test_a_bank_card_stands_in_no_list_of_refused_rows(stage: Stage) -> None:
    """4111 1111 1111 1111 is the test number of Visa; the row is refused for its address."""
    done = stage.take("name;email;card;note\nAnna;bad@@mail;4111111111111111;4111 1111 1111 1111\n")
    (row,) = done.rejected
    assert row.reason.code == "email"
    assert row.cells == ("Anna", "bad@@mail", "••••", "••••")
