import fc from 'fast-check'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sandboxArguments } from '../src/macos/arguments.ts'
import { makeProfile, type Policy, type Profile } from '../src/macos/profile.ts'
import { POLICIES, type PolicyName } from './macos-policies.ts'
import type { Row } from './macos-table/rows.ts'
import { TABLE } from './macos-table/table.ts'
import { evaluate, type Evaluated, type Semantics } from './sbpl/evaluate.ts'
import { OPERATIONS } from './sbpl/operations.ts'
import { parse, print, type Form } from './sbpl/parse.ts'

const NAMES = Object.keys(POLICIES) as PolicyName[]
const PROFILES = new Map(NAMES.map((name) => [name, makeProfile(POLICIES[name].policy, POLICIES[name].reach)]))
const profileOf = (name: PolicyName): Profile => PROFILES.get(name) ?? { text: '', parameters: new Map() }
const say = ({ verdict, operation, request, policy, asked }: Row): string =>
  `${verdict} ${operation} ${JSON.stringify(asked ?? request)} (${policy})`
const wrongRows = (profiles: (name: PolicyName) => Evaluated, rows: readonly Row[] = TABLE): readonly string[] =>
  rows
    .filter(
      ({ verdict, operation, request, policy }) => profiles(policy).may(operation, request) !== (verdict === 'allow'),
    )
    .map(say)
const evaluated = (semantics: Semantics): ((name: PolicyName) => Evaluated) => {
  const made = new Map<PolicyName, Evaluated>(
    NAMES.map((name) => {
      const { text, parameters } = profileOf(name)
      return [name, evaluate(text, parameters, semantics)]
    }),
  )
  return (name) => made.get(name) ?? evaluate('')
}

