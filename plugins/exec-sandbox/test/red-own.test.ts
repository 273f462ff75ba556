import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type Exec } from '../src/index.ts'
import { createLinuxBackend } from '../src/linux/backend.ts'
import { makeTemporary } from '../src/temporary.ts'
import { createQuarantine } from '../src/quarantine.ts'
import { createKeeper } from '../src/workspace/keeper.ts'
import { ownPaths } from '../src/workspace/own.ts'

let base: string
let workspace: string

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'exec-own-')))
  workspace = join(base, 'app')
  mkdirSync(join(workspace, 'tmp'), { recursive: true })
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(base, { recursive: true, force: true })
})

function open(): Exec & { dispose(): void } {
  return createExec({ config: execSandboxConfig.parse({ workspace, quarantine: join(base, 'kept'), validate: false }) })
}

describe('files that the sandbox is made of', () => {
  it.each([
    ['leads into the workspace', () => join(workspace, 'tmp')],
    ['is a link into the workspace', () => link(join(base, 'tmp'), join(workspace, 'tmp'))],
    ['is the workspace', () => workspace],
  ])('are out of reach of commands where TMPDIR %s', async (_, place) => {
    vi.stubEnv('TMPDIR', place())
    const exec = open()
    try {
      const look = 'find . -name "ringwall-*" -o -name filter -o -name scripts'
      expect((await exec.run(`${look}; sleep 0.3; ${look}`)).stdout.toString()).toBe('')
      expect(readdirSync(join(workspace, 'tmp'))).toEqual([])
    } finally {
      exec.dispose()
    }
  })

  it('are nowhere rather than where a command gets at them', () => {
    expect(() => makeTemporary('x-', ['/'])).toThrow(/in a folder that commands get/)
    vi.stubEnv('TMPDIR', join(base, 'absent'))
    const made = makeTemporary('ringwall-own-', [workspace])
    expect(made.startsWith('/tmp/') || made.startsWith('/var/tmp/')).toBe(true)
    rmSync(made, { recursive: true })
  })

  it('and the quarantine without a home is not in the workspace either', () => {
    vi.stubEnv('TMPDIR', join(workspace, 'tmp'))
    writeFileSync(join(base, 'no-folder'), '')
    writeFileSync(join(workspace, 'bad'), '')
    const quarantine = createQuarantine(join(base, 'no-folder', 'kept'), [workspace])
    quarantine.take(join(workspace, 'bad'), 'it is bad')
    const folder = quarantine.folder() ?? ''
    expect(folder.startsWith(workspace)).toBe(false)
    expect(existsSync(folder)).toBe(true)
    rmSync(folder, { recursive: true })
  })
})

describe('what Ringwall itself runs', () => {
  it('is all of the outermost node_modules where it is installed in the workspace, also by a link', () => {
    const store = join(workspace, 'node_modules/.pnpm/x/node_modules/ringwall')
    mkdirSync(store, { recursive: true })
    writeFileSync(join(store, 'main.js'), '')
    mkdirSync(join(workspace, 'packages/a/node_modules'), { recursive: true })
    symlinkSync(store, join(workspace, 'packages/a/node_modules/ringwall'))
    const modules = [join(workspace, 'packages/a/node_modules/ringwall/main.js'), '/elsewhere/node_modules/x.js']
    expect(ownPaths(workspace, { modules, node: join(workspace, 'bin/node') })).toEqual([
      join(workspace, 'packages/a/node_modules'),
      join(workspace, 'node_modules'),
      join(workspace, 'bin/node'),
    ])
    expect(ownPaths(workspace, { modules: [join(workspace, 'src/x.js')], node: '/usr/bin/node' })).toEqual([])
  })

  it('cannot be changed, moved away or replaced by a command', async () => {
    const folder = join(workspace, 'tools/node_modules/ringwall')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'main.js'), 'ours')
    vi.spyOn(process, 'argv', 'get').mockReturnValue(['node', join(folder, 'main.js')])
    const config = execSandboxConfig.parse({ workspace })
    const { protect, hide, show } = config
    const keeper = createKeeper(workspace, { protect, hide, show, quarantine: join(base, 'kept'), from: base })
    const backend = await createLinuxBackend(config, keeper.workspace)
    const line = `
      echo x > tools/node_modules/ringwall/main.js; mkdir -p tools/node_modules/zod && echo x > tools/node_modules/zod/index.js
      mv tools/node_modules tools/n; mv tools t; rm -rf tools; ln -sfn /tmp tools/node_modules`
    try {
      keeper.begin()
      await backend.run({ argv: ['/bin/sh', '-c', line], cwd: workspace, timeoutMs: 20_000 })
      keeper.end()
    } finally {
      backend.dispose()
      vi.restoreAllMocks()
    }
    expect(readFileSync(join(folder, 'main.js'), 'utf8')).toBe('ours')
    expect(readdirSync(join(workspace, 'tools/node_modules'))).toEqual(['ringwall'])
  })
})

function link(path: string, target: string): string {
  symlinkSync(target, path)
  return path
}
