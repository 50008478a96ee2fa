"""The real window off screen, with a pair of hands: for the demo day and the smoke test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_app.adapters.files.paths import places
from pos_app.bootstrap.shop import Shop, World, open_shop
from pos_app.domain.staff import Role


def off_screen() -> None:
    """Let Qt draw into memory where nothing else was asked for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class Rehearsal:
    """A window on a shop, and what a person does with it.

    ``world`` replaces clock and hashing; ``step_ms`` is the robot's pause after each gesture.
    """

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int] = (1366, 768),
        *,
        world: World | None = None,
        step_ms: int = 90,
    ) -> None:
        from pos_app.bootstrap.frame import Frame
        from pos_app.bootstrap.robot import Robot
        from pos_app.ui.scan_router import ScanRouter
        from pos_app.ui.task_runner import TaskRunner

        self.shop: Shop = open_shop(places(folder), world)
        self.tasks = TaskRunner()
        self.router = ScanRouter()
        self.router.install()
        self.frame = Frame(self.shop, self.tasks, self.router)
        self.window = self.frame.window
        self.window.resize(*size)
        self.frame.start()
        self.window.show()
        self.window.activateWindow()
        self.robot = Robot(self.window, step_ms)
        self.robot.until(self.window.isActiveWindow, "the window to have the keys")

    @property
    def page(self) -> str:
        """The page in front."""
        current = self.window.current_page()
        return current.page_name if current is not None else ""

    def reach(self, page: str) -> None:
        """Wait for a page; raises ``TimeoutError``."""
        self.robot.until(lambda: self.page == page, f"page {page}, still on {self.page}")

    def sign_in(self, name: str, pin: str) -> None:
        """Choose a person and type the PIN."""
        people = self.shop.staff.people()
        person = next(one for one in people if one.name == name)
        self.frame.sign_in.choose(str(person.id))
        self.robot.type(pin)
        if person.role is Role.OWNER:
            self.robot.key("Enter")
        self.robot.until(lambda: self.page in ("sale", "shift"), "the PIN to be checked")

    def settle_prints(self) -> None:
        """Wait until nothing is queued for the printer."""

        def idle() -> bool:
            with self.shop.store.uow() as uow:
                jobs = uow.print_jobs
                return not (jobs.in_state("queued") or jobs.in_state("sent"))

        self.robot.until(idle, "the printer to finish")

    def shot(self, path: Path) -> Path:
        """A picture of the window."""
        self.robot.wait(250)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.window.grab().save(str(path)):
            raise OSError(f"cannot write {path}")
        return path

    def close(self) -> None:
        """End everything."""
        self.frame.close()
        self.window.close()
        self.window.deleteLater()
        self.tasks.stop()
        self.router.uninstall()
        self.shop.close()


@contextmanager
def rehearse(
    folder: Path,
    size: tuple[int, int] = (1366, 768),
    *,
    world: World | None = None,
    step_ms: int = 90,
) -> Iterator[Rehearsal]:
    """The window on the shop in ``folder``, closed at the end."""
    off_screen()
    from pos_app.bootstrap.window import application

    with application():
        made = Rehearsal(folder, size, world=world, step_ms=step_ms)
        try:
            yield made
        finally:
            made.close()
