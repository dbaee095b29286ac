// The most memory that this process ever had resident.
import { readFileSync } from 'node:fs';

/** Peak resident set in bytes. From /proc where there is one: getrusage would count what the parent had before exec. */
export function peakMemoryBytes() {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (found) return Number(found[1]) * 1024;
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS * 1024;
}
