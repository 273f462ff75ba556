// The real `ringwall serve`, as a process of its own.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const BIN = fileURLToPath(new URL('../../packages/cli/bin/ringwall.js', import.meta.url))

/** A gateway that runs. */
export interface Served {
  readonly url: string
  /** Made at this start, if one was. */
  readonly token: string | undefined
  readonly child: ChildProcess
  /** How it ended: its code, or the name of the signal. */
  readonly ended: Promise<number | string | null>
  readonly errors: () => string
}

/** A folder with this config, gone after the test. */
export async function folderWith(config: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-serve-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'ringwall.yaml'), config)
  return folder
}

/** Starts it and waits until it listens; it is gone after the test. */
export async function serve(
  folder: string,
  env: NodeJS.ProcessEnv = {},
  args: readonly string[] = [],
): Promise<Served> {
  const child = spawn(process.execPath, [BIN, 'serve', '--port', '0', '--json', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code))
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const started = await new Promise<{ url: string; token?: string }>((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('\n')) resolve(JSON.parse(out) as { url: string })
    })
    void ended.then((how) => reject(new Error(`serve ended with ${how}: ${errors}`)))
  })
  return { url: started.url, token: started.token, child, ended, errors: () => errors }
}

/** What another command of the command line says in the same folder. */
export async function ringwall(folder: string, env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...env } }
  return (await promisify(execFile)(process.execPath, [BIN, ...args], options)).stdout
}
