#!/usr/bin/env bash
# Write requirements/run.txt and dev.txt anew from pyproject.toml: every version and every hash, for
# every system, and no address of any registry. Call it with --upgrade for the newest versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
common=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url
  --no-header --no-annotate "$@")
uv pip compile "${common[@]}" pyproject.toml -o requirements/run.txt
uv pip compile "${common[@]}" --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
