"""Nasty texts through every door of the services: kept as text or refused, never interpreted."""

from __future__ import annotations

import csv
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from pos_app.adapters.documents import rasterise, render_coupon, render_receipt, render_shift
from pos_app.adapters.files.exports import SpreadsheetWriter
from pos_app.adapters.files.tables import FileTables
from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.export_rows import SqliteExportRows
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.catalogue import UnitKind
from pos_app.domain.errors import PosError
from pos_app.domain.promotion import PercentOff, Promotion
from pos_app.domain.sale import TenderKind
from pos_app.domain.shift import CashMoveKind
from pos_app.domain.staff import Role
from pos_app.i18n import Formats, translator
from pos_app.presenters.messages import say
from pos_app.services.customers import CustomerChanges
from pos_app.services.documents import Paper
from pos_app.services.exports import ExportService, What
from pos_app.services.importing import ProductImport
from pos_app.services.records import ProductQuery, ReceiptQuery
from tests.builders import OWNER_SECRET, Shop
from tests.hostile import CORPUS, EMPTY, KEPT, PLAIN, REFUSED
from tests.services.desk import GOLDEN, Counter, coupon_code, make_counter

ALL_PAPERS = tuple(Paper)


# -- doors: what takes a text, and where it can be read again ------------------------------------


def _product(shop: Shop, text: str) -> Iterator[str]:
    made = shop.product(text, 250, brand=text)
    yield made.name
    yield made.brand
    yield shop.catalogue.get(made.id).name


def _customer(shop: Shop, text: str) -> Iterator[str]:
    made = shop.customer(text, next(SERIAL), note=text)
    yield made.name
    yield made.note
    profile = shop.customers.profile(shop.owner, made.id)
    yield profile.customer.name
    shop.customers.edit(shop.owner, made.id, CustomerChanges(name="Maria", note=text))
    yield shop.customers.profile(shop.owner, made.id).customer.note


def _staff(shop: Shop, text: str) -> Iterator[str]:
    yield shop.staff.add(shop.owner, name=text, role=Role.CASHIER, secret="565656").name


def _settings(shop: Shop, text: str) -> Iterator[str]:
    fields = ("shop.name", "shop.subtitle", "shop.thanks", "next_coupon.title")
    for field in fields:
        shop.settings.change(shop.owner, field, text)
        yield str(shop.settings.current.value(field))


def _group_and_tax(shop: Shop, text: str) -> Iterator[str]:
    yield shop.catalogue.add_group(shop.owner, text).name
    yield shop.catalogue.add_tax(shop.owner, text, 700).name


def _counter(shop: Shop, text: str) -> Iterator[str]:
    counter = make_counter(shop, shift=False)
    line_id = counter.desk.add_product(shop.product("Soap", 10_000).id)
    counter.desk.discount_line(line_id, rate=100, reason=text)
    discount = counter.desk.draft.lines[0].discount
    assert discount is not None
    yield discount.reason
    counter.desk.set_tender(TenderKind.CARD, 100, text)
    yield counter.desk.draft.tenders[0].label
    counter.desk.lock_tender(TenderKind.CARD, reference=text)
    yield counter.desk.draft.tenders[0].reference
    counter.desk.unlock_tender(TenderKind.CARD)
    counter.desk.park(text)
    yield counter.desk.parked()[-1].parked_label


def _shift(shop: Shop, text: str) -> Iterator[str]:
    if shop.till.current() is None:
        shop.till.open(shop.owner, 100)
    yield shop.till.cash_move(shop.owner, CashMoveKind.IN, 100, text).reason
    yield shop.till.close(shop.owner, 200, text).shift.note


DOORS = (_product, _customer, _staff, _settings, _group_and_tax, _counter, _shift)
NUMBERS = ("٣٤٥", "½²", "9" * 18, "9" * 30, f"R1-{'9' * 30}-2211", "R1-000001-٣", "+" + "0" * 40)
SERIAL = count(1)
Door = Callable[[Shop, str], Iterator[str]]


BY_NAME = [door.__name__.strip("_") for door in DOORS]


@pytest.mark.parametrize("door", DOORS, ids=BY_NAME)
def test_what_goes_in_comes_out(shop: Shop, door: Door) -> None:
    for nasty in KEPT:
        kept = set(door(shop, nasty.typed))
        if nasty.name == "breaks" and door is _customer:
            kept.discard("one\ntwo\nthree\nfour")  # a note has lines
        assert kept == {nasty.kept}, nasty.name


