#!/usr/bin/env bash
# Put dist/pos-app into a Debian package: dist/pos-app_<version>_<architecture>.deb
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' pos_app/__init__.py)
architecture=$(dpkg --print-architecture)
[ -x dist/pos-app/pos-app ] || { echo "make freeze comes first" >&2; exit 1; }

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
install -d "$tree/DEBIAN" "$tree/opt" "$tree/usr/bin" "$tree/usr/share/applications" \
  "$tree/usr/share/doc/pos-app" "$tree/usr/share/icons/hicolor/scalable/apps"
cp -a dist/pos-app "$tree/opt/pos-app"
ln -s /opt/pos-app/pos-app "$tree/usr/bin/pos-app"
install -m 644 packaging/linux/pos-app.desktop "$tree/usr/share/applications/"
install -m 644 resources/icons/shopping-basket.svg \
  "$tree/usr/share/icons/hicolor/scalable/apps/pos-app.svg"
install -m 644 LICENSE "$tree/usr/share/doc/pos-app/copyright"
install -m 644 THIRD_PARTY.md "$tree/usr/share/doc/pos-app/"
# Some systems mount files of other people as their own; a package belongs to root.
size=$(du -sk "$tree" | cut -f1)
cat >"$tree/DEBIAN/control" <<CONTROL
Package: pos-app
Version: $version
Architecture: $architecture
Maintainer: The pos-app developers <pos-app@localhost>
Installed-Size: $size
Section: misc
Priority: optional
Depends: libc6, libgl1, libegl1, libglib2.0-0 | libglib2.0-0t64, libxkbcommon0, libfontconfig1,
 libdbus-1-3, libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0
Recommends: cups-client
Description: till with a loyalty programme, for shops without a network
 Sells with customers' cards, points and coupons, takes mixed payments, prints receipts, and keeps
 everything on this computer.
CONTROL
dpkg-deb --root-owner-group -Zxz -z3 --build "$tree" "dist/pos-app_${version}_${architecture}.deb"
