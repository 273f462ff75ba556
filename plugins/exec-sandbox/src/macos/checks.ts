import { readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Checks } from '../backend.ts'
import type { Policy } from './profile.ts'

/** Behind what every sandbox is asked: $5 is the user's home, $6 a protected file, $7 a hidden one; empty where there is none to try. */
const SCRIPT = `
(echo x > /Library/ringwall-probe) 2>/dev/null && rm -f /Library/ringwall-probe && echo 'LEAK writes into /Library'
test -z "$5" || ! ls "$5" >/dev/null 2>&1 || echo 'LEAK lists the home of the user'
test -z "$6" || ! (: >> "$6") 2>/dev/null || echo 'LEAK changes protected files'
test -z "$7" || ! cat "$7" >/dev/null 2>&1 || echo 'LEAK reads hidden files'
! kill -0 "$4" 2>/dev/null || echo 'LEAK signals other processes'
test ! -u /bin/ps || ! /bin/ps -p 1 >/dev/null 2>&1 || echo 'LEAK runs set-user-ID programs'
test "$2" = host || ! /bin/bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1"' sh "$3" 2>/dev/null || echo 'LEAK reaches this machine over the network'
`

/** What the probe tries under sandbox-exec. Opening a protected file to append to it changes nothing where that is let through. */
export function checksOf({ readOnly, protected: kept, hidden }: Policy): Checks {
  const home = homedir()
  const isNamed = readOnly.some((path) => home === path || home.startsWith(`${path}/`))
  const canTry = !isNamed && isListable(home)
  const [file = ''] = kept.map(({ folder, path }) => join(folder, path)).filter(isFile)
  const [secret = ''] = hidden.map(({ folder, path }) => join(folder, path)).filter(isFile)
  return { program: 'sandbox-exec', script: SCRIPT, args: [canTry ? home : '', file, secret] }
}

function isListable(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0
  } catch {
    return false
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
