import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GIT_ATTACKS } from './git-attacks.ts'
import { GIT, playground, type Playground } from './playground.ts'

/** Whether the developer's own git, called in a folder, runs what the agent left there: it would write this file. */
function ranAfterwards({ app, base }: Playground, folder: string): boolean {
  const env = { PATH: process.env['PATH'], HOME: base, GIT_CONFIG_NOSYSTEM: '1', PWNED: join(base, 'pwned') }
  const call = (...args: readonly string[]): unknown =>
    spawnSync('git', ['-c', 'user.name=d', '-c', 'user.email=d@example.com', ...args], {
      cwd: resolve(app, folder),
      env,
    })
  call('status')
  call('diff')
  writeFileSync(join(resolve(app, folder), 'by-developer'), 'x')
  call('fetch')
  call('add', '-A')
  call('commit', '--message', 'by developer')
  return existsSync(join(base, 'pwned'))
}

describe('what a developer does with git', () => {
  it('makes a repository, which stays, and of which nothing was moved', async () => {
    using place = playground({ isRepository: false })
    const { exitCode, moved, out } = await place.run(
      `${GIT} init --quiet . && ${GIT} commit --allow-empty -qm x && git log`,
    )
    expect({ exitCode, moved, out }).toMatchObject({ exitCode: 0, moved: [] })
    expect(existsSync(join(place.app, '.git/config'))).toBe(true)
    expect(place.git('log', '--oneline')).toContain('x')
  })

  it('makes one below, and from the next run on it is protected', async () => {
    using place = playground()
    const exec = place.exec()
    const first = await place.run(
      `${GIT} init --quiet deep/er/one && cd deep/er/one && ${GIT} commit --allow-empty -qm x`,
      exec,
    )
    expect([first.exitCode, first.moved]).toEqual([0, []])
    const second = await place.run(
      `cd deep/er/one && ${GIT} commit --allow-empty -qm y && echo committed; git config core.pager x || echo kept; echo x > .git/hooks/pre-commit || echo kept; mv ../../er ../../re || echo kept`,
      exec,
    )
    expect(second.out).toContain('committed\n')
    expect(second.out.match(/^kept$/gm)).toHaveLength(3)
    expect(second.moved).toEqual([])
  })

  it('clones, with its remote, and adds settings that do no harm', async () => {
    using place = playground()
    execFileSync('git', ['clone', '--quiet', '--bare', place.app, join(place.base, 'origin.git')])
    const exec = place.exec({ readOnly: [join(place.base, 'origin.git')] })
    const { exitCode, moved, out } = await place.run(
      `git config --global safe.directory '*'; ${GIT} clone --quiet ${place.base}/origin.git copy && cd copy && git config user.name Ann && git switch -qc topic && git log --oneline`,
      exec,
    )
    expect({ exitCode, moved, out }).toMatchObject({ exitCode: 0, moved: [] })
    expect(readFileSync(join(place.app, 'copy/.git/config'), 'utf8')).toMatch(/url = .*origin\.git[\s\S]*name = Ann/)
  })

  it('adds a worktree, and commits in it', async () => {
    using place = playground()
    const exec = place.exec()
    const { exitCode, moved, out } = await place.run(
      `git worktree add -q wt -b wt && cd wt && echo x > a && git add a && ${GIT} commit -qm a`,
      exec,
    )
    expect({ exitCode, moved, out }).toMatchObject({ exitCode: 0, moved: [] })
    const next = await place.run(
      `cd wt && echo y > b && git add b && ${GIT} commit -qm b && git log --oneline; echo gitdir: x > .git || echo kept; echo ../x > ../.git/worktrees/wt/commondir || echo kept`,
      exec,
    )
    expect(next.out.match(/^kept$/gm)).toHaveLength(2)
    expect(place.git('log', '--oneline', 'refs/heads/wt').split('\n')).toHaveLength(4)
  })

  it('adds a submodule, whose name has a slash', async () => {
    using place = playground()
    place.git('init', '--quiet', 'lib')
    place.git('-C', 'lib', 'commit', '--quiet', '--allow-empty', '--message', 'lib')
    const { moved, out } = await place.run(
      `${GIT} submodule add --quiet --name a/b ./lib sub 2>&1; ls sub/.git .git/modules/a/b/config`,
    )
    // The settings of the repository itself are read-only: that it is active is not noted, the rest is.
    expect(out).toContain('.git/modules/a/b/config')
    expect(moved).toEqual([])
    expect(place.git('-C', 'sub', 'log', '--oneline')).toContain('lib')
  })

  it('installs with npm where the project uses husky', async () => {
    using place = playground()
    place.write('.husky/pre-commit', 'npm test\n')
    place.write('husky/package.json', '{"name":"husky","version":"9.0.0","bin":"bin.js"}')
    // As husky does: where git does not take the setting, it says so and makes nothing.
    place.write(
      'husky/bin.js',
      `#!/usr/bin/env node\nconst { status, stderr } = require('child_process').spawnSync('git', ['config', 'core.hooksPath', '.husky/_'])\nif (status) console.log('husky: ' + stderr)\nelse require('fs').mkdirSync('.husky/_', { recursive: true })\n`,
    )
    place.write(
      'package.json',
      '{"name":"app","version":"1.0.0","scripts":{"prepare":"husky"},"dependencies":{"husky":"file:./husky"}}',
    )
    const { exitCode, moved, out } = await place.run('npm install --offline --no-audit --no-fund && ls node_modules')
    expect({ exitCode, moved, out }).toMatchObject({ exitCode: 0, moved: [] })
    expect(out).toContain('husky')
  }, 120_000)

  it('leaves nothing behind', async () => {
    using place = playground()
    place.write('.env', 'A=b\n')
    place.write('packages/a/.vscode/tasks.json', '{}')
    symlinkSync('packages/a/.vscode', join(place.app, '.vscode'))
    symlinkSync('../outside', join(place.app, '.idea'))
    place.git('init', '--quiet', 'nested')
    const before = [place.list(), place.git('status', '--porcelain')]
    const exec = place.exec()
    const { moved } = await place.run('true', exec)
    await place.run('false', exec)
    await exec.run('sleep 5', { timeoutMs: 200 })
    await place.run('git status; kill -9 $$', exec)
    await Promise.all([place.run('sleep 0.2', exec), place.run('true', exec)])
    expect([place.list(), place.git('status', '--porcelain')]).toEqual(before)
    expect(moved).toEqual([])
    expect(existsSync(join(place.base, 'kept'))).toBe(false)
  })
})

