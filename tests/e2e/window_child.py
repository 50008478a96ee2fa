"""The real window in a process of its own, selling until it is killed.

Run by ``test_kill_window.py``; arguments: the shop's folder and a number that varies the pauses.
First it says on one line, as JSON, what the start screen tells and what stands on the sale after
signing in; then one line for each receipt number the screen has shown.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

from pos_app.bootstrap.rehearsal import rehearse
from tests.e2e import stage


def say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> None:
    folder, dice = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    with rehearse(folder, (1024, 768), world=stage.world(), step_ms=40) as day:
        facts = [fact.title for fact in day.frame.sign_in_view._state.facts]
        stage.work_begins(day, right=stage.person_keys(day, "Anna"))
        draft = stage.lines(day)
        shown = [line for line in stage.seen(day).splitlines() if line.strip().startswith("- ")]
        say({"facts": facts, "draft": draft, "shown": len(shown)})
        while True:
            for _ in range(dice.randint(1, 3)):
                day.robot.scan(dice.choice((stage.SOAP, stage.TEA)))
                say({"lines": stage.lines(day)})
            say({"paid": stage.pay_cash(day), "total": stage.last_total(day)})
            day.robot.key("Enter")
            day.reach("sale")


if __name__ == "__main__":
    main()
