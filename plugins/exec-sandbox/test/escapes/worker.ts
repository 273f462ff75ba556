// A process that runs attempts in the sandbox, with the descriptors and the environment of a host that is careless about both.
import { execSandboxConfig } from '../../src/config.ts'
import { dirname, join } from 'node:path'
import { createLinuxBackend } from '../../src/linux/backend.ts'
import { createKeeper } from '../../src/workspace/keeper.ts'
import { changeOf } from './mutants.ts'

/** What the worker is asked. */
export interface Task {
  readonly id: number
  readonly workspace: string
  readonly script: string
  /** The protection that is taken away; '' for none. */
  readonly mutant: string
  /** Passes the streams of this process on. */
  readonly inherit: boolean
  readonly endAfterMs?: number | undefined
}
/** What it answers. */
export interface Answer {
  readonly id: number
  readonly output: string
  readonly problem?: string
}

/** Limits that an attempt reaches soon. */
const LIMITS = { memoryMb: 256, processes: 64, fileSizeMb: 8, cpuSeconds: 1, wallTimeMs: 20_000 }

async function run({ id, workspace: root, script, mutant, inherit, endAfterMs }: Task): Promise<Answer> {
  const change = changeOf(mutant)
  const config = execSandboxConfig.parse({ workspace: root, ...LIMITS, ...change.config })
  const { protect, hide, show } = config
  const keeper = createKeeper(root, { protect, hide, show, quarantine: join(dirname(root), 'quarantine'), from: '/' })
  const backend = await createLinuxBackend(config, change.workspace?.(keeper.workspace) ?? keeper.workspace, {
    change: change.launch,
    places: change.hasGroups === false ? [] : undefined,
  })
  keeper.begin()
  try {
    const { stdout, stderr, ended } = await backend.run({
      argv: ['/bin/sh', '-c', script],
      cwd: root,
      timeoutMs: endAfterMs ?? LIMITS.wallTimeMs,
      inherit,
    })
    return { id, output: `${stdout.toString()}${stderr.toString()}${ended === undefined ? '' : `[ended: ${ended}]`}` }
  } catch (error) {
    return { id, output: '', problem: String(error) }
  } finally {
    if (change.judges !== false) keeper.end()
    backend.dispose()
  }
}

const [, , task] = process.argv
if (task === undefined)
  process.on('message', (message: Task) => void run(message).then((answer) => process.send?.(answer)))
else {
  const { problem } = await run(JSON.parse(task) as Task)
  if (problem !== undefined) throw new Error(problem)
}
