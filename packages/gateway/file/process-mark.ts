/** Which process something belongs to, told so that a number given to another process later is not mistaken for it. */
import { readFileSync } from 'node:fs'

/** The mark of this process: its number, when it started, and the machine's run, in one line. */
export function ownMark(): string {
  return `${process.pid} ${startOf(process.pid)} ${bootId()}`
}

/** Whether the process of a mark runs on this machine. False for what is no mark. */
export function isAlive(mark: string): boolean {
  const [digits = '', start = '', boot = ''] = mark.trim().split(' ')
  const pid = Number(digits)
  if (!Number.isInteger(pid) || pid <= 0 || boot !== bootId()) return false
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startOf(pid) === start
}

/** When a process started, in the kernel's ticks (proc(5), field 22 of stat); a dash where the system does not tell. */
function startOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie writes nothing any longer; its parent has only not looked yet.
  return fields[0] === 'Z' ? 'ended' : fields[19] || '-'
}

let boot: string | undefined

/** The kernel's name for the time since the machine started; a dash where the system does not tell. */
function bootId(): string {
  boot ??= textOf('/proc/sys/kernel/random/boot_id').trim() || '-'
  return boot
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
