// The audit log of a whole wall: every decision of every layer and agent in one chain.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWall, loadConfig, type Wall } from '@ringwall/config'
import { auditLogConfig, openAuditReader, type Sealed, type Verification } from '@ringwall/plugin-audit-log'
import { openSqliteStore } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'

const LOGGER = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const session = (agentId: string) => ({ tenantId: 't', agentId, sessionId: 's', userId: 'u' })

interface Place {
  readonly wall: Wall
  readonly reload: () => Promise<void>
  /** Closes the wall, and reads what it left. */
  readonly end: () => Promise<{ readonly decisions: readonly Sealed[]; readonly seen: Verification }>
}

async function start(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-audit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'state'), { mode: 0o700 })
  const files = { keyFile: join(folder, 'audit.key'), anchorFile: join(folder, 'audit.anchors') }
  const config = {
    store: { file: join(folder, 'state', 'wall.db') },
    layers: { 'audit-log': files, 'secrets-store': { keyFile: join(folder, 'master.key') } },
    agents: { strict: { layers: { 'tool-policy': { profile: 'minimal' } } } },
  }
  await writeFile(join(folder, 'ringwall.json'), JSON.stringify(config))
  const load = () => loadConfig({ cwd: folder, resolveFrom: [join(import.meta.dirname, '../../packages/cli')] })
  const wall = await createWall(await load(), { logger: LOGGER })
  onTestFinished(() => wall.close())
  return {
    wall,
    reload: async () => wall.reload(await load()),
    async end() {
      await wall.close()
      const store = await openSqliteStore({ file: config.store.file })
      try {
        const reader = openAuditReader(store, auditLogConfig.parse(files))
        const records = await reader.read(0, 1000)
        return { decisions: records.filter(({ type }) => type === 'decision'), seen: await reader.verify() }
      } finally {
        await store.close()
      }
    },
  }
}

test('has what every layer decided, by default too, for two agents, over a reload, and after the end', async () => {
  const { wall, reload, end } = await start()
  const said: string[] = []
  const note = ({ outcome, traceId }: { readonly outcome: string; readonly traceId: string }): void =>
    void said.push(`${outcome} ${traceId}`)
  note(await wall.for('any').onToolCall({ tool: 'no_such_tool', args: {} }, session('any')))
  note(await wall.for('strict').onToolCall({ tool: 'exec', args: { command: 'ls' } }, session('strict')))
  note(await wall.for('any').onInbound({ source: 'user', text: 'Good morning' }, session('any')))
  note(await wall.for('any').onInbound({ source: 'user', text: 'x'.repeat(200_000) }, session('any')))
  note(await wall.for('any').onInbound({ source: 'nowhere' } as never, session('any')))
  await reload()
  note(await wall.for('strict').onOutbound({ destination: 'user', body: 'Bye' }, session('strict')))
  const stream = wall.for('any').outboundStream(session('any'))
  await ReadableStream.from(['Hel', 'lo']).pipeThrough(stream).pipeTo(new WritableStream())
  note(await stream.decision)
  const { decisions, seen } = await end()
  expect(decisions.map(({ outcome, trace }) => `${String(outcome)} ${String(trace)}`)).toEqual(said)
  const layers = decisions.map(({ rulings }) =>
    (rulings as readonly { readonly layer: string; readonly kind: string }[])
      .filter(({ kind }) => kind === 'deny')
      .map(({ layer }) => layer),
  )
  expect(layers).toEqual([['tool-policy'], ['tool-policy'], [], ['input-validation'], ['kernel'], [], []])
  expect([seen.status, seen.problems]).toEqual(['ok', []])
})
