import { SOURCES, type Source } from '@ringwall/core'
import { openSqliteStore } from '@ringwall/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ToolPolicyToken, type ToolPolicyInput } from '../src/index.ts'
import { GROUP_NAMES, KNOWN_TOOLS, PROFILE_NAMES } from '../src/tools.ts'
import { call, kernelOn, SESSION } from './host.ts'

const TOOLS = [
  ...KNOWN_TOOLS,
  'mine',
  'yours',
  'mcp__git__push',
  'mcp__git__log',
  'mcp__jira__search',
  'nobody',
  'еxec',
]
const DECLARED = { tools: { mine: ['web'], yours: [] }, servers: { git: ['*'], jira: ['search'] } } as const
const selector = fc.oneof(
  fc.constantFrom(...KNOWN_TOOLS, 'mine', 'yours', 'mcp__jira__search', 'mcp__git__push'),
  fc.constantFrom(...GROUP_NAMES.map((name) => `group:${name}`)),
  fc.constantFrom('*', 'mcp__git__*', 'mcp__*', 'm*', '*e*', '*_file'),
)
const selectors = fc.array(selector, { maxLength: 4 })
const profile = fc.constantFrom(...PROFILE_NAMES)
const sources = fc.subarray([...SOURCES])
const rule = fc
  .record({
    source: fc.constantFrom<Source | 'external'>(...SOURCES, 'external'),
    deny: fc.array(selector, { maxLength: 3 }),
    ask: fc.array(selector, { minLength: 1, maxLength: 3 }),
  })
  .chain((one) => fc.option(profile, { nil: undefined }).map((of) => ({ ...one, ...(of ? { profile: of } : {}) })))
const config = fc.record({
  profile,
  allow: selectors,
  deny: selectors,
  ask: selectors,
  perSource: fc.array(rule, { maxLength: 3 }),
})

/** A list that the config may have: nothing in it is in `deny`, which would be an error. */
function without(list: readonly string[] = [], deny: readonly string[] = []): readonly string[] {
  return list.filter((one) => !deny.includes(one))
}

function withDeny(base: ToolPolicyInput, deny: readonly string[]): ToolPolicyInput {
  return { ...DECLARED, ...base, deny, allow: without(base.allow, deny), ask: without(base.ask, deny) }
}

const RANK = { allow: 0, ask: 1, deny: 2 }
/** Outcomes of every tool, as numbers: more is stricter. */
async function ranks(input: ToolPolicyInput, present: readonly Source[], skills: readonly (readonly string[])[] = []) {
  const store = await openSqliteStore({ file: ':memory:' })
  const kernel = await kernelOn({ config: input, store, sources: async () => present })
  try {
    const policy = kernel.find(ToolPolicyToken)
    for (const [i, tools] of skills.entries()) await policy?.narrow(SESSION, `s${i}`, tools)
    const said = await Promise.all(TOOLS.map((tool) => call(kernel, tool)))
    const visible = await policy?.visible(TOOLS, SESSION)
    // What is shown is just what is not denied.
    expect(visible).toEqual(TOOLS.filter((_, i) => !said[i]?.startsWith('deny')))
    return said.map((one) => RANK[one.split(' ')[0] as keyof typeof RANK])
  } finally {
    await kernel.close()
    await store.close()
  }
}
function expectNoWider(before: readonly number[], after: readonly number[]): void {
  expect(TOOLS.filter((_, i) => (after[i] ?? 0) < (before[i] ?? 0))).toEqual([])
}
const RUNS = { numRuns: 60 }

describe('laws', { timeout: 60_000 }, () => {
  it('what deny names is denied, whatever else is said', async () => {
    await fc.assert(
      fc.asyncProperty(config, selector, sources, async (base, denied, present) => {
        const after = await ranks(withDeny(base, [...base.deny, denied]), present)
        const least = await kernelOn({ config: { ...DECLARED, perSource: [], deny: [denied], profile: 'full' } })
        const taken = await Promise.all(TOOLS.map((tool) => call(least, tool)))
        await least.close()
        for (const [i, tool] of TOOLS.entries())
          if (taken[i] === 'deny TOOL_DENIED deny') expect([tool, after[i]]).toEqual([tool, RANK.deny])
      }),
      RUNS,
    )
  })

  it('one denial more, one question more, or one entry more for a source never allows more', async () => {
    await fc.assert(
      fc.asyncProperty(config, selector, rule, sources, async (base, more, entry, present) => {
        const whole = withDeny(base, base.deny)
        const before = await ranks(whole, present)
        expectNoWider(before, await ranks(withDeny(base, [...base.deny, more]), present))
        if (!base.deny.includes(more))
          expectNoWider(before, await ranks({ ...whole, ask: [...(whole.ask ?? []), more] }, present))
        expectNoWider(before, await ranks({ ...whole, perSource: [...base.perSource, entry] }, present))
      }),
      RUNS,
    )
  })

  it('content from one source more never allows more, and none at all allows what the rest allows', async () => {
    await fc.assert(
      fc.asyncProperty(config, sources, fc.constantFrom(...SOURCES), async (base, present, more) => {
        const whole = withDeny(base, base.deny)
        const before = await ranks(whole, present)
        expectNoWider(before, await ranks(whole, [...present, more]))
        expectNoWider(await ranks({ ...whole, perSource: [] }, present), before)
      }),
      RUNS,
    )
  })

  it('a skill never allows more, in whatever order skills are loaded', async () => {
    const lists = fc.array(fc.array(fc.constantFrom(...TOOLS, '*', 'mcp__*'), { maxLength: 20 }), {
      minLength: 1,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(config, lists, sources, async (base, skills, present) => {
        const whole = withDeny(base, base.deny)
        const [last = [], ...others] = skills.toReversed()
        const before = await ranks(whole, present, others)
        const after = await ranks(whole, present, [...others, last])
        expectNoWider(before, after)
        expect(await ranks(whole, present, [last, ...others])).toEqual(after)
      }),
      RUNS,
    )
  })

  it('a profile lower down never allows more, save messaging under coding', async () => {
    const rankOf = await Promise.all(PROFILE_NAMES.map((name) => ranks({ profile: name, perSource: [] }, [])))
    for (const [i, before] of rankOf.entries())
      for (const [j, after] of rankOf.entries())
        if (j > i && !(PROFILE_NAMES[i] === 'coding' && PROFILE_NAMES[j] === 'messaging')) expectNoWider(before, after)
  })
})
