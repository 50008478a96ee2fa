#!/usr/bin/env bash
# Every check and every test. pytest's closing line is the last one; the exit code speaks for all.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
workers=${WORKERS:-2}
status=0

packaging/lint.sh || status=1

# Focus, scanner and printing want a real X server; everything else runs off screen.
run_on_x_server() {
  grep -rqE 'mark\.xvfb' tests --include='*.py' || return 0
  command -v xvfb-run >/dev/null || { echo "xvfb-run is not installed"; return 1; }
  QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1920x1080x24" \
    .venv/bin/python -m pytest -q -m xvfb -p no:benchmark -p no:cacheprovider
}
if ! run_on_x_server; then
  status=1
  echo "The tests on a real X server failed; see above."
fi
[ $status -eq 0 ] || echo "Something was found before the main run; see above."

# Whole years and thousands of baskets have a target of their own: make test-slow.
QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -p no:benchmark -n "$workers" \
  --dist loadscope -m "not xvfb and not slow" --cov --cov-report=term --cov-fail-under=100 || status=1
exit $status
