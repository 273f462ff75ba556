import { main } from '../src/index.ts'

// The gateway in a process of its own, with the defaults, in the working directory.
process.exitCode = await main(['serve', '--port', '0', '--json', ...process.argv.slice(2)])
