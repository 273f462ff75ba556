import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { npmServer } from './harness.ts'

/** server-everything over streamable HTTP, until the test has finished; its URL. */
export async function serveEverything(): Promise<string> {
  const port = await freePort()
  const [command = '', ...args] = npmServer('server-everything', 'streamableHttp')
  const env = { PATH: process.env.PATH, PORT: String(port) }
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(async () => {
    const ended = once(child, 'exit')
    if (child.kill('SIGKILL')) await ended
  })
  let said = ''
  for await (const chunk of child.stderr) {
    said += String(chunk)
    if (said.includes('listening on port')) break
  }
  if (!said.includes('listening')) throw new Error(`it did not start: ${said}`)
  return `http://127.0.0.1:${port}/mcp`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
