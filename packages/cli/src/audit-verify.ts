import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf } from '@ringwall/core'
import {
  parseTrusted,
  PROBLEMS,
  readAnchors,
  reseal,
  rotateAuditKey,
  verifyExport,
  type PublicKey,
  type Signed,
  type Verification,
} from '@ringwall/plugin-audit-log'
import { fail } from './errors.ts'
import { write, type Io } from './io.ts'
import { operator, withAudit } from './open-audit.ts'
import { count, paletteFor, visible, type Palette } from './print.ts'
import { progressOf } from './progress.ts'

/** What is verified, and against what. */
export interface VerifyOptions {
  readonly config?: string
  readonly publicKey?: readonly string[]
  readonly anchor?: readonly string[]
  readonly from?: number
  readonly json: boolean
}

const EXIT_CODES = { ok: 0, broken: 1, unproved: 2 } as const

/** Verifies the log of the store, or an exported file. Returns 0 if all is proved, 1 if anything is wrong, 2 if nothing could be proved. */
export async function runVerify(io: Io, file: string | undefined, options: VerifyOptions): Promise<number> {
  const { from, publicKey, anchor } = options
  const keys = publicKey && (await readKeys(io, publicKey))
  const anchors = anchor && (await readAllAnchors(io, anchor))
  const progress = progressOf(io, options)
  const settings = {
    ...(from !== undefined && { from }),
    ...(anchors && { anchors }),
    onProgress: (records: number) => progress(`${records} records`),
  }
  const seen =
    file === undefined
      ? await withAudit(io, options, ({ reader }) => reader.verify({ ...settings, ...(keys && { keys }) }))
      : await verifyFile(io, file, keys, settings)
  progress('')
  await write(io.stdout, options.json ? `${JSON.stringify(seen)}\n` : toText(seen, paletteFor(io, io.stdout)))
  return EXIT_CODES[seen.status]
}

async function verifyFile(
  io: Io,
  file: string,
  keys: readonly PublicKey[] | undefined,
  settings: Omit<Parameters<typeof verifyExport>[1], 'keys'>,
): Promise<Verification> {
  if (!keys) throw fail('AUDIT_KEYS_MISSING')
  const path = resolve(io.cwd, file)
  try {
    const stats = await stat(path)
    if (!stats.isFile()) throw new Error('it is no file')
    return await verifyExport(createReadStream(path), { ...settings, keys })
  } catch (error) {
    throw fail('AUDIT_FILE_UNUSABLE', { file, problem: messageOf(error) }, error)
  }
}

async function readKeys(io: Io, files: readonly string[]): Promise<readonly PublicKey[]> {
  const lists = await Promise.all(files.map(async (file) => parseTrusted(await readText(io, file), file)))
  const keys = lists.flat()
  if (keys.length === 0) throw fail('AUDIT_KEYS_MISSING')
  return keys
}

async function readAllAnchors(io: Io, files: readonly string[]): Promise<readonly Signed[]> {
  // A file that is named must be there; only the one of the config may be missing.
  for (const file of files) await readText(io, file)
  const lists = await Promise.all(files.map((file) => readAnchors(resolve(io.cwd, file))))
  const empty = lists.findIndex((list) => list.length === 0)
  if (empty >= 0) throw fail('AUDIT_FILE_UNUSABLE', { file: files[empty] ?? '', problem: 'it holds no checkpoint' })
  return lists.flat()
}

async function readText(io: Io, file: string): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, file), 'utf8')
  } catch (error) {
    throw fail('AUDIT_FILE_UNUSABLE', { file, problem: messageOf(error) }, error)
  }
}

function toText(seen: Verification, { bold, green, red, yellow, dim }: Palette): string {
  const { status, records, first, last, signed, signedUpTo, anchors, problems, problemsTotal, notes, chain } = seen
  const range = first === undefined ? '' : `, ${first} to ${last}`
  const verdict = {
    ok: green('ok'),
    broken: red(`broken: ${count(problemsTotal, 'problem')}`),
    unproved: yellow('not proved: no trusted key signed anything here'),
  }[status]
  const unsigned = last === undefined ? 0 : last - (signedUpTo ?? 0)
  const lines = [
    `${bold(verdict)}  ${count(records, 'record')}${range}`,
    ...problems.map(({ code, seq, detail }) => {
      const where = seq === undefined ? '' : ` at record ${seq}`
      return `  ${red(code)}${where}: ${PROBLEMS[code]}${detail === '' ? '' : dim(` (${visible(detail)})`)}`
    }),
    ...(problemsTotal > problems.length ? [`  and ${problemsTotal - problems.length} more`] : []),
    ...(signedUpTo === undefined ? [] : [`  signed ${count(signed, 'time')}, up to record ${signedUpTo}`]),
    ...(unsigned > 0 && status !== 'unproved'
      ? [`  ${count(unsigned, 'record')} behind that: linked, but not signed yet`]
      : []),
    ...(anchors === 0 && records > 0
      ? [yellow('  held against no checkpoint from outside (--anchor): a tail that was cut, or replaced, may not show')]
      : []),
    ...(chain === undefined ? [] : [`  chain ${visible(chain)}`]),
    ...notes.map((note) => `  note: ${visible(note)}`),
  ]
  return `${lines.join('\n')}\n`
}

/** What an operator says who repairs the log. */
export interface RepairOptions {
  readonly config?: string
  readonly reason: string
  readonly by?: string
  readonly json: boolean
}

/** Begins a new section of a log that cannot be continued. */
export async function runReseal(io: Io, { reason, by = operator(), ...options }: RepairOptions): Promise<number> {
  return withAudit(io, options, async ({ store, config }) => {
    const { seq } = await reseal(store, config, { reason, by })
    const text = `record ${seq} begins a new section; keep what was before for whoever looks into it`
    await write(io.stdout, options.json ? `${JSON.stringify({ seq })}\n` : `${text}\n`)
    return 0
  })
}

/** Makes a new signing key, which the old one names in the log. */
export async function runRotate(
  io: Io,
  { by = operator(), ...options }: Omit<RepairOptions, 'reason'>,
): Promise<number> {
  return withAudit(io, options, async ({ store, config }) => {
    const key = await rotateAuditKey(store, config, by)
    const text = `the key is ${key} now; processes that run sign with the old one until they start again`
    await write(io.stdout, options.json ? `${JSON.stringify({ key })}\n` : `${text}\n`)
    return 0
  })
}
