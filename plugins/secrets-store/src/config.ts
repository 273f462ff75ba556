import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { parseHostRule } from './host-rule.ts'
import { parseMasterKey } from './master-key.ts'

/** Who may use which secrets, and where they may go. A list that is empty covers nothing. */
export interface Grant {
  readonly names: readonly string[]
  readonly agents: readonly string[]
  readonly tools: readonly string[]
  readonly hosts: readonly string[]
}
/** The checked config. */
export interface SecretsStoreConfig {
  readonly masterKey?: string | undefined
  readonly keyFile: string
  readonly grants: readonly Grant[]
  readonly plainFields: readonly string[]
  readonly dataFields: readonly string[]
  readonly literals: 'flag' | 'deny'
  readonly helpers: Readonly<Record<string, string>>
  readonly refreshBeforeMs: number
}
type Input<T> = { readonly [K in keyof T]?: T[K] | undefined }
/** A config as an operator writes it: every field has a default. */
export type SecretsStoreInput = Input<Omit<SecretsStoreConfig, 'grants'>> & {
  readonly grants?: readonly Input<Grant>[] | undefined
}

/** Arguments that are read by something with a grammar of its own: a shell, a database, a file system. */
const PLAIN_FIELDS = [
  'cmd',
  'code',
  'command',
  'commands',
  'args',
  'argv',
  'arguments',
  'cwd',
  'dest',
  'destination',
  'dir',
  'directory',
  'expression',
  'file',
  'filename',
  'filepath',
  'folder',
  'path',
  'paths',
  'query',
  'script',
  'source',
  'sql',
  'src',
]
/** Arguments that carry text rather than say where to go. */
const DATA_FIELDS = [
  'body',
  'content',
  'contents',
  'data',
  'description',
  'json',
  'message',
  'messages',
  'payload',
  'text',
]

const globs = (what: string): z.ZodType<readonly string[], readonly string[] | undefined> =>
  z.array(z.string().min(1).max(256)).default([]).describe(what)

const grant = z.strictObject({
  names: globs('Names of secrets, with `*` for any characters.'),
  agents: globs('Agents that may use them.'),
  tools: globs('Tools in whose arguments they are filled in, and, for layers and hosts, purposes.'),
  hosts: z
    .array(
      z
        .string()
        .refine((text) => parseHostRule(text) !== undefined, 'must be a host, *.domain, host:port, an origin or *'),
    )
    .default([])
    .describe(
      'Hosts that every URL in such a call must lead to, over TLS; an origin such as `http://127.0.0.1:3000` as it is written. Empty: calls with a URL get no secret.',
    ),
})

/** Checks and completes what an operator wrote. */
export const secretsStoreConfig: z.ZodType<SecretsStoreConfig, SecretsStoreInput> = z.strictObject({
  masterKey: z
    .string()
    .optional()
    .superRefine(checkKey)
    .meta({ secret: true })
    .describe('Reference to the master key: at least 32 bytes in hex or base64. Default: the one in `keyFile`.'),
  keyFile: z
    .string()
    .min(1)
    .default('.ringwall/master.key')
    .meta({ tightens: 'any' })
    .describe(
      'File of the master key where `masterKey` is absent, relative to the working directory; `ringwall secrets init` makes it.',
    ),
  grants: z
    .array(grant)
    .default([])
    .meta({ tightens: 'fewer' })
    .describe(
      'Who may use which secrets: lists of `names`, `agents`, `tools` and `hosts`, with `*` for any characters. An empty list covers nothing.',
    ),
  plainFields: z
    .array(z.string().min(1))
    .default([...PLAIN_FIELDS])
    .meta({ tightens: 'more' })
    .describe(
      'Arguments that a shell, a database or a file system reads: a value with signs that mean something there is not filled in.',
    ),
  dataFields: z
    .array(z.string().min(1))
    .default([...DATA_FIELDS])
    .meta({ tightens: 'fewer' })
    .describe('Arguments whose text may mention any URL; one that is a URL as a whole counts there too.'),
  literals: z
    .enum(['flag', 'deny'])
    .default('deny')
    .meta({ tightens: ['flag', 'deny'] })
    .describe('What happens to a tool call in whose arguments the model wrote the value of a secret itself.'),
  helpers: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be a name in kebab case'),
      z.string().refine(isAbsolute, 'must be an absolute path'),
    )
    .default({})
    .describe('Programs that `exec:name/id` of the service SecretRefs may run, by name; absolute paths.'),
  refreshBeforeMs: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(60_000)
    .meta({ tightens: 'any' })
    .describe('How long before its end a token of a login is refreshed, in milliseconds.'),
})

function checkKey(text: string | undefined, context: z.RefinementCtx): void {
  if (text === undefined) return
  try {
    parseMasterKey(text, 'under masterKey')
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'cannot be used' })
  }
}
