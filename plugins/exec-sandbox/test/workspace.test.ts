import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createKernel, use } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, execSandbox, ExecToken } from '../src/index.ts'
import { playground } from './playground.ts'

const count = (text: string, line: string): number => text.split('\n').filter((each) => each === line).length

describe('protected names', () => {
  it('are read and not changed, at any depth', async () => {
    using place = playground()
    const paths = [
      '.vscode/tasks.json',
      'packages/a/.vscode/tasks.json',
      '.mcp.json',
      'deep/er/.claude/settings.json',
      '.envrc',
    ]
    for (const path of paths) place.write(path, 'mine\n')
    const { out, moved } = await place.run(
      `for f in ${paths.join(' ')}; do cat $f; (echo x > $f) 2>/dev/null || echo kept; rm -rf $f 2>/dev/null || echo kept; python3 -c 'import os, sys; os.rename(sys.argv[1], "moved")' $(dirname $f) 2>/dev/null || echo kept; done; mv packages p || echo kept; mv deep d || echo kept`,
    )
    expect([count(out, 'mine'), count(out, 'kept')]).toEqual([5, 17])
    expect(moved).toEqual([])
    for (const path of paths) expect(readFileSync(join(place.app, path), 'utf8')).toBe('mine\n')
  })

  it.each([
    ['in a new folder', 'mkdir -p new/pkg/.vscode; echo x > new/pkg/.vscode/tasks.json', ['new/pkg/.vscode']],
    ['in other letters', 'mkdir .VSCode; echo x > .MCP.json', ['.MCP.json', '.VSCode']],
    ['with a dot at the end', 'mkdir ".vscode." ".husky "', ['.husky ', '.vscode.']],
    [
      'with a character that nobody sees',
      `mkdir "$(printf '.vs\\342\\200\\213code')" "$(printf '.gi\\342\\200\\214t')"; touch .gi*t/HEAD`,
      ['.vs\u200Bcode'],
    ],
    ['as a link', 'ln -s /tmp .vscode', ['.vscode']],
    ['as a pipe', 'mkfifo .mcp.json', ['.mcp.json']],
    [
      'in a folder of times long ago',
      'mkdir -p src; mkdir src/.husky; touch -d 2001-01-01 src/.husky src',
      ['src/.husky'],
    ],
    ['beside its own file', 'mkdir -p .hg sub/.hg; echo x > sub/.hg/hgrc; touch hgrc', ['sub/.hg/hgrc']],
  ])('are moved away where they appear: %s', async (_, script, expected) => {
    using place = playground()
    place.write('src/a')
    const { moved } = await place.run(script)
    expect(moved).toEqual(expected)
    for (const path of expected) expect(existsSync(join(place.app, path))).toBe(false)
  })

  it('are the operator’s to choose', async () => {
    using place = playground()
    for (const path of ['deploy/key', 'a/deploy/key', 'top', 'a/top', 'x.tf', '.vscode/a']) place.write(path)
    const { out } = await place.run(
      'for f in deploy/key a/deploy/key top x.tf a/top .vscode/a; do (echo x > $f) 2>/dev/null && echo $f; done',
      place.exec({ protect: ['deploy/key', '/top', '*.tf'] }),
    )
    expect(out).toBe('a/top\n.vscode/a\n')
  })

  it('hold in folders of dependencies too where the operator writes the whole path', async () => {
    using place = playground()
    place.write('node_modules/.bin/tool')
    const exec = place.exec({ protect: ['node_modules/.bin/tool', 'node_modules/.bin/other'] })
    const { out, moved } = await place.run(
      '(echo x > node_modules/.bin/tool) 2>/dev/null || echo kept; mv node_modules n || echo kept; echo x > node_modules/.bin/other',
      exec,
    )
    expect([count(out, 'kept'), moved]).toEqual([2, ['node_modules/.bin/other']])
  })

  it('in folders of dependencies are the dependencies’', async () => {
    using place = playground()
    const { moved } = await place.run(
      'mkdir -p node_modules/x/.vscode node_modules/x/.husky && echo A=1 > node_modules/x/.env',
    )
    expect(moved).toEqual([])
  })

  it('that a command makes are not the developer’s, also where it makes them in place of a folder above', async () => {
    using place = playground()
    place.write('a/.env', 'SECRET')
    place.write('a/pkg/b', 'x')
    const exec = place.exec()
    const { moved } = await place.run('mv a b; mkdir -p a/.vscode; echo x > a/.vscode/tasks.json; cat b/.env', exec)
    expect(moved).toEqual(['a/.vscode'])
    expect((await place.run('cat b/.env', exec)).out).toBe('')
  })

  it('that are links stay what they are, and what they lead to is protected', async () => {
    using place = playground()
    place.write('shared/vscode/tasks.json', 'mine\n')
    symlinkSync('shared/vscode', join(place.app, '.vscode'))
    symlinkSync('../outside', join(place.app, '.husky'))
    symlinkSync('not-there', join(place.app, '.idea'))
    const exec = place.exec()
    const { out, moved } = await place.run(
      'cat .vscode/tasks.json; (echo x > shared/vscode/tasks.json) 2>/dev/null || echo kept; mv shared s || echo kept; rm .vscode .husky; mkdir .vscode .husky not-there; echo x > .vscode/tasks.json',
      exec,
    )
    expect([count(out, 'mine'), count(out, 'kept')]).toEqual([1, 2])
    expect(moved).toEqual(['.husky', '.vscode', 'not-there'])
    expect([readlinkSync(join(place.app, '.vscode')), readlinkSync(join(place.app, '.husky'))]).toEqual([
      'shared/vscode',
      '../outside',
    ])
    expect((await place.run('cat .vscode/tasks.json', exec)).out).toBe('mine\n')
  })
})

