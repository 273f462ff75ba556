import { openTokens, type ListedToken } from '@ringwall/plugin-gateway-auth'
import { verdict, type Check, type Outcome, type Place } from '../check.ts'
import { above, each, fieldCheck } from '../field-check.ts'
import { isGuessable } from '../guessable.ts'
import { objects, texts, type Subject } from '../subject.ts'

const UNUSED_MS = 90 * 86_400_000
const LONG_MS = 366 * 86_400_000
/** Blocks with fewer bits in front are networks of millions. */
const SHORT_PREFIX = 8
const POWERS = ['*', 'admin', 'approvals:decide']

/** A token, wherever it is kept. */
interface Token {
  readonly name: string
  readonly scopes: readonly string[]
  /** In milliseconds; null: never. */
  readonly expiresAt: number | null
  /** Of a token in the store. */
  readonly listed?: ListedToken
  readonly keys: readonly string[]
}

/** Who is let in, for how long, and what he may do. */
export const tokenChecks: readonly Check[] = [
  {
    id: 'tokens-mixed-powers',
    group: 'tokens',
    title: 'No token both acts for an agent and decides about it',
    severity: 'critical',
    meaning:
      'An agent that holds such a token, or talks its holder out of it, approves its own calls and looks behind the wall.',
    fix: 'Make two tokens: one with the scopes of an agent, and one with approvals:decide or admin for people.',
    fixable: false,
    look: (subject) =>
      eachToken(subject, ({ scopes }) => {
        const acts = scopes.some((scope) => scope === '*' || scope === 'chat' || scope.startsWith('guard:'))
        const power = scopes.find((scope) => POWERS.includes(scope))
        return acts && power !== undefined ? `it acts, and has ${power}` : undefined
      }),
  },
  {
    id: 'tokens-wildcard',
    group: 'tokens',
    title: 'No token may do everything',
    severity: 'high',
    meaning: 'A token with the scope `*` also has every power that a later release adds.',
    fix: 'Name the scopes: `ringwall tokens create --scope …`, then revoke this one.',
    fixable: false,
    look: (subject) => eachToken(subject, ({ scopes }) => (scopes.includes('*') ? 'its scope is *' : undefined)),
  },
  {
    id: 'tokens-expire',
    group: 'tokens',
    title: 'Every token ends within a year',
    severity: 'medium',
    meaning: 'A token that was copied once, into a log or a backup, is good for as long as it lives.',
    fix: 'Make it anew with an end: `ringwall tokens create --expires …`, `expiresAt` in the config.',
    fixable: false,
    look: (subject) =>
      eachToken(subject, ({ expiresAt }) => {
        if (expiresAt === null) return 'it never ends'
        return expiresAt - subject.now > LONG_MS ? 'it lives for more than a year' : undefined
      }),
  },
  {
    id: 'tokens-unused',
    group: 'tokens',
    title: 'Every token is in use',
    severity: 'low',
    meaning: 'Nobody would miss it, and nobody would notice who uses it.',
    fix: 'Revoke it: `ringwall tokens revoke ID`.',
    fixable: false,
    look: (subject) =>
      eachToken(subject, ({ listed }) => {
        if (listed === undefined) return undefined
        const last = listed.lastUsedAt ?? listed.createdAt
        return subject.now - last > UNUSED_MS ? 'it was not used for 90 days' : undefined
      }),
  },
  {
    id: 'tokens-guessable',
    group: 'tokens',
    title: 'No token can be guessed',
    severity: 'critical',
    meaning: 'A token that is a word over and over, or a short run of signs, is found by trying.',
    fix: 'Make one with `ringwall tokens create`, or with `openssl rand -hex 32`.',
    fixable: false,
    async look(subject) {
      const { gateway, layers } = await subject.model()
      const own = gateway.tokens.map(({ token }, at) => [`gateway.tokens[${at}]`, token, 'gateway'] as const)
      const auth = layers.find(({ plugin }) => plugin.name === 'gateway-auth')
      const config: { readonly tokens?: readonly { readonly name: string; readonly token: string }[] } =
        auth === undefined ? {} : (auth.config as object)
      const named = (config.tokens ?? []).map(({ name, token }) => [`the token ${name}`, token, 'layers'] as const)
      const places: Place[] = []
      for (const [name, token, key] of [...own, ...named])
        if (isGuessable(token)) places.push(await subject.inConfig([key], `${name} has too little chance in it`))
      return verdict(places, [], own.length + named.length === 0 ? 'there is none in the config' : undefined)
    },
  },
  fieldCheck({
    id: 'tokens-lock-out',
    group: 'tokens',
    title: 'Who guesses tokens is locked out soon',
    severity: 'medium',
    meaning: 'So many tries in one window are a search, not a mistake.',
    fix: 'Set `gateway-auth.failureLimit` to 20 or less.',
    layer: 'gateway-auth',
    key: 'failureLimit',
    weak: above(100, (limit) => `${limit} failures lock nobody out`),
    strict: 20,
  }),
  fieldCheck({
    id: 'tokens-never-locked',
    group: 'tokens',
    title: 'No large network is free of the lock-out',
    severity: 'high',
    meaning: 'From each of these addresses tokens can be tried for ever.',
    fix: 'Name single addresses in `gateway-auth.neverLocked`.',
    layer: 'gateway-auth',
    key: 'neverLocked',
    weak: each((block) => (isWide(block) ? `${block} is never locked out` : undefined)),
  }),
  fieldCheck({
    id: 'trusted-proxies',
    group: 'tokens',
    title: 'No large network is believed to be a proxy',
    severity: 'high',
    meaning: 'Whoever is in it says which address he comes from, and so escapes the lock-out and the log.',
    fix: 'Name the addresses of the proxies in `gateway-auth.trustedProxies`.',
    layer: 'gateway-auth',
    key: 'trustedProxies',
    weak: each((block) => (isWide(block) ? `${block} is believed` : undefined)),
  }),
]

