import { driverOf, type StoreOptions, type TlsOptions } from '@ringwall/store'
import { z } from 'zod'
import { mailboxesSchema, webhooksSchema } from './inlet-schema.ts'
import type {
  GatewaySettings,
  InletSettings,
  LogSettings,
  Suppression,
  TokenSettings,
  UpstreamSettings,
  WebhookSettings,
} from './model.ts'
import type { OrAbsent } from './or-absent.ts'
import { PRESETS } from './presets.ts'
import { problemWithPublicUrl } from './public-url.ts'

/** The longest delay that a timer can hold. */
const MAX_DELAY_MS = 2 ** 31 - 1
const MIN_TOKEN_LENGTH = 32
const MAX_BODY_BYTES = 1024 ** 3

const shorthand = z.enum(['on', 'off', 'observe'])

const reserved = {
  enabled: z.boolean().optional().describe('false switches the layer off. Default: true.'),
  mode: z
    .enum(['enforce', 'observe'])
    .optional()
    .describe('observe: same work, recorded as what it would have done, nothing enforced. Default: enforce.'),
  onFailure: z
    .enum(['deny', 'flag'])
    .optional()
    .describe('flag: after a failure of this layer the call goes on, and the bypass is recorded. Default: deny.'),
  deadlineMs: z
    .number()
    .positive()
    .max(MAX_DELAY_MS)
    .optional()
    .describe('How long a promise of this layer may take, in milliseconds. Default: the layer’s own.'),
}

/** The keys that every layer has beside its own; no plugin may use them. */
export const LAYER_KEYS: readonly string[] = Object.keys(reserved)
/** The key that only an agent's override has. */
export const LOOSEN_KEY = 'loosen'

const expected = { error: 'expected on, off, observe or a mapping of keys' }

/** One entry under `layers`; the plugin's own keys pass here and are checked by its schema. */
export const layerEntrySchema: z.ZodType = z.union(
  [
    shorthand,
    z.looseObject({
      ...reserved,
      [LOOSEN_KEY]: z.never({ error: 'loosen belongs under agents.<id>.layers' }).optional(),
    }),
  ],
  expected,
)

/** One entry under `agents.<id>.layers`. */
export const overrideEntrySchema: z.ZodType = z.union(
  [
    shorthand,
    z.looseObject({
      ...reserved,
      [LOOSEN_KEY]: z.boolean().optional().describe('true accepts that this override weakens the layer.'),
    }),
  ],
  expected,
)

const url = z
  .string()
  .refine(isHttpUrl, 'expected an http or https URL')
  .refine(hasNoCredentials, 'the URL must not hold credentials; use apiKey')

/** Ten minutes. */
const MAX_GRACE_MS = 600_000

const gateway = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('The address to listen on.'),
  port: z.number().int().min(0).max(65_535).default(8787).describe('The port to listen on; 0 takes a free one.'),
  publicUrl: z
    .string()
    .superRefine((text, context) => {
      const message = problemWithPublicUrl(text)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    })
    .optional()
    .describe(
      'The origin under which browsers reach the gateway through a proxy that ends TLS, such as https://ringwall.example. Absent: they reach it directly.',
    ),
  upstream: z
    .strictObject({
      url: url.describe('The base URL of the provider.'),
      apiKey: z.string().min(1).optional().meta({ secret: true }).describe('A reference to the provider’s key.'),
      timeoutMs: z.number().int().min(1).max(MAX_DELAY_MS).default(120_000).describe('Per call, in milliseconds.'),
    })
    .optional()
    .describe('The guarded provider. Absent: a built-in stand-in model.'),
  tokens: z
    .array(
      z.strictObject({
        token: z
          .string()
          .min(MIN_TOKEN_LENGTH, `expected at least ${MIN_TOKEN_LENGTH} characters`)
          .meta({ secret: true })
          .describe(`A reference to a bearer token of at least ${MIN_TOKEN_LENGTH} characters.`),
        agent: z.string().min(1).default('default').describe('The agent whose layers guard these calls.'),
        tenant: z.string().min(1).default('default').describe('The tenant that the calls are counted for.'),
        user: z.string().min(1).optional().describe('The user who holds the token.'),
        operator: z
          .boolean()
          .default(false)
          .describe(
            'Whether the holder is an operator, who may see the config view. Never give such a token to an agent.',
          ),
      }),
    )
    .default([])
    .describe('Who may call. Empty: one token is made at start and printed.'),
  maxBodyBytes: z
    .number()
    .int()
    .min(1)
    .max(MAX_BODY_BYTES)
    .default(10 * 1024 * 1024)
    .describe('The largest request or reply, in bytes.'),
  unscannedParts: z
    .array(z.string().min(1))
    .default([])
    .describe('Types of content parts that may pass although no layer can read them, such as image_url.'),
  graceMs: z
    .number()
    .int()
    .min(0)
    .max(MAX_GRACE_MS)
    .default(10_000)
    .describe('How long requests under way may take to end once the gateway is told to stop, in milliseconds.'),
  webhooks: webhooksSchema.optional(),
  mailboxes: mailboxesSchema.optional(),
})

