import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeConfig, namedPaths } from './git-config.ts'

const judge = (text: string): ReturnType<typeof judgeConfig> => judgeConfig(text, (value) => value === '../../w')
const GIT_INIT = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n'

describe('settings of a repository that a command made', () => {
  it.each([
    ['that git init writes', GIT_INIT],
    [
      'that git clone writes',
      `${GIT_INIT}[remote "origin"]\n\turl = git@github.com:a/b.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main\n`,
    ],
    ['of a submodule', `${GIT_INIT}\tworktree = ../../w\n[submodule "a/b"]\n\turl = ../b\n\tactive = true\n`],
    [
      'of a sparse checkout',
      '[core]\n\tsparseCheckout = true\n\tsparseCheckoutCone = true\n[extensions]\n\tworktreeConfig = true\n',
    ],
    ['of who commits', '[user]\n\tname = Ann\n\temail = ann@example.com\n# a remark\n\n; another\n'],
  ])('%s stay', (_, text) => {
    expect(judge(text)).toEqual({ isWhole: true, harmless: text })
  })

  it.each([
    '[core]\n\tpager = less',
    '[core]\n\teditor = vi',
    '[core]\n\tsshCommand = ssh',
    '[core]\n\thooksPath = h',
    '[core]\n\tfsmonitor = f',
    '[core]\n\tattributesFile = a',
    '[core]\n\tgitProxy = p',
    '[core]\n\taskPass = a',
    '[core]\n\tprotectHFS = false',
    '[core]\n\tworktree = /',
    '[core] pager = x',
    '[CORE]\n PAGER=x',
    '[core]\n\tbare = a\\\n',
    '[core]\n\tbare = "a"',
    '[core ]\n\tbare = true',
    '[core]x\n\tbare = true',
    '[alias]\n\tst = !x',
    '[filter "x"]\n\tclean = x',
    '[diff "x"]\n\ttextconv = x',
    '[diff]\n\texternal = x',
    '[merge "x"]\n\tdriver = x',
    '[credential]\n\thelper = x',
    '[include]\n\tpath = x',
    '[includeIf "gitdir:."]\n\tpath = x',
    '[url "x"]\n\tinsteadOf = y',
    '[protocol "ext"]\n\tallow = always',
    '[gpg]\n\tprogram = x',
    '[remote "o"]\n\tuploadpack = x',
    '[remote "o"]\n\turl = ext::sh -c x',
    '[remote "o"]\n\turl = -x',
    '[remote "o"]\n\turl = ssh://-oProxyCommand=x/y',
    '[remote.o]\n\turl = x',
    '[submodule "s"]\n\tupdate = !x',
    '[submodule "s"]\n\tpath = -x',
    '[init]\n\ttemplateDir = x',
    '[sequence]\n\teditor = x',
    '[uploadpack]\n\tpackObjectsHook = x',
    '\uFEFF[core]\n\tbare = true',
    '[core]\r\n\tbare = true\r\n',
    '[core]\n\tbare = true\u0000',
    '[__proto__]\n\tbare = true',
    '[core]\n\tconstructor = x',
  ])('%j goes', (text) => {
    const { isWhole, harmless } = judge(text)
    expect(isWhole).toBe(false)
    expect(judge(harmless).isWhole).toBe(true)
  })

  it('is read by git as nothing else than what was judged, whatever is written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'git-config-'))
    const file = join(folder, 'config')
    const piece = fc.constantFrom(
      '[core]',
      '[core',
      ']',
      '[remote "a"]',
      '[remote "a\\"]',
      '"',
      '\\',
      '\n',
      '\t',
      ' ',
      '=',
      '#',
      ';',
      '\r',
      'bare',
      'pager',
      'url',
      'fsmonitor = x',
      'bare = true',
      'name',
      '[user]',
      '[include]',
      'path = x',
      '\\\n',
      '.',
      '\u0085',
      '\u2028',
    )
    try {
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
          writeFileSync(file, judge(pieces.join('')).harmless)
          let keys: string
          try {
            keys = execFileSync('git', ['config', '--file', file, '--no-includes', '--name-only', '--list', '-z'], {
              encoding: 'utf8',
              stdio: 'pipe',
            })
          } catch {
            return // git takes none of it
          }
          for (const key of keys.split('\u0000').filter(Boolean))
            expect(key).toMatch(/^(?:core\.bare|user\.name|remote\..*\.url)$/)
        }),
        { numRuns: 300 },
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is judged in linear time', () => {
    for (const unit of ['[', '[core]\n', 'a = ', '\\', '[a "', '\t', ' = '])
      expect(judge(unit.repeat(200_000)).harmless.length).toBeLessThanOrEqual(unit.length * 200_000)
  })
})

describe('settings of the developer', () => {
  it('name what git runs or reads besides', () => {
    expect(namedPaths('[core]\n\thooksPath = .githooks\n[include] path = "../x"\n[remote "a=b"]\nurl = y\n')).toEqual([
      '.githooks',
      '../x',
    ])
  })
})
