import type { JsonObject, JsonValue } from '@ringwall/core'
import { scoped, type Listed } from '@ringwall/store'
import { chmod, link, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileKey, fixedKey, openApprovals } from '../src/index.ts'
import { approveFirst, codesOf, makeWorld, SESSION, waiting, type World } from './world.ts'

const CALL = { tool: 'ask_exec', args: { command: 'ls' } }
const EVIL = { tool: 'ask_exec', args: { command: 'rm -rf /' } }
const RETURN = { onAsk: 'return', denialCacheMs: 0 } as const

/** Everything that the store holds of the layer, as somebody with the database sees it. */
async function rowsOf({ store }: World): Promise<readonly Listed[]> {
  return scoped(store, 'approval-gate').list('', { limit: 1000 })
}

function put({ store }: World, key: string, value: JsonValue): Promise<unknown> {
  return scoped(store, 'approval-gate').set(key, value)
}

async function rowOf(world: World, start: string): Promise<{ readonly key: string; readonly value: JsonObject }> {
  const row = (await rowsOf(world)).find(({ key }) => key.startsWith(start))
  return { key: row?.key ?? '', value: (row?.value ?? {}) as JsonObject }
}

/** A world with the row of a request for EVIL that waits, and of one for CALL that was approved. */
async function attacked(): Promise<
  World & { readonly wall: Awaited<ReturnType<World['kernel']>>; readonly evilKey: string; readonly good: JsonObject }
> {
  const world = await makeWorld()
  const wall = await world.kernel(RETURN)
  await wall.onToolCall(CALL, SESSION)
  await approveFirst(world.desk)
  const good = await rowOf(world, 'request/')
  await wall.onToolCall(EVIL, SESSION)
  const evil = (await rowsOf(world)).find(({ key }) => key !== good.key)
  return { ...world, wall, evilKey: evil?.key ?? '', good: good.value }
}

