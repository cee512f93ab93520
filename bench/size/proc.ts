/** What a process takes, as Linux says it. @see proc(5) */
import { readFileSync } from 'node:fs';

const TICK_MS = 10;

/** Milliseconds of CPU that the whole process has used, of user and system, in steps of ten. */
export function cpuMsOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory in MB (2^20 bytes). */
export function rssMbOf(pid: number | undefined): number {
  const [, kib = 'NaN'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