describe('the text', () => {
  it.each(NAMES)('of %s is as it was last looked at', async (name) => {
    const { text, parameters } = profileOf(name)
    const given = Array.from(parameters, ([key, value]) => `; ${key} = ${JSON.stringify(value)}`)
    await expect(`${text}\n; Parameters:\n${given.join('\n')}\n`).toMatchFileSnapshot(`golden/macos-${name}.sb`)
  })

  it('takes nothing for a port that is none', () => {
    for (const port of [0, -1, 1.5, 65_536, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => makeProfile(POLICIES.proxy.policy, { kind: 'proxy', port })).toThrow(RangeError)
  })
})

describe('the table', () => {
  it('has questions enough, no one twice, and both answers', () => {
    expect(TABLE.length).toBeGreaterThan(500)
    const asked = TABLE.map(say).map((row) => row.slice(row.indexOf(' ')))
    expect(asked.filter((row, i) => asked.indexOf(row) !== i)).toEqual([])
    for (const verdict of ['allow', 'deny']) expect(TABLE.some((row) => row.verdict === verdict)).toBe(true)
    expect(OPERATIONS.filter((name) => !TABLE.some(({ operation }) => operation === name)).length).toBeLessThan(12)
  })

  // What Apple does not document does not matter: which of two rules decides, what one without a filter is, and whether case counts.
  it.each([
    [{ decides: 'last', isCaseless: false }],
    [{ decides: 'last', isCaseless: true }],
    [{ decides: 'last', isBareLast: true, isCaseless: false }],
    [{ decides: 'last', isBareLast: true, isCaseless: true }],
    [{ decides: 'denial', isBareLast: true, isCaseless: false }],
    [{ decides: 'denial', isBareLast: true, isCaseless: true }],
  ] as const)('is answered as it says, where %j', (semantics) => {
    expect(wrongRows(evaluated(semantics))).toEqual([])
  })

  it('is found wrong by a profile that allows all, and by one that allows nothing', () => {
    const open = evaluate('(version 1)(allow default)')
    const shut = evaluate('(version 1)(deny default)(deny process-info* system-fcntl iokit-get-properties mach-lookup)')
    expect(wrongRows(() => open)).toHaveLength(TABLE.filter(({ verdict }) => verdict === 'deny').length)
    expect(wrongRows(() => shut)).toHaveLength(TABLE.filter(({ verdict }) => verdict === 'allow').length)
  })

  it('leads to everything that is read: what is above may be looked at', () => {
    const ways = waysOf(TABLE)
    expect(ways.length).toBeGreaterThan(100)
    expect(wrongRows(evaluated({}), ways)).toEqual([])
  })
})

/** Parts that no row needs, and why they are there all the same. */
const SPARE: readonly (readonly [RegExp, string])[] = [
  [/^\(sysctl-name "/, 'as Chromium and Codex name them; which runtime asks for which was not measured'],
  [
    /^\((?:subpath|literal) \(param "(?:PROTECTED|HIDDEN|ABOVE)_\d+"\)\)$/,
    'also matched by its regular expression; here should Apple read that one in another way',
  ],
  [/^\(literal "\/private(?:\/var)?"\)$/, 'also above the private folder, where that is in the usual place'],
]

describe('every part of a profile is there for something', () => {
  const rowsOf = new Map(
    NAMES.map((name) => {
      const rows = TABLE.filter(({ policy }) => policy === name)
      return [name, [...rows, ...waysOf(rows)]] as const
    }),
  )
  /** Whether some row is answered in another way. A profile that is no longer one is an error and proves nothing. */
  const isMissed = (name: PolicyName, forms: readonly Form[]): boolean => {
    const { may } = evaluate(forms, profileOf(name).parameters)
    const rows = rowsOf.get(name) ?? []
    return rows.some(({ verdict, operation, request }) => may(operation, request) !== (verdict === 'allow'))
  }
  // Rules that the policies share are looked at once.
  const common = new Set(parse(profileOf('default').text).map(print))
  const rulesOf = (name: PolicyName, forms: readonly Form[]): readonly Form[] =>
    forms.slice(2).filter((rule) => name === 'default' || !common.has(print(rule)))

  it.each(NAMES)('%s: no rule can be left out', (name) => {
    const forms = parse(profileOf(name).text)
    expect(forms.length).toBeGreaterThan(15)
    const without = (rule: Form): readonly Form[] => forms.filter((each) => each !== rule)
    const idle = rulesOf(name, forms).filter((rule) => !isMissed(name, without(rule)))
    expect(idle.map(print)).toEqual([])
  })

  it.each(NAMES)('%s: that the rest is denied cannot be left out', (name) => {
    const [version, , ...rules] = parse(profileOf(name).text)
    expect(isMissed(name, [...(version ? [version] : []), ...parse('(allow default)'), ...rules])).toBe(true)
  })

  it('no operation and no filter of a rule can be left out, but those that are listed', () => {
    const seen = new Set<string>()
    const idle = NAMES.flatMap((name) => {
      const forms = parse(profileOf(name).text)
      return rulesOf(name, forms).flatMap((rule) =>
        parts(rule)
          .filter(({ key }) => !seen.has(key) && seen.add(key))
          .filter(
            ({ rest }) =>
              !isMissed(
                name,
                forms.map((each) => (each === rule ? rest : each)),
              ),
          )
          .map(({ part }) => print(part)),
      )
    })
    expect(idle.filter((part) => !SPARE.some(([of]) => of.test(part)))).toEqual([])
    expect(SPARE.filter(([of]) => !idle.some((part) => of.test(part)))).toEqual([])
  })
})

/** That what stands above each path that may be read may be looked at. */
function waysOf(rows: readonly Row[]): readonly Row[] {
  return rows
    .filter(({ verdict, operation }) => verdict === 'allow' && operation === 'file-read-data')
    .flatMap((row) => above(row.request.path ?? '/').map((path) => ({ ...row, asked: path, request: { path } })))
    .map((row) => ({ ...row, operation: 'file-read-metadata' }))
}

interface Part {
  readonly part: Form
  /** The same in the same rule of another policy. */
  readonly key: string
  /** The rule without it. */
  readonly rest: Form
}

/** A rule without each of its parts in turn; one that has only one of a kind would say something else without it. */
function parts(rule: Form): readonly Part[] {
  if (rule.kind !== 'list') return []
  const [, ...items] = rule.items
  const head = items.filter(({ kind }) => kind === 'symbol').map(print)
  return items.flatMap((part) => {
    const alike = items.filter(({ kind }) => (kind === 'symbol') === (part.kind === 'symbol'))
    if (alike.length < 2) return []
    const rest: Form = { kind: 'list', items: rule.items.filter((each) => each !== part) }
    return [{ part, key: [...head, print(part)].join(' '), rest }]
  })
}

function above(path: string): readonly string[] {
  const up = dirname(path)
  return up === path ? [] : [up, ...above(up)]
}

describe('hostile names', () => {
  const name = fc
    .oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        '"',
        ')',
        '(',
        '#"',
        '\\',
        '\n',
        ';',
        '=',
        ' ',
        '..x',
        "'",
        '*',
        '[',
        '|',
        '$',
        '(param "WRITE_0")',
        'WRITE_0=/',
      ),
      fc.string({
        minLength: 1,
        unit: fc.constantFrom('"', '(', ')', '\\', '=', '\n', 'a', '.', '^', '$', '{', '}', '+', 'ß', '\u0301'),
      }),
    )
    .map((text) => text.toWellFormed().replaceAll(/[/\0]/g, '_'))
    .filter((text) => text !== '.' && text !== '..')
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
  const policies = fc
    .record({ root: path, kept: path, hidden: path, read: path })
    .map(({ root, kept, hidden, read }): Policy => ({
      ...POLICIES.default.policy,
      workspace: `/${root}`,
      readOnly: [`/${read}`],
      protected: [{ folder: `/${root}`, path: kept }],
      hidden: [{ folder: `/${root}`, path: hidden }],
    }))

  it('never change the text', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const depth = (places: Policy['protected']): number =>
          places.flatMap(({ path }) => path.split('/').slice(1)).length
        fc.pre(depth(policy.protected) === 0 && depth(policy.hidden) === 0)
        const plain: Policy = {
          ...policy,
          workspace: '/w',
          readOnly: ['/r'],
          protected: [{ folder: '/w', path: 'p' }],
          hidden: [{ folder: '/w', path: 'h' }],
        }
        expect(makeProfile(policy, { kind: 'none' }).text).toBe(makeProfile(plain, { kind: 'none' }).text)
      }),
    )
  })

  it('stay in an argument of their own, whichever equals sign is the one that splits it', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const profile = makeProfile(policy, { kind: 'none' })
        const limits = { cpuSeconds: 1, fileSizeMb: 1, processes: 1 }
        const args = sandboxArguments(profile, limits, { argv: ['-p', '--'], running: 1 }) ?? []
        const end = 2 + 2 * profile.parameters.size
        expect([args[0], args[1], args[end], args[end + 1]]).toEqual(['-p', profile.text, '--', '/bin/bash'])
        expect(args.slice(-2)).toEqual(['-p', '--'])
        const given = args.slice(2, end)
        expect(given.filter((_, i) => i % 2 === 0).every((flag) => flag === '-D')).toBe(true)
        const pairs = given.filter((_, i) => i % 2 === 1)
        const split = (at: (pair: string) => number) =>
          new Map(pairs.map((pair) => [pair.slice(0, at(pair)), pair.slice(at(pair) + 1)] as const))
        expect(split((pair) => pair.indexOf('='))).toEqual(profile.parameters)
        const last = split((pair) => pair.lastIndexOf('='))
        if ([...profile.parameters.values()].some((value) => value.includes('=')))
          expect(() => evaluate(profile.text, last)).toThrow('the parameter is not given')
      }),
    )
  })

  it('are protected and hidden whatever they are', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const { text, parameters } = makeProfile(policy, { kind: 'none' })
        const { may } = evaluate(text, parameters)
        const [kept] = policy.protected
        const [hidden] = policy.hidden
        const at = (place: typeof kept): string => `${place?.folder}/${place?.path}`
        expect(may('file-write-create', { path: at(kept) })).toBe(false)
        expect(may('file-write-data', { path: `${at(kept)}/below` })).toBe(false)
        expect(may('file-read-data', { path: at(hidden) })).toBe(false)
        for (const folder of above(at(kept)).filter((folder) => folder.startsWith(policy.workspace)))
          expect(may('file-write-unlink', { path: folder })).toBe(false)
        expect(may('file-read-data', { path: '/Users/ada/.ssh/id_ed25519' })).toBe(false)
        // No more than that is protected: a name that only looks like it is not.
        expect(may('file-write-data', { path: `${policy.workspace}/${'z'.repeat(80)}` })).toBe(true)
      }),
    )
  })
})