describe('whoever writes to the store', () => {
  test.for([
    ['moves an approval to another call', (good: JsonObject) => good],
    [
      'approves what waits',
      (_: JsonObject, evil: JsonObject) => ({
        ...evil,
        state: 'granted',
        settled: { by: 'ada', at: evil['requestedAt'] ?? 0, scope: 'once', until: 9e15 },
      }),
    ],
    [
      'takes the tag of another row',
      (good: JsonObject, evil: JsonObject) => ({
        ...evil,
        state: 'granted',
        settled: good['settled'] ?? null,
        mac: good['mac'] ?? null,
      }),
    ],
    [
      'leaves the tag out',
      (good: JsonObject) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== 'mac')),
    ],
    ['writes a short tag', (good: JsonObject) => ({ ...good, mac: '' })],
    ['writes a tag of another type', (good: JsonObject) => ({ ...good, mac: ['x'] })],
    ['writes something else', () => 'granted'],
    ['writes null', () => null],
  ] as const)('%s: nothing is granted', async ([, forge]) => {
    const world = await attacked()
    const { wall, evilKey, good, desk } = world
    const evil = (await rowsOf(world)).find(({ key }) => key === evilKey)?.value as JsonObject
    await put(world, evilKey, forge(good, evil) as JsonValue)
    expect((await desk.list()).forged).toEqual([evilKey])
    await expect(desk.get(evilKey.slice(8, 20))).rejects.toMatchObject({ code: 'APPROVALS_UNAUTHENTIC' })
    const decision = await wall.onToolCall(EVIL, SESSION)
    expect([decision.outcome, codesOf(decision)]).toEqual(['deny', ['APPROVAL_UNAUTHENTIC']])
    expect(wall.told.at(-1)).toMatchObject({ kind: 'refused', id: evilKey })
    // It is gone, so that the agent can ask anew; the approval that was given still serves its own call.
    expect(codesOf(await wall.onToolCall(EVIL, SESSION))).toEqual(['APPROVAL_REQUESTED'])
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
  })

  test('changes any one field of a request or an approval: it counts no more', async () => {
    for (const scope of ['once', 'session'] as const) {
      const probe = await makeWorld()
      await (await probe.kernel(RETURN)).onToolCall(CALL, SESSION)
      await approveFirst(probe.desk, { scope })
      const prefix = scope === 'once' ? 'request/' : 'grant/'
      for (const field of Object.keys((await rowOf(probe, prefix)).value)) {
        const world = await makeWorld()
        const wall = await world.kernel(RETURN)
        await wall.onToolCall(CALL, SESSION)
        await approveFirst(world.desk, { scope })
        const { key, value } = await rowOf(world, prefix)
        await put(world, key, { ...value, [field]: changed(value[field] ?? null) })
        expect(codesOf(await wall.onToolCall(CALL, SESSION)), `${prefix} ${field}`).toEqual(['APPROVAL_UNAUTHENTIC'])
      }
    }
  })

  test('makes an approval wider or longer: it counts no more', async () => {
    const world = await makeWorld()
    const wall = await world.kernel(RETURN)
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(world.desk, { scope: 'args' })
    await wall.onToolCall({ tool: 'ask_exec', args: { command: 'pwd' } }, SESSION)
    await approveFirst(world.desk, { scope: 'session' })
    const grants = (await rowsOf(world)).filter(({ key }) => key.startsWith('grant/'))
    const [narrow, wide] = ['args', 'session'].map((scope) =>
      grants.find(({ value }) => (value as JsonObject)['scope'] === scope),
    )
    await put(world, wide?.key ?? '', narrow?.value ?? null)
    expect(codesOf(await wall.onToolCall({ tool: 'ask_exec', args: { command: 'id' } }, SESSION))).toEqual([
      'APPROVAL_UNAUTHENTIC',
    ])
  })

  test('puts a used approval back: no process takes it again, and none after its end', async () => {
    const world = await makeWorld()
    const wall = await world.kernel(RETURN)
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(world.desk)
    const { key, value } = await rowOf(world, 'request/')
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
    for (const each of [wall, await world.kernel(RETURN)]) {
      await put(world, key, value)
      expect(codesOf(await each.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_UNAUTHENTIC'])
      expect(each.told.at(-1)).toMatchObject({ kind: 'refused' })
      expect(codesOf(await each.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_REQUESTED'])
    }
    await put(world, key, value)
    world.advance(31_000)
    expect(codesOf(await (await world.kernel(RETURN)).onToolCall(CALL, SESSION))).toEqual(['APPROVAL_REQUESTED'])
  })

  test.for(['once', 'args', 'session'] as const)(
    'puts an approval (%s) back that was taken back: it grants nothing',
    async (scope) => {
      const world = await makeWorld()
      const wall = await world.kernel(RETURN)
      await wall.onToolCall(CALL, SESSION)
      const id = await approveFirst(world.desk, { scope })
      const before = await rowsOf(world)
      await world.desk.revoke(id, { approver: 'bob' })
      for (const each of [wall, await world.kernel(RETURN)]) {
        for (const { key, value } of before) await put(world, key, value)
        expect((await each.onToolCall(CALL, SESSION)).outcome).toBe('deny')
      }
    },
  )

  test('puts it back where the key is given by reference: the processes that saw its use refuse it', async () => {
    const world = await makeWorld()
    const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('hex')
    const wall = await world.kernel({ ...RETURN, key })
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(openApprovals(world.store, fixedKey(key)))
    const row = await rowOf(world, 'request/')
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
    await put(world, row.key, row.value)
    expect(codesOf(await wall.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_UNAUTHENTIC'])
  })

  test('shows the approver another call than the one that waits: it is not shown', async () => {
    const world = await attacked()
    const evil = (await rowsOf(world)).find(({ key }) => key === world.evilKey)?.value as JsonObject
    await put(world, world.evilKey, { ...evil, args: '{"command":"ls"}' })
    expect((await world.desk.list()).pending).toEqual([])
    await expect(world.desk.deny(world.evilKey, { approver: 'ada' })).resolves.toBeUndefined()
    expect((await world.desk.list()).forged).toEqual([])
  })
})

function changed(value: JsonValue): JsonValue {
  if (typeof value === 'string') return `${value}x`
  if (typeof value === 'number') return value + 1
  if (Array.isArray(value)) return [...value, 'x']
  return value === null ? 'x' : { ...(value as JsonObject), x: 1 }
}

describe('the key', () => {
  test('is made with the first request, for its owner alone, and shared by all processes', async () => {
    const world = await makeWorld()
    const walls = await Promise.all([1, 2, 3, 4].map(() => world.kernel(RETURN)))
    await Promise.all(walls.map((wall, n) => wall.onToolCall({ tool: 'ask', args: { n } }, SESSION)))
    const { pending, forged } = await world.desk.list()
    expect([pending.length, forged]).toEqual([4, []])
    const { stat, readdir } = await import('node:fs/promises')
    expect((await stat(world.keyFile)).mode & 0o777).toBe(0o600)
    expect((await stat(join(world.keyFile, '..'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(world.keyFile, '..'))).toEqual(['approvals.key'])
    const [one] = pending
    await world.desk.approve(one?.id ?? '', { approver: 'ada', expectedHash: one?.hash ?? '' })
    await walls[0]?.onToolCall({ tool: 'ask', args: JSON.parse(one?.args ?? '') as JsonObject }, SESSION)
    const used = join(world.keyFile, '..', 'approvals.key.used')
    expect([await readdir(used), (await stat(used)).mode & 0o777]).toEqual([[one?.id], 0o700])
  })

  test.for(['removed', 'changed'] as const)('that was %s takes back what was approved, and what waits', async (how) => {
    const world = await makeWorld()
    const first = await world.kernel(RETURN)
    await first.onToolCall(CALL, SESSION)
    await approveFirst(world.desk, { scope: 'session' })
    await first.onToolCall({ ...CALL, tool: 'ask_else' }, SESSION)
    await first.close()
    await rm(world.keyFile)
    if (how === 'changed')
      await writeFile(world.keyFile, Buffer.from('an entirely other key of 32 bytes').toString('base64'), {
        mode: 0o600,
      })
    const desk = openApprovals(world.store, fileKey(world.keyFile))
    if (how === 'removed') await expect(desk.list()).rejects.toMatchObject({ code: 'APPROVALS_KEY_MISSING' })
    const wall = await world.kernel(RETURN)
    for (const tool of ['ask_exec', 'ask_else'])
      expect(codesOf(await wall.onToolCall({ ...CALL, tool }, SESSION))).toEqual(['APPROVAL_UNAUTHENTIC'])
    expect((await desk.list()).pending).toEqual([])
  })

  test('can be given by reference, and then no file is made', async () => {
    const world = await makeWorld()
    const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('hex')
    const wall = await world.kernel({ ...RETURN, key })
    await wall.onToolCall(CALL, SESSION)
    await expect(world.desk.list()).rejects.toMatchObject({ code: 'APPROVALS_KEY_MISSING' })
    await approveFirst(openApprovals(world.store, fixedKey(key)))
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
  })

  test.for([
    ['short', 'c2hvcnQ=', 0o600, 'APPROVALS_KEY_INVALID'],
    ['empty', '', 0o600, 'APPROVALS_KEY_INVALID'],
    ['no key', 'not a key!', 0o600, 'APPROVALS_KEY_INVALID'],
    ['one byte again and again', '00'.repeat(32), 0o600, 'APPROVALS_KEY_INVALID'],
    ['too large', 'ab'.repeat(4000), 0o600, 'APPROVALS_KEY_UNSAFE'],
    [
      'readable to others',
      Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'),
      0o644,
      'APPROVALS_KEY_UNSAFE',
    ],
  ] as const)('that is %s stops the start', async ([, text, mode, code]) => {
    const world = await makeWorld()
    await mkdir(join(world.keyFile, '..'), { mode: 0o700 })
    await writeFile(world.keyFile, text)
    await chmod(world.keyFile, mode)
    await expect(world.kernel()).rejects.toMatchObject({ code })
    const error: unknown = await world.kernel().catch((thrown: unknown) => thrown)
    if (text !== '') expect(String(error)).not.toContain(text)
  })

  test.for(['link', 'folder'] as const)('that is a %s stops the start', async (what) => {
    const world = await makeWorld()
    await mkdir(join(world.keyFile, '..'), { mode: 0o700 })
    const real = join(world.folder, 'real')
    await writeFile(real, Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'), { mode: 0o600 })
    if (what === 'link') await symlink(real, world.keyFile)
    else await mkdir(world.keyFile, { mode: 0o700 })
    await expect(world.kernel()).rejects.toMatchObject({ code: 'APPROVALS_KEY_UNSAFE' })
  })

  test('in a folder that others may write to stops the start, and is not made there', async () => {
    const world = await makeWorld()
    const folder = join(world.keyFile, '..')
    await mkdir(folder, { mode: 0o700 })
    await chmod(folder, 0o777)
    const wall = await world.kernel(RETURN)
    expect(codesOf(await wall.onToolCall(CALL, SESSION))).toEqual(['LAYER_FAILED'])
    const real = join(world.folder, 'real')
    await writeFile(real, Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'), { mode: 0o600 })
    await link(real, world.keyFile)
    await expect(world.kernel()).rejects.toMatchObject({ code: 'APPROVALS_KEY_UNSAFE' })
  })

  test('that cannot be made denies', async () => {
    const world = await makeWorld()
    await writeFile(join(world.folder, 'keys'), 'a file where the folder should be')
    const wall = await world.kernel(RETURN).catch((error: unknown) => error)
    expect(wall).toMatchObject({ code: 'APPROVALS_KEY_UNSAFE' })
  })

  test.for([
    { key: 'short' },
    { key: '' },
    { keyFile: '' },
    { timeoutMs: Number.NaN },
    { timeoutMs: Infinity },
    { scopes: [] },
    { maxPending: 0 },
    { onAsk: 'allow' },
    { nope: 1 },
  ])('and config %j stops the start', async (config) => {
    const world = await makeWorld()
    await expect(world.kernel(config as never)).rejects.toMatchObject({ code: 'PLUGIN_CONFIG_INVALID' })
  })
})

describe('an approver', () => {
  test('must name what was shown', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel(RETURN)
    await wall.onToolCall(CALL, SESSION)
    await wall.onToolCall(EVIL, SESSION)
    const [one, two] = await waiting(desk, 2)
    await expect(desk.approve(one?.id ?? '', { approver: 'ada', expectedHash: two?.hash ?? '' })).rejects.toMatchObject(
      { code: 'APPROVALS_CHANGED' },
    )
    await expect(desk.approve(one?.id ?? '', { approver: 'ada', expectedHash: '' })).rejects.toMatchObject({
      code: 'APPROVALS_CHANGED',
    })
    expect((await desk.list()).pending).toHaveLength(2)
  })

  test.for([
    [{ approver: '' }, 'APPROVALS_ARGUMENT_INVALID'],
    [{ approver: ' ' }, 'APPROVALS_ARGUMENT_INVALID'],
    [{ approver: 'x'.repeat(201) }, 'APPROVALS_ARGUMENT_INVALID'],
    [{ note: 'x'.repeat(1001) }, 'APPROVALS_ARGUMENT_INVALID'],
    [{ scope: 'forever' }, 'APPROVALS_SCOPE_REFUSED'],
    [{ scope: 'session' }, 'APPROVALS_SCOPE_REFUSED'],
    [{ scope: 'until' }, 'APPROVALS_SCOPE_REFUSED'],
    [{ scope: 'until', until: 0 }, 'APPROVALS_SCOPE_REFUSED'],
    [{ scope: 'until', until: Number.NaN }, 'APPROVALS_SCOPE_REFUSED'],
    [{ scope: 'until', until: Infinity }, 'APPROVALS_SCOPE_REFUSED'],
    [{ scope: 'args', until: 9e14 }, 'APPROVALS_SCOPE_REFUSED'],
    [{ until: 9e12 }, 'APPROVALS_SCOPE_REFUSED'],
  ] as const)('cannot give %j', async ([bad, code]) => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ ...RETURN, scopes: ['once', 'args', 'until'] })
    await wall.onToolCall(CALL, SESSION)
    const [request] = await waiting(desk)
    const options = { approver: 'ada', expectedHash: request?.hash ?? '', ...bad }
    await expect(desk.approve(request?.id ?? '', options as never)).rejects.toMatchObject({ code })
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('ask')
  })

  test('may shorten ids as long as they say which', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ ...RETURN, asksPerSession: 1000, maxPending: 1000, asksPerAgent: 1000 })
    await wall.onToolCall(CALL, SESSION)
    const [request] = await waiting(desk)
    expect((await desk.get(request?.id.slice(0, 4) ?? '')).id).toBe(request?.id)
    for (const id of ['', request?.id.slice(0, 3) ?? '', 'zzzz', 'constructor'])
      await expect(desk.get(id)).rejects.toMatchObject({ code: 'APPROVALS_UNKNOWN' })
  })

  test('sees what comes and what goes', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel(RETURN)
    const [ended, seen] = [new AbortController(), [] as string[]]
    const watching = desk.watch(
      (change) =>
        seen.push(change.kind === 'pending' ? `pending ${change.request.args}` : `${change.state} ${change.by ?? ''}`),
      { signal: ended.signal },
    )
    await wall.onToolCall(CALL, SESSION)
    await expect.poll(() => seen).toEqual(['pending {"command":"ls"}'])
    await approveFirst(desk)
    await expect.poll(() => seen.at(-1)).toBe('granted ada')
    ended.abort()
    await watching
  })
})
