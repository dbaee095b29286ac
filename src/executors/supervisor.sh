#!/bin/sh
# The parent of the processes that a run starts, one after the other: a run has as many of these as it has processes at once. It
# leads a session and a process group in which its job is alone, and outlives the orchestrator, so that each end is on record even
# when nobody is left to read it. POSIX only, and almost only builtins: what is started is the job, and nothing before it.
#
#   sh supervisor.sh RECORDS JOBS NAME...  reads the id of a job a line until end of input
#
# RECORDS is only ever appended to, one write a line:
#   supervisor PID START BOOT   who writes here
#   take ID                     the job was read from the pipe; without this line it was never started
#   start ID                    everything but the command itself has worked; it runs from here on
#   end ID exit CODE | end ID signal NUMBER
#   eof                         nothing will be started any more
# A line on our own output follows each end: it wakes whoever drives us, and ends us where nobody does any more.
# JOBS holds job.sh, the launch script of the job (see launch-script.ts), and job.note: what this shell had to say of it. Both are
# used again for the next job, which spares two new files a job; what was said of a job that ended badly is kept as ID.note.
# NAME... are the variables of our environment whose values jobs may be given: they are kept out of it, and reach no file.
#
# The odd prefix keeps our variables apart from those of jobs.
_sx_records=$1 _sx_jobs=$2 _sx_note=$2/job.note
exec 3>>"$_sx_records" || exit 2
# What is made here, logs among it, is for nobody else; commands get back the mask that we were given.
_sx_umask=$(umask)
umask 077
exec 2>>"$_sx_note" || exit 2
shift 2
for _sx_name in "$@"; do eval "_sx_given_$_sx_name=\$$_sx_name" && unset "$_sx_name"; done
PATH=/usr/bin:/bin
# TERM is meant for the job, and we stay to record its end. (A handler is not inherited.)
trap _sx_told=1 TERM INT HUP

# Called by the launch script when everything but the command itself has worked.
begin() {
  unset PWD OLDPWD SHLVL
  printf 'start %s\n' "$_sx_id" >&3 || return
  umask "$_sx_umask"
}

# Waits for one job and records how it ended.
run() {
  . "$_sx_jobs/job.sh"
  _sx_status=$?
  umask 077
  _sx_end="exit $_sx_status"
  if [ -s "$_sx_note" ]; then
    # A shell says 128 + n both for "killed by n" and for "exited with 128 + n". It prints a note only when a signal
    # killed its child, but never for INT and PIPE: those two are taken by their number alone.
    [ "$_sx_status" -gt 128 ] && [ "$_sx_status" -lt 193 ] && _sx_end="signal $((_sx_status - 128))"
    while IFS= read -r _sx_line; do printf '%s\n' "$_sx_line"; done <"$_sx_note" >"$_sx_jobs/$_sx_id.note"
    : >"$_sx_note"
  elif [ "$_sx_status" -eq 130 ] || [ "$_sx_status" -eq 141 ]; then
    _sx_end="signal $((_sx_status - 128))"
  fi
  # A full disk is waited for, up to ten minutes; the newline in front keeps a half-written line apart.
  printf 'end %s %s\n' "$_sx_id" "$_sx_end" >&3 && return
  _sx_tries=0
  while [ "$_sx_tries" -lt 600 ]; do
    sleep 1
    printf '\nend %s %s\n' "$_sx_id" "$_sx_end" >&3 && return
    _sx_tries=$((_sx_tries + 1))
  done
}

_sx_stat='' _sx_boot=''
{ read -r _sx_stat </proc/self/stat; read -r _sx_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
: >"$_sx_note"
# The name, in parentheses, may hold blanks; the start is the 20th field after it.
set -- ${_sx_stat##*) }
printf 'supervisor %s %s %s\n' "$$" "${20:--}" "${_sx_boot:--}" >&3
echo

# `read` is false on a last line without its newline: half a command is no command.
while _sx_told='' && { read -r _sx_id || [ -n "$_sx_told" ]; }; do
  # A signal may have cut the reading short.
  [ -n "$_sx_id" ] || continue
  printf 'take %s\n' "$_sx_id" >&3
  run
  echo
done
printf 'eof\n' >&3
echo
