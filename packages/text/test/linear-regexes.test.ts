// No JavaScript regular expression that can be slow stands in the sources: each is held against a checker, wherever it
// is used, since nobody can see from a regex alone what text it will meet. Patterns for RE2 are strings and not among them.
// Most need no checker: a bound of their steps can be counted, which is a proof where the checker often only fails to find
// an attack, and takes no time.
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { CharacterSets } from './character-sets.ts'
import { isEvidentlyLinear } from './evidently-linear.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const files = globSync('{packages,plugins}/*/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

/** Calls of RegExp with a source that is put together at run time, by file, and why each is linear. */
const BUILT: Readonly<Record<string, string>> = {
  'packages/text/src/secrets/secret-tables.ts':
    'anchored at both ends: at most two counted words (16) and a list of literals, no loop in a loop',
  'packages/text/src/secrets/values.ts':
    'they read at most 512 characters (JUDGED), and every count is bounded by 80: words of a name, templates between their signs',
  'plugins/external-content/src/delimiters.ts': 'one character class, or one of three literals, no loop',
  'plugins/external-content/src/links.ts': 'one counted character class, and nothing after it that could fail',
  'plugins/input-validation/src/scan-text.ts':
    'single character classes with at most one bounded count, no loop in a loop',
  'plugins/skill-scanner/src/code-view.ts':
    'literals and single character classes, every one counted (at most 300) and no loop in a loop; what follows a long one is a closing sign that is not in it, or nothing',
}

/** Literals that the checker calls polynomial and that are linear all the same, and why. */
const JUSTIFIED: Readonly<Record<string, string>> = {
  '(?:(?:[%=]|\\\\{1,2}x)[89A-Fa-f][0-9A-Fa-f]|\\\\{1,2}[23][0-7]{2}){0,3}(?:&[#\\w]{0,12}|\\\\{1,2}(?:[uUx]\\{?[0-9A-Fa-f]{0,8}|[0-3][0-7]?)?|[%=](?:[0-9A-Fa-f]|\\r)?)?$':
    'it reads the last 32 characters of a text, and every count is bounded',
  '(?<=[\\w-])(?:\\*{1,3}(?=[\\w-]|$)|`{1,2}(?=[\\w-]|$)|\\\\(?=[_*.~-]|$)|(?:<\\/?[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,100})?>){1,4}(?=[\\w-]|$)|(?:<\\/?[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,100})?>){0,3}<(?:\\/?(?:[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,100})?)?)?$|["\']\\s{0,8}\\+\\s{0,8}["\'](?=[\\w-]|$)|["\']\\s{0,8}(?:\\+\\s{0,8})?$)':
    'every loop is counted, so each place of the text costs a bounded number of steps',
  '\\\\x([0-9A-Fa-f]{2})|\\\\u([0-9A-Fa-f]{4})|\\\\u\\{([0-9A-Fa-f]{1,6})\\}|\\\\c[A-Za-z]|\\\\([nrtfvs])[*+?]{0,2}|\\\\[bBdDwWS][*+?]{0,2}|\\\\(.)|\\(\\?<([A-Za-z_$][\\w$]{0,60})>|\\(\\?(?:<?[=!]|[ims-]{0,6}:)|\\[(\\\\?[^\\]\\\\])[^\\]]{0,40}\\]|\\{[0-9]{1,6}(?:,[0-9]{0,6})?\\}|[()^$]':
    'every count is bounded, and no loop is in a loop: at most 60 steps from each place',
  '^[ >]{0,12}\\[[^\\]\\n]{1,500}\\]:[ \\t]{0,20}\\n?[ \\t]{0,20}':
    'it starts at the starts of lines alone, its label stays on the line, and every count is bounded: at most 550 steps a line',
  '(?:\\\\?"[0-9]{1,9}\\\\?":)?[0-9]{1,3}(?:,\\s{0,8}(?:\\\\?"[0-9]{1,9}\\\\?":)?[0-9]{1,3}){7,}':
    'it fails only before its eighth number, so after at most 200 steps; from there on it takes all and is done',
}

/** What the checker found to be linear already, so that it is asked about what is new: two minutes otherwise. LINEAR=all asks about each again; LINEAR=update writes the record. */
const RECORD = new URL('linear-regexes.json', import.meta.url)
const LIMITS = { timeout: 120_000, attackTimeout: 20_000, incubationTimeout: 5_000 }
const CHECKER = `recheck ${(createRequire(import.meta.url)('recheck/package.json') as { version: string }).version} ${JSON.stringify(LIMITS)}`

