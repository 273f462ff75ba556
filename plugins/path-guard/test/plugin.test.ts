import { createKernel, use } from '@ringwall/core'
import { conformance, pluginTester, TEST_SESSION } from '@ringwall/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pathGuard, SafeFsToken } from '../src/index.ts'
import { CASES } from './cases.ts'
import { makeTree, type Tree } from './tree.ts'

const calls = (tool: string, path: string) => ({ hook: 'onToolCall', payload: { tool, args: { path } } }) as const

pluginTester({ plugin: pathGuard, cases: CASES, describe, it })
conformance({
  plugin: pathGuard,
  packageJson: new URL('../package.json', import.meta.url),
  samples: [calls('read', '../x'), calls('read', 'a\0b'), calls('write', 'sub/.git/config')],
  ordinary: [calls('read', 'src/index.ts'), calls('write', 'README.md'), calls('list', '.'), calls('grep', 'src')],
  describe,
  it,
})

describe('path-guard in a kernel', () => {
  let tree: Tree
  beforeEach(() => {
    tree = makeTree()
  })
  afterEach(() => tree[Symbol.dispose]())

  const ask = async (path: string, config: object = {}, tool = 'read') => {
    const kernel = await createKernel({ plugins: [use(pathGuard, { roots: [tree.root], ...config })] })
    const { rulings } = await kernel.onToolCall({ tool, args: { path } }, TEST_SESSION)
    await kernel.close()
    return rulings.map(({ code }) => code).join()
  }

  it('judges by what the file system holds', async () => {
    tree.link('out', '../outside/secret.txt')
    tree.link('in', 'docs/readme.md')
    expect(await ask('out')).toBe('PATH_OUTSIDE')
    expect(await ask('in')).toBe('')
    expect(await ask(`${tree.root}/in`)).toBe('')
    expect(await ask(`${tree.root}-evil/secret.txt`)).toBe('PATH_OUTSIDE')
  })

  it('judges a walk also as a program reads it that takes .. out first', async () => {
    tree.file('src/deep/er/x')
    tree.file('.env', 'KEY=1')
    tree.link('link', 'src/deep/er')
    expect(await ask('docs/readme.md/../../../outside/secret.txt')).toBe('PATH_OUTSIDE')
    expect(await ask('link/../../../outside/secret.txt')).toBe('PATH_OUTSIDE')
    expect(await ask('docs/readme.md/../../.env')).toBe('PATH_PROTECTED')
    expect(await ask('docs/../src/a.ts')).toBe('')
  })

  it('takes files with names outside only where the operator says so', async () => {
    tree.hardLink('hard', `${tree.outside}/secret.txt`)
    expect(await ask('hard')).toBe('PATH_HARD_LINK')
    expect(await ask('hard', { hardLinks: 'allow' })).toBe('')
    tree.file('node_modules/a/x')
    tree.hardLink('node_modules/a/hard', `${tree.outside}/secret.txt`)
    expect(await ask('node_modules/a/hard')).toBe('')
    expect(await ask('node_modules/a/hard', {}, 'write')).toBe('PATH_HARD_LINK')
  })

  it('does not start without its root', async () => {
    const plugins = [use(pathGuard, { roots: [`${tree.root}/none`] })]
    await expect(createKernel({ plugins })).rejects.toThrow(/none/)
    await expect(createKernel({ plugins: [use(pathGuard, { roots: [`${tree.root}/src/a.ts`] })] })).rejects.toThrow()
  })

  it('denies where the file system gives no answer', async () => {
    expect(await ask(`${'a/'.repeat(2000)}x`)).toMatch(/^(?:PATH_UNCLEAR|)$/)
    tree.link('loop', 'loop')
    expect(await ask('loop')).toBe('PATH_OUTSIDE')
  })

  it('gives other layers and hosts its file system', async () => {
    const kernel = await createKernel({ plugins: [use(pathGuard, { roots: [tree.root] })] })
    expect(kernel.find(SafeFsToken)?.read('docs/readme.md').toString()).toBe('R')
    await kernel.close()
  })
})
