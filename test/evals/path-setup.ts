import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { link, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

/** What a case needs on disk, one thing each. Paths are relative to the root, or begin with {ROOT}, {OUT} or {BASE}. */
export const PathSetup: z.ZodType<{ readonly [kind: string]: string | undefined }> = z.record(z.string(), z.string())

/** The folders of one case: `app` is the root, `outside` and `app-evil` stand beside it. */
export interface Placed {
  /** A text with the placeholders filled in. */
  fill(text: string): string
  /** True where a path leads out of the root as the system follows it, or to nothing. */
  leadsOut(path: unknown): boolean
  remove(): Promise<void>
}

const FOLDERS = ['app/src', 'app/docs', 'app/data', 'outside', 'app-evil'] as const
const FILES = ['app/index.js', 'app/src/a.ts', 'app/docs/readme.md', 'outside/secret.txt', 'app-evil/secret.txt', 'secret.txt'] as const // prettier-ignore

/** Makes folders in the system's folder for temporary files. The caller removes them. */
export async function placeFiles(setup: readonly { readonly [kind: string]: string | undefined }[]): Promise<Placed> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'ringwall-evals-paths-')))
  const root = join(base, 'app')
  const fill = (text: string): string =>
    text.replaceAll('{ROOT}', root).replaceAll('{OUT}', join(base, 'outside')).replaceAll('{BASE}', base)
  const at = (path: string): string => (fill(path).startsWith('/') ? fill(path) : `${root}/${fill(path)}`)
  for (const folder of FOLDERS) await mkdir(join(base, folder), { recursive: true })
  for (const file of FILES) await writeFile(join(base, file), 'x')
  const servers: Server[] = []
  for (const { dir, file, content = '', symlink: from, hardlink, fifo, socket, target = '' } of setup) {
    const made = dir ?? file ?? from ?? hardlink ?? fifo ?? socket
    if (made === undefined) continue
    const path = at(made)
    await mkdir(dir === undefined ? dirname(path) : path, { recursive: true })
    if (file !== undefined) await writeFile(path, content)
    if (from !== undefined) await symlink(fill(target), path)
    if (hardlink !== undefined) await link(at(target), path)
    if (fifo !== undefined) execFileSync('mkfifo', [path])
    if (socket !== undefined) servers.push(await listen(path))
  }
  return {
    fill,
    leadsOut(path) {
      try {
        const real = realpathSync(resolve(root, String(path)))
        return real !== root && !real.startsWith(`${root}/`)
      } catch {
        return true
      }
    },
    async remove() {
      for (const server of servers) server.close()
      await rm(base, { recursive: true, force: true })
    },
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((done, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(path, () => done(server))
  })
}
