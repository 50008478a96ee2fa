"""Slips on a printer that may hang, drop, run dry or stand open."""

from __future__ import annotations

import time

import pytest
from escpos.printer import Dummy

from pos_app.adapters.documents import rasterise, render_coupon, render_receipt
from pos_app.adapters.printing import commands
from pos_app.adapters.printing.escpos import EscPosPrinter
from pos_app.adapters.printing.link import Line
from pos_app.adapters.printing.tcp import tcp_opener
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import Bitmap, DeliveryUnknown, Paper, Slip
from tests.adapters.documents.slips import COUPON, RECEIPT, codes_in, image_of
from tests.adapters.printing.rig import wait_for
from tests.adapters.printing.virtual_printer import Behaviour, VirtualPrinter


def printer_at(port: int, *, job: float = 3.0, **options: bool) -> EscPosPrinter:
    line = Line(tcp_opener("127.0.0.1", port, connect_timeout=1.0), job_timeout=job)
    options.setdefault("speaks", True)
    return EscPosPrinter("virtual", line, rasterise, answer_wait=0.15, **options)


def slip(pdf: bytes | None = None, *, drawer: bool = False) -> Slip:
    pdf = pdf or render_receipt(RECEIPT, Paper.ROLL_80)
    return Slip(name="slip", pdf=pdf, paper=Paper.ROLL_80, open_drawer=drawer)


def test_paper_is_dot_for_dot_what_was_drawn_and_its_codes_are_read() -> None:
    receipt = render_receipt(RECEIPT, Paper.ROLL_80)
    coupon = render_coupon(COUPON, RECEIPT, Paper.ROLL_80)
    with VirtualPrinter() as device:
        printer = printer_at(device.port)
        printer.send(slip(receipt, drawer=True))
        printer.send(slip(coupon))
    first, second = device.paper.slips
    assert codes_in(first) == [("R1-001087-2211", "Code128")]
    assert codes_in(second) == [("C-150-7K3M9Q", "Code128")]
    drawn = rasterise(receipt, Paper.ROLL_80)[0]
    assert (first.width, first.height) == (576, drawn.height)
    assert first.rows == drawn.rows.replace(b"\x10\x14", b"\x10\x15")
    assert device.paper.kicks == 1
    assert device.paper.unknown == []


def test_without_a_cutter_the_paper_is_fed_to_the_tear_bar() -> None:
    with VirtualPrinter() as device:
        printer_at(device.port, cutter=False, drawer=False).send(slip(drawer=True))
    assert device.paper.slips == []
    assert device.paper.fed == 6
    assert device.paper.kicks == 0


def test_refused_connection_says_offline() -> None:
    with VirtualPrinter() as device:
        port = device.port
    with pytest.raises(EnvironmentProblem) as caught:
        printer_at(port).send(slip())
    assert caught.value.code == "printer_offline"
    assert not isinstance(caught.value, DeliveryUnknown)


def test_unknown_host_says_missing() -> None:
    line = Line(tcp_opener("no such host.invalid", 9100))
    with pytest.raises(EnvironmentProblem) as caught:
        EscPosPrinter("x", line, rasterise).open_drawer()
    assert caught.value.code == "printer_missing"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (Behaviour(paper_rows=0), "printer_paper_out"),
        (Behaviour(cover_open=True), "printer_cover_open"),
    ],
)
def test_a_printer_that_is_not_ready_gets_nothing_but_opens_the_drawer(
    behaviour: Behaviour, code: str
) -> None:
    with VirtualPrinter(behaviour) as device:
        with pytest.raises(EnvironmentProblem) as caught:
            printer_at(device.port).send(slip(drawer=True))
        assert caught.value.code == code
        assert not isinstance(caught.value, DeliveryUnknown)
        wait_for(lambda: device.jobs == 1)
    assert device.paper.rows == b""
    assert device.paper.kicks == 1


def test_paper_that_ends_in_the_middle_leaves_the_slip_unknown() -> None:
    with (
        VirtualPrinter(Behaviour(paper_rows=400)) as device,
        pytest.raises(DeliveryUnknown) as caught,
    ):
        printer_at(device.port, job=1.0).send(slip())
    assert caught.value.code == "printer_paper_out"


def test_a_line_that_drops_in_the_middle_leaves_the_slip_unknown() -> None:
    with VirtualPrinter(Behaviour(drop_after=20_000)) as device:
        with pytest.raises(DeliveryUnknown) as caught:
            printer_at(device.port).send(slip())
        assert device.paper.slips == []
    assert caught.value.code in ("print_interrupted", "print_unconfirmed")


