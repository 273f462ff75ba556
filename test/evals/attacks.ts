import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostService } from '@ringwall/core'
import type { Io } from 'ringwall'
import { z } from 'zod'
import { reportAttacks } from './attacks-report.ts'
import { Group, Id, readCorpora } from './corpus.ts'
import { generate, Generator, type Content } from './generated-input.ts'
import { askWall, type Answer, type Question, type WallOptions } from './wall.ts'

/** What every row of an attack set has. */
export const Common = { id: Id, tier: Group, category: Group, why: z.string().default('') }

const MailRow = z.object({
  ...Common,
  raw: z.string(),
  allowlist: z.array(z.string()),
  authserv_id: z.string(),
  require_auth: z.boolean().default(true),
  expect: z.enum(['accept', 'reject']),
})

const InputRow = z
  .object({
    ...Common,
    message: z.unknown().optional(),
    json: z.string().optional(),
    gen: Generator.optional(),
    expect: z.enum(['valid', 'invalid']),
  })
  .refine(({ message, json, gen }) => [message, json, gen].filter((given) => given !== undefined).length === 1, {
    message: 'one of message, json and gen must be there',
  })
type InputRow = z.infer<typeof InputRow>

/** How an attack set is measured. */
export interface AttackOptions extends WallOptions {
  readonly corpus: readonly string[]
  /** How many failures are shown. */
  readonly misses: number
  readonly limit?: number
  readonly json: boolean
}

/** A case, and what the wall made of it. */
export interface JudgedCase {
  readonly id: string
  readonly tier: string
  readonly category: string
  readonly expect: string
  readonly verdict: string
  readonly isRight: boolean
  readonly codes: readonly string[]
  readonly why: string
}

/** The cases of one kind, and how many came out right. */
export interface CaseGroup {
  readonly tier: string
  readonly category: string
  readonly expect: string
  readonly cases: number
  readonly right: number
}

/** All that is measured; printed as it is with --json. */
export interface AttackSummary {
  readonly area: string
  readonly cases: number
  readonly right: number
  readonly tiers: readonly Omit<CaseGroup, 'category'>[]
  readonly categories: readonly CaseGroup[]
  readonly failures: readonly JudgedCase[]
}

/** A case on its way to the wall: its question, and the config that it needs. */
export interface Case {
  readonly row: Pick<JudgedCase, 'id' | 'tier' | 'category' | 'expect' | 'why'>
  readonly question: Question
  readonly config?: object
  /** What the wall of this case alone is given. */
  readonly services?: readonly HostService[]
}

/** Puts mails with their raw headers through the wall, each behind the allowlist that it names. Throws RingwallError. */
export async function runEmail(io: Io, options: AttackOptions): Promise<void> {
  const rows = await readCorpora(options.corpus, MailRow, options.limit)
  const cases = rows.map(({ row, place }): Case => {
    const { raw, allowlist, authserv_id, require_auth } = row
    const filter = { allow: allowlist, authservId: authserv_id, requireAuth: require_auth }
    return {
      row,
      question: { hook: 'onInbound', payload: { source: 'email', text: raw, meta: { raw: true } }, place },
      config: { preset: 'none', layers: { 'email-sender-filter': filter } },
    }
  })
  await runCases(io, 'email', cases, options, ({ outcome }) => (outcome === 'allow' ? 'accept' : 'reject'))
}

/** Puts messages and JSON documents through the wall. One that the wall had to repair was not valid. Throws RingwallError. */
export async function runInput(io: Io, options: AttackOptions): Promise<void> {
  const rows = await readCorpora(options.corpus, InputRow, options.limit)
  const cases = rows.map(({ row, place }): Case => ({
    row,
    question: { hook: 'onInbound', payload: toPayload(contentOf(row)), place },
  }))
  await runCases(io, 'input', cases, options, ({ outcome, rulings }) =>
    outcome === 'allow' && !rulings.some(({ kind }) => kind === 'rewrite') ? 'valid' : 'invalid',
  )
}

function contentOf({ message, json, gen }: InputRow): Content {
  if (gen !== undefined) return generate(gen)
  if (json !== undefined) return { text: json, isJson: true }
  if (typeof message === 'string') return { text: message, isJson: false }
  return { text: JSON.stringify(message), isJson: true }
}

function toPayload({ text, isJson }: Content): object {
  return isJson ? { source: 'api', text, meta: { contentType: 'application/json' } } : { source: 'user', text }
}

/** Puts cases through the wall and prints what came of them. Throws RingwallError. */
export async function runCases(
  io: Io,
  area: string,
  cases: readonly Case[],
  options: AttackOptions,
  verdictOf: (answer: Answer, asked: Case) => string,
): Promise<void> {
  const judged: JudgedCase[] = []
  const groups = Map.groupBy(cases, ({ config, services }, at) => JSON.stringify([config, services && at]))
  for (const group of groups.values()) {
    const questions = group.map(({ question }) => question)
    const { config, services = [] } = group[0] ?? {}
    await withConfig(options, config && JSON.stringify(config), (walled) =>
      askWall({ ...io, services }, questions, walled, (answer, at) => {
        const asked = group[at]
        if (asked !== undefined) judged.push(judge(asked.row, answer, verdictOf(answer, asked)))
      }),
    )
  }
  const summary = summarizeAttacks(area, judged)
  io.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : reportAttacks(summary, options.misses))
}

/** Runs with a config file that is there only for so long; without a config, with the one of the options. */
async function withConfig(
  options: WallOptions,
  config: string | undefined,
  action: (options: WallOptions) => Promise<void>,
): Promise<void> {
  if (config === undefined) return action(options)
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-evals-'))
  try {
    const file = join(folder, 'ringwall.json')
    await writeFile(file, config)
    await action({ ...options, config: file })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function judge({ id, tier, category, expect, why }: Case['row'], { rulings }: Answer, verdict: string): JudgedCase {
  const codes = [...new Set(rulings.map(({ code }) => code))]
  return { id, tier, category, expect, verdict, isRight: verdict === expect, codes, why }
}

/** Everything that can be said about judged cases. Pure. */
function summarizeAttacks(area: string, judged: readonly JudgedCase[]): AttackSummary {
  const count = (cases: readonly JudgedCase[]) => ({
    cases: cases.length,
    right: cases.filter(({ isRight }) => isRight).length,
  })
  const group = (nameOf: (each: JudgedCase) => string): readonly (readonly JudgedCase[])[] =>
    [...Map.groupBy(judged, nameOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cases]) => cases)
  return {
    area,
    ...count(judged),
    tiers: group(({ tier, expect }) => JSON.stringify([tier, expect])).flatMap((cases) =>
      cases.slice(0, 1).map(({ tier, expect }) => ({ tier, expect, ...count(cases) })),
    ),
    categories: group(({ tier, category, expect }) => JSON.stringify([tier, category, expect])).flatMap((cases) =>
      cases.slice(0, 1).map(({ tier, category, expect }) => ({ tier, category, expect, ...count(cases) })),
    ),
    failures: judged.filter(({ isRight }) => !isRight),
  }
}
