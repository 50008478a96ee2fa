#!/usr/bin/env bash
# Prepare this machine: bootstrap.sh run|dev|freeze
#
# Installs the system packages that are missing where it may (as root, or with sudo), otherwise says
# exactly which command to give; then makes .venv from the hash-checked lists in requirements/ and
# compiles the translations. A second call finds everything in place and takes no time.
set -euo pipefail

profile=${1:?run, dev or freeze}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv="$root/.venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONNOUSERSITE=1

# What the window needs, what the tests need on top, what freezing needs on top.
window_packages="ca-certificates libgl1 libegl1 libglib2.0-0 libxkbcommon0 libfontconfig1 libdbus-1-3
  libgssapi-krb5-2 libcups2 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1
  libxcb-shape0"
test_packages="xvfb xauth"
freeze_packages="binutils libpython3-dev"

say() { printf '%s\n' "$@" >&2; }
fail() { say "$@"; exit 1; }

# ------------------------------------------------------------------------------------- Python

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 \
    /usr/bin/python3 /usr/bin/python3.11; do
    if command -v "$candidate" >/dev/null && fits "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
}

# ------------------------------------------------------------------------------------- system

installed() {
  # From Debian 13 on some libraries carry the suffix t64.
  { dpkg-query -W -f='${Status}\n' "$1" "$1t64" 2>/dev/null || true; } |
    grep -q '^install ok installed'
}

wanted_packages() {
  printf '%s\n' $window_packages
  case $profile in
    dev) printf '%s\n' $test_packages $freeze_packages ;;
    freeze) printf '%s\n' $freeze_packages ;;
  esac
  # Debian keeps venv and ensurepip apart from its Python; others bring their own.
  local python
  python=$(find_python)
  [ -n "$python" ] || echo python3
  if [ -z "$python" ] || ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo python3-venv
  fi
}

install_system_packages() {
  command -v dpkg-query >/dev/null || { say_missing_libraries; return; }
  local missing=() package
  for package in $(wanted_packages); do
    installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local line="apt-get install -y --no-install-recommends ${missing[*]}"
  local become=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      become=(sudo)
    else
      fail "Some system packages are missing, and this account may not install them." \
        "Please let somebody run, as root:" "" "    apt-get update && $line" "" "and start again."
    fi
  fi
  say "Installing system packages: ${missing[*]}"
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2 ||
    say "The package lists could not be refreshed; trying with those at hand."
  # shellcheck disable=SC2086
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive $line -qq >/dev/null || fail \
    "apt-get could not install the packages. Please run, as root:" "" "    $line" "" \
    "and start again."
}

say_missing_libraries() {
  [ "$(uname -s)" = Linux ] && command -v ldconfig >/dev/null || return 0
  local library missing=()
  for library in libEGL.so.1 libGL.so.1 libxkbcommon.so.0 libfontconfig.so.1 libdbus-1.so.3 \
    libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1; do
    ldconfig -p 2>/dev/null | grep -q "$library" || missing+=("$library")
  done
  [ ${#missing[@]} -eq 0 ] || say "The window will want these libraries: ${missing[*]}"
}

# -------------------------------------------------------------------------------- environment

make_environment() {
  local python list stamp
  list="$root/requirements/run.txt"
  [ "$profile" = run ] || list="$root/requirements/dev.txt"
  python=$(find_python)
  [ -n "$python" ] || fail "Python 3.11 to 3.14 is needed; none was found."
  if ! fits "$venv/bin/python"; then
    say "Making the environment in .venv with $("$python" --version)"
    rm -rf "$venv"
    create_venv "$python"
  fi
  stamp="$venv/.installed-$(cat "$root/requirements/"{run,dev}.txt | cksum | tr ' ' -)"
  # The list for developers holds everything the other one does.
  if [ ! -e "$stamp-dev" ] && [ ! -e "$stamp-$(basename "$list" .txt)" ]; then
    say "Installing Python packages from requirements/$(basename "$list") (checked by hash)"
    "$venv/bin/python" -m pip install --quiet --require-hashes --no-deps -r "$list" >&2
    rm -f "$venv"/.installed-*
    touch "$stamp-$(basename "$list" .txt)"
  fi
  put_program_on_path
}

create_venv() {
  if "$1" -c 'import ensurepip' 2>/dev/null; then
    "$1" -m venv "$venv"
  elif "$1" -m pip --version >/dev/null 2>&1; then
    # Without ensurepip the environment is born empty; the system's pip fills it.
    "$1" -m venv --without-pip "$venv"
    "$1" -m pip --python "$venv/bin/python" install --quiet --require-hashes --no-deps \
      -r <(sed -n '/^pip==/,/[^\\]$/p' "$root/requirements/run.txt") >&2
  else
    fail "This Python has neither ensurepip nor pip. Please run, as root:" "" \
      "    apt-get install -y python3-venv" "" "and start again."
  fi
}

put_program_on_path() {
  local site command
  site=$(echo "$venv"/lib/python3.*/site-packages)
  command="$venv/bin/pos-app"
  [ "$(cat "$site/pos_app_source.pth" 2>/dev/null)" = "$root" ] && [ -x "$command" ] && return
  echo "$root" >"$site/pos_app_source.pth"
  cat >"$command" <<PROGRAM
#!$venv/bin/python
import sys

from pos_app.__main__ import main

sys.exit(main())
PROGRAM
  chmod +x "$command"
}

compile_translations() {
  local source
  for source in "$root"/resources/locale/*/LC_MESSAGES/pos_app.po; do
    if [ ! -e "${source%.po}.mo" ] || [ "$source" -nt "${source%.po}.mo" ]; then
      "$venv/bin/python" "$root/packaging/messages.py" compile
      return
    fi
  done
}

install_system_packages
make_environment
compile_translations
