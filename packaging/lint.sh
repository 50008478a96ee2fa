#!/usr/bin/env bash
# Style, types, layers, dependencies, spelling, translations, notices: each "ok", or what is wrong.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

status=0
check() {
  local output
  if output=$(".venv/bin/$1" "${@:2}" 2>&1); then
    printf 'ok      %s\n' "$*"
  else
    status=1
    printf 'FAILED  %s\n' "$*"
    printf '%s\n' "$output" | tail -n 60
  fi
}

check ruff check .
check ruff format --check .
check mypy
check lint-imports --no-logo
check deptry .
check codespell
check python packaging/messages.py check
check python packaging/third_party.py check
exit $status