/** Hashes of regexes, of one checker with its settings: what another one found counts for nothing. */
interface LinearRecord {
  readonly checker: string
  readonly linear: readonly string[]
}

interface Found {
  readonly file: string
  readonly source: string
  readonly flags: string
}

function collect(file: string): { readonly literals: readonly Found[]; readonly built: boolean } {
  const literals: Found[] = []
  let built = false
  const construct = (callee: unknown, args: readonly unknown[]): void => {
    if (!isNamed(callee, 'RegExp')) return
    const [source, flags] = args.map(textOf)
    if (source === undefined || (args.length > 1 && flags === undefined)) built = true
    else literals.push({ file, source, flags: flags ?? '' })
  }
  new Visitor({
    Literal(node) {
      if ('regex' in node) literals.push({ file, source: node.regex.pattern, flags: node.regex.flags })
    },
    NewExpression: (node) => construct(node.callee, node.arguments),
    CallExpression: (node) => construct(node.callee, node.arguments),
  }).visit(parseSync(file, readFileSync(join(root, file), 'utf8')).program)
  return { literals, built }
}

function isNamed(node: unknown, name: string): boolean {
  return typeof node === 'object' && node !== null && 'name' in node && node.name === name
}

function textOf(node: unknown): string | undefined {
  const value = typeof node === 'object' && node !== null && 'value' in node ? node.value : undefined
  return typeof value === 'string' ? value : undefined
}

const collected = files.map((file) => ({ file, ...collect(file) }))
const literals = collected.flatMap((each) => each.literals)

type Check = (
  source: string,
  flags: string,
) => { readonly status: string; readonly complexity?: { readonly type: string } }
let check: Check

beforeAll(async () => {
  // The checker in JavaScript, and not one of its native builds.
  vi.stubEnv('RECHECK_BACKEND', 'pure')
  const { checkSync } = await import('recheck')
  // It takes an attack that runs into its limits of time (a second, a quarter of one) for one that works: a busy machine needs more.
  check = (source, flags) => checkSync(source, flags, LIMITS)
})

describe('the checker', () => {
  test.each(['^(a+)+$', '\\s+$', '(a|a)*b', '^[a-z]*[a-z0-9]*$'])('refuses %s', (source) => {
    expect(isLinear(source, '')).toBe(false)
  })
  test.each(['^[a-z]+$', 'abc', '[ \\t]'])('accepts %s', (source) => {
    expect(isLinear(source, '')).toBe(true)
  })
})

/** Safe and linear; undecided counts as slow. */
function isLinear(source: string, flags: string): boolean {
  const { status, complexity } = check(source, flags)
  return status === 'safe' && (complexity?.type === 'linear' || complexity?.type === 'safe')
}

test('regexes are found, so that an empty list is no success', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(literals.length).toBeGreaterThan(30)
})

test('every regex of the sources is linear', { timeout: 600_000 }, () => {
  const sets = new CharacterSets()
  const distinct = new Map(literals.map((literal) => [`/${literal.source}/${literal.flags}`, literal]))
  // Those with a reason are not asked about: the answer would change nothing.
  const open = [...distinct.values()].filter(
    ({ source, flags }) => !Object.hasOwn(JUSTIFIED, source) && !isEvidentlyLinear(source, flags, sets),
  )
  const { checker, linear } = JSON.parse(readFileSync(RECORD, 'utf8')) as LinearRecord
  const known = new Set(checker === CHECKER && process.env['LINEAR'] !== 'all' ? linear : [])
  const slow = open.filter((each) => !known.has(hashOf(each)) && !isLinear(each.source, each.flags))
  expect(slow.map(({ source }) => source)).toEqual([])
  const found: LinearRecord = { checker: CHECKER, linear: open.map(hashOf).toSorted() }
  if (process.env['LINEAR'] === 'update') writeFileSync(RECORD, `${JSON.stringify(found, undefined, 2)}\n`)
  expect({ checker, linear }, 'all are linear; LINEAR=update writes down what was found').toEqual(
    process.env['LINEAR'] === 'update' ? expect.anything() : found,
  )
})

function hashOf({ source, flags }: Found): string {
  return createHash('sha256').update(`/${source}/${flags}`).digest('hex').slice(0, 32)
}

test('a regex with a reason still stands in the sources', () => {
  const sources = new Set(literals.map(({ source }) => source))
  expect(Object.keys(JUSTIFIED).filter((source) => !sources.has(source))).toEqual([])
})

test('a regex that is put together at run time is on the list, with the reason why it is linear', () => {
  expect(
    collected
      .filter(({ built }) => built)
      .map(({ file }) => file)
      .toSorted(),
  ).toEqual(Object.keys(BUILT).toSorted())
})
