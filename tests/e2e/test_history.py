"""A former system's year on a real store: it reconciles, survives kill -9, and stays provable."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.files.history_import import CsvHistory, load_mapping
from pos_app.adapters.files.tables import FileTables
from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.history_writer import SqliteHistory
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.store import Store, create_store, open_store
from pos_app.adapters.system import SystemClock, SystemIds
from pos_app.domain.errors import PosError
from pos_app.services.history_import import HistoryImport, HistoryReport
from pos_app.services.importing import ImportResult, ProductImport
from tests import completejourney

KEY = b"k" * 32
ROOT = Path(__file__).resolve().parents[2]
SMALL = 5_000


def connect(path: Path) -> Store:
    make = open_store if path.exists() else create_store
    return make(path, clock=SystemClock(), ids=SystemIds(), key=KEY)


def import_products(store: Store, folder: Path) -> ImportResult:
    work = ProductImport(store.uow, FileTables(), SystemClock(), SystemIds())
    return work.apply(work.plan(str(folder / "products.csv")))


def import_history(store: Store, folder: Path) -> HistoryReport:
    mapping = load_mapping(folder / "mapping.toml")
    clock = SystemClock()
    work = HistoryImport(SqliteHistory(store, clock, SystemIds()), clock)
    return work.run(mapping, CsvHistory(folder, mapping))


def child(path: str, folder: str) -> None:
    """Run by :func:`imported_apart` in a process of its own: import and say how much it took."""
    began = time.monotonic()
    store = connect(Path(path))
    products = import_products(store, Path(folder))
    report = import_history(store, Path(folder))
    store.close()
    # Not ru_maxrss, which remembers the process this one was forked from.
    found = re.search(r"VmHWM:\s+([0-9]+)", Path("/proc/self/status").read_text())
    megabytes = int(found[1]) // 1024 if found else 0
    seconds = time.monotonic() - began
    sys.stdout.write(f"{products.new} {report.receipts} {megabytes} {seconds:.1f}\n")


def imported_apart(database: Path, folder: Path) -> subprocess.Popen[str]:
    code = f"from tests.e2e.test_history import child; child({str(database)!r}, {str(folder)!r})"
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE)  # fmt: skip


def findings(database: Path) -> list[object]:
    return list(check_file(database, Sealer(KEY)).findings)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, completejourney.Converted]:
    """The first baskets of the real year, as import files."""
    folder = tmp_path_factory.mktemp("journey")
    return folder, completejourney.convert(folder, SMALL)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = connect(tmp_path / "shop.db")
    yield made
    made.close()


def agrees(store: Store, report: HistoryReport, said: completejourney.Converted) -> None:
    """The stored figures are the sums computed straight from the tables."""
    assert report.reconciles
    assert report.receipts == said.baskets
    assert report.refused_receipts == said.refused
    assert report.customers == said.households
    assert {
        m.month: (m.stored.receipts, m.stored.net) for m in report.months if m.stored.receipts
    } == said.months
    assert sum(m.stored.lines for m in report.months) == said.lines
    assert sum(m.stored.gross for m in report.months) == said.gross
    reader = store._reader()
    turnover, visits = reader.execute("SELECT sum(turnover), sum(visits) FROM account").fetchone()
    assert (turnover, visits) == (said.paid, said.baskets)
    last, count = reader.execute("SELECT max(number), count(*) FROM sale").fetchone()
    assert last == count == said.baskets
    unknown = reader.execute("SELECT count(*) FROM sale_line WHERE product_id IS NULL").fetchone()
    assert unknown == (said.unlisted_lines,)


def test_real_products_households_and_baskets_import_and_reconcile(
    store: Store, journey: tuple[Path, completejourney.Converted]
) -> None:
    folder, said = journey
    products = import_products(store, folder)
    assert (products.new, len(products.rejected)) == (said.products, 0)
    report = import_history(store, folder)
    agrees(store, report, said)
    again = import_history(store, folder)
    assert again.resumed
    agrees(store, again, said)
    store.close()
    assert findings(store.path) == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_whole_real_year_imports_in_flat_memory(tmp_path: Path) -> None:
    folder, database = tmp_path / "files", tmp_path / "shop.db"
    said = completejourney.convert(folder)
    assert said.baskets >= 100_000
    process = imported_apart(database, folder)
    out, _ = process.communicate()
    products, receipts, megabytes, seconds = out.split()
    sys.stdout.write(f"\n{receipts} baskets, {said.lines} lines: {seconds} s, {megabytes} MB\n")
    assert (int(products), int(receipts)) == (said.products, said.baskets)
    assert int(megabytes) < 300
    store = connect(database)
    agrees(store, import_history(store, folder), said)
    store.close()
    assert findings(database) == []


def history_child(path: str, folder: str) -> None:
    """Run in a process that is to be killed."""
    store = connect(Path(path))
    import_history(store, Path(folder))
    store.close()


def stored_sales(database: Path) -> int:
    connection = connect_read_only(database)
    try:
        return int(connection.execute("SELECT count(*) FROM sale").fetchone()[0])
    finally:
        connection.close()


def test_killed_again_and_again_it_ends_as_if_nothing_had_happened(
    tmp_path: Path, journey: tuple[Path, completejourney.Converted]
) -> None:
    folder, said = journey
    database = tmp_path / "shop.db"
    store = connect(database)
    import_products(store, folder)
    store.close()
    call = f"history_child({str(database)!r}, {str(folder)!r})"
    code = f"from tests.e2e.test_history import history_child; {call}"
    for goal in (1, 1001, 2001):
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
        while stored_sales(database) < goal and process.poll() is None:
            time.sleep(0.005)
        time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert 0 < stored_sales(database) < said.baskets
    store = connect(database)
    report = import_history(store, folder)
    assert report.resumed
    agrees(store, report, said)
    store.close()
    assert findings(database) == []


# -- a small former system with everything in it --------------------------------------------------

SMALL_MAPPING = """format = 1
name = "old"
till = "H9"
timezone = "Europe/Warsaw"
date_order = "dmy"
decimal = ","
[tenders]
"gotówka" = "cash"
"karta" = "card"
[customers]
file = "people.csv"
columns = { id = "nr", name = "name", card = "card", points = "points", points_expire = "until" }
[receipts]
file = "receipts.csv"
[receipts.columns]
id = "id"
at = "at"
customer = "who"
total = "total"
tender = "how"
coupons = "codes"
[lines]
file = "lines.csv"
[lines.columns]
receipt = "id"
sku = "sku"
name = "name"
quantity = "qty"
unit_price = "price"
coupon = "coupon"
net = "sum"
tax_rate = "vat"
"""
SMALL_FILES = {
    "mapping.toml": SMALL_MAPPING,
    "people.csv": "nr;name;card;points;until\n1;Łucja Król;2900000000018;120,50;31.12.2099\n"
    "2;Jan;2900000000018;;\n",
    "receipts.csv": "id;at;who;total;how;codes\n"
    "P1;28.02.2026 23:59;1;25,00;karta;WIN10 WIN20\n"
    "P2;01.03.2026 00:01;;5,00;gotówka;WIN10\n"
    "P3;01.03.2026 10:00;2;7,77;gotówka;\n",
    "lines.csv": "id;sku;name;qty;price;coupon;sum;vat\n"
    "P2;A;Thing;1;5;;5,00;23\n"
    "P1;B;Other thing;2,5;12,00;5,00;25,00;8\n"
    "P3;A;Thing;0;;;7,00;\n",
}


def small(folder: Path) -> Path:
    for name, text in SMALL_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_cards_points_coupons_and_tenders_arrive(store: Store, tmp_path: Path) -> None:
    report = import_history(store, small(tmp_path))
    assert (report.customers, report.points, report.receipts, report.refused_receipts) == (
        2, 12050, 2, 1,
    )  # fmt: skip
    assert report.reconciles
    assert [(m.month, m.stored.receipts, m.stored.net, m.refused_net) for m in report.months] == [
        ("2026-02", 1, 2500, 0), ("2026-03", 1, 500, 777),
    ]  # fmt: skip
    with store.uow() as uow:
        sale = uow.sales.by_number("H9", 1)
        assert sale is not None
        assert (sale.source, sale.total, sale.tenders[0].kind.value) == ("import", 2500, "card")
        # 25.00 × 8 / 108 = 1.85
        assert (sale.lines[0].gross, sale.lines[0].coupon, sale.tax) == (3000, 500, 185)
        card = uow.cards.by_number("2900000000018")
        assert card is not None
        assert card.customer_id == sale.customer_id
        account = uow.customers.account(sale.customer_id or 0)
        assert (account.balance, account.turnover, account.visits) == (12050, 2500, 1)
        assert str(account.last_visit) == "2026-02-28"
        [lot] = uow.points.lots(sale.customer_id or 0)
        assert (lot.kind, lot.left, str(lot.expires_on)) == ("opening", 12050, "2099-12-31")
        coupon = uow.coupons.by_code("WIN10")
        assert coupon is not None
        assert (coupon.state, coupon.uses) == ("expired", 2)
    store.close()
    assert findings(store.path) == []


def test_a_till_that_sells_takes_no_history(store: Store, tmp_path: Path) -> None:
    import_history(store, small(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    small(other)
    text = SMALL_MAPPING.replace('name = "old"', 'name = "older"')
    (other / "mapping.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PosError, match="till_in_use"):
        import_history(store, other)


def test_the_import_is_in_the_journal(store: Store, tmp_path: Path) -> None:
    import_history(store, small(tmp_path))
    rows = store._reader().execute(
        "SELECT type, content FROM journal WHERE type LIKE 'import.%' ORDER BY seq"
    ).fetchall()  # fmt: skip
    assert [row[0] for row in rows] == [
        "import.history_batch", "import.history_batch", "import.history",
    ]  # fmt: skip
    assert '"receipts":2' in rows[-1][1]