describe('hidden files', () => {
  it('are found empty by pattern, in packages too, and what shows how one is written is read', async () => {
    using place = playground()
    const secret = [
      '.env',
      '.env.local',
      '.env.staging',
      'packages/a/.env',
      '.ENV.Prod',
      '.netrc',
      'deploy/id_rsa',
      '.env.d/one',
    ]
    const shown = [
      '.env.example',
      '.env.sample',
      'packages/a/.env.template',
      '.env.dist',
      '.env.local.example',
      'env.ts',
    ]
    for (const path of [...secret, ...shown]) place.write(path, `${path}\n`)
    const { out } = await place.run(
      `for f in ${[...secret, ...shown].join(' ')}; do cat $f; (echo x > $f) 2>/dev/null; done; true`,
    )
    expect(out.split('\n').filter(Boolean)).toEqual(shown)
    for (const path of secret) expect(readFileSync(join(place.app, path), 'utf8')).toBe(`${path}\n`)
  })

  it('are hidden as folders, links and other names too; a virtual environment is none', async () => {
    using place = playground()
    place.write('secrets/all', 'SECRET\n')
    place.write('a/.env/one/deep', 'SECRET\n')
    place.write('b/.env', 'SECRET\n')
    place.write('c/.env/pyvenv.cfg', 'home = /usr\n')
    mkdirSync(join(place.app, 'node_modules/x'), { recursive: true })
    linkSync(join(place.app, 'b/.env'), join(place.app, 'node_modules/x/same'))
    symlinkSync('secrets/all', join(place.app, '.env'))
    const { out } = await place.run('cat .env secrets/all a/.env/one/deep b/.env node_modules/x/same c/.env/pyvenv.cfg')
    expect(out).toBe('home = /usr\n')
  })

  it('that a command makes are its own, until the developer writes them', async () => {
    using place = playground()
    const exec = place.exec()
    expect((await place.run('echo A=1 > .env; echo B=1 > .env.local', exec)).moved).toEqual([])
    expect((await place.run('cat .env; echo A=2 > .env', exec)).out).toBe('A=1\n')
    expect((await place.run('cat .env .env.local', exec)).out).toBe('A=2\nB=1\n')
    writeFileSync(join(place.app, '.env'), 'SECRET\n')
    expect((await place.run('cat .env .env.local', exec)).out).toBe('B=1\n')
  })

  it('that the developer makes between runs are hidden', async () => {
    using place = playground()
    const exec = place.exec()
    await place.run('true', exec)
    place.write('new/place/.env', 'SECRET\n')
    place.write('.vscode/tasks.json', 'mine\n')
    const { out, moved } = await place.run(
      'cat new/place/.env; (echo x > .vscode/tasks.json) 2>/dev/null || echo kept',
      exec,
    )
    expect([out, moved]).toEqual(['kept\n', []])
    rmSync(join(place.app, '.vscode'), { recursive: true })
    rmSync(join(place.app, 'new'), { recursive: true })
    expect((await place.run('echo runs', exec)).out).toBe('runs\n')
  })

  it('are the operator’s to choose', async () => {
    using place = playground()
    for (const path of ['.env', '.env.test', 'prod.env']) place.write(path, `${path}\n`)
    const { out } = await place.run(
      'cat .env .env.test prod.env',
      place.exec({ hide: ['*.env', '.env.*'], show: ['.env.test'] }),
    )
    expect(out).toBe('.env.test\n')
  })
})

