# The parts of a CI run, to be sourced: one after the other, one beside them, and how many seconds each took.

table=() # what the parts took that are over
running="" # the name of the part that is not over, and the second in which it began
since=0
beside_name="" # what goes on beside the parts, its process group, and where it leaves its words and its seconds
beside_group=""
beside_log=$(mktemp)

# part NAME COMMAND...: run a part; where it fails, the run does.
part() {
  running=$1 since=$SECONDS
  shift
  "$@"
  table+=("$(row $((SECONDS - since)) "$running")")
  running=""
}

# beside NAME COMMAND...: start what goes on beside the parts with whatever they leave of the processors.
beside() {
  beside_name=$1
  shift
  set -m # it leads a process group, so that it ends with all that it has started
  (SECONDS=0; nice -n 19 "$@"; echo "$SECONDS" >"$beside_log.seconds") >"$beside_log" 2>&1 </dev/null &
  set +m
  beside_group=$!
}

# awaited: wait for what goes on beside, and show its words; where it failed, the run does.
awaited() {
  local status=0
  wait "$beside_group" || status=$?
  beside_group=""
  cat "$beside_log"
  [ $status != 0 ] || table+=("$(row "$(cat "$beside_log.seconds")" "$beside_name, beside the others")")
  return $status
}

row() { printf '%6d s  %s' "$@"; }

finish() {
  local status=$?
  [ -z "$running" ] || table+=("$(row $((SECONDS - since)) "$running, which failed")")
  if [ -n "$beside_group" ]; then
    kill -- "-$beside_group" 2>/dev/null || true
    cat "$beside_log"
    table+=("        $beside_name, cut off")
  fi
  rm -f "$beside_log" "$beside_log.seconds"
  printf '%s\n' "" "CI took" "${table[@]}" "$(row "$SECONDS" "in all")"
  exit $status
}
trap finish EXIT
