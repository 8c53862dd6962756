#!/usr/bin/env bash
# Compares this generator with others on the same documents: processor time and peak memory of generating, lines of
# Rust, the processor time of `cargo check` of each output by itself, and the size of its machine code without
# optimisation. `bash tests/corpus/peers.sh DOCUMENT...`
#
# Not part of the build: installing the peers takes minutes of processor time each. Name fewer of them in $PEERS.
# With COMPILE=no only what is generated is compared. Needs GNU time, and binutils for the size.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

peers=${PEERS-openapi-to-rust@0.23.0 openapi-nexus@0.2.3 ploidy@0.15.0 oas3-gen@0.29.0 cargo-progenitor@0.15.1}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/openapi-peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH=$cache/bin:$PATH

# The command that makes a crate, or a module in `src`, of the document $2 in the folder $3.
command_of() {
    case $1 in
    ours) echo "$xtask codegen --spec $2 --out $3 --package compared" ;;
    openapi-to-rust) echo "openapi-to-rust generate --config $3.toml" ;;
    openapi-nexus) echo "openapi-nexus generate --input $2 --output $3 --generators rust-reqwest" ;;
    ploidy) echo "ploidy generate rust $2 -o $3" ;;
    oas3-gen) echo "oas3-gen generate client-mod -i $2 -o $3/src" ;;
    cargo-progenitor) echo "cargo progenitor -i $2 -o $3 -n compared -v 0.1.0" ;;
    esac
}

# Prints the processor seconds of a command; fails with it.
seconds() {
    local TIMEFORMAT='%3U %3S'
    { time "$@" >"$work/log" 2>&1; } 2>"$work/time" || return 1
    awk '{ printf "%.3f\n", $1 + $2 }' "$work/time"
}

# Prints the seconds of generating in the folder $2, those of ours beside it, and peak KiB. Both take turns, as a machine is
# not as fast at all times. Short runs are repeated and timed together, as the clock is coarse. Each has a new folder: an
# unchanged one is cheaper to us alone. None is deleted before the end: for a minute after that, ext4 is slow to make new
# files, also for the next run of this script. With $TMPDIR on a tmpfs the file system hardly counts.
generate() {
    local command first runs turn run theirs=0 beside=0 more
    write_config "$3" "$2-first" >"$2-first.toml"
    first=$(seconds run_once "$1" "$3" "$2-first") || return 1
    runs=$(awk -v first="$first" 'BEGIN { printf "%d", (first > 0.4 ? 1 : first > 0.05 ? 0.4 / first : 10) }')
    for turn in 1 2 3 4 5; do
        for run in $(seq "$runs"); do write_config "$3" "$2-$turn-$run" >"$2-$turn-$run.toml"; done
        more=$(seconds repeat "$runs" "$1" "$3" "$2-$turn") || return 1
        theirs=$(awk "BEGIN { print $theirs + $more / $runs / 5 }")
        more=$(seconds repeat "$runs" ours "$3" "$2-beside-$turn") || return 1
        beside=$(awk "BEGIN { print $beside + $more / $runs / 5 }")
    done
    write_config "$3" "$2" >"$2.toml"
    read -ra command <<<"$(command_of "$1" "$3" "$2")"
    /usr/bin/time --format=%M --output="$work/memory" "${command[@]}" >"$work/log" 2>&1 || return 1
    echo "$(printf '%.4f' "$theirs") $beside $(cat "$work/memory")"
}

run_once() {
    local command
    read -ra command <<<"$(command_of "$@")"
    "${command[@]}"
}

# Runs a generator $1 times, in as many folders.
repeat() {
    local run
    for run in $(seq "$1"); do run_once "$2" "$3" "$4-$run" || return 1; done
}

# openapi-to-rust has no flags, and makes a module and a list of dependencies.
write_config() {
    printf '[generator]\nspec_path = "%s"\noutput_dir = "%s/src/api"\nmodule_name = "api"\n' "$1" "$2"
    printf '\n[features]\nenable_async_client = true\n'
}

