# wasm-std.sh: the wasm32 standard library where `rustup target add` is not to be had.
# Part of pkg-scripts/toolchain, which sources it; uses its `say`, `have`, `quietly`, `$tmp`.
#
# Debian ships the library's sources, and those of exactly the installed rustc's version build
# with any toolchain of that version. The result is a private sysroot, handed to rustc for the
# wasm32 target only: host tools and the user's toolchain are not touched. Building takes about
# a minute, once per rustc version.

# Fetches rust-src of version $rust_version with apt, from suites that need not be among the
# machine's own. Everything apt writes lies in $tmp, so no root is needed.
std_from_debian() {
  have apt-get && have dpkg-deb || return 1
  # The mirror that the machine uses already; `--no-release-info` asks for it also where apt
  # has not downloaded a list yet, as in fresh containers.
  mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed -n -e 's,/debian/*$,/debian,p' -e 's,/debian\.list/*$,/debian.list,p' | sort -u | head -n 1)
  [ -n "$mirror" ] || mirror=http://deb.debian.org/debian
  for suite in trixie-backports forky sid; do
    say "looking for rust-src $rust_version in Debian $suite"
    fetch_rust_src "$mirror" "$suite" || continue
    say "building the wasm32 standard library from it into $cache (once, about a minute)"
    build_std cargo rustc "$tmp/rust-src/usr/src/rustc-$rust_version/library" || return 1
    mv "$tmp/sysroot" "$sysroot"
    return 0
  done
  return 1
}

fetch_rust_src() { # mirror, suite
  apt=$tmp/apt
  rm -rf "$apt"
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  signed=
  for ring in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp; do
    [ ! -e "$ring" ] || signed="Signed-By: $ring"
  done
  printf '%s\n' "Types: deb" "URIs: $1" "Suites: $2" "Components: main" "$signed" >"$apt/one.sources"
  printf '%s\n' "Dir::Etc::sourcelist \"$apt/one.sources\";" 'Dir::Etc::sourceparts "-";' \
    "Dir::State::lists \"$apt/lists\";" "Dir::Cache \"$apt/cache\";" 'APT::Sandbox::User "root";' >"$apt/apt.conf"
  quietly env APT_CONFIG="$apt/apt.conf" apt-get update || return 1
  found=$(APT_CONFIG=$apt/apt.conf apt-cache madison rust-src |
    awk -v v="$rust_version" 'index($3, v "+") == 1 || index($3, v "-") == 1 { print $3; exit }')
  [ -n "$found" ] || return 1
  (cd "$apt" && quietly env APT_CONFIG="$apt/apt.conf" apt-get download "rust-src=$found") || return 1
  rm -rf "$tmp/rust-src"
  dpkg-deb -x "$apt"/rust-src_*.deb "$tmp/rust-src"
}

# Builds the library and lays its .rlib files out as a sysroot in $tmp/sysroot.
# The bitcode is for users of `lto = true`, the `test` crate for `cargo test`. Panic messages name
# source files; the remapping keeps this machine's folders out of the modules built with it.
build_std() { # cargo, rustc, library folder
  crate=$tmp/empty
  rm -rf "$crate" "$tmp/sysroot"
  mkdir -p "$crate/src"
  printf '#![no_std]\n' >"$crate/src/lib.rs"
  cat >"$crate/Cargo.toml" <<'TOML'
[package]
name = "empty"
version = "0.0.0"
edition = "2021"
[workspace]
[profile.release]
opt-level = 3
codegen-units = 1
panic = "abort"
debug = false
TOML
  (
    cd "$crate"
    unset CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS
    quietly env RUSTC="$2" __CARGO_TESTS_ONLY_SRC_ROOT="$3" RUSTC_BOOTSTRAP=1 \
      RUSTFLAGS="-Cembed-bitcode=yes --remap-path-prefix=$3=/rustc/library $remap_crates" CARGO_TARGET_DIR="$crate/target" \
      "$1" build --release --target "$TARGET" \
      -Zbuild-std=core,alloc,std,panic_abort,panic_unwind,test,proc_macro
  ) || return 1
  lib=$tmp/sysroot/lib/rustlib/$TARGET/lib
  mkdir -p "$lib"
  cp "$crate/target/$TARGET/release/deps"/*.rlib "$lib/"
  rm -f "$lib"/libempty-*.rlib
}

# The last resort: Debian's own browser-build rustc with its own sources, which needs root to
# install. Only the wasm builds use it; native builds and tests stay with the user's toolchain.
std_from_rustc_web() {
  have apt-get && [ "$(id -u)" = 0 ] || return 1
  say "installing Debian's rustc-web and building its wasm32 standard library (once, two minutes)"
  quietly apt-get update || return 1
  apt-cache show rustc-web >/dev/null 2>&1 || return 1
  quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    rustc-web cargo-web rust-web-src libstd-rust-web-dev lld-19 || return 1
  library=/usr/src/rustc-$(/usr/bin/rustc -vV | sed -n 's/^release: //p')/library
  build_std /usr/bin/cargo /usr/bin/rustc "$library" || return 1
  mv "$tmp/sysroot" "$(web_sysroot)"
  use_rustc_web
}

# True when that was done before, for the rustc-web that is installed now.
use_rustc_web() {
  [ -x /usr/bin/rustc ] && [ -d "$(web_sysroot)" ] || return 1
  sysroot=$(web_sysroot)
  wasm_cargo="env RUSTC=/usr/bin/rustc /usr/bin/cargo"
  wasm_linker=/usr/bin/lld-19
}

web_sysroot() {
  printf '%s/wasm32-std-web-%s' "$cache" "$(/usr/bin/rustc -vV | sed -n 's/^release: //p')"
}
