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
  it.for([
    [{ allow: ['group:nope'] }, 'group:nope'],
    [{ deny: ['group:'] }, 'group:'],
    [{ deny: [' '] }, 'empty'],
    [{ deny: ['a, b'] }, 'white space'],
    [{ rules: [{ tool: 'exec', arg: 'command', allow: [] }] }, 'allow'],
    [{ profile: 'codding' }, 'profile'],
  ] as const)('refuses %j', ([config, words]) => {
    expect(() => toolPolicyConfig.parse(config)).toThrow(words)
  })

  it('reads group names and tools in any spelling', () => {
    expect(filterTools(['Browser', 'cron'], { allow: [' Group:BROWSER '] })).toEqual(['Browser'])
  })
})

describe('filterTools', () => {
  it('keeps the order and the spelling of the names that are allowed', () => {
    expect(filterTools(['WebFetch', 'Bash', 'send_email', 'Read', 'mcp__x__y'])).toEqual(['WebFetch', 'Bash', 'Read'])
    expect(
      filterTools(['exec', 'mcp__git__log', 'mcp__git__push'], {
        profile: 'minimal',
        allow: ['mcp__git__*'],
        deny: ['*push'],
      }),
    ).toEqual(['mcp__git__log'])
  })
})
