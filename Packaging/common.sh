# What Packaging/run and Packaging/test share: finding the toolchain, installing what is missing, building.
# Read with `.`; sets ROOT (the project's folder). Speaks in sentences, needs no terminal.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
RELEASE=$ROOT/.build/release/wattkeeper
# Building needs the first two lines (the second is what the Swift toolchain itself stands on), running the
# third; Debian 12 names.
BUILD_PACKAGES="pkg-config libsqlite3-dev libssl-dev libc6-dev libstdc++-12-dev binutils git
  libncurses6 libcurl4 libxml2 zlib1g"
RUN_PACKAGES="tzdata ca-certificates libsqlite3-0 libssl3"

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# clock SECONDS -> 03:07
clock() { printf '%02d:%02d' $(($1 / 60)) $(($1 % 60)); }

# announce NAME: a line with the time since the script began.
announce() { say "== $(clock "$SECONDS") $*"; }

check_debian() {
  command -v dpkg-query >/dev/null || fail "this is not Debian (dpkg-query is missing); Debian 12 is needed."
  local name version
  name=$(. /etc/os-release && echo "${ID:-unknown}")
  version=$(. /etc/os-release && echo "${VERSION_ID:-unknown}")
  [ "$name $version" = "debian 12" ] || say "Note: made for Debian 12; this is $name $version."
}

# Finds Swift 6.3 or newer in PATH or /opt/swift and puts it into PATH.
find_swift() {
  local folder said version major minor
  if ! command -v swift >/dev/null; then
    for folder in /opt/swift/usr/bin /opt/swift/bin; do
      [ -x "$folder/swift" ] && PATH=$folder:$PATH
    done
    export PATH
  fi
  command -v swift >/dev/null || fail "Swift is missing. Get the 6.3 toolchain for Debian 12 from" \
    "https://www.swift.org/install/linux/ and unpack it so that /opt/swift/usr/bin/swift exists."
  said=$(swift --version 2>&1 || true)
  version=$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$said" | head -n 1)
  [ -n "$version" ] || fail "'swift --version' does not run; it says: $(head -n 1 <<<"$said")"
  major=${version%%.*}
  minor=${version#*.}
  [ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 3 ]; } ||
    fail "Swift $version is too old; 6.3 is needed (https://www.swift.org/install/linux/)."
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_missing PACKAGE…: asks dpkg first, and apt only for what is missing.
install_missing() {
  local package missing="" sudo=""
  for package in "$@"; do
    is_installed "$package" || missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "these packages are missing and only root can install them:$missing"
    sudo=sudo
  fi
  say "Installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  if [ -z "${PACKAGE_LISTS_FRESH:-}" ]; then
    $sudo apt-get -q update || fail "apt-get update failed; is there a network?"
    PACKAGE_LISTS_FRESH=1
  fi
  # shellcheck disable=SC2086 # a list of names
  $sudo apt-get -q install -y --no-install-recommends $missing </dev/null ||
    fail "apt-get could not install:$missing"
}

# The release binary: Swift's libraries inside, symbols stripped by the linker, none kept for others to link
# against, no path of this machine.
build_release() {
  swift build --package-path "$ROOT" -c release --static-swift-stdlib --product wattkeeper \
    --disable-local-rpath -Xlinker -s -Xlinker --no-export-dynamic </dev/null
}
