#!/usr/bin/env bash
# What the client costs to build, beside a bare reqwest with its default features: crates, and processor seconds of a
# cold `cargo build` without optimisation. `bash tests/client/cost.sh`; takes some minutes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# One line: name, crates, processor seconds. The package depends on what the second argument says, and on nothing else.
measure() {
    local name=$1 dependency=$2 folder=$scratch/$1
    mkdir -p "$folder/src"
    touch "$folder/src/lib.rs"
    printf '[package]\nname = "cost"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n%s\n[workspace]\n' \
        "$dependency" >"$folder/Cargo.toml"
    cp "$root/Cargo.lock" "$folder/"
    (
        cd "$folder"
        cargo fetch --quiet
        crates=$(cargo tree --edges normal,build --prefix none --no-dedupe | sed 's/ (proc-macro)//' | sort -u | wc -l)
        times=$( { TIMEFORMAT='%U %S'; time cargo build --quiet --offline --target-dir "$scratch/target-$name" >&2; } 2>&1 | tail -n 1)
        printf '%-22s %4d crates %8.1f CPU s\n' "$name" $((crates - 1)) "$(awk '{print $1 + $2}' <<<"$times")"
    )
    rm -rf "$scratch/target-$name"
}

client="checkout-identity = { path = \"$root/generated\""
measure default "$client }"
measure ring "$client, default-features = false, features = [\"tls-ring\", \"platform-roots\", \"tracing\", \"download\", \"webhooks\"] }"
measure webhooks-only "$client, default-features = false, features = [\"webhooks\"] }"
measure bare-reqwest 'reqwest = "0.13"'
