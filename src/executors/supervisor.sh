#!/bin/sh
# The one parent of every process that a run starts. It outlives the orchestrator, so that each end is on record even
# when nobody is left to read it. POSIX only, and almost only builtins: each fork here is paid once a job.
#
#   sh supervisor.sh RECORDS JOBS SETSID         reads "ID SLOT" a line until end of input
#   sh supervisor.sh RECORDS JOBS '' ID SLOT     starts one job and waits for it (where there is no setsid)
#
# RECORDS is only ever appended to, one write a line:
#   supervisor PID START BOOT         who writes here
#   take ID                           the job was read from the pipe; without this line it was never started
#                                     (where there is no setsid, written by the orchestrator before it starts our shell)
#   start ID PID START GROUP WRAPPER  written by the job's own process, just before it becomes the command
#   end ID exit CODE | end ID signal NUMBER
#   eof                               nothing will be started any more; ends may still follow
# JOBS holds SLOT.sh, the launch script (see launch-script.ts), and SLOT.note: what the shells had to say of the job that has
# the slot now. A slot is used again once its job's end is on record, which spares two new files a job; what was said of a
# job that ended badly is kept as ID.note.
#
# The odd prefix keeps our variables apart from those of the environment that jobs inherit.
_sx_records=$1 _sx_jobs=$2 _sx_setsid=$3
exec 3>>"$_sx_records" || exit 2
# What is made here, logs among it, is for nobody else; commands get back the mask that we were given.
_sx_umask=$(umask)
umask 077

# First fields of our own /proc stat: 1 pid, 4 parent, 22 start time. `$$` would be the supervisor's, even in a subshell.
self() {
  _sx_stat=
  read -r _sx_stat 2>/dev/null </proc/self/stat
}

# Called by a launch script when everything but the command itself has worked. Closes the records to the job.
begin() {
  # Never another job's script, whatever became of the slot.
  [ "$_sx_job" = "$1" ] || exit 125
  self 2>/dev/null
  _sx_id=$1
  set -- $_sx_stat
  _sx_pid=$1 _sx_wrapper=$4 _sx_start=${22:--}
  [ -n "$_sx_pid" ] || { _sx_pid=$(exec sh -c 'echo "$PPID"') && _sx_wrapper=$$; }
  _sx_group=$_sx_pid
  [ -n "$_sx_setsid" ] || _sx_group=$$
  printf 'start %s %s %s %s %s\n' "$_sx_id" "$_sx_pid" "$_sx_start" "$_sx_group" "$_sx_wrapper" >&3 || exit 125
  exec 3>&-
}

# Called last by a launch script: becomes the command, in a session and a group of its own.
become() {
  umask "$_sx_umask"
  exec ${_sx_setsid:+"$_sx_setsid"} "$@"
}

# Waits for one job, outside the job's own group, and records how it ended: run ID SLOT.
run() {
  _sx_job=$1 _sx_note=$_sx_jobs/$2.note
  exec 2>"$_sx_note"
  ( . "$_sx_jobs/$2.sh" )
  _sx_status=$?
  _sx_end="exit $_sx_status"
  # A shell says 128 + n both for "killed by n" and for "exited with 128 + n". It prints a note only when a signal
  # killed its child, but never for INT and PIPE: those two are taken by their number alone.
  if [ "$_sx_status" -gt 128 ] && [ "$_sx_status" -lt 193 ]; then
    if [ -s "$_sx_note" ] || [ "$_sx_status" -eq 130 ] || [ "$_sx_status" -eq 141 ]; then
      _sx_end="signal $((_sx_status - 128))"
    fi
  fi
  if [ "$_sx_status" -ne 0 ] && [ -s "$_sx_note" ]; then
    while IFS= read -r _sx_line; do printf '%s\n' "$_sx_line"; done <"$_sx_note" >"$_sx_jobs/$1.note"
  fi
  # A full disk is waited for, up to ten minutes; the newline in front keeps a half-written line apart.
  printf 'end %s %s\n' "$1" "$_sx_end" >&3 && return
  _sx_tries=0
  while [ "$_sx_tries" -lt 600 ]; do
    sleep 1
    printf '\nend %s %s\n' "$1" "$_sx_end" >&3 && return
    _sx_tries=$((_sx_tries + 1))
  done
}

if [ "$#" -gt 3 ]; then
  # Here the job shares our group: TERM is meant for the job, and we stay to record its end. (A handler is not inherited.)
  trap : TERM INT HUP
  run "$4" "$5"
  exit 0
fi

self 2>/dev/null
_sx_boot=
{ read -r _sx_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
set -- $_sx_stat
printf 'supervisor %s %s %s\n' "$$" "${22:--}" "${_sx_boot:--}" >&3

# `read` is false on a last line without its newline: half a command is no command.
_sx_taken=0
while read -r _sx_id _sx_slot; do
  printf 'take %s\n' "$_sx_id" >&3
  run "$_sx_id" "$_sx_slot" </dev/null &
  _sx_taken=$((_sx_taken + 1))
  # Some shells bury their dead only when asked for their jobs.
  [ $((_sx_taken % 32)) -ne 0 ] || jobs >/dev/null
done
printf 'eof\n' >&3
wait
