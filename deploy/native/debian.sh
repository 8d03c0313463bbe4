#!/usr/bin/env bash
# What the full profile takes from Debian: nginx, Prometheus, Alertmanager, and Java with Maven for Kafka and Keycloak.
# Servers that are given by address need no package: see the README. Nothing is started by installing (RUNLEVEL=1).
set -eu
export PATH="$PATH:/usr/sbin:/usr/local/sbin"
declare -A packages=(
  [nginx]=nginx-light [prometheus]=prometheus [prometheus-alertmanager]=prometheus-alertmanager
  [java]=default-jre-headless [mvn]=maven
)
missing=()
for name in "${!packages[@]}"; do
  command -v "$name" >/dev/null 2>&1 || missing+=("${packages[$name]}")
done
if [ ${#missing[@]} = 0 ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing ${missing[*]} for the full profile …"
  export RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && exit 0
fi
echo "the full profile needs ${missing[*]}: apt-get install ${missing[*]}" >&2
exit 1
