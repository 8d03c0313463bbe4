#!/usr/bin/env bash
# A browser for the tests: the one named by PIONEER_CHROMIUM, one that is here, or Debian's package when we may install it.
set -eu
if [ -n "${PIONEER_CHROMIUM:-}" ] && [ -x "$PIONEER_CHROMIUM" ]; then exit 0; fi
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then found=yes; break; fi
done
fonts=$(fc-list :lang=zh 2>/dev/null | head -n 1 || true)
if [ "${found:-}" = yes ] && [ -n "$fonts" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing chromium and a Chinese font for the browser tests …"
  apt-get update -qq >/dev/null && apt-get install -y -qq chromium fonts-noto-cjk poppler-utils >/dev/null && exit 0
fi
echo "the browser tests need Chromium and a Chinese font: apt-get install chromium fonts-noto-cjk (or set PIONEER_CHROMIUM)" >&2
exit 1