def test_a_printer_that_hangs_costs_no_more_than_the_job_time() -> None:
    begun = time.monotonic()
    with VirtualPrinter(Behaviour(deaf=True)) as device, pytest.raises(DeliveryUnknown):
        printer_at(device.port, job=1.0).send(slip())
    assert time.monotonic() - begun < 3


def test_a_printer_that_used_to_answer_and_hangs_gets_nothing() -> None:
    with VirtualPrinter() as device:
        printer = printer_at(device.port)
        printer.send(slip())
        device.behaviour.deaf = True
        with pytest.raises(EnvironmentProblem) as caught:
            printer.send(slip())
        assert caught.value.code == "printer_timeout"
        assert not isinstance(caught.value, DeliveryUnknown)


@pytest.mark.parametrize("speaks", [True, False])
def test_a_printer_that_never_spoke_prints(speaks: bool) -> None:
    with VirtualPrinter(Behaviour(silent=True)) as device:
        printer = printer_at(device.port, speaks=speaks)
        if speaks:
            with pytest.raises(DeliveryUnknown) as caught:
                printer.send(slip())
            assert caught.value.code == "print_unconfirmed"
        else:
            printer.send(slip())
        wait_for(lambda: len(device.paper.slips) == 1)


def test_a_printer_without_acknowledgement_is_asked_how_it_is() -> None:
    with VirtualPrinter(Behaviour(acknowledges=False)) as device:
        printer = printer_at(device.port, job=2.5)
        printer.send(slip())
        begun = time.monotonic()
        printer.send(slip())
        assert time.monotonic() - begun < 1.5  # it has learnt not to wait
        assert len(device.paper.slips) == 2


def test_status_tells_what_is_wrong_and_never_raises() -> None:
    with VirtualPrinter() as device:
        printer = printer_at(device.port)
        assert printer.status().ready
        device.behaviour.cover_open = True
        assert printer.status().cover_open
        device.behaviour.cover_open = False
        device.behaviour.paper_rows = 0
        assert printer.status().paper_out
        device.behaviour.silent = True
        assert not printer.status().answered
    assert not printer.status().online


def test_drawer_opens_also_when_the_paper_is_out() -> None:
    with VirtualPrinter() as device:
        printer = printer_at(device.port)
        printer.open_drawer()
        wait_for(lambda: device.paper.kicks == 1)
        device.behaviour.cover_open = True
        printer.open_drawer()
        wait_for(lambda: device.paper.kicks == 2)


# -- bytes against an independent implementation --------------------------------------------------


def test_raster_bytes_are_those_of_python_escpos() -> None:
    bitmap = rasterise(render_coupon(COUPON, RECEIPT, Paper.ROLL_80), Paper.ROLL_80)[0]
    picture = image_of(bitmap).convert("RGB")
    oracle = Dummy()
    oracle.image(picture, impl="bitImageRaster", fragment_height=commands.BAND, center=False)
    ours = b"".join(commands.raster(bitmap))
    assert ours == oracle.output.replace(b"\x10\x14", b"\x10\x15")


def test_cut_reset_and_drawer_bytes_are_those_of_python_escpos() -> None:
    oracle = Dummy()
    oracle.cut(feed=False)
    assert oracle.output == commands.CUT
    oracle = Dummy()
    oracle.hw("INIT")
    assert oracle.output == commands.RESET
    oracle = Dummy()
    oracle.cashdraw([27, 112, 0, 25, 50])
    assert oracle.output == commands.DRAWER


def test_dots_never_spell_a_real_time_command() -> None:
    rows = b"\x10\x14\x01\x00\x01\x10\x14\x08"
    band = b"".join(commands.raster(Bitmap(width=64, height=1, rows=rows)))
    assert b"\x10\x14" not in band[8:]
    assert len(band) == 8 + len(rows)


@pytest.mark.parametrize(
    ("answers", "field"),
    [((0x12, 0x16, 0x12), "cover_open"), ((0x12, 0x12, 0x72), "paper_out"),
     ((0x12, 0x12, 0x1E), "paper_low"), ((0x12, 0x32, 0x12), "paper_out")],
)  # fmt: skip
def test_status_bits(answers: tuple[int, int, int], field: str) -> None:
    assert getattr(commands.read_status(*answers), field)
    calm = commands.read_status(0x12, 0x12, 0x12)
    assert calm.ready
    assert not getattr(calm, field)
    assert not commands.read_status(0x1A, None, None).online
