import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder, parseLines, run } from './harness.ts'

// An operator in an empty folder: the wall of the defaults in a process of its own, and the commands beside it.
const worker = fileURLToPath(new URL('./serve-worker.ts', import.meta.url))

interface Pending {
  readonly id: string
  readonly tool: string
  readonly args: string
  readonly reasons: readonly { readonly code: string }[]
}
interface Reply {
  readonly choices: readonly {
    readonly finish_reason: string
    readonly message: { readonly content: string | null; readonly tool_calls?: readonly object[] }
  }[]
  readonly ringwall?: { readonly code: string }
}
interface Scene {
  readonly cwd: string
  /** Shown at the first start alone. */
  readonly token: string
  readonly call: (args: object) => Promise<Reply>
  readonly waiting: () => Promise<Pending>
  readonly process: ChildProcess
}

async function setScene(before?: Pick<Scene, 'cwd' | 'token'>): Promise<Scene> {
  const folder = before?.cwd ?? (await makeFolder())
  const child = spawn(process.execPath, [worker], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url, token = before?.token ?? '' } = JSON.parse(line) as { url: string; token?: string }
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'x-ringwall-session': 'one',
  }
  return {
    cwd: folder,
    token,
    process: child,
    async call(args) {
      const content = `call delete_file ${JSON.stringify(args)}`
      const tools = [{ type: 'function', function: { name: 'delete_file', parameters: { type: 'object' } } }]
      const body = { model: 'ringwall-stand-in', messages: [{ role: 'user', content }], tools }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      return (await (await fetch(`${url}/v1/chat/completions`, init)).json()) as Reply
    },
    async waiting() {
      for (;;) {
        const { out } = await run(['approvals', 'list', '--json'], { cwd: folder })
        const [first] = (JSON.parse(out) as { pending: Pending[] }).pending
        if (first) return first
      }
    },
  }
}

async function recorded(cwd: string, type: string): Promise<readonly Record<string, unknown>[]> {
  const { code, out } = await run(['audit', 'search', '--type', type, '--json'], { cwd })
  expect(code).toBe(0)
  return parseLines(out)
}

test(
  'with the defaults a destructive call waits, and an operator beside it decides',
  { timeout: 120_000 },
  async () => {
    const { cwd, call, waiting } = await setScene()
    const approved = call({ path: 'a.txt' })
    const first = await waiting()
    expect(first).toMatchObject({ tool: 'delete_file', args: '{"path":"a.txt"}' })
    expect(first.reasons.map(({ code }) => code)).toEqual(['action-classifier/ACTION_DESTRUCTIVE'])
    expect((await run(['approvals', 'approve', first.id, '--as', 'ada'], { cwd })).code).toBe(0)
    const [went] = (await approved).choices
    expect(went?.message.tool_calls).toMatchObject([
      { function: { name: 'delete_file', arguments: '{"path":"a.txt"}' } },
    ])

    const denied = call({ path: 'b.txt' })
    const second = await waiting()
    expect((await run(['approvals', 'deny', second.id, '--as', 'ada'], { cwd })).code).toBe(0)
    for (const reply of [await denied, await call({ path: 'b.txt' })]) {
      expect(reply.ringwall?.code).toBe('APPROVAL_DENIED')
      expect(reply.choices[0]?.message.tool_calls).toBeUndefined()
    }

    // One approval for the session, taken back while nobody waits.
    const again = call({ path: 'c.txt' })
    const third = await waiting()
    await run(['approvals', 'approve', third.id, '--as', 'ada', '--scope', 'session'], { cwd })
    expect((await again).choices[0]?.finish_reason).toBe('tool_calls')
    expect((await call({ path: 'd.txt' })).choices[0]?.finish_reason).toBe('tool_calls')
    expect((await run(['approvals', 'revoke', third.id.slice(0, 8), '--as', 'eve'], { cwd })).code).toBe(0)

    const told = (await recorded(cwd, 'approval')).map(({ kind, request, by }) => [request, kind, by].filter(Boolean))
    expect(told).toEqual([
      [first.id, 'requested'],
      [first.id, 'granted', 'ada'],
      [first.id, 'used', 'ada'],
      [second.id, 'requested'],
      [second.id, 'denied', 'ada'],
      [third.id, 'requested'],
      [third.id, 'granted', 'ada'],
      [third.id, 'used', 'ada'],
      [third.id, 'used', 'ada'],
    ])
    const did = await recorded(cwd, 'operator')
    expect(did.map(({ action, target, by, outcome, agent }) => [action, target, by, agent, outcome])).toEqual(
      [
        ['approvals.approve', first.id, 'ada', 'default'],
        ['approvals.deny', second.id, 'ada', 'default'],
        ['approvals.approve', third.id, 'ada', 'default'],
        ['approvals.revoke', third.id, 'eve', 'default'],
      ].flatMap((what) => [
        [...what, 'started'],
        [...what, 'done'],
      ]),
    )
    const { out } = await run(['audit', 'search', '--type', 'approval'], { cwd })
    expect(out).toMatch(/denied +approval delete_file +default\/default\/- +by ada/)
    expect((await run(['audit', 'verify'], { cwd })).code).toBe(0)
  },
)

test(
  'a gateway that is killed while a call waits: the answer serves the call made again, once',
  { timeout: 120_000 },
  async () => {
    const killed = await setScene()
    const lost = killed.call({ path: 'a.txt' }).catch(() => 'lost')
    const { id } = await killed.waiting()
    killed.process.kill('SIGKILL')
    expect(await lost).toBe('lost')
    const { cwd } = killed
    expect((await run(['approvals', 'approve', id, '--as', 'ada'], { cwd })).code).toBe(0)
    const { call, waiting } = await setScene(killed)
    expect((await call({ path: 'a.txt' })).choices[0]?.finish_reason).toBe('tool_calls')
    const next = call({ path: 'a.txt' })
    const { id: other } = await waiting()
    expect(other).not.toBe(id)
    await run(['approvals', 'deny', other, '--as', 'ada'], { cwd })
    expect((await next).ringwall?.code).toBe('APPROVAL_DENIED')
  },
)
