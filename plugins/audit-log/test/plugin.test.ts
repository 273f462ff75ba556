import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernel, definePlugin, use, type JsonObject, type Kernel, type Logger, type Use } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { auditLog, AuditSinkToken, type AuditRecord, type AuditSink } from '../src/index.ts'
import { BROKEN, CASES, HOST } from './cases.ts'

const session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }
const home = process.cwd()
let folder = ''

// The default file lies under the working directory; the tests get one of their own.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-log-'))
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

const services = [{ token: AuditSinkToken, value: BROKEN }]
pluginTester({ plugin: auditLog, cases: CASES, services, describe, it })
conformance({
  plugin: auditLog,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  describe,
  it,
  samples: [
    { hook: 'onInbound', input: 'breaks the sink', config: HOST },
    { hook: 'onInbound', input: 'x', config: HOST },
    { hook: 'onToolCall', payload: { tool: 'read', args: {} }, config: HOST },
    { hook: 'onOutbound', payload: { destination: 'api', body: {} }, config: HOST },
    { hook: 'onMemoryWrite', input: 'x', config: HOST },
  ],
  ordinary: [{ hook: 'onToolCall', payload: { tool: 'read', args: {} } }],
})

/** A host's sink whose health the test turns, and the bytes that it took. */
class Tape implements AuditSink {
  bytes = ''
  isBroken = false
  atMost = Infinity
  write(bytes: Uint8Array): number {
    if (this.isBroken) throw new Error('ENOSPC')
    const part = bytes.subarray(0, this.atMost)
    this.bytes += Buffer.from(part).toString('latin1')
    return part.length
  }
  get records(): readonly AuditRecord[] {
    return parse(this.bytes)
  }
}

class Notes implements Logger {
  readonly lines: { readonly message: string; readonly fields: JsonObject | undefined }[] = []
  readonly debug = this.#note.bind(this)
  readonly info = this.#note.bind(this)
  readonly warn = this.#note.bind(this)
  readonly error = this.#note.bind(this)
  #note(message: string, fields?: JsonObject): void {
    this.lines.push({ message, fields })
  }
}

function parse(text: string): readonly AuditRecord[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): AuditRecord => JSON.parse(line))
}

async function withTape(
  options: { readonly config?: JsonObject; readonly plugins?: readonly Use[]; readonly logger?: Logger },
  run: (kernel: Kernel, tape: Tape) => Promise<void>,
): Promise<Tape> {
  const tape = new Tape()
  const { config = {}, plugins = [], logger = new Notes() } = options
  const kernel = await createKernel({
    plugins: [...plugins, use(auditLog, { sink: 'host', ...config })],
    services: [{ token: AuditSinkToken, value: tape }],
    logger,
  })
  await run(kernel, tape)
  await kernel.close()
  return tape
}

const throwing = definePlugin({
  name: 'throwing',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onInbound: { judge: ['flag'] } } },
  codes: {},
  config: z.strictObject({}),
  setup: () => ({
    onInbound: {
      judge() {
        throw new Error('could not parse PLANTED-SECRET')
      },
    },
  }),
})

