import { configSchema } from '@ringwall/config'
import { RESOLVE_FROM } from './dry-wall.ts'
import { write, type Io } from './io.ts'

/** Prints the JSON Schema of the config file, with the keys of the installed layers. Returns 0. */
export async function runSchema(io: Io, { config }: { readonly config?: string }): Promise<number> {
  const schema = await configSchema({
    ...(config === undefined ? {} : { file: config }),
    cwd: io.cwd,
    env: io.env,
    resolveFrom: RESOLVE_FROM,
  })
  await write(io.stdout, `${JSON.stringify(schema, null, 2)}\n`)
  return 0
}