@pytest.mark.parametrize("door", DOORS, ids=BY_NAME)
def test_what_may_not_be_kept_is_refused_at_the_door(shop: Shop, door: Door) -> None:
    for nasty in REFUSED:
        with pytest.raises(PosError) as refusal:
            list(door(shop, nasty.typed))
        assert refusal.value.code in ("bank_card", "text_too_long"), nasty.name
        words = say(refusal.value, translator("en"), Formats("en", "PLN"))
        assert len(words) < 300
        assert not digits(nasty.typed) or digits(nasty.typed) not in digits(words)
    held = digits("".join(sqlite_text(shop)))
    for nasty in REFUSED:
        assert not digits(nasty.typed) or digits(nasty.typed) not in held, nasty.name


def digits(text: str) -> str:
    """The figures in a text."""
    return "".join(char for char in text if char.isdigit())


@pytest.mark.parametrize("door", [_product, _staff, _group_and_tax, _shift, _counter])
def test_an_invisible_name_is_none(shop: Shop, door: Door) -> None:
    for nothing in EMPTY:
        with pytest.raises(PosError) as refusal:
            list(door(shop, nothing))
        assert refusal.value.code in ("setting_invalid", "reason_missing"), ascii(nothing)


def sqlite_text(shop: Shop) -> Iterator[str]:
    """Every text the store holds."""
    connection = connect_read_only(shop.store.path)
    try:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from (cell for cell in row if isinstance(cell, str))
    finally:
        connection.close()


# -- searching ------------------------------------------------------------------------------------


def test_no_search_breaks(shop: Shop) -> None:
    shop.product("Soap", 250)
    shop.customer("Maria S.")
    for typed in (*(nasty.typed for nasty in CORPUS), *EMPTY, *NUMBERS):
        for text in (typed, typed[:2], typed + "*", "1" + typed):
            shop.catalogue.search(ProductQuery(text=text))
            shop.catalogue.count(ProductQuery(text=text, only_active=False))
            shop.catalogue.by_code(text)
            shop.customers.search(shop.cashier, text, limit=5)
            shop.receipts.search(shop.cashier, ReceiptQuery(text=text, card_number=text))
            shop.receipts.count(ReceiptQuery(text=text))
    assert shop.catalogue.count(ProductQuery(text="soap")) == 1


def test_a_wildcard_is_a_sign_like_any_other(shop: Shop) -> None:
    shop.product("Soap 100", 250)
    shop.customer("Maria S.")
    for text in ("%%%", "___", "S__p", "S%p", "a* OR b*", 'soap" OR "tea', "' OR '1'='1"):
        assert not shop.catalogue.search(ProductQuery(text=text)), text
        assert not shop.customers.search(shop.owner, text, limit=5), text


def test_a_nasty_name_is_found_by_itself(shop: Shop) -> None:
    for nasty in PLAIN:
        shop.product(nasty.kept or "", 250)
    for nasty in PLAIN:
        kept = nasty.kept or ""
        if any(char.isalpha() for char in kept):
            hits = shop.catalogue.search(ProductQuery(text=kept))
            assert kept in [hit.name for hit in hits], nasty.name


def test_no_scan_breaks(shop: Shop) -> None:
    counter = make_counter(shop)
    for nasty in CORPUS:
        for text in (nasty.typed, f"3*{nasty.typed}", f"S-{nasty.typed}", f"K{nasty.typed}"):
            outcome = counter.desk.scan(text)
            shown = json.dumps([outcome.value, str(outcome.reason)])
            assert text[:2] in ("S-", "K4") or nasty.kept is not None or nasty.typed not in shown
        counter.desk.view()
        assert all(len(line.barcode) <= 64 for line in counter.desk.draft.lines)
        counter.desk.cancel()


# -- a day full of them: slips, files, journal, log ----------------------------------------------


@pytest.fixture
def busy(shop: Shop, caplog: pytest.LogCaptureFixture) -> Counter:
    """A shop where every name is nasty, and one sale with all of it."""
    caplog.set_level(logging.DEBUG)
    names = [nasty.kept or "" for nasty in KEPT]
    shop.settings.change_many(
        shop.owner,
        {
            "shop.name": "<b>Fish</b> &amp; {chips} %s",
            "shop.header": "\n".join(names[:6]),
            "shop.footer": "<img src=file:///etc/passwd>",
            "next_coupon.enabled": True,
            "next_coupon.threshold": 1,
            "next_coupon.benefit": "amount",
            "next_coupon.value": 500,
            "next_coupon.title": "=1+1 <i>off</i> {0}",
        },
    )
    counter = make_counter(shop)
    counter.use(GOLDEN)
    rule = Promotion(rule_id="p", name="<u>Sale</u> & 'x'", effects=(PercentOff(rate=1000),))
    counter.promote(rule)
    maria = shop.customer("<img src=file:///etc/passwd> O'Maria", 1, phone="+48501234567")
    counter.desk.attach_customer(maria.id)
    for number, name in enumerate(names):
        unit = UnitKind.KILOGRAM if number % 2 else UnitKind.PIECE
        counter.desk.add_product(shop.product(name, 250 + number, unit=unit).id)
    counter.desk.discount_order(rate=100, reason="%s {name} =1+1")
    return counter