async function eachToken(subject: Subject, problemOf: (token: Token) => string | undefined): Promise<Outcome> {
  const tokens = await tokensOf(subject)
  const places: Place[] = []
  for (const token of tokens) {
    const problem = problemOf(token)
    if (problem === undefined) continue
    const found = `${token.name}: ${problem}`
    places.push(token.listed === undefined ? await subject.inConfig(token.keys, found) : { found })
  }
  return verdict(places, [], tokens.length === 0 ? 'there is no token' : undefined)
}

async function tokensOf(subject: Subject): Promise<readonly Token[]> {
  const { gateway } = await subject.model()
  const { config } = await subject.layer('gateway-auth')
  const own = gateway.tokens.map(({ operator = false }, at): Token => ({
    name: `gateway.tokens[${at}]`,
    scopes: operator ? ['chat', 'admin'] : ['chat'],
    expiresAt: null,
    keys: ['gateway', 'tokens'],
  }))
  const key = await subject.layerKey('gateway-auth')
  const named = objects(config['tokens']).map(({ name, scopes, expiresAt }): Token => ({
    name: String(name),
    scopes: texts(scopes),
    expiresAt: typeof expiresAt === 'string' ? Date.parse(expiresAt) : null,
    keys: ['layers', key, 'tokens'],
  }))
  const store = (await isInMemory(subject)) ? undefined : await subject.store()
  const listed = store === undefined ? [] : await openTokens(store).list()
  const live = listed
    .filter(({ state }) => state === 'live')
    .map((one): Token => ({
      name: `${one.name} (${one.id})`,
      scopes: one.scopes,
      expiresAt: one.expiresAt,
      listed: one,
      keys: [],
    }))
  return [...own, ...named, ...live]
}

/** Of a store in memory no token is left. */
async function isInMemory(subject: Subject): Promise<boolean> {
  const { store } = await subject.model()
  return store.driver === 'sqlite' && store.file === ':memory:'
}

function isWide(block: string): boolean {
  const [address = '', bits] = block.split('/')
  return bits !== undefined && Number(bits) < (address.includes(':') ? 4 * SHORT_PREFIX : SHORT_PREFIX)
}
