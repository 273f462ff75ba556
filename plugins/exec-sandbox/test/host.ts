// A host in a process of its own: runs commands in a sandbox, and prints what became of each as a line of JSON.
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type ExecSandboxConfig, type RunOptions } from '../src/index.ts'

/** What the host is told. */
export interface HostOrder {
  readonly config: Partial<ExecSandboxConfig>
  readonly commands: readonly string[]
  readonly options?: RunOptions
}

const { config, commands, options = {} } = JSON.parse(process.argv[2] ?? '') as HostOrder
const exec = createExec({ config: execSandboxConfig.parse({ validate: false, ...config }) })
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)
try {
  say({ limits: await exec.ready() })
  for (const command of commands) {
    const { stdout, stderr, ...result } = await exec.run(command, options)
    say({ ...result, stdout: stdout.toString(), stderr: stderr.toString() })
  }
} catch (error) {
  const { code, message } = error as Error & { readonly code?: string }
  say({ code, message })
}
exec.dispose()
