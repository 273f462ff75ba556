import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url).href
/** Runs the command in a process of its own, and answers with the packages of this repository that it loaded. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  const script = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context) } })
    const { main } = await import('${MAIN}')
    await main(${JSON.stringify(args)})
    process.stdout.write('\\n' + JSON.stringify(seen))`
  const flags = ['--conditions=@ringwall/source', '--no-warnings', '--input-type=module', '--eval', script]
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd, maxBuffer: 16 * 1024 * 1024 })
  const urls: readonly string[] = JSON.parse(stdout.slice(stdout.lastIndexOf('\n')))
  const ours = urls.flatMap((url) => /\/(?:packages|plugins)\/([a-z-]+)\/src\//.exec(url)?.[1] ?? [])
  return [...new Set(ours)].toSorted()
}

describe('what a command loads', () => {
  // The scopes of tokens are in its help.
  const LEAST = ['cli', 'core', 'gateway-auth', 'store']

  test.for([[['--version']], [['--help']], [['serve', '--help']], [['tokens', 'create', '--nope']], [['nonsense']]])(
    '%j waits for no layer and no gateway',
    async ([args]) => {
      expect(await loadedBy(...(args ?? []))).toEqual(LEAST)
    },
  )

  test('explain loads the layers, and no gateway', async () => {
    const loaded = await loadedBy('explain', '--json')
    expect(loaded).toEqual(expect.arrayContaining(['config', 'output-guard', 'jailbreak-detection']))
    expect(loaded).not.toContain('gateway')
  })
})
