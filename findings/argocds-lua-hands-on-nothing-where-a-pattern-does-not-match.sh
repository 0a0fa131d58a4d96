#!/usr/bin/env bash
# A health script of Argo CD 3.6.1 fails at `tonumber(text:match("%d+"))` where the text has no digits, at which Lua 5.1
# has nil.
#
# Input: string.match with a pattern that does not match, as the last argument of another function. Scripts have string.match
# where Argo CD ships them, or where its settings say useOpenLibs.
# Behaviour: Lua's manual says that match returns nil then. In Argo CD's Lua (gopher-lua) it returns nothing at all, which is the
# same in `local found = text:match("%d+")`, and not where the result is handed on: tonumber, tostring and type raise "value
# expected". string.find does return nil. So the usual way to read a number out of a message or a version works as long as
# there is one, and then Argo CD has an error for the health of the object, in place of the branch that the script has for nil.
# One more pair of parentheses makes it nil again.
# Output seen:
#   expression                       Lua 5.1  Argo CD
#   tonumber(("v3"):match("%d+"))    3        3
#   tonumber(("v"):match("%d+"))     nil      error
#   type(("v"):match("%d+"))         nil      error
#   tonumber((("v"):match("%d+")))   nil      nil
#   select("#", ("v"):match("%d+"))  1        0
#   select("#", ("v"):find("%d+"))   1        1
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
  printf '%-32s %-8s %s\n' expression 'Lua 5.1' 'Argo CD'
  while read -r text; do
    printf '%-32s %-8s %s\n' "$text" "$(python/bin/python real.py <<<"$text")" "$(./argocd <<<"$text")"
  done <<'LUA'
tonumber(("v3"):match("%d+"))
tonumber(("v"):match("%d+"))
type(("v"):match("%d+"))
tonumber((("v"):match("%d+")))
select("#", ("v"):match("%d+"))
select("#", ("v"):find("%d+"))
LUA
} | tee seen
diff - seen <<'SEEN'
expression                       Lua 5.1  Argo CD
tonumber(("v3"):match("%d+"))    3        3
tonumber(("v"):match("%d+"))     nil      error
type(("v"):match("%d+"))         nil      error
tonumber((("v"):match("%d+")))   nil      nil
select("#", ("v"):match("%d+"))  1        0
select("#", ("v"):find("%d+"))   1        1
SEEN
