import type { HostService } from '@ringwall/core'
import { LookupToken, type Lookup } from '@ringwall/plugin-ssrf-guard'
import type { Io } from 'ringwall'
import { z } from 'zod'
import { Common, runCases, type AttackOptions, type Case } from './attacks.ts'
import { readCorpora } from './corpus.ts'
import { PathSetup, placeFiles, type Placed } from './path-setup.ts'
import type { Answer } from './wall.ts'

const ShellRow = z.object({ ...Common, command: z.string(), expect: z.enum(['block', 'allow']) })

const PathRow = z.object({
  ...Common,
  stage: z.string().default('resolve'),
  root: z.string().default('{ROOT}'),
  path: z.json(),
  op: z.enum(['read', 'write']).default('read'),
  setup: z.array(PathSetup).default([]),
  expect: z.enum(['block', 'allow', 'contain']),
})

const Answers = z.array(z.string())
const UrlRow = z.object({
  ...Common,
  stage: z.string().default('validate'),
  url: z.string(),
  dns: z.record(z.string(), z.union([Answers, z.object({ sequence: z.array(Answers) })])).default({}),
  expect: z.enum(['block', 'allow']),
})

const verdictOf = ({ outcome }: Answer): string => (outcome === 'allow' ? 'allow' : 'block')

/** Puts command lines through the wall, as calls of `exec`. Throws RingwallError. */
export async function runShell(io: Io, options: AttackOptions): Promise<void> {
  const rows = await readCorpora(options.corpus, ShellRow, options.limit)
  const cases = rows.map(({ row, place }): Case => ({
    row,
    question: { hook: 'onToolCall', payload: { tool: 'exec', args: { command: row.command } }, place },
  }))
  await runCases(io, 'shell', cases, options, verdictOf)
}

/** Puts URLs through the wall, as calls of `web_fetch`, each with the resolver that it brings. Nothing is fetched: rows of the stage `fetch` are left out. Throws RingwallError. */
export async function runSsrf(io: Io, options: AttackOptions): Promise<void> {
  const rows = await readCorpora(options.corpus, UrlRow, options.limit)
  const cases = rows
    .filter(({ row }) => row.stage === 'validate')
    .map(({ row, place }): Case => ({
      row,
      question: { hook: 'onToolCall', payload: { tool: 'web_fetch', args: { url: row.url } }, place },
      services: [lookupOf(row.dns)],
    }))
  await runCases(io, 'ssrf', cases, options, verdictOf)
}

/** Puts paths through the wall, as calls of `read` and `write`, each with folders of its own. Throws RingwallError. */
export async function runPath(io: Io, options: AttackOptions): Promise<void> {
  const rows = await readCorpora(options.corpus, PathRow, options.limit)
  const placed: Placed[] = []
  const contained = new Set<string>()
  try {
    const cases: Case[] = []
    for (const { row, place } of rows.filter(({ row: { stage } }) => stage === 'resolve')) {
      const files = await placeFiles(row.setup)
      placed.push(files)
      const path = typeof row.path === 'string' ? files.fill(row.path) : row.path
      const args = row.op === 'write' ? { path, content: 'x' } : { path }
      if (row.expect === 'contain' && !files.leadsOut(path)) contained.add(row.id)
      cases.push({
        row,
        question: { hook: 'onToolCall', payload: { tool: row.op, args }, place },
        config: { preset: 'none', layers: { 'path-guard': { roots: [files.fill(row.root)] } } },
      })
    }
    await runCases(io, 'path', cases, options, (answer, { row }) => {
      const verdict = verdictOf(answer)
      // Refused, or a file that really is inside: both contain.
      return row.expect === 'contain' && (verdict === 'block' || contained.has(row.id)) ? 'contain' : verdict
    })
  } finally {
    for (const files of placed) await files.remove()
  }
}

/** A resolver that knows these names, this machine's own, and no others. */
function lookupOf(dns: z.infer<typeof UrlRow>['dns']): HostService {
  const asked = new Map<string, number>()
  const lookup: Lookup = (host, _options, done) => {
    const name = host.toLowerCase().replace(/\.$/, '')
    const known = dns[name]
    const turn = asked.get(name) ?? 0
    asked.set(name, turn + 1)
    const isOwn = name === 'localhost' || name.endsWith('.localhost')
    const answers = Array.isArray(known) ? known : (known?.sequence.at(turn) ?? known?.sequence.at(-1))
    const addresses = answers ?? (isOwn ? ['127.0.0.1'] : [])
    if (addresses.length === 0) done(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), [])
    else
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
  }
  return { token: LookupToken, value: lookup }
}