def test_every_slip_on_every_paper(busy: Counter) -> None:
    done = busy.pay_cash()
    report = busy.shop.till.close(busy.shop.owner, 0, "<b>short</b>").slip
    for paper in ALL_PAPERS:
        receipt = render_receipt(done.receipt, paper)
        assert receipt.startswith(b"%PDF")
        for action in (b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile"):
            assert action not in receipt
        assert rasterise(receipt, paper)
        assert render_coupon(done.receipt.coupons[0], done.receipt, paper)
        assert render_shift(report, paper)
    text = text_of(render_receipt(done.receipt, Paper.A4))
    for words in ("<b>bold</b>", "file:///etc/passwd", "&amp;", "{0} {name}", "DROP TABLE"):
        assert words in text.replace("\n", " "), words
    assert "root:" not in text


def text_of(pdf: bytes) -> str:
    """What a reader can mark and copy."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_file_holds_a_formula(busy: Counter, tmp_path: Path, ending: str) -> None:
    busy.pay_cash()
    shop = busy.shop
    writer = SpreadsheetWriter(lambda key: key, translator("en"), Formats("en", "PLN"))
    rows = SqliteExportRows(shop.store, busy.book.current.settings.locale.zone)
    service = ExportService(shop.store.uow, rows, writer)
    for what in What:
        path = tmp_path / f"{what.value}.{ending}"
        assert service.export(what, str(path), session=shop.owner)
        if ending == "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                cells = [cell for row in csv.reader(file) for cell in row]
            assert not [c for c in cells if c[:1] in "=@\t\r|" and c]
            assert not [c for c in cells if c[:1] in "+-" and any(x.isalpha() for x in c)]
        else:
            with zipfile.ZipFile(path) as book:
                text = "".join(
                    book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
                )
            assert "<f>" not in text
            assert "<hyperlink" not in text


def test_a_seniors_list_of_receipts_names_nobody(busy: Counter, tmp_path: Path) -> None:
    busy.pay_cash()
    shop = busy.shop
    writer = SpreadsheetWriter(lambda key: key, translator("en"), Formats("en", "PLN"))
    rows = SqliteExportRows(shop.store, busy.book.current.settings.locale.zone)
    service = ExportService(shop.store.uow, rows, writer)
    for session, named in ((shop.owner, True), (shop.senior, False)):
        path = tmp_path / f"{session.role.value}.csv"
        assert service.export(What.RECEIPTS, str(path), session=session) == 1
        assert ("O'Maria" in path.read_text(encoding="utf-8-sig")) is named


def test_the_journal_knows_no_names_and_the_books_hold(
    busy: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    busy.pay_cash()
    told = json.dumps([content for _, content, _, _ in busy.shop.events()], ensure_ascii=False)
    for secret in ("O'Maria", "501234567", OWNER_SECRET, "Anna", "Leyla"):
        assert secret not in told, secret
        assert secret not in caplog.text, secret
    store = busy.shop.store
    assert check_file(store.path, store.sealer).is_clean


def test_a_nasty_file_is_imported_as_text(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    lines_of = [nasty for nasty in CORPUS if nasty.name not in ("surrogate", "nul", "control")]
    lines = [(f"A-{number}", nasty.typed) for number, nasty in enumerate(lines_of)]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["SKU", "Name", "Price"])
        out.writerows([sku, name, "1.00"] for sku, name in lines)
    service = ProductImport(shop.store.uow, FileTables(), shop.clock, shop.ids)
    plan = service.plan(str(path), encoding="utf-8", delimiter=";")
    result = service.apply(plan, session=shop.owner)
    found = {hit.sku: hit.name for hit in shop.catalogue.search(ProductQuery(limit=500))}
    for sku, nasty in zip((sku for sku, _ in lines), lines_of, strict=True):
        if nasty.kept is None:
            assert sku not in found
        else:
            assert found[sku] == nasty.kept
    assert result.new == len(lines_of) - len(REFUSED)
    assert len(result.rejected) == len(REFUSED)


def test_a_coupon_code_is_never_markup(shop: Shop) -> None:
    counter = make_counter(shop)
    for nasty in CORPUS:
        with pytest.raises(PosError, match="coupon_unknown"):
            counter.desk.apply_coupon(nasty.typed)
    assert coupon_code("000000001").startswith("K")
