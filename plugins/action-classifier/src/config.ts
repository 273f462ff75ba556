import { z } from 'zod'
import { CLASSES, type ActionClass, type Examine } from './action.ts'
import { selectorKey, squash } from './name.ts'
import type { ActionEntry } from './services.ts'

/** What may be asked about or denied. */
export const LEVELS = ['mutate', 'sensitive', 'destructive', 'unknown'] as const
/** One of LEVELS: a class, or what is sensitive, or what no entry names. */
export type Level = (typeof LEVELS)[number]

/** Programs of the operator's own, for command lines. */
export interface ProgramEntry {
  readonly names: readonly string[]
  readonly class: ActionClass
}
/** Tools that an operator knows better than the table. */
export interface TrustEntry {
  readonly tools: readonly string[]
  readonly class: ActionClass
  readonly sensitive: boolean
}
/** The checked config. */
export interface ActionClassifierConfig {
  readonly ask: readonly Level[]
  readonly deny: readonly (Level | 'read')[]
  readonly actions: readonly ActionEntry[]
  readonly programs: readonly ProgramEntry[]
  readonly trust: readonly TrustEntry[]
  readonly servers: Readonly<Record<string, string>>
  readonly trustNames: boolean
  readonly largeAmount: number
  readonly manyRecipients: number
  readonly ownDomains?: readonly string[] | undefined
}
type Input<T> = { readonly [K in keyof T]?: T[K] | undefined }
/** A config as an operator writes it: every field has a default. */
export type ActionClassifierInput = Input<Omit<ActionClassifierConfig, 'trust'>> & {
  readonly trust?: readonly (Omit<TrustEntry, 'sensitive'> & { readonly sensitive?: boolean | undefined })[] | undefined
}

const EXAMINES: readonly [Examine, ...Examine[]] = ['shell', 'code', 'script', 'sql', 'http', 'graphql', 'path']

const tools = z
  .array(z.string().refine((text) => selectorKey(text) !== undefined, 'must be the name of a tool, or a glob'))
  .min(1)
  .describe('Names of tools, or globs; `server/name` and `mcp__server__name` are one.')
const action = z.strictObject({
  id: z.string().min(1).max(100).describe('What the action is called in findings.'),
  group: z.string().min(1).max(100).describe('The group that it is counted in.'),
  class: z.enum(CLASSES).describe('What the tools do: read, mutate or destructive.'),
  sensitive: z.boolean().optional().describe('Whether they reach people, money, secrets, rights or production.'),
  tools,
  examine: z.enum(EXAMINES).optional().describe('How their arguments are looked at.'),
})

/** Checks and completes what an operator wrote. */
export const actionClassifierConfig: z.ZodType<ActionClassifierConfig, ActionClassifierInput> = z.strictObject({
  ask: z
    .array(z.enum(LEVELS))
    .default(['destructive'])
    .meta({ tightens: 'more' })
    .describe(
      'What a person is asked about: `destructive` (which unknown tools are as well), `sensitive`, `mutate`, or `unknown` alone.',
    ),
  deny: z
    .array(z.enum(['read', ...LEVELS]))
    .default([])
    .meta({ tightens: 'more' })
    .describe('What is denied without asking anybody.'),
  actions: z
    .array(action)
    .default([])
    .meta({ tightens: 'fewer' })
    .describe(
      'Tools that the table does not have, or that are worse than it says: `id`, `group`, `class`, `sensitive`, `tools`, `examine`. One below what is known stops the start.',
    ),
  programs: z
    .array(
      z.strictObject({
        names: z
          .array(z.string().min(1).max(200))
          .min(1)
          .describe('Names or paths as they stand in command lines, or globs.'),
        class: z.enum(CLASSES).describe('What they do.'),
      }),
    )
    .default([])
    .meta({ tightens: 'fewer' })
    .describe(
      'Programs of your own in command lines, with their class. They add to the table and raise what is in it.',
    ),
  trust: z
    .array(
      z.strictObject({
        tools,
        class: z.enum(CLASSES).describe('What the tools are taken to do.'),
        sensitive: z.boolean().default(false).describe('Whether they are sensitive all the same.'),
      }),
    )
    .default([])
    .meta({ tightens: 'fewer' })
    .describe(
      'Tools that you know to do less than the table says. Loosens: annotations and what the arguments say of reach still raise; commands and statements in them are no longer looked at.',
    ),
  servers: z
    .record(
      z.string().refine((text) => squash(text) !== '', 'must be the name of a server'),
      z.string(),
    )
    .default({})
    .describe(
      'Servers of MCP under names of your own, with the name by which the table knows them: `{ work: github }`. Loosens: their tools are then known by name.',
    ),
  trustNames: z
    .boolean()
    .default(false)
    .meta({ tightens: false })
    .describe('Whether an unknown tool is classed by the words of its name. Loosens: a stranger chose the name.'),
  largeAmount: z
    .number()
    .positive()
    .max(1e12)
    .default(1000)
    .meta({ tightens: 'lower' })
    .describe('Amount from which a call about money is destructive, in the unit that the tool takes.'),
  manyRecipients: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .meta({ tightens: 'lower' })
    .describe('Number of recipients from which a message is destructive.'),
  ownDomains: z
    .array(
      z
        .string()
        .toLowerCase()
        .regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/, 'must be a domain'),
    )
    .optional()
    .meta({ tightens: 'fewer' })
    .describe(
      'Your own domains, with all below them; a message to an address elsewhere is destructive. Default: where messages go is not looked at.',
    ),
})