# Makes a crate of a module. Dependencies are those the peer lists, else those its output names.
complete_crate() {
    if [ -e "$1/Cargo.toml" ]; then return; fi
    {
        printf '[package]\nname = "compared"\nedition = "2024"\n\n'
        if [ -e "$1/src/api/REQUIRED_DEPS.toml" ]; then
            cat "$1/src/api/REQUIRED_DEPS.toml"
        else
            printf '[dependencies]\nanyhow = "1"\nbytes = "1"\nhttp = "1"\noas3-gen-support = "*"\nserde_json = "1"\n'
            printf 'chrono = { version = "0.4", features = ["serde"] }\nserde = { version = "1", features = ["derive"] }\n'
            printf 'reqwest = { version = "*", features = ["form", "json", "multipart", "query", "stream"] }\n'
            printf 'uuid = { version = "1", features = ["serde"] }\nvalidator = { version = "*", features = ["derive"] }\n'
        fi
    } >"$1/Cargo.toml"
    if [ -e "$1/src/mod.rs" ]; then
        printf '#[path = "mod.rs"]\npub mod api;\n' >"$1/src/lib.rs"
    else
        printf 'pub mod api;\n' >"$1/src/lib.rs"
    fi
}

# The processor seconds of checking a crate whose dependencies are built, and the KiB of its machine code.
compile() {
    complete_crate "$1"
    printf '\n[workspace]\n' >>"$1/Cargo.toml"
    export CARGO_TARGET_DIR=$cache/target CARGO_INCREMENTAL=0
    local package
    package=$(sed -n 's/^name *= *"\(.*\)"/\1/p' "$1/Cargo.toml" | head -n 1 | tr - _)
    cargo check --quiet --manifest-path "$1/Cargo.toml" >"$work/log" 2>&1 || return 1
    find "$1/src" -name lib.rs -exec touch {} +
    seconds cargo check --quiet --manifest-path "$1/Cargo.toml" || return 1
    cargo build --quiet --manifest-path "$1/Cargo.toml" >"$work/log" 2>&1 || return 1
    size --totals "$CARGO_TARGET_DIR/debug/lib$package.rlib" | awk 'END { printf "%.0f\n", $1 / 1024 }'
}

compare() {
    local document=$1 folder peer out cost time beside memory lines compiled values ours=''
    folder=$(mktemp -d "$work/XXXXXX")
    printf '\n%s\n%-18s %9s %6s %9s %6s %9s %6s %9s %6s %9s %6s\n' "$document" '' \
        'CPU s' ratio MiB ratio lines ratio 'check s' ratio 'code KiB' ratio
    for peer in ours $peers; do
        peer=${peer%@*}
        out=$folder/$peer
        if ! cost=$(generate "$peer" "$out" "$document") || [ ! -d "$out/src" ]; then
            printf '%-18s no output\n' "$peer"
            continue
        fi
        read -r time beside memory <<<"$cost"
        lines=$(find "$out/src" -name '*.rs' -exec cat {} + | wc -l)
        compiled='- -'
        if [ "${COMPILE-yes}" = yes ]; then compiled=$(compile "$out") || compiled='- -'; fi
        values="$time $memory $lines $(tr '\n' ' ' <<<"$compiled")"
        if [ "$peer" = ours ]; then ours=$values; fi
        # A ratio is theirs over ours: above 1, we take less.
        awk -v peer="$peer" -v values="$values" -v ours="$ours" -v beside="$beside" 'BEGIN {
            split(values, value, " "); split(ours, our, " "); our[1] = beside
            printf "%-18s", peer
            for (i = 1; i <= 5; i++) {
                shown = i == 2 ? sprintf("%.1f", value[i] / 1024) : value[i]
                ratio = value[i] == "-" || our[i] + 0 == 0 ? "-" : sprintf("%.2f", value[i] / our[i])
                printf " %9s %6s", shown, ratio
            }
            print ""
        }'
    done
}

for peer in $peers; do
    # By the list of what is there: cargo builds a package again that has a program which was not asked for.
    if grep --quiet "^\"${peer%@*} ${peer#*@} " "$cache/.crates.toml" 2>/dev/null; then continue; fi
    cargo install --quiet --locked --root "$cache" "$peer"
done
cargo build --quiet --profile dist --locked --package xtask --manifest-path "$here/../../Cargo.toml"
xtask=$(cargo metadata --no-deps --format-version 1 --manifest-path "$here/../../Cargo.toml" |
    sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/dist/xtask
for document in "$@"; do
    compare "$(realpath "$document")"
done
