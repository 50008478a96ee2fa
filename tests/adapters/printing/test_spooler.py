"""The worker behind the queue: every way a job can end, and that nothing else ever ends with it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pos_app.adapters.documents import SlipDrawer, rasterise
from pos_app.adapters.printing.escpos import EscPosPrinter
from pos_app.adapters.printing.link import Line
from pos_app.adapters.printing.nothing import NoPrinter
from pos_app.adapters.printing.spooler import slip_name
from pos_app.adapters.printing.tcp import tcp_opener
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import (
    DeliveryUnknown,
    Paper,
    PrintEventKind,
)
from pos_app.services.records import PrintJobRow
from tests.adapters.documents.slips import codes_in
from tests.adapters.printing.rig import NOON, Printer, Rig, running
from tests.adapters.printing.virtual_printer import VirtualPrinter


def offline(times: int) -> list[EnvironmentProblem]:
    return [EnvironmentProblem("printer_offline") for _ in range(times)]


def test_jobs_come_out_in_order_and_are_confirmed() -> None:
    printer = Printer()
    with running(Rig(printer)) as rig:
        numbers = [rig.queue.add() for _ in range(3)]
        rig.spooler.wake()
        assert [rig.settled(number) for number in numbers] == ["confirmed"] * 3
    assert [slip.name[-3:] for slip in printer.slips] == ["001", "002", "003"]
    assert rig.heard() == [(PrintEventKind.PRINTED, "")] * 3


def test_two_failures_are_forgiven() -> None:
    printer = Printer(*offline(2))
    with running(Rig(printer)) as rig:
        number = rig.queue.add()
        assert rig.settled(number) == "confirmed"
    assert (printer.tries, rig.queue.jobs[number].tries) == (3, 3)
    assert rig.heard() == [(PrintEventKind.PRINTED, "")]


def test_three_failures_raise_the_banner_and_then_each_job_gets_one_try_until_one_prints() -> None:
    printer = Printer(*offline(4))
    with running(Rig(printer)) as rig:
        first, second, third = rig.queue.add(), rig.queue.add(), rig.queue.add()
        assert rig.settled(third) == "confirmed"
        assert (rig.queue.state(first), rig.queue.state(second)) == ("failed", "failed")
        fourth = rig.queue.add()
        assert rig.settled(fourth) == "confirmed"
    assert printer.tries == 3 + 1 + 1 + 1
    assert rig.heard() == [
        (PrintEventKind.TROUBLE, "printer_offline"),
        (PrintEventKind.TROUBLE, "printer_offline"),
        (PrintEventKind.RECOVERED, ""),
        (PrintEventKind.PRINTED, ""),
        (PrintEventKind.PRINTED, ""),
    ]


def test_a_slip_broken_off_is_never_printed_twice() -> None:
    printer = Printer(DeliveryUnknown("print_interrupted"))
    with running(Rig(printer)) as rig:
        assert rig.settled(rig.queue.add()) == "unknown"
    assert printer.tries == 1
    assert rig.heard() == [(PrintEventKind.UNSURE, "print_interrupted")]


def test_a_slip_that_cannot_be_drawn_stops_nothing() -> None:
    printer = Printer()
    with running(Rig(printer)) as rig:
        bad, good = rig.queue.add(payload="bad"), rig.queue.add()
        assert (rig.settled(bad), rig.settled(good)) == ("failed", "confirmed")
    assert rig.heard()[0] == (PrintEventKind.TROUBLE, "slip_unreadable")


@pytest.mark.allow_log("print job", "print listener")
def test_bugs_in_drawing_or_listening_stop_nothing() -> None:
    rig = Rig(Printer())
    rig.spooler._on_event = lambda event: 1 / 0  # type: ignore[assignment,return-value]
    with running(rig):
        bad, good = rig.queue.add(payload="bug"), rig.queue.add()
        assert (rig.settled(bad), rig.settled(good)) == ("failed", "confirmed")
    assert rig.queue.jobs[bad].error == "program_error"


def test_without_a_printer_nothing_is_said_and_nothing_claimed_printed() -> None:
    with running(Rig(NoPrinter())) as rig:
        number = rig.queue.add()
        assert rig.settled(number) == "failed"
        rig.spooler.use(Printer(), Paper.ROLL_58)
        second = rig.queue.add()
        assert rig.settled(second) == "confirmed"
    assert rig.queue.jobs[number].tries == 1
    assert rig.heard() == [(PrintEventKind.PRINTED, "")]


def test_a_busy_database_delays_but_loses_nothing() -> None:
    with running(Rig(Printer())) as rig:
        rig.queue.refuse = 3
        number = rig.queue.add()
        assert rig.settled(number) == "confirmed"


def test_an_outcome_the_store_refused_is_written_later() -> None:
    printer = Printer()
    rig = Rig(printer)
    number = rig.queue.add()
    original = rig.queue.claim

    def claim(at: datetime) -> PrintJobRow | None:
        job = original(at)
        if job is not None:
            rig.queue.refuse = 2
        return job

    rig.queue.claim = claim  # type: ignore[method-assign]
    with running(rig):
        assert rig.settled(number) == "confirmed"
    assert printer.tries == 1


def test_jobs_of_a_crashed_run_become_unknown_before_anything_is_printed() -> None:
    printer = Printer()
    rig = Rig(printer)
    number = rig.queue.add(state="sent", tries=1)
    with running(rig):
        assert rig.settled(number) == "unknown"
    assert printer.tries == 0
    assert rig.queue.recovered == 1


def test_the_drawer_opens_for_fresh_jobs_only() -> None:
    printer = Printer()
    with running(Rig(printer)) as rig:
        assert rig.settled(rig.queue.add(kind="drawer")) == "confirmed"
        assert rig.settled(rig.queue.add(open_drawer=True)) == "confirmed"
        rig.clock.at = NOON + timedelta(seconds=31)
        assert rig.settled(rig.queue.add(kind="drawer")) == "failed"
        assert rig.settled(rig.queue.add(open_drawer=True)) == "confirmed"
    assert printer.kicks == 1
    assert [slip.open_drawer for slip in printer.slips] == [True, False]


def test_start_and_stop_are_quick_and_repeatable() -> None:
    rig = Rig(Printer())
    assert rig.spooler.stop()
    for _ in range(3):
        rig.spooler.start()
        rig.spooler.start()
        begun = time.monotonic()
        assert rig.spooler.stop()
        assert time.monotonic() - begun < 1


def test_names_are_made_and_tell_copies() -> None:
    job = PrintJobRow(
        uuid="0192f-aaaa-bbbbccccdddd", kind="receipt", ref="../../x", payload="", created_at=NOON
    )
    assert slip_name(job) == "20261122-120000-receipt-bbbbccccdddd"
    assert slip_name(replace(job, copy=True)) == "20261122-120000-receipt-copy-bbbbccccdddd"


def escpos(port: int, seconds: float) -> EscPosPrinter:
    line = Line(tcp_opener("127.0.0.1", port), job_timeout=seconds)
    return EscPosPrinter("virtual", line, rasterise, speaks=True, answer_wait=0.15)


def test_a_real_receipt_goes_from_the_queue_to_the_paper() -> None:
    with VirtualPrinter() as device:
        rig = Rig(escpos(device.port, 5.0), SlipDrawer())
        with running(rig):
            assert rig.settled(rig.queue.add()) == "confirmed"
        assert codes_in(device.paper.slips[0]) == [("R1-001087-2211", "Code128")]
