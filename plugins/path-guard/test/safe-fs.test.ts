import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pathGuardConfig } from '../src/config.ts'
import { createGuard, createSafeFs, type SafeFs } from '../src/index.ts'
import { makeTree, type Tree } from './tree.ts'

let tree: Tree
let fs: SafeFs
beforeEach(() => {
  tree = makeTree()
  fs = createSafeFs(createGuard(pathGuardConfig.parse({ roots: [tree.root] })))
})
afterEach(() => tree[Symbol.dispose]())

/** The code with which a call refuses; undefined where it does not. */
function codeOf(call: () => unknown): unknown {
  try {
    call()
    return undefined
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

describe('SafeFs', () => {
  it('reads, writes, appends, lists, moves and removes below its root', () => {
    fs.write('new/deep/a.txt', 'one')
    fs.append('new/deep/a.txt', Buffer.from(' two'))
    expect(fs.read('new/deep/a.txt').toString()).toBe('one two')
    fs.write('new/deep/a.txt', '3')
    expect(fs.read(`${tree.root}/new/deep/a.txt`).toString()).toBe('3')
    fs.mkdir('new/other')
    fs.mkdir('new/other')
    expect(
      fs
        .list('new')
        .map(({ name, kind }) => `${name} ${kind}`)
        .toSorted(),
    ).toEqual(['deep folder', 'other folder'])
    expect(fs.stat('new/deep/a.txt')).toMatchObject({ kind: 'file', size: 1, relative: 'new/deep/a.txt' })
    expect(fs.stat('.')).toMatchObject({ kind: 'folder', relative: '' })
    fs.rename('new/deep/a.txt', 'moved/b.txt')
    expect(fs.read('moved/b.txt').toString()).toBe('3')
    expect(codeOf(() => fs.remove('moved'))).toBe('ENOTEMPTY')
    fs.remove('moved', { recursive: true })
    fs.remove('new/other')
    expect(existsSync(`${tree.root}/moved`)).toBe(false)
    expect(codeOf(() => fs.read('moved/b.txt'))).toBe('PATH_MISSING')
    expect(codeOf(() => fs.remove('.'))).toBe('PATH_OUTSIDE')
  })

  it('follows links inside, and none that lead out', () => {
    tree.link('in', 'docs/readme.md')
    tree.link('folder', 'docs')
    tree.link('absolute', `${tree.root}/docs`)
    for (const path of ['in', 'folder/readme.md', 'absolute/readme.md', 'src/../folder/../docs/readme.md'])
      expect(fs.read(path).toString(), path).toBe('R')
    tree.link('out', `${tree.outside}/secret.txt`)
    tree.link('out-folder', '../outside')
    tree.link('chain', 'chain2')
    tree.link('chain2', '../outside/secret.txt')
    tree.link('loop', 'loop')
    tree.link('cwd', '/proc/self/cwd')
    tree.link('new', '../outside/made.txt')
    const paths = [
      'out',
      'out-folder/secret.txt',
      'chain',
      'loop',
      'cwd/package.json',
      '../outside/secret.txt',
      `${tree.outside}/secret.txt`,
      `${tree.root}-evil/secret.txt`,
      '/etc/hosts',
      'out-folder/../app/src/a.ts',
    ]
    for (const path of paths)
      expect(
        codeOf(() => fs.read(path)),
        path,
      ).toBe('PATH_OUTSIDE')
    for (const path of [...paths, 'new', 'out-folder/made.txt'])
      expect(
        codeOf(() => fs.write(path, 'owned')),
        path,
      ).toBe('PATH_OUTSIDE')
    expect(readdirSync(tree.outside)).toEqual(['secret.txt'])
    expect(readFileSync(`${tree.outside}/secret.txt`, 'utf8')).toBe('SECRET')
  })

  it('removes and moves a link itself, never what it leads to', () => {
    tree.link('out', '../outside')
    tree.file('trash/x')
    tree.link('trash/out', '../../outside')
    fs.remove('trash', { recursive: true })
    fs.rename('out', 'renamed')
    expect(lstatSync(`${tree.root}/renamed`).isSymbolicLink()).toBe(true)
    fs.remove('renamed')
    expect(readFileSync(`${tree.outside}/secret.txt`, 'utf8')).toBe('SECRET')
  })

  it('refuses pipes, devices, and files with a name outside', () => {
    execFileSync('mkfifo', [`${tree.root}/pipe`])
    expect(codeOf(() => fs.read('pipe'))).toBe('PATH_NOT_A_FILE')
    expect(codeOf(() => fs.write('pipe', 'x'))).toBe('PATH_NOT_A_FILE')
    tree.hardLink('hard', `${tree.outside}/secret.txt`)
    expect(codeOf(() => fs.read('hard'))).toBe('PATH_HARD_LINK')
    tree.hardLink('second', `${tree.root}/src/a.ts`)
    expect(fs.read('second').toString()).toBe('A')
  })

  it.each(['.env', 'pkg/.ENV', '.env.production', 'home/.ssh/id_ed25519', '.ssh/config', '.SSH'])(
    'protects %s',
    (path) => {
      expect(codeOf(() => fs.read(path))).toBe('PATH_PROTECTED')
      expect(codeOf(() => fs.write(path, 'x'))).toBe('PATH_PROTECTED')
    },
  )

  it.each([
    '.git/hooks/pre-commit',
    '.git/hooks',
    'sub/.git/config',
    '.bashrc',
    '.zshenv',
    '.claude/settings.json',
    'ringwall.yaml',
    '.VSCode/tasks.json',
  ])('protects %s from changes', (path) => {
    expect(codeOf(() => fs.write(path, 'x'))).toBe('PATH_PROTECTED')
    expect(codeOf(() => fs.rename('src/a.ts', path))).toBe('PATH_PROTECTED')
    expect(codeOf(() => fs.remove(path))).toBe('PATH_PROTECTED')
    expect(codeOf(() => fs.read(path))).toBe('PATH_MISSING')
  })

  it('protects a file behind a link of another name', () => {
    tree.file('secrets/.env', 'KEY=1')
    tree.link('config', 'secrets/.env')
    expect(codeOf(() => fs.read('config'))).toBe('PATH_PROTECTED')
  })

  it.each(['.env.example', 'environment.ts', 'ssh/config', '.github/workflows/ci.yml', '.gitignore'])(
    'lets %s be written',
    (path) => {
      fs.write(path, 'x')
      expect(fs.read(path).toString()).toBe('x')
    },
  )

  it('reads no more than it may', () => {
    tree.file('big', 'x'.repeat(200_000))
    expect(codeOf(() => fs.read('big', { maxBytes: 199_999 }))).toBe('PATH_TOO_LARGE')
    expect(fs.read('big', { maxBytes: 200_000 })).toHaveLength(200_000)
  })

  it('keeps no folder open', () => {
    const open = (): number => readdirSync('/proc/self/fd').length
    const before = open()
    for (let i = 0; i < 50; i++) {
      fs.read('docs/readme.md')
      codeOf(() => fs.read('../x'))
      codeOf(() => fs.read('none/x'))
      fs.write('a/b/c', 'x')
      fs.remove('a', { recursive: true })
    }
    expect(open()).toBeLessThanOrEqual(before + 2)
  })

  it('leaks nothing while links are swapped under it', { timeout: 20_000 }, async () => {
    tree.file('swap/item.txt', 'INSIDE')
    tree.file('item.txt', 'INSIDE')
    const stop = new Int32Array(new SharedArrayBuffer(8))
    const worker = new Worker(new URL('swapper.js', import.meta.url), {
      workerData: { root: tree.root, outside: tree.outside, stop },
    })
    await Atomics.waitAsync(stop, 1, 0).value
    const seen = { inside: 0, refused: 0, leaked: 0 }
    const until = Date.now() + 1500
    while (Date.now() < until) {
      for (const path of ['swap/item.txt', 'item.txt']) {
        try {
          if (fs.read(path).toString() === 'INSIDE') seen.inside++
          else seen.leaked++
        } catch {
          seen.refused++
        }
        codeOf(() => fs.write(path, 'INSIDE'))
      }
    }
    Atomics.store(stop, 0, 1)
    await new Promise((resolve) => worker.once('exit', resolve))
    expect(readFileSync(`${tree.outside}/item.txt`, 'utf8')).toBe('SECRET')
    expect(seen.leaked).toBe(0)
    expect(seen.inside).toBeGreaterThan(10)
    expect(seen.refused).toBeGreaterThan(10)
  })
})
