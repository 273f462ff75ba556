import { baseName } from './interpreters.ts'
import type { Argument } from './argument.ts'
import { isCredential, isPrecious } from './paths.ts'
import type { Reason } from './refusal.ts'

/** A program of a pipeline with its arguments, wrappers taken off. */
export interface Step {
  readonly program: string
  readonly args: readonly Argument[]
}

/** Programs that send what they read. */
const SENDERS = /^(?:nc|ncat|netcat|socat|telnet|ftp|sftp|ssh|lftp|tftp|mail|mailx|sendmail|mutt)$/
const COPIERS = /^(?:scp|rsync|sftp|lftp|rclone)$/
/** Options after which a key is used, not sent. */
const USES = /^(?:-[iFSeEJ]|--(?:cert|key|cacert|netrc-file|config|identity|rsh|exclude|include))$/
const UPLOADS: ReadonlySet<string> = new Set(
  '-d -F -T --data --data-binary --data-raw --data-urlencode --data-ascii --form --form-string --upload-file --json --post-file --post-data --body-file'.split(
    ' ',
  ),
)
const REMOVERS = /^(?:rm|shred|unlink|chmod|chown|chgrp)$/

/** Why a program with these arguments is refused as a sender of credentials, or undefined. */
export function judgeSending(
  program: string,
  args: readonly Argument[],
  inputs: readonly Argument[],
): Reason | undefined {
  const name = baseName(program)
  if (SENDERS.test(name) && inputs.some(({ value }) => isCredential(value))) return 'exfiltration'
  if (name === 'socat' && args.some(({ value }) => value.split(/[:,]/).some(isCredential))) return 'exfiltration'
  if (COPIERS.test(name)) {
    const isRemote = args.some(({ value }) => /^[^/]{1,300}:|^rsync:/.test(value))
    const isSent = args.some(({ value }, i) => isCredential(value) && !USES.test(args[i - 1]?.value ?? ''))
    return isRemote && isSent ? 'exfiltration' : undefined
  }
  if (!/^(?:curl|wget|http|https|xh|httpie)$/.test(name)) return undefined
  const isSent = args.some(({ value }, i) => {
    const before = args[i - 1]?.value ?? ''
    if (UPLOADS.has(before)) return holdsCredential(value, before)
    const length = value.startsWith('--') ? value.indexOf('=') : 2
    const option = value.slice(0, Math.max(length, 0))
    if (UPLOADS.has(option)) return holdsCredential(value.slice(value.startsWith('--') ? length + 1 : 2), option)
    return /^\w{1,40}:?=?@/.test(value) && holdsCredential(value, '-F')
  })
  return isSent ? 'exfiltration' : undefined
}

function holdsCredential(value: string, option: string): boolean {
  if (/^(?:-T|--upload-file|--post-file|--body-file)$/.test(option)) return isCredential(value)
  const at = value.search(/[@<]/)
  return at >= 0 && isCredential((value.slice(at + 1).split(';', 1)[0] ?? '').trim())
}

/** Why a pipeline is refused as a whole: credentials go to a sender, or names of what must stay to what removes. */
export function judgePipeline(steps: readonly Step[]): Reason | undefined {
  const [sender, remover] = [steps.findLastIndex(isSender), steps.findLastIndex(isRemover)]
  if (steps.slice(0, Math.max(sender, 0)).some(readsCredentials)) return 'exfiltration'
  return steps.slice(0, Math.max(remover, 0)).some(namesPrecious) ? 'destructive' : undefined
}

function isSender({ program, args }: Step): boolean {
  const name = baseName(program)
  if (SENDERS.test(name)) return true
  if (name === 'openssl') return args[0]?.value === 's_client'
  if (!/^(?:curl|wget|http|xh)$/.test(name)) return false
  return args.some(
    ({ value }, i) =>
      value.endsWith('@-') ||
      value.endsWith('@/dev/stdin') ||
      (UPLOADS.has(args[i - 1]?.value ?? '') && (value === '-' || value === '.' || value === '/dev/stdin')),
  )
}

function readsCredentials({ program, args }: Step): boolean {
  const name = baseName(program)
  if (args.some(({ value }) => isCredential(value))) return true
  return (
    (name === 'env' || name === 'printenv' || name === 'set' || name === 'export') &&
    args.every(({ value }) => value.startsWith('-'))
  )
}

function namesPrecious({ program, args }: Step): boolean {
  const name = baseName(program)
  if (!/^(?:find|fd|fdfind|echo|printf|ls)$/.test(name)) return false
  const end = name.startsWith('f') ? args.findIndex(({ value }) => /^[-(!]/.test(value)) : -1
  return (end < 0 ? args : args.slice(0, end)).some(({ text, value }) => isPrecious(text, value))
}

function isRemover({ program, args }: Step): boolean {
  return /^g?xargs$|^parallel$/.test(baseName(program)) && args.some(({ value }) => REMOVERS.test(baseName(value)))
}
