import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toolPolicyConfig } from './config.ts'
import { compileGlob } from './glob.ts'
import { compilePolicy, filterTools } from './policy.ts'
import { KNOWN_TOOLS, PROFILE_NAMES, TOOL_GROUPS, toolsOfProfile, type Profile } from './tools.ts'

const policy = (config: object) => compilePolicy(toolPolicyConfig.parse(config))

describe('glob', () => {
  it('matches what a star-by-star definition matches', () => {
    const matches = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === ''
      if (pattern.startsWith('*'))
        return matches(pattern.slice(1), text) || (text !== '' && matches(pattern, text.slice(1)))
      return pattern[0] === text[0] && matches(pattern.slice(1), text.slice(1))
    }
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })
    fc.assert(
      fc.property(letters, texts, (pattern, text) => compileGlob(pattern)(text) === matches(pattern, text)),
      { numRuns: 3000 },
    )
  })
})

describe('groups and profiles', () => {
  it('list each tool once, in normal form', () => {
    const all = Object.values(TOOL_GROUPS).flat()
    expect(new Set(all).size).toBe(all.length)
    for (const tool of all) expect(tool).toMatch(/^[a-z0-9_]+$/)
  })

  it('shrink from the loosest to the strictest, but for messaging under coding', () => {
    const isWithin = (part: Profile, whole: Profile): boolean =>
      [...toolsOfProfile(part)].every((tool) => toolsOfProfile(whole).has(tool))
    for (const [i, looser] of PROFILE_NAMES.entries()) {
      for (const stricter of PROFILE_NAMES.slice(i)) {
        expect(isWithin(stricter, looser), `${stricter} in ${looser}`).toBe(
          looser !== 'coding' || stricter !== 'messaging',
        )
      }
    }
  })

  it('keep the default from telling anybody', () => {
    expect(filterTools(TOOL_GROUPS.messaging)).toEqual([])
  })

  it('know nothing outside the groups', () => {
    expect(toolsOfProfile('full')).toEqual(KNOWN_TOOLS)
  })
})

describe('policy', () => {
  it('denies what deny names, whatever the profile, the other lists and the spelling', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PROFILE_NAMES),
        fc.constantFrom(...KNOWN_TOOLS),
        fc.constantFrom(
          (s: string) => s,
          (s: string) => s.toUpperCase(),
          (s: string) => ` ${s}\n`,
          (s: string) => s.replaceAll('a', 'ａ'),
        ),
        (profile, tool, spell) =>
          policy({ profile, allow: ['*'], deny: [tool] }).checkTool(spell(tool))?.code === 'TOOL_DENIED',
      ),
    )
  })

  it('lets no name with look-alike or invisible characters in, even by a star', () => {
    for (const name of ['ex\u200bec', 'еxec', 'exec;rm', 'a b', '']) {
      expect(policy({ allow: ['*'] }).checkTool(name)?.code).toBe('TOOL_UNKNOWN')
    }
    expect(policy({ profile: 'minimal', allow: ['*'] }).checkTool('exec')).toBeUndefined()
    expect(policy({ allow: ['*'] }).checkTool('launch_rocket')?.code).toBe('TOOL_UNKNOWN')
  })

  it('takes inherited names for no argument', () => {
    const strict = policy({ rules: [{ tool: 'exec', arg: 'constructor', allow: ['*'], raw: true }] })
    expect(strict.checkCall('exec', {})?.code).toBe('TOOL_ARGS_DENIED')
  })

  it('never lets a shell run a second command past a glob', () => {
    const git = policy({ rules: [{ tool: 'exec', arg: 'command', allow: ['git *'] }] })
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(';', '&', '|', '`', '$', '(', '<', '>', '\n', '\r', '\\', '\0'),
        fc.string(),
        (a, meta, b) => git.checkCall('exec', { command: `git ${a}${meta}${b}` })?.code === 'TOOL_ARGS_DENIED',
      ),
    )
    expect(git.checkCall('exec', { command: 'git commit -m "it works"' })).toBeUndefined()
  })
})