describe('what is moved away', () => {
  it('is kept for this user alone, outlives the sandbox, and says why', async () => {
    using place = playground()
    const exec = place.exec()
    const { quarantinedTo = '' } = await place.run('mkdir .vscode; echo evidence > .vscode/tasks.json', exec)
    exec.dispose()
    expect(dirname(quarantinedTo)).toBe(join(place.base, 'kept'))
    expect(readFileSync(join(quarantinedTo, '1-.vscode/tasks.json'), 'utf8')).toBe('evidence\n')
    expect(readFileSync(join(quarantinedTo, 'list.json'), 'utf8')).toContain('protected name')
    for (const path of [quarantinedTo, dirname(quarantinedTo)]) expect(statSync(path).mode & 0o777).toBe(0o700)
  })

  it('goes to another file system, with links as they are', async () => {
    using place = playground()
    const kept = join('/dev/shm', `exec-quarantine-${process.pid}`)
    try {
      const { quarantinedTo = '', moved } = await place.run(
        'mkdir -p .vscode/a; echo x > .vscode/a/b; ln -s /etc/passwd .vscode/l; mkfifo .vscode/p',
        place.exec({ quarantine: kept }),
      )
      expect(moved).toEqual(['.vscode'])
      expect(existsSync(join(place.app, '.vscode'))).toBe(false)
      expect(readFileSync(join(quarantinedTo, '1-.vscode/a/b'), 'utf8')).toBe('x\n')
      expect(readlinkSync(join(quarantinedTo, '1-.vscode/l'))).toBe('/etc/passwd')
    } finally {
      rmSync(kept, { recursive: true, force: true })
    }
  })

  it('is every folder of a name that is no UTF-8, also beside one that is written alike', async () => {
    using place = playground()
    const { quarantinedTo = '' } = await place.run(
      `for d in '\\357\\277\\275' '\\377' '\\376'; do mkdir "$(printf "d$d")"; echo x > "$(printf "d$d/a")"; done`,
    )
    expect(readdirSync(place.app).toSorted()).toEqual(['.git', 'README.md', 'd\uFFFD'])
    expect(readdirSync(quarantinedTo)).toHaveLength(3)
  })

  it('is what cannot be looked into, whatever it is called', async () => {
    using place = playground()
    const name = 'ENOENT'.padEnd(200, 'x')
    const { moved } = await place.run(`i=0; while [ $i -lt 24 ]; do mkdir ${name}; cd ${name}; i=$((i+1)); done`)
    expect(moved).toHaveLength(1)
    expect((await place.run('true')).moved).toEqual([])
  })

  it('is what a user may list and not look into; what he could not look into before is read-only', async () => {
    using place = playground()
    mkdirSync(join(place.app, 'locked'), { mode: 0o000 })
    const exec = place.exec()
    // As root everything can be looked into, and what is in it is judged.
    const { moved } = await place.run(
      'mkdir -p e; git init -q e/sub && git -C e/sub config core.pager evil; chmod 444 e; chmod 755 locked',
      exec,
    )
    expect(moved).toEqual([process.getuid?.() === 0 ? 'e/sub/.git/config' : 'e'])
    expect((await place.run('cat e/sub/.git/config', exec)).out).not.toContain('evil')
  })

  it('is not in the workspace', async () => {
    using place = playground()
    const inside = place.exec({ quarantine: join(place.app, 'kept') })
    await expect(inside.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
    const around = place.exec({ quarantine: place.app })
    await expect(around.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })

  it('is judged once nothing runs any more', async () => {
    using place = playground()
    const exec = place.exec()
    const [first, second] = await Promise.all([
      place.run('mkdir .vscode; sleep 0.1', exec),
      place.run('sleep 1; ls -d .vscode', exec),
    ])
    expect([first.moved, second.out, second.moved]).toEqual([[], '.vscode\n', ['.vscode']])
  })

  it('is found by a later look among many dependencies, at the latest at the end', async () => {
    using place = playground()
    for (let i = 0; i < 700; i++) mkdirSync(join(place.app, `node_modules/p${i}`), { recursive: true })
    const exec = place.exec()
    await place.run('true', exec)
    await place.run('git init -q node_modules/p7 && git -C node_modules/p7 config core.fsmonitor evil', exec)
    exec.dispose()
    expect(readFileSync(join(place.app, 'node_modules/p7/.git/config'), 'utf8')).not.toContain('evil')
  })
})

describe('a folder that is no workspace', () => {
  it.each([
    '/',
    '/home',
    '/usr',
    '/usr/lib',
    '/var',
    '/var/log',
    '/tmp',
    '/opt',
    '/srv',
    '/etc',
    '/dev/shm',
    homedir(),
    dirname(homedir()),
    '/usr/../root',
    '/root/..',
  ])('%s', async (workspace) => {
    const exec = createExec({ config: execSandboxConfig.parse({ workspace }) })
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })

  it('contains the home, also by another name', async () => {
    using place = playground()
    const home = process.env['HOME']
    try {
      process.env['HOME'] = join(place.app, 'users/me')
      mkdirSync(join(place.app, 'users/me/code'), { recursive: true })
      symlinkSync(place.app, join(place.base, 'alias'))
      for (const workspace of [
        place.app,
        join(place.base, 'alias'),
        join(place.app, 'users'),
        join(place.app, 'users/me'),
      ])
        await expect(place.exec({ workspace }).run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
      expect((await place.exec({ workspace: join(place.app, 'users/me/code') }).run('true')).exitCode).toBe(0)
    } finally {
      process.env['HOME'] = home
    }
  })

  it('has gone, or is another since', async () => {
    using place = playground()
    const exec = place.exec()
    await exec.run('true')
    renameSync(place.app, join(place.base, 'moved'))
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
    mkdirSync(place.app)
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
    rmSync(place.app, { recursive: true })
    renameSync(join(place.base, 'moved'), place.app)
    expect((await exec.run('true')).exitCode).toBe(0)
    symlinkSync('app', join(place.base, 'link'))
    expect((await place.exec({ workspace: join(place.base, 'link') }).run('pwd')).stdout.toString()).toBe(
      `${place.app}\n`,
    )
  })

  it('has a folder whose name is no UTF-8, as long as it has', async () => {
    using place = playground()
    execFileSync('sh', ['-c', `mkdir "$(printf 'd\\377')"`], { cwd: place.app })
    const exec = place.exec()
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })
})

describe('in a kernel', () => {
  it('what the config says holds, and what was moved is told', async () => {
    using place = playground()
    for (const path of ['locked', 'secret', 'open.secret']) place.write(path, `${path}\n`)
    const config = {
      workspace: place.app,
      quarantine: join(place.base, 'there'),
      protect: ['locked', 'fresh'],
      hide: ['*secret'],
      show: ['open.*'],
    }
    const kernel = await createKernel({ plugins: [use(execSandbox, config)] })
    const result = await kernel
      .find(ExecToken)
      ?.run('cat secret open.secret; echo x > locked || echo kept; touch fresh')
    await kernel.close()
    expect(result?.stdout.toString()).toBe('open.secret\nkept\n')
    expect(result?.quarantined).toEqual([join(place.app, 'fresh')])
    expect(result?.quarantinedTo?.startsWith(join(place.base, 'there/'))).toBe(true)
  })

  it('what is moved away is kept where the system keeps state, unless the config says where', async () => {
    using place = playground()
    const before = process.env['XDG_STATE_HOME']
    try {
      process.env['XDG_STATE_HOME'] = join(place.base, 'state')
      const { quarantinedTo = '' } = await place.run('mkdir .vscode', place.exec({ quarantine: '' }))
      expect(dirname(quarantinedTo)).toBe(join(place.base, 'state/ringwall/quarantine'))
      writeFileSync(join(place.base, 'file'), '')
      process.env['XDG_STATE_HOME'] = join(place.base, 'file')
      const { quarantinedTo: other = '' } = await place.run('mkdir .vscode', place.exec({ quarantine: '' }))
      expect(dirname(other)).toBe(tmpdir())
      rmSync(other, { recursive: true })
    } finally {
      if (before === undefined) delete process.env['XDG_STATE_HOME']
      else process.env['XDG_STATE_HOME'] = before
    }
  })
})
