#!/bin/sh
# A quick stand-in for an agent where many runs are killed (agent.mjs can do more, and takes a whole Node to start).
# TEST_LOG: a line is appended when it begins and when it ends. TEST_DELAY: seconds between the two.
# TEST_NEEDS: words that its context must hold. TEST_FILES, TEST_KEYS: what it makes and hands over. TEST_EVIDENCE: its evidence.
printf 'begin %s %s\n' "$SPEC_EXEC_TASK" "$SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"
for need in $TEST_NEEDS; do
  grep -q -- "$need" "$SPEC_EXEC_CONTEXT" || { echo "the context lacks $need"; exit 9; }
done
[ -z "$TEST_DELAY" ] || sleep "$TEST_DELAY"
for file in $TEST_FILES; do
  mkdir -p "${file%/*}" && printf '{"by":"%s"}\n' "$SPEC_EXEC_TASK" >"$file"
done
for key in $TEST_KEYS; do
  printf '{"from":"%s"}\n' "$key" >"$SPEC_EXEC_HANDOFF/$key.json"
done
[ -z "$TEST_EVIDENCE" ] || printf '%s' "$TEST_EVIDENCE" >"$SPEC_EXEC_EVIDENCE"
printf 'end %s %s\n' "$SPEC_EXEC_TASK" "$SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"
exit "${TEST_EXIT:-0}"