describe('config', () => {
  const rule = (more: object) => ({ rules: [{ tool: 'exec', ...more }] })
  it.for<readonly [object, string]>([
    [{ allow: ['group:nope'] }, 'group:nope'],
    [{ deny: ['group:'] }, 'group:'],
    [{ deny: [' '] }, 'empty'],
    [{ deny: ['a, b'] }, 'white space'],
    [{ profile: 'codding' }, 'profile'],
    [{ skills: 'off' }, 'skills'],
    // names
    [{ deny: ['exce'] }, 'did you mean exec?'],
    [{ deny: ['exce'] }, 'tools: { exce: [] }'],
    [{ allow: ['lunch_rocket'] }, 'no tool lunch_rocket is known; if it is a tool of yours'],
    [{ ask: ['send_emial'] }, 'did you mean send_email?'],
    [{ rules: [{ tool: 'wirte', arg: 'path', under: ['src'] }] }, 'did you mean write?'],
    [{ perSource: [{ source: 'web', deny: ['bsah'] }] }, 'did you mean bash?'],
    [{ rates: [{ tools: ['notfy'], limit: 1, windowMs: 1000, per: 'user' }] }, 'did you mean notify?'],
    [{ deny: ['messaging'] }, 'did you mean group:messaging?'],
    [{ deny: ['*delte*'] }, 'matches no tool that is known'],
    [{ deny: ['\u0435xec'] }, 'is known'],
    [{ deny: ['mcp__github__*'] }, 'under `tools` or `servers`'],
    [{ deny: ['mcp__github__push'] }, 'declare its server'],
    [{ servers: { github: ['*'] }, deny: ['mcp__githbu__*'] }, 'did you mean mcp__github__*?'],
    [{ servers: { github: ['*'] }, deny: ['*__push'] }, 'matches no tool'],
    [{ servers: { github: ['push'] }, deny: ['mcp__github__psuh'] }, 'did you mean mcp__github__push?'],
    [{ servers: { github: [] } }, 'github'],
    [{ servers: { a__b: ['*'] } }, 'single `_`'],
    [{ servers: { a: ['b c'] } }, 'name each tool'],
    [{ tools: { mcp__a__b: [] } }, 'under `servers`'],
    [{ tools: { 'a b': [] } }, 'plain name'],
    [{ tools: { mine: ['messagin'] } }, '"mine"'],
    [{ tools: { exec: [] } }, 'known already'],
    // contradictions
    [{ allow: ['browser'], deny: ['Browser'] }, 'wins'],
    [{ ask: ['exec'], deny: ['exec'] }, 'wins'],
    [{ perSource: [{ source: 'web' }] }, 'does nothing'],
    [{ perSource: [{ source: 'wbe', deny: ['exec'] }] }, 'source'],
    [
      {
        rates: [
          { tools: ['exec', 'bash'], limit: 1, windowMs: 1000, per: 'user' },
          { tools: ['bash', 'exec'], limit: 2, windowMs: 1000, per: 'user' },
        ],
      },
      'an entry before it',
    ],
    [{ rates: [{ tools: ['exec'], limit: 0, windowMs: 1000, per: 'user' }] }, 'limit'],
    [{ rates: [{ tools: ['exec'], limit: Number.NaN, windowMs: 1000, per: 'user' }] }, 'limit'],
    [{ rates: [{ tools: [], limit: 1, windowMs: 1000, per: 'user' }] }, 'tools'],
    [{ rates: [{ tools: ['exec'], limit: 1, windowMs: 0, per: 'user' }] }, 'windowMs'],
    // rules
    [rule({}), 'does nothing'],
    [rule({ arg: 'command' }), 'no condition'],
    [rule({ arg: 'command', only: ['a'] }), 'no condition'],
    [rule({ allow: ['a'] }), 'give it `arg`'],
    [rule({ only: ['x'], allow: ['a'] }), 'needs `arg`'],
    [rule({ only: ['a'], optional: true }), 'needs `arg`'],
    [rule({ arg: 'a', absent: true, max: 1 }), 'beside nothing'],
    [rule({ arg: 'a', min: 2, max: 1 }), 'nothing passes'],
    [rule({ arg: 'a', min: Number.NaN }), 'min'],
    [rule({ arg: 'a', maxLength: -1 }), 'maxLength'],
    [rule({ arg: 'a', raw: true, max: 1 }), '`raw`'],
    [rule({ arg: 'a', allow: [] }), 'allow'],
    [rule({ arg: 'a', values: [] }), 'values'],
    [rule({ arg: 'a', vaules: ['x'] }), 'vaules'],
    [rule({ arg: '/a~2', max: 1 }), 'JSON Pointer'],
    // commands
    [rule({ arg: 'a', command: ['git status; id'] }), 'operators'],
    [rule({ arg: 'a', command: ['git "status"'] }), 'quotes'],
    [rule({ arg: 'a', command: ['* status'] }), 'name of a program'],
    [rule({ arg: 'a', command: ['  '] }), 'name of a program'],
    [rule({ arg: 'a', command: ['A=1 git'] }), 'set variables'],
    [rule({ arg: 'a', command: ['bash *'] }), 'runs whatever'],
    [rule({ arg: 'a', command: ['/bin/sh *'] }), 'runs whatever'],
    [rule({ arg: 'a', command: ['npx *'] }), 'runs whatever'],
    [rule({ arg: 'a', command: ['pnpm *'] }), 'runs whatever'],
    [rule({ arg: 'a', command: ['sed *'] }), 'takes code'],
    [rule({ arg: 'a', command: ['sed -n *'] }), 'takes code'],
  ])('refuses %j: %s', ([config, words]) => {
    expect(() => toolPolicyConfig.parse(config)).toThrow(words)
  })

  it('reads group names and tools in any spelling', () => {
    expect(filterTools(['Browser', 'cron'], { allow: [' Group:BROWSER '] })).toEqual(['Browser'])
    const declared = {
      tools: { ' CRM_Lookup': ['web'] },
      servers: { GitHub: ['Push'] },
      allow: ['MCP__github__push'],
    } as const
    expect(filterTools(['crm_lookup', 'mcp__GitHub__push', 'mcp__github__pull'], declared)).toEqual([
      'crm_lookup',
      'mcp__GitHub__push',
    ])
  })
})

describe('filterTools', () => {
  it('keeps the order and the spelling of the names that are allowed', () => {
    expect(filterTools(['WebFetch', 'Bash', 'send_email', 'Read', 'mcp__x__y'])).toEqual(['WebFetch', 'Bash', 'Read'])
    expect(
      filterTools(['exec', 'mcp__git__log', 'mcp__git__push'], {
        profile: 'minimal',
        servers: { git: ['*'] },
        allow: ['mcp__git__*'],
        deny: ['mcp__git__push'],
      }),
    ).toEqual(['mcp__git__log'])
  })
})
