#!/usr/bin/env bash
# Finds a Chromium, or installs Debian's where that can be done without asking.
set -euo pipefail
for name in ${CHROMIUM:-} chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$name" > /dev/null; then exit 0; fi
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "The browser tests need Chromium: install it, or set CHROMIUM to the path of one." >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell
