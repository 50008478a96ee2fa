"""P3 through the checkout: what the person at the counter is told after an error, and the retry."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.errors import EnvironmentProblem
from tests.adapters.sqlite.test_faults import ERRORS, Faulty
from tests.benchmarks.counter import SellingCounter


@pytest.fixture
def selling(tmp_path: Path) -> SellingCounter:
    """A counter whose next connections can be made to fail."""
    made = SellingCounter(tmp_path)
    made.store.release_thread()
    made.store._factory = Faulty
    prepared = made.prepare()
    made.complete(prepared)
    made.next()
    return made


def calls_of_a_sale(selling: SellingCounter) -> int:
    prepared = selling.prepare()
    with Faulty.failing(10**9, "io_error", lasting=False):
        selling.complete(prepared)
        calls = Faulty.calls
    selling.next()
    return calls


@pytest.mark.parametrize("code", ["io_error", "disk_full"])
def test_a_sale_that_was_saved_after_all_is_shown_not_refused(
    selling: SellingCounter, code: str
) -> None:
    """The commit succeeded and then reported an error: the receipt is found by its uuid."""
    calls = calls_of_a_sale(selling)
    draft, total = selling.prepare()
    with Faulty.failing(calls, code, lasting=False, after=True):
        done = selling.counter.checkout.complete(selling.counter.desk.session, draft, total)
    assert done.repeated
    assert done.sale_uuid == draft.uuid
    assert selling.store.self_check() == []
    report = check_file(selling.path, selling.store.sealer)
    assert report.is_clean
    assert report.sales == 3
    selling.store.close()


@pytest.mark.parametrize("code", ERRORS)
def test_a_retry_after_any_error_sells_once(selling: SellingCounter, code: str) -> None:
    calls = calls_of_a_sale(selling)
    sold = 2
    for position in range(1, calls + 1, 6):
        draft, total = selling.prepare()
        session = selling.counter.desk.session
        with (
            Faulty.failing(position, code, lasting=False),
            pytest.raises(EnvironmentProblem) as caught,
        ):
            selling.counter.checkout.complete(session, draft, total)
        assert caught.value.code == code
        assert selling.store.outcome_of_sale(draft.uuid) is None
        if selling.store.trouble is not None:
            assert selling.store.self_check() == []
        done = selling.counter.checkout.complete(session, draft, total)
        sold += 1
        assert (done.repeated, done.number) == (False, sold)
        again = selling.counter.checkout.complete(session, draft, total)
        assert (again.repeated, again.number) == (True, sold)
        selling.next()
    assert check_file(selling.path, selling.store.sealer).is_clean
    selling.store.close()
