#!/usr/bin/env bash
# In a health script of Argo CD 3.6.1 a text with a leading zero is octal in arithmetic, and decimal in tonumber; "1e3" is a
# thousand in arithmetic, and no number in tonumber. In Lua 5.1 the two read alike.
#
# Input: texts of digits, as labels, annotations, versions and quantities (1e3 is one of Kubernetes) are.
# Behaviour: by Lua's manual, arithmetic on a text and tonumber convert it alike. Argo CD's Lua (gopher-lua) has two readers.
# Arithmetic tries Go's ParseInt with base 0, so that "010" is 8, "0b11" is 3 and "1_000" is 1000. tonumber takes ten as the
# base, and an exponent only where there is a point: "1e3" is nil, and "1.0e3" a thousand. So a script that is tried in another
# Lua says something else in Argo CD, and no error tells so.
# Output seen:
#   expression             Lua 5.1  Argo CD
#   "010" + 0              10       8
#   tonumber("010")        10       10
#   "010" / 2              5        4
#   "08" + 0               8        8
#   "1e3" + 0              1000     1000
#   tonumber("1e3")        1000     nil
#   tonumber("1.0e3")      1000     1000
#   "1_000" + 0            error    1000
#   tonumber("1_000")      nil      nil
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv --without-pip python
python3 -m pip --python python/bin/python install --quiet lupa==2.8
cat >real.py <<'PY'
import sys

from lupa.lua51 import LuaError, LuaRuntime

for text in sys.stdin.read().splitlines():
    try:
        print(LuaRuntime().eval(f"tostring({text})"))
    except LuaError:
        print("error")
PY

# A program with the Lua that the go.mod of Argo CD names.
export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
argocd=$(go list -m -f '{{.GoMod}}' github.com/argoproj/argo-cd/v3@v3.6.1)
cat >main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	lua "github.com/yuin/gopher-lua"
)

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		state := lua.NewState()
		if state.DoString("return tostring("+lines.Text()+")") != nil {
			fmt.Println("error")
		} else {
			fmt.Println(state.Get(-1))
		}
		state.Close()
	}
}
GO
go mod init finding 2>/dev/null
go mod edit -require "github.com/yuin/gopher-lua@$(sed -n 's/^.*yuin\/gopher-lua \(v[^ ]*\).*$/\1/p' "$argocd")"
go build -trimpath -o argocd . 2>build.log || { cat build.log >&2; exit 1; }

{
  printf '%-22s %-8s %s\n' expression 'Lua 5.1' 'Argo CD'
  while read -r text; do
    printf '%-22s %-8s %s\n' "$text" "$(python/bin/python real.py <<<"$text")" "$(./argocd <<<"$text")"
  done <<'LUA'
"010" + 0
tonumber("010")
"010" / 2
"08" + 0
"1e3" + 0
tonumber("1e3")
tonumber("1.0e3")
"1_000" + 0
tonumber("1_000")
LUA
} | tee seen
diff - seen <<'SEEN'
expression             Lua 5.1  Argo CD
"010" + 0              10       8
tonumber("010")        10       10
"010" / 2              5        4
"08" + 0               8        8
"1e3" + 0              1000     1000
tonumber("1e3")        1000     nil
tonumber("1.0e3")      1000     1000
"1_000" + 0            error    1000
tonumber("1_000")      nil      nil
SEEN
