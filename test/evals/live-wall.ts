import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWall, loadConfig, type Wall } from '@ringwall/config'
import { createLogger } from '@ringwall/core'
import type { Io } from 'ringwall'
import type { WallOptions } from './wall.ts'

/** Opens the wall of a config file, or of layers with their defaults, for evals that need more than `ringwall check`. Its state is in memory. */
export async function openWall(io: Io, { config, layers = [] }: WallOptions): Promise<Wall> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-evals-'))
  try {
    const file = join(folder, 'ringwall.json')
    const chosen = { preset: 'none', layers: Object.fromEntries(layers.map((name) => [name, {}])) }
    await writeFile(file, JSON.stringify(chosen))
    const model = await loadConfig({
      file: config ?? file,
      cwd: io.cwd,
      env: io.env,
      resolveFrom: [import.meta.dirname],
      ephemeral: true,
    })
    return await createWall(model, { logger: createLogger('error') })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