const storeTls = z.strictObject({
  ca: z.string().min(1).optional().describe('Certificates (PEM) that may have signed the server’s.'),
  cert: z.string().min(1).optional().describe('The certificate (PEM) that this side shows.'),
  key: z.string().min(1).optional().meta({ secret: true }).describe('A reference to the key of `cert`.'),
  servername: z.string().min(1).optional().describe('The name in the server’s certificate. Default: the host.'),
})

const store = z
  .strictObject({
    driver: z.literal('sqlite').optional().describe('The embedded store: with `file`, and without `url`.'),
    file: z
      .string()
      .min(1)
      .optional()
      .describe('Relative to the config file’s folder; :memory: forgets. Default: .ringwall/state.db.'),
    sync: z
      .enum(['reply', 'write'])
      .optional()
      .describe('What the gateway waits for: that all is kept before a reply leaves (default), or at each write.'),
    url: z
      .string()
      .refine((text) => driverOf(text) !== undefined, 'expected sqlite:, postgres://, redis:// or rediss://')
      .optional()
      .meta({ reference: true })
      .describe(
        'sqlite:path, postgres://user@host/database, redis://host or rediss://host, for several machines; or a reference to one.',
      ),
    password: z.string().min(1).optional().meta({ secret: true }).describe('A reference to the password for `url`.'),
    tls: storeTls.optional().describe('Of the connection to `url`, which is encrypted unless on this machine.'),
    timeoutMs: z.number().int().min(1).max(600_000).optional().describe('Per call to `url`. Default: 5000.'),
    namespace: z.string().min(1).optional().describe('The schema or the prefix of keys. Default: ringwall.'),
    acceptLoss: z
      .boolean()
      .optional()
      .describe('true uses a server that may forget what it acknowledged. Default: false.'),
  })
  .superRefine(({ driver, file, sync: _sync, url, ...options }, context) => {
    const isSqlite = url === undefined || driverOf(url) === 'sqlite'
    if (url !== undefined && (driver !== undefined || file !== undefined))
      context.addIssue({ code: 'custom', path: ['url'], message: 'url stands in the place of driver and file' })
    for (const [name, value] of Object.entries(options))
      if (isSqlite && value !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'only a store on a server has it' })
  })

const log = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('The least severe records to write.'),
})

const doctor = z.strictObject({
  suppress: z
    .array(
      z.strictObject({
        check: z.string().min(1).describe('The id of a check, or a group.'),
        reason: z.string().trim().min(1).describe('Why the finding is meant.'),
        until: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2030-01-31')
          .refine(isDay, 'there is no such day')
          .optional()
          .describe('The last day on which it counts, such as 2030-01-31.'),
      }),
    )
    .default([])
    .describe('Findings that do not count.'),
})

/** What a file says of the store; `store: url` is short for `store: { url }`. */
export interface StoreConfig extends OrAbsent<Omit<StoreOptions, 'tls'>> {
  readonly driver?: 'sqlite' | undefined
  readonly file?: string | undefined
  readonly sync?: 'reply' | 'write' | undefined
  readonly url?: string | undefined
  readonly tls?: OrAbsent<TlsOptions> | undefined
}
/** A checked file. */
export interface FileConfig {
  readonly preset: (typeof PRESETS)[number]
  readonly layers: Readonly<Record<string, unknown>>
  readonly agents: Readonly<Record<string, unknown>>
  readonly store: StoreConfig
  readonly gateway: Pick<GatewaySettings, 'host' | 'port' | 'maxBodyBytes' | 'unscannedParts' | 'graceMs'> & {
    readonly publicUrl?: string | undefined
    readonly upstream?: OrAbsent<UpstreamSettings> | undefined
    readonly tokens: readonly OrAbsent<TokenSettings>[]
    readonly webhooks?: Readonly<Record<string, OrAbsent<WebhookSettings>>> | undefined
    readonly mailboxes?: Readonly<Record<string, OrAbsent<InletSettings>>> | undefined
  }
  readonly log: LogSettings
  readonly doctor: { readonly suppress: readonly OrAbsent<Suppression>[] }
}

/** The whole file but for what the plugins add. */
export const fileSchema: z.ZodType<FileConfig> = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds the schema; nothing else reads it.'),
  preset: z
    .enum(PRESETS)
    .default('default')
    .describe('default: all layers of this release. none: only those under `layers`.'),
  layers: z.record(z.string(), layerEntrySchema).default({}).describe('Layers by short name or npm package name.'),
  agents: z
    .record(
      z.string().min(1),
      z.strictObject({
        layers: z.record(z.string(), overrideEntrySchema).optional().describe('Overrides for this agent.'),
      }),
    )
    .default({})
    .describe('Overrides by agent; one that weakens a layer needs `loosen: true`.'),
  store: store.prefault({}).describe('Where state is kept.'),
  gateway: gateway.prefault({}).describe('The HTTP gateway.'),
  log: log.prefault({}).describe('The log.'),
  doctor: doctor.prefault({}).describe('What `ringwall doctor` is told.'),
})

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}

function hasNoCredentials(text: string): boolean {
  if (!URL.canParse(text)) return true // said by isHttpUrl
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

/** Date rolls the 31st of February over to March. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
