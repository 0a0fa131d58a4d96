# shellcheck shell=bash
# Sourced by what builds Go programs. $me is how that script calls itself, $named the file that names its modules.

# ask COMMAND...: run what may find that a module, or the toolchain, which is one too, is not served any more: exit code 3.
ask() {
  local said reason
  said=$("$@" 2>&1 >/dev/null) && return
  if reason=$(grep -m 1 -E ': 4(03|04|10) |not available|unknown revision' <<<"$said"); then
    echo "$me: not served: $reason; fix: name in $named what \`go list -m MODULE@latest\` says" >&2
    exit 3
  fi
  echo "$me: $said" >&2
  exit 2
}

# use_go VERSION: let the Go that is here build, or where it is older this one, which then comes as a module. An older Go
# than 1.21 has to be told to get one.
use_go() {
  local needed=$1 here toolchain root
  here=$(cd / && go version | sed 's/.* go\([0-9.]*\).*/\1/')
  if [[ $here =~ ^1\.([0-9]|1[0-9]|20)(\.|$) ]]; then
    toolchain=golang.org/toolchain@v0.0.1-go$needed.$(go env GOHOSTOS)-$(go env GOHOSTARCH)
    download() { (cd / && GOFLAGS='' go mod download "$@" "$toolchain"); }
    ask download
    root=$(download -json | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
    chmod -R a+x "$root/bin" "$root/pkg/tool"
    export PATH=$root/bin:$PATH
  elif [ "$(printf '%s\n' "$needed" "$here" | sort --version-sort | tail -n 1)" = "$here" ]; then
    export GOTOOLCHAIN=local
  else
    export GOTOOLCHAIN=go$needed
  fi
  ask go version
}
