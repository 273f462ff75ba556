// Measures layers on corpora. Run: pnpm eval --help
import { runEvals } from './program.ts'

const { stdin, stdout, stderr, env } = process
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit() // whoever read has seen enough
})

process.exitCode = await runEvals(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env,
  cwd: process.cwd(),
  signals: process,
})