describe('what an agent leaves for the git of the developer', () => {
  it.each(GIT_ATTACKS)('$name', async ({ folder, script }) => {
    // That it is an attack at all: without a sandbox the developer's git runs it.
    if (folder !== undefined) {
      using bare = playground()
      const env = { PATH: process.env['PATH'], HOME: bare.base }
      execFileSync('sh', ['-c', script], { cwd: bare.app, stdio: 'ignore', env })
      expect(ranAfterwards(bare, folder)).toBe(true)
    }
    using place = playground()
    const { quarantined } = await place.run(script)
    expect(quarantined.length).toBeGreaterThan(0)
    const folders = readdirSync(place.app, { recursive: true, withFileTypes: true }).filter((one) => one.isDirectory())
    const paths = folders.map((one) => join(one.parentPath, one.name)).filter((path) => !path.includes('/.git'))
    for (const path of [place.app, ...paths]) expect([path, ranAfterwards(place, path)]).toEqual([path, false])
  })

  it('tells apart what harms of settings, and keeps the rest', async () => {
    using place = playground()
    const result = await place.run(
      `${GIT} init -q new && cd new && git config core.pager evil && git config remote.origin.url https://example.com/a && git config alias.x '!evil' && git config remote.b.url 'ext::sh -c evil'`,
    )
    expect(result.moved).toEqual(['new/.git/config'])
    const config = readFileSync(join(place.app, 'new/.git/config'), 'utf8')
    expect(config).toContain('url = https://example.com/a')
    expect(config).toContain('repositoryformatversion = 0')
    expect(config).not.toMatch(/evil/)
    const kept = result.quarantinedTo ?? ''
    expect(kept.startsWith(join(place.base, 'kept/'))).toBe(true)
    expect(readFileSync(join(kept, '1-config'), 'utf8')).toContain('pager = evil')
    expect(JSON.parse(readFileSync(join(kept, 'list.json'), 'utf8'))).toMatchObject([
      { path: join(place.app, 'new/.git/config'), keptAs: '1-config' },
    ])
  })

  it('cannot write settings later under another name of the file', async () => {
    using place = playground()
    const exec = place.exec()
    const first = await place.run(`${GIT} init -q new && ln new/.git/config innocent`, exec)
    expect(first.moved).toEqual(['new/.git/config'])
    await place.run(`printf '[core]\\nfsmonitor = evil\\n' >> innocent`, exec)
    expect(readFileSync(join(place.app, 'new/.git/config'), 'utf8')).not.toContain('evil')
  })

  it('cannot write through other names that files of the developer have', async () => {
    using place = playground()
    linkSync(join(place.app, '.git/config'), join(place.app, 'same-config'))
    writeFileSync(join(place.app, '.git/hooks/pre-commit'), 'true')
    linkSync(join(place.app, '.git/hooks/pre-commit'), join(place.app, 'same-hook'))
    const { out } = await place.run('echo x >> same-config || echo kept; echo x >> same-hook || echo kept')
    expect(out.match(/^kept$/gm)).toHaveLength(2)
  })

  it('cannot change the folder of hooks that the settings name, nor make it', async () => {
    using place = playground()
    place.write('tools/hooks/pre-commit', 'true')
    place.git('config', 'core.hooksPath', 'tools/hooks')
    const { out } = await place.run('echo x > tools/hooks/pre-commit || echo kept; mv tools t || echo kept')
    expect(out.match(/^kept$/gm)).toHaveLength(2)
    place.git('config', 'core.hooksPath', 'later/hooks')
    expect((await place.run('mkdir -p later/hooks && echo x > later/hooks/pre-commit')).moved).toEqual(['later/hooks'])
  })

  it('cannot move a repository below away, nor take its place', async () => {
    using place = playground()
    place.git('init', '--quiet', 'libs/one')
    mkdirSync(join(place.app, 'node_modules'))
    place.git('init', '--quiet', 'node_modules/dep')
    const rename = (from: string): string =>
      `python3 -c 'import os; os.rename("${from}", "away")' 2>/dev/null || echo kept`
    const paths = [
      'libs',
      'libs/one',
      'libs/one/.git',
      'libs/one/.git/hooks',
      'libs/one/.git/config',
      'node_modules',
      'node_modules/dep/.git',
    ]
    const { out } = await place.run(`${paths.map(rename).join('; ')}; git -C libs/one config core.pager x || echo kept`)
    expect(out.match(/^kept$/gm)).toHaveLength(paths.length + 1)
  })

  it('cannot lead what git writes to elsewhere', async () => {
    using place = playground()
    writeFileSync(join(place.base, 'bashrc'), 'mine\n')
    const { moved } = await place.run(
      `rm .git/logs/HEAD && ln -s ${place.base}/bashrc .git/logs/HEAD; mv .git/index i; ln -s ../../bashrc .git/index`,
    )
    expect(moved).toEqual(['.git/index', '.git/logs/HEAD'])
    place.git('commit', '--allow-empty', '--message', 'x; evil')
    expect(readFileSync(join(place.base, 'bashrc'), 'utf8')).toBe('mine\n')
  })

  it('in a linked worktree changes neither the settings nor what the others have', async () => {
    using place = playground()
    place.git('worktree', 'add', '--quiet', '../one')
    place.git('worktree', 'add', '--quiet', '../two')
    const git = join(place.app, '.git')
    const exec = place.exec({ workspace: join(place.base, 'one') })
    const { out } = await place.run(
      `for f in config hooks/pre-commit HEAD index worktrees/two/HEAD worktrees/two/commondir worktrees/one/commondir; do echo x >> ${git}/$f || echo kept; done; mv ${git}/worktrees ${git}/w || echo kept; echo x > a && git add a && ${GIT} commit -qm a && git branch other && git stash list && echo committed`,
      exec,
    )
    expect(out.match(/^kept$/gm)).toHaveLength(8)
    expect(out).toContain('committed')
    const { quarantined } = await place.run(
      `echo ../../../evil > ${git}/commondir; mkdir -p ${git}/modules/m/hooks && cd ${git}/modules/m && echo x > HEAD && mkdir refs objects && echo x > hooks/pre-commit`,
      exec,
    )
    expect(quarantined.toSorted()).toEqual([join(git, 'commondir'), join(git, 'modules/m/hooks/pre-commit')])
  })

  it('commits in a worktree that lies in the folder of a bare repository', async () => {
    using place = playground()
    const bare = join(place.base, 'project')
    place.git('clone', '--quiet', '--bare', '.', bare)
    place.git('-C', bare, 'worktree', 'add', '--quiet', 'topic', '-b', 'topic')
    place.git('-C', bare, 'worktree', 'add', '--quiet', 'other', '-b', 'other')
    const exec = place.exec({ workspace: join(bare, 'topic') })
    const { out } = await place.run(
      `echo x > a && git add a && ${GIT} commit -qm a && git log --oneline; ls ../other 2>&1; echo x >> ../config || echo kept`,
      exec,
    )
    expect(place.git('-C', bare, 'log', '--oneline', 'topic')).toContain('a')
    expect(out).toContain('No such file')
    expect(out).toContain('kept')
  })

  it('a link in the place of .git is refused, also one that comes later, as long as it is there', async () => {
    using place = playground()
    const exec = place.exec()
    await place.run('true', exec)
    mkdirSync(join(place.app, 'sub'))
    symlinkSync('../.git', join(place.app, 'sub/.git'))
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
    execFileSync('rm', [join(place.app, 'sub/.git')])
    expect((await exec.run('true')).exitCode).toBe(0)
  })
})
