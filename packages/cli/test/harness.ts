import { EventEmitter } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { main, type Io } from '../src/index.ts'

/** A stream that keeps what it is given, and tells when a text has come. */
export class Collector extends Writable {
  text = ''
  isTTY?: boolean
  readonly #waiting = new Set<() => void>()

  override _write(chunk: Uint8Array | string, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
    for (const look of this.#waiting) look()
  }

  /** Resolves once the text contains `part`. */
  contains(part: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.text.includes(part)) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
  }
}

export interface World {
  readonly stdin?: Readable | string | readonly (string | Uint8Array)[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly stdout?: Writable
}

export interface TestIo extends Io {
  readonly stderr: Collector
  readonly signals: EventEmitter
}

export async function makeIo({ stdin = [], env = {}, cwd, stdout = new Collector() }: World): Promise<TestIo> {
  const input = stdin instanceof Readable ? stdin : Readable.from(typeof stdin === 'string' ? [stdin] : stdin)
  const folder = cwd ?? (await makeFolder())
  return { stdin: input, stdout, stderr: new Collector(), env, cwd: folder, signals: new EventEmitter() }
}

export interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command in this process, in an empty folder unless told otherwise. */
export async function run(argv: readonly string[], world: World = {}): Promise<Result> {
  const stdout = new Collector()
  const io = await makeIo({ ...world, stdout })
  const code = await main(argv, io)
  return { code, out: stdout.text, err: io.stderr.text }
}

/** An empty folder with the given files, gone after the test. */
export async function makeFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

/** Installs a made-up layer: `layer` is the source of what setup returns. */
export async function installLayer(folder: string, name: string, layer: string, hooks: object): Promise<void> {
  const home = join(folder, 'node_modules', `@acme/ringwall-plugin-${name}`)
  await mkdir(home, { recursive: true })
  const require = createRequire(new URL('../../config/package.json', import.meta.url))
  await symlink(dirname(require.resolve('zod/package.json')), join(folder, 'node_modules', 'zod')).catch(
    () => undefined,
  )
  const manifest = { api: 1, hooks }
  const codes = { SEEN: 'something was there' }
  const packageJson = { name: `@acme/ringwall-plugin-${name}`, version: '1.2.3', type: 'module', exports: './index.js' }
  await writeFile(join(home, 'package.json'), JSON.stringify({ ...packageJson, ringwall: { ...manifest, codes } }))
  const module = `import { z } from 'zod'
export const plugin = Object.freeze({
  [Symbol.for('ringwall.plugin')]: true,
  name: ${JSON.stringify(name)},
  version: '1.2.3',
  manifest: ${JSON.stringify(manifest)},
  codes: ${JSON.stringify(codes)},
  config: z.strictObject({ word: z.string().default('moat').meta({ tightens: 'any' }) }),
  setup: ({ config, events, logger }) => (${layer}),
})
`
  await writeFile(join(home, 'index.js'), module)
}

/** The lines of a text as JSON values. */
export function parseLines(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
