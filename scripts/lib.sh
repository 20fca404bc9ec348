# SPDX-License-Identifier: Apache-2.0
# What the verbs in this folder share. Sourced with `set -euo pipefail`; leaves the caller at the root of the tree.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs=$(nproc)

say() { printf '\n== %s\n' "$*" >&2; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo > /dev/null; then
        sudo "$@"
    else
        fail "This must run as root or with sudo: $*"
    fi
}

# The Debian packages for the given purposes (build, test, check, fuzz; see packages.txt) that are not here yet.
missing_packages() {
    local package purpose unless
    while read -r package purpose unless _; do
        [[ " $* " == *" $purpose "* ]] || continue
        if [[ $unless != - ]]; then
            command -v "$unless" > /dev/null && continue
        elif [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2> /dev/null) == installed ]]; then
            continue
        fi
        echo "$package"
    done < <(grep --extended-regexp '^[a-z]' scripts/packages.txt)
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@" | sort --unique)
    [[ ${#missing[@]} -gt 0 ]] || return 0
    command -v apt-get > /dev/null ||
        fail "These Debian 12 packages, or what they bring, are needed and there is no apt-get: ${missing[*]}"
    say "installing ${#missing[@]} packages: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
    # Some bring a service, which nobody asked to be started. Source: invoke-rc.d(8), policy-rc.d.
    local policy=/usr/sbin/policy-rc.d is_ours='' status=0
    if [[ ! -e $policy ]]; then
        is_ours=1
        printf '#!/bin/sh\nexit 101\n' | as_root install --mode=755 /dev/stdin $policy
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}" > /dev/null || status=$?
    [[ -z $is_ours ]] || as_root rm --force $policy
    return $status
}

# The npm packages of the web client bring the Node that everything after this line runs on.
install_node_packages() {
    local folder
    for folder in "$@"; do
        if [[ -f $folder/package-lock.json ]]; then scripts/npm_ci "$folder"; fi
    done
    PATH="$PWD/web_client/node_modules/node/bin:$PATH"
}

# build PRESET [TARGET...]
build() {
    local preset=$1
    shift
    say "building $preset"
    cmake --preset "$preset" --log-level=WARNING
    cmake --build --preset "$preset" --parallel "$jobs" ${@:+--target "$@"}
}
