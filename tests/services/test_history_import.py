"""Taking over a former system: what is read, what is refused, and that nothing doubles."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.sale import TenderKind
from pos_app.services.history_import import HistoryImport, HistoryReport
from pos_app.services.history_model import (
    CUSTOMER_FIELDS,
    LINE_FIELDS,
    RECEIPT_FIELDS,
    Checkpoint,
    FileMap,
    HistoryCustomer,
    HistoryMap,
    HistoryProduct,
    HistoryReceipt,
    RefusedRecord,
    StoredMonth,
)
from pos_app.services.history_rows import HistoryReader, card_number, half_up, inner_tax
from pos_app.services.import_values import UnreadableError

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FILE = FileMap(file="x.csv", columns={})
WARSAW = ZoneInfo("Europe/Warsaw")
TEA = HistoryProduct(id=5, name="Tea", unit="pcs", group_code="drinks")


def mapping(**changes: object) -> HistoryMap:
    values = {
        "name": "old", "till": "H1", "zone": WARSAW, "receipts": FILE, "lines": FILE,
        "customers": FILE, "tenders": {"gotówka": TenderKind.CASH, "karta": TenderKind.CARD},
    }  # fmt: skip
    return HistoryMap(**(values | changes))  # type: ignore[arg-type]


def row(fields: Sequence[str], **values: str) -> tuple[str, ...]:
    unknown = set(values) - set(fields)
    assert not unknown
    return tuple(values.get(name, "") for name in fields)


def receipt(**values: str) -> tuple[str, ...]:
    return row(RECEIPT_FIELDS, **({"id": "r1", "at": "2026-03-29T10:00:00"} | values))


def line(**values: str) -> tuple[int, tuple[str, ...]]:
    return 2, row(LINE_FIELDS, **({"receipt": "r1", "sku": "TEA"} | values))


def read(*lines: tuple[int, tuple[str, ...]], **values: str) -> HistoryReceipt:
    people = {mapping().identity("customer", "7"): (3, mapping().identity("customer", "7"))}
    return HistoryReader(mapping()).receipt(2, receipt(**values), lines, {"TEA": TEA}, people)


def reason(*lines: tuple[int, tuple[str, ...]], **values: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(*lines, **values)
    return caught.value.reason.code


# -- receipts -------------------------------------------------------------------------------------


def test_a_receipt_keeps_its_totals_and_explains_its_discounts() -> None:
    made = read(
        line(quantity="2", unit_price="149.90", card_discount="14.99", coupon="19.77",
             points="59.31", tax_rate="20"),
        line(sku="GONE", name="Old thing", quantity="0", net="5.00"),
        line(sku="X", quantity="0.333", gross="1.00", promotion="0.10", manual="0.01", net="0.89"),
        customer="7", card="LC 1", total="211.62", tender="Karta", coupons="A1 B2",
    )  # fmt: skip
    sale = made.sale
    first, second, third = sale.lines
    assert (first.gross, first.card, first.coupon, first.points, first.net) == (
        29980, 1499, 1977, 5931, 20573,
    )  # fmt: skip
    # 205.73 × 20 / 120 = 34.288 → 34.29
    assert (first.tax, first.taxes, first.product_id, first.name) == (
        3429,
        ((2000, 3429),),
        5,
        "Tea",
    )
    assert (first.group_code, first.unit_price, first.quantity) == ("drinks", 14990, 2000)
    assert (second.name, second.product_id, second.quantity, second.unit_price) == (
        "Old thing", None, 0, 0,
    )  # fmt: skip
    assert (third.name, third.unit_price, third.net, third.manual) == ("X", 300, 89, 1)
    assert (sale.gross, sale.discount, sale.points_money, sale.total, sale.tax) == (
        30580, 3487, 5931, 21162, 3429,
    )  # fmt: skip
    assert [(t.kind, t.amount) for t in sale.tenders] == [(TenderKind.CARD, 21162)]
    assert (sale.customer_id, sale.card_number, made.coupons) == (3, "LC1", ("A1", "B2"))
    assert (sale.source, sale.till, sale.at) == (
        "import", "H1", datetime(2026, 3, 29, 8, 0, tzinfo=UTC),
    )  # fmt: skip
    assert sale.local_date == "2026-03-29"


def test_a_line_may_be_negative_but_no_receipt() -> None:
    assert read(line(net="-1.00"), line(net="3.00")).sale.total == 200
    assert reason(line(net="-1.00"), line(net="0.50")) == "negative_total"
    assert read(line(gross="0")).sale.tenders == ()


def test_tenders_come_from_sums_words_or_the_mapping() -> None:
    split = read(line(net="5.00"), cash="2.00", card_paid="3.00")
    assert [(t.kind, t.amount) for t in split.sale.tenders] == [
        (TenderKind.CASH, 200), (TenderKind.CARD, 300),
    ]  # fmt: skip
    assert (
        read(line(net="5.00"), transfer="5", cash="0").sale.tenders[0].kind is TenderKind.TRANSFER
    )
    assert read(line(net="5.00")).sale.tenders[0].kind is TenderKind.CASH
    assert reason(line(net="5.00"), cash="4.99") == "tender_sum"
    assert reason(line(net="5.00"), tender="barter") == "unknown_tender"


def test_what_does_not_add_up_is_refused() -> None:
    assert reason() == "no_lines"
    assert reason(line()) == "line_sum_missing"
    assert reason(line(gross="5.00", promotion="1.00", net="4.01")) == "line_sum"
    assert reason(line(net="5.00"), total="5.01") == "receipt_sum"
    assert reason(line(net="5.00"), customer="99") == "unknown_customer"
    assert reason(line(net="abc")) == "not_a_number"
    assert reason(line(net="9" * 14)) == "sum_out_of_range"
    assert reason(line(net="1", quantity="1000001")) == "quantity_out_of_range"
    assert reason(line(net="1"), at="yesterday") == "date"
    assert reason(line(net="1"), at="1901-02-01") == "time"
    assert reason(line(net="1"), at="31.02.2020") == "date"
    assert reason(line(net="1"), at="2020-01-01 25:00x") == "time"
    assert reason(line(net="1"), card="4111111111111111") == "bank_card_number"
    assert reason(line(net="1"), card="1" * 49) == "key_too_long"
    assert reason(line(net="1", name="Visa 4111111111111111")) == "bank_card_number"


def test_times_are_read_as_the_files_write_them() -> None:
    reader = HistoryReader(mapping(date_order="dmy", decimal=","))
    utc = datetime(2026, 1, 2, 9, 5, tzinfo=UTC)
    assert reader.instant("2.1.2026 10:05", "", "") == utc
    assert reader.instant("", "02/01/2026", "10:05:00") == utc
    assert reader.instant("2026-01-02T09:05:00+00:00", "", "") == utc
    assert reader.instant("2.1.2026", "", "") == datetime(2026, 1, 2, 11, 0, tzinfo=UTC)
    assert HistoryReader(mapping(date_order="mdy")).day("1/2/2026") == date(2026, 1, 2)
    assert reader.money("1 234,50") == 123450
    assert reader.money("-0,50") == -50
    assert reader.quantity("") == 1000


def test_without_included_taxes_no_tax_is_taken_out_of_the_price() -> None:
    reader = HistoryReader(mapping(tax_included=False))
    made = reader.receipt(2, receipt(), [line(net="1.20", tax_rate="20")], {}, {})
    assert made.sale.tax == 0


def test_small_arithmetic() -> None:
    assert [half_up(5, 2), half_up(-5, 2), half_up(4, 3)] == [3, -3, 1]
    assert inner_tax(12000, 2000) == 2000
    assert card_number(" 0012 34 ") == "001234"


# -- people ---------------------------------------------------------------------------------------


def test_people_come_with_card_birthday_and_opening_points() -> None:
    values = row(
        CUSTOMER_FIELDS, id=" 7 ", name="Anna  Nowak", phone="+48 600", birthday="1990-05-17",
        card="0012", points="12.50", points_expire="2027-01-31", created="2020-01-01",
        language="pl",
    )  # fmt: skip
    made = HistoryReader(mapping()).customer(2, values, NOW)
    assert (made.customer.name, made.customer.birthday) == ("Anna Nowak", date(1990, 5, 17))
    assert (made.card, made.points, made.points_expire) == ("0012", 1250, "2027-01-31")
    assert made.customer.uuid == mapping().identity("customer", "7")
    plain = HistoryReader(mapping()).customer(2, row(CUSTOMER_FIELDS, id="8"), NOW)
    assert (plain.customer.created_at, plain.customer.birthday, plain.points) == (NOW, None, 0)


@pytest.mark.parametrize(
    ("values", "code"),
    [({"id": " "}, "key_missing"), ({"id": "1", "points": "-1"}, "points_out_of_range")],
)
def test_people_that_cannot_be_taken(values: dict[str, str], code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        HistoryReader(mapping()).customer(2, row(CUSTOMER_FIELDS, **values), NOW)
    assert caught.value.reason.code == code


# -- the import -----------------------------------------------------------------------------------


class FakeStore:
    """Keeps batches and checkpoints together, and dies when told to."""

    def __init__(self) -> None:
        self.saved: dict[str, Checkpoint] = {}
        self.people: list[HistoryCustomer] = []
        self.receipts: list[HistoryReceipt] = []
        self.summaries: list[Mapping[str, object]] = []
        self.die_after = 10**9
        self.lose = False
        self.foreign = False

    def checkpoint(self, name: str) -> Checkpoint | None:
        return copy.deepcopy(self.saved.get(name))

    def till_in_use(self, till: str) -> bool:
        return self.foreign

    def products(self) -> Mapping[str, HistoryProduct]:
        return {"TEA": TEA}

    def customers(self, name: str) -> Mapping[str, tuple[int, str]]:
        return {p.customer.uuid: (n, p.customer.uuid) for n, p in enumerate(self.people, start=1)}

    def _save(self, name: str, at: Checkpoint) -> None:
        self.die_after -= 1
        if self.die_after < 0:
            raise ConnectionError("killed")
        self.saved[name] = copy.deepcopy(at)

    def put_customers(self, name: str, rows: list[HistoryCustomer], at: Checkpoint) -> None:
        self._save(name, at)
        self.people += rows

    def put_receipts(self, name: str, rows: list[HistoryReceipt], at: Checkpoint) -> None:
        self._save(name, at)
        self.receipts += rows

    def finish(self, name: str, at: Checkpoint, summary: Mapping[str, object]) -> None:
        self._save(name, at)
        self.summaries.append(summary)

    def stored(self, till: str) -> Mapping[str, StoredMonth]:
        found: dict[str, list[int]] = {}
        for kept in self.receipts[1:] if self.lose else self.receipts:
            sums = found.setdefault(kept.sale.local_date[:7], [0, 0, 0, 0])
            for place, value in enumerate(
                (1, len(kept.sale.lines), kept.sale.gross, kept.sale.total)
            ):
                sums[place] += value
        return {
            month: StoredMonth(receipts=s[0], lines=s[1], gross=s[2], net=s[3])
            for month, s in found.items()
        }


class FakeFiles:
    """Ten receipts of two months, one of them refused, and three people, one of them refused."""

    print = "f1"
    orphan_count = 0

    def fingerprint(self) -> str:
        return self.print

    def orphans(self) -> int:
        return self.orphan_count

    def read(self, part: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        if part == "customers":
            for n, key in enumerate(("7", "8", ""), start=2):
                yield n, row(CUSTOMER_FIELDS, id=key, points="1")
            return
        for n in range(1, 11):
            at = f"2026-{1 + n // 6:02d}-1{n % 6}T10:00:00"
            yield (
                n + 1,
                receipt(id=f"r{n}", at=at, total="2.50" if n != 4 else "9.99", customer="7"),
            )
        yield 12, receipt(id="bad", at="never", total="1")

    def lines_of(
        self, receipts: Iterator[tuple[int, tuple[str, ...]]]
    ) -> Iterator[tuple[int, tuple[str, ...], list[tuple[int, tuple[str, ...]]]]]:
        for number, values in receipts:
            yield number, values, [line(net="1.00"), line(gross="2.00", coupon="0.50")]


def run(store: FakeStore, files: FakeFiles | None = None, **options: object) -> HistoryReport:
    clock = SimpleNamespace(now=lambda: NOW)
    work = HistoryImport(store, clock, batch=3)  # type: ignore[arg-type]
    chosen = options.pop("mapping", mapping())
    return work.run(chosen, files or FakeFiles(), **options)  # type: ignore[arg-type]


def test_an_import_counts_refuses_and_reconciles() -> None:
    store, refused, told = FakeStore(), [], []
    report = run(
        store, refuse=refused.append, progress=lambda part, done: told.append((part, done))
    )
    assert (report.customers, report.refused_customers, report.points) == (2, 1, 200)
    assert (report.receipts, report.refused_receipts, report.resumed) == (9, 2, False)
    assert report.reconciles
    january, february, unknown = sorted(report.months, key=lambda m: m.month)
    assert (january.month, january.receipts, january.lines, january.gross, january.net) == (
        "2026-01", 5, 8, 1200, 1999,
    )  # fmt: skip
    assert (january.refused, january.refused_net, january.stored.net) == (1, 999, 1000)
    assert (february.receipts, february.stored.receipts, february.stored.net) == (5, 5, 1250)
    assert (unknown.month, unknown.receipts, unknown.refused) == ("?", 1, 1)
    assert [(r.part, r.number, r.key, r.reason.code) for r in refused] == [
        ("customers", 4, "", "key_missing"), ("receipts", 5, "r4", "receipt_sum"),
        ("receipts", 12, "bad", "date"),
    ]  # fmt: skip
    assert told == [("customers", 3), *(("receipts", n) for n in (3, 6, 9, 11))]
    assert [kept.sale.number for kept in store.receipts] == list(range(1, 10))
    [summary] = store.summaries
    assert (summary["receipts"], summary["net"], summary["months_differing"]) == (9, 2250, 0)


def test_killed_anywhere_it_goes_on_and_doubles_nothing() -> None:
    whole = FakeStore()
    run(whole)
    for moment in range(6):
        store = FakeStore()
        store.die_after = moment
        with pytest.raises(ConnectionError):
            run(store)
        store.die_after = 10**9
        report = run(store)
        assert report.resumed is (moment > 0)
        assert report.reconciles
        assert [k.sale for k in store.receipts] == [k.sale for k in whole.receipts]
        assert [p.customer.uuid for p in store.people] == [p.customer.uuid for p in whole.people]


def test_a_repeat_of_a_finished_import_stores_nothing() -> None:
    store = FakeStore()
    run(store)
    again = run(store)
    assert (again.receipts, again.resumed, again.reconciles) == (9, True, True)
    assert len(store.receipts) == 9
    assert len(store.summaries) == 1


def test_other_files_under_the_same_name_are_refused() -> None:
    store, files = FakeStore(), FakeFiles()
    run(store)
    files.print = "f2"
    with pytest.raises(PosError, match="history_changed"):
        run(store, files)


def test_a_till_with_receipts_is_refused() -> None:
    store = FakeStore()
    store.foreign = True
    with pytest.raises(PosError, match="till_in_use"):
        run(store)


def test_a_lost_receipt_or_line_is_seen() -> None:
    store = FakeStore()
    store.lose = True
    report = run(store)
    assert not report.reconciles
    assert [m.month for m in report.months if m.differs] == ["2026-01"]
    files = FakeFiles()
    files.orphan_count = 1
    assert not run(FakeStore(), files).reconciles


def test_it_can_be_cancelled_and_needs_no_customers() -> None:
    store = FakeStore()
    with pytest.raises(PosError, match="import_cancelled"):
        run(store, cancelled=lambda: len(store.people) > 1)
    assert (len(store.people), len(store.receipts)) == (2, 0)
    seen: list[RefusedRecord] = []
    report = run(FakeStore(), mapping=mapping(customers=None), refuse=seen.append)
    assert report.customers == 0
    assert {record.reason.code for record in seen} == {"unknown_customer", "receipt_sum", "date"}