describe('audit-log in a kernel', () => {
  it('writes one line for each decision of every hook, and no secret', async () => {
    const text = 'PLANTED-SECRET'
    const tape = await withTape({ plugins: [use(throwing)] }, async (kernel) => {
      await kernel.onInbound({ source: 'web', text, meta: { sender: text } }, session)
      await kernel.onToolCall({ tool: 'exec', args: { command: text, [text]: [text] } }, session)
      await kernel.onOutbound({ destination: 'user', body: text }, session)
      await kernel.onMemoryWrite({ key: text, text, trust: 'external' }, session)
      const stream = kernel.outboundStream(session)
      await ReadableStream.from([text, text]).pipeThrough(stream).pipeTo(new WritableStream())
    })
    expect(tape.bytes).not.toContain(text)
    expect(
      tape.records.map(
        (record) => record.type === 'decision' && [record.hook, record.action, record.outcome, record.size],
      ),
    ).toEqual([
      false, // the failure of the layer
      ['onInbound', 'web', 'deny', 14],
      ['onToolCall', 'exec', 'allow', 49],
      ['onOutbound', 'user', 'allow', 14],
      ['onMemoryWrite', 'external', 'allow', 14],
      ['onOutbound', 'user', 'allow', 28],
    ])
    expect(new Set(tape.records.map(({ id }) => id)).size).toBe(6)
  })

  it('records a call that the kernel could not read', async () => {
    const tape = await withTape({}, async (kernel) => {
      await kernel.onInbound({ source: 'nowhere', text: '' } as never, session)
    })
    expect(tape.records).toMatchObject([
      { outcome: 'deny', size: 0, rulings: [{ layer: 'kernel', code: 'PAYLOAD_INVALID' }] },
    ])
  })

  it('keeps lines while the sink is broken, stops calls, and goes on in order', async () => {
    const logger = new Notes()
    const tape = await withTape({ logger }, async (kernel, tape) => {
      const ask = async (text: string) => (await kernel.onInbound({ source: 'user', text }, session)).outcome
      expect(await ask('1')).toBe('allow')
      tape.isBroken = true
      expect(await ask('22')).toBe('allow')
      expect(await ask('333')).toBe('deny')
      tape.isBroken = false
      tape.atMost = 7 // a disk that takes a few bytes at a time
      expect(await ask('4444')).toBe('allow')
    })
    expect(tape.records.map((record) => record.type === 'decision' && [record.size, record.outcome])).toEqual([
      [1, 'allow'],
      [2, 'allow'],
      [3, 'deny'],
      [4, 'allow'],
    ])
    expect(logger.lines.map(({ message }) => message)).toEqual([
      'the audit log cannot be written',
      'the audit log is written again',
    ])
  })

  it('gives the logger what it can neither write nor keep', async () => {
    const logger = new Notes()
    await withTape({ logger, config: { maxPending: 2 } }, async (kernel, tape) => {
      tape.isBroken = true
      for (let i = 0; i < 5; i++) await kernel.onInbound({ source: 'user', text: 'x' }, session)
    })
    const records = logger.lines.flatMap(({ fields }) => (fields?.record === undefined ? [] : [fields.record]))
    expect(records).toHaveLength(5)
    expect(new Set(records.map((record) => JSON.stringify(record))).size).toBe(5)
  })

  it('records each event once over reloads, also one that fails', async () => {
    const tape = await withTape({}, async (kernel) => {
      const plugins = [use(auditLog, HOST)]
      const ask = () => kernel.onInbound({ source: 'user', text: 'x' }, session)
      const stream = kernel.outboundStream(session) // keeps the first generation alive
      await ask()
      await kernel.reload({ plugins })
      await ask()
      await expect(kernel.reload({ plugins: [...plugins, use(auditLog, HOST)] })).rejects.toMatchObject({
        code: 'PLUGIN_DUPLICATE',
      })
      await expect(kernel.reload({ plugins: [...plugins, use(failing)] })).rejects.toMatchObject({
        code: 'PLUGIN_SETUP_FAILED',
      })
      await ask()
      await kernel.reload({ plugins })
      await ask()
      await ReadableStream.from(['y']).pipeThrough(stream).pipeTo(new WritableStream())
    })
    expect(tape.records.map((record) => (record.type === 'decision' ? record.hook : record.type))).toEqual([
      'onInbound',
      'reload',
      'onInbound',
      'onInbound',
      'reload',
      'onInbound',
      'onOutbound',
    ])
  })

  it('does not start without the sink that it is told to use', async () => {
    await expect(createKernel({ plugins: [use(auditLog, { sink: 'host' })] })).rejects.toMatchObject({
      code: 'AUDIT_SINK_MISSING',
    })
  })
})

const failing = definePlugin({
  name: 'failing',
  version: '1.0.0',
  manifest: { api: 1, hooks: {} },
  codes: {},
  config: z.strictObject({}),
  setup() {
    throw new Error('not today')
  },
})

describe('the standard streams', () => {
  it.for(['stdout', 'stderr'] as const)('take every line on %s', (sink) => {
    const [core, plugin] = ['@ringwall/core', '../src/index.ts'].map((name) => import.meta.resolve(name))
    const program = `
      import { createKernel, use } from ${JSON.stringify(core)}
      import { auditLog } from ${JSON.stringify(plugin)}
      const kernel = await createKernel({ plugins: [use(auditLog, { sink: '${sink}' })] })
      for (const text of ['x', 'yy']) await kernel.onInbound({ source: 'user', text }, ${JSON.stringify(session)})
      await kernel.close()`
    const flags = [
      '--conditions=@ringwall/source',
      '--experimental-strip-types',
      '--no-warnings',
      '--input-type=module',
    ]
    const ran = spawnSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8', cwd: home })
    const other = sink === 'stdout' ? 'stderr' : 'stdout'
    expect(ran[other]).toBe('')
    expect(parse(ran[sink])).toMatchObject([{ size: 1 }, { size: 2 }])
  })
})

describe('the file', () => {
  const write = async (file: string): Promise<void> => {
    const kernel = await createKernel({ plugins: [use(auditLog, { file })] })
    await kernel.onInbound({ source: 'user', text: 'x' }, session)
    await kernel.close()
  }

  it('is made for the owner alone, and appended to', async () => {
    await write('deep/er/audit.jsonl')
    await write('deep/er/audit.jsonl')
    expect(parse(readFileSync('deep/er/audit.jsonl', 'utf8'))).toHaveLength(2)
    expect(statSync('deep/er/audit.jsonl').mode & 0o777).toBe(0o600)
    expect(statSync('deep/er').mode & 0o777).toBe(0o700)
  })

  it('survives half a line of a crash', async () => {
    writeFileSync('torn.jsonl', '{"v":1,"id":"lo')
    await write('torn.jsonl')
    const lines = readFileSync('torn.jsonl', 'utf8').split('\n')
    expect(lines).toHaveLength(3)
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ type: 'decision' })
  })

  it('must be a file of its own', async () => {
    mkdirSync('a-folder')
    writeFileSync('target', '')
    symlinkSync('target', 'a-link')
    for (const file of ['a-folder', 'a-link', 'target/below']) {
      await expect(createKernel({ plugins: [use(auditLog, { file })] })).rejects.toMatchObject({
        code: 'AUDIT_FILE_UNUSABLE',
      })
    }
  })
})
