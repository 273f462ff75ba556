import { createKernel, token, use, type Kernel } from '@ringwall/core'
import { StoreToken, type Store } from '@ringwall/store'
import { describe, expect, it, onTestFinished } from 'vitest'
import { auditLog, type AuditLogInput } from '../src/index.ts'
import { configIn, decisionsOf, makeFolder, Notes, openStore, refusing, SESSION, verifyIn } from './harness.ts'

const Flushes = token<true>('Flushes')
const WrittenLater = token<{ flush(): Promise<void> }>('WrittenLater')

interface Place {
  readonly folder: string
  readonly store: Store
  readonly kernel: Kernel
  readonly notes: Notes
  /** Answers with the outcome, and the codes of what was said. */
  readonly ask: (text: string) => Promise<string>
  /** Answers with what came of it. */
  readonly flush: () => Promise<string>
  /** How many appends the store was asked for. */
  readonly appends: () => number
}

/** A kernel whose host has promised to flush, on a store that does with each append what `gate` says. */
async function start(
  gate: () => Promise<'before' | 'after' | undefined>,
  config: AuditLogInput = {},
  isPromised = true,
): Promise<Place> {
  const folder = await makeFolder()
  const store = await openStore(folder)
  const notes = new Notes()
  let appends = 0
  let isOpen = true
  const gated: Store = {
    ...store,
    async appendAfter(...args) {
      appends++
      const when = isOpen ? await gate() : undefined
      return refusing(store, () => when).appendAfter(...args)
    },
  }
  const services = [{ token: StoreToken, value: gated }, ...(isPromised ? [{ token: Flushes, value: true }] : [])]
  const kernel = await createKernel({
    plugins: [use(auditLog, configIn(folder, config))],
    services,
    logger: notes,
  })
  onTestFinished(async () => {
    isOpen = false
    await kernel.close()
  })
  const ask: Place['ask'] = async (text) => {
    const { outcome, rulings } = await kernel.onInbound({ source: 'user', text }, SESSION)
    return [outcome, ...rulings.map(({ code }) => code)].join(' ')
  }
  const flush: Place['flush'] = async () => {
    const later = kernel.find(WrittenLater)
    return later
      ? later.flush().then(
          () => 'written',
          (error: unknown) => String(error),
        )
      : 'none'
  }
  await ask('first')
  await flush()
  const before = appends
  return { folder, store, kernel, notes, ask, flush, appends: () => appends - before }
}

/** Lets everything through until it is shut. */
function makeGate(): { readonly pass: () => Promise<undefined>; shut(): void; open(): void } {
  let shut: PromiseWithResolvers<void> | undefined
  return {
    async pass() {
      await shut?.promise
      return undefined
    },
    shut: () => void (shut = Promise.withResolvers()),
    open() {
      shut?.resolve()
      shut = undefined
    },
  }
}

const sizesOf = async ({ store, folder }: Place): Promise<unknown> =>
  (await decisionsOf(store, folder)).map(({ size, late }) => (late ? `${String(size)} late` : size))

describe('for a host that flushes', () => {
  it('a decision does not wait for its record, and flush waits for all so far', async () => {
    const gate = makeGate()
    const place = await start(gate.pass)
    gate.shut()
    expect([await place.ask('1'), await place.ask('22')]).toEqual(['allow', 'allow'])
    const flushed = place.flush()
    expect(await Promise.race([flushed, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))])).toBe('waits')
    expect(await sizesOf(place)).toEqual([5])
    gate.open()
    expect(await flushed).toBe('written')
    expect(await sizesOf(place)).toEqual([5, 1, 2])
  })

  it('flush does not wait for what comes later', async () => {
    const gate = makeGate()
    const place = await start(gate.pass)
    await place.ask('1')
    const flushed = place.flush()
    await new Promise((resolve) => setImmediate(resolve))
    gate.shut()
    await place.ask('22')
    expect(await flushed).toBe('written')
    gate.open()
  })

  it('records that come together go to the store together', async () => {
    const place = await start(async () => undefined)
    for (let i = 0; i < 20; i++) await place.ask('x')
    expect(await place.flush()).toBe('written')
    expect(place.appends()).toBeLessThan(10)
    expect((await decisionsOf(place.store, place.folder)).length).toBe(21)
  })

  it('nothing to write is written', async () => {
    const { flush, appends } = await start(async () => undefined)
    expect([await flush(), await flush(), appends()]).toEqual(['written', 'written', 0])
  })

  it('what cannot be written is told by flush, denied from then on, and written later as late', async () => {
    let broken = false
    const place = await start(async () => (broken ? 'before' : undefined))
    broken = true
    expect(await place.ask('1')).toBe('allow')
    expect(await place.ask('22')).toBe('allow')
    expect(await place.flush()).toContain('no space left')
    expect(await place.ask('333')).toBe('deny AUDIT_UNAVAILABLE')
    expect(await place.flush()).toContain('no space left')
    broken = false
    expect(await place.ask('4444')).toBe('allow')
    expect(await place.flush()).toBe('written')
    expect(await sizesOf(place)).toEqual([5, '1 late', '2 late', '3 late', 4])
    await place.kernel.close()
    expect(await verifyIn(place.store, place.folder)).toMatchObject({ status: 'ok' })
  })

  it('a record that the store has, though it said that it has not, is there once', async () => {
    let lost = false
    const place = await start(async () => (lost ? 'after' : undefined))
    lost = true
    await place.ask('1')
    expect(await place.flush()).toContain('the connection was lost')
    lost = false
    await place.ask('22')
    expect(await place.flush()).toBe('written')
    expect(await sizesOf(place)).toEqual([5, 1, 2])
  })

  it('a record without room is denied where none comes, and left to the logger', async () => {
    let broken = false
    const place = await start(async () => (broken ? 'before' : undefined), { maxPending: 2 })
    broken = true
    const asked = await Promise.all(['1', '22', '333', '4444', '55555'].map((text) => place.ask(text)))
    expect(asked.filter((outcome) => outcome === 'allow').length).toBeLessThanOrEqual(2)
    expect(place.notes.messages).toContain('this audit record could not be written')
    expect(await place.flush()).toContain('no space left')
  })

  it('onWriteFailure: continue goes on, as the operator wants it', async () => {
    let broken = false
    const place = await start(async () => (broken ? 'before' : undefined), { onWriteFailure: 'continue' })
    broken = true
    expect([await place.ask('1'), await place.flush(), await place.ask('22')]).toEqual(['allow', 'written', 'allow'])
  })

  it('close writes what waits; where it cannot, flush still tells', async () => {
    let broken = false
    const gate = makeGate()
    const place = await start(async () => (broken ? 'before' : gate.pass()))
    await place.ask('1')
    await place.kernel.close()
    expect(await sizesOf(place)).toEqual([5, 1])
    const other = await start(async () => (broken ? 'before' : undefined))
    broken = true
    await other.ask('1')
    const flush = other.kernel.find(WrittenLater)
    await other.kernel.close()
    await expect(flush?.flush()).rejects.toThrow('no space left')
    expect(other.notes.messages).toContain('this audit record could not be written')
  })
})

it('for any other host a decision waits for its record', async () => {
  const gate = makeGate()
  const place = await start(gate.pass, {}, false)
  gate.shut()
  const asked = place.ask('1')
  expect(await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))])).toBe('waits')
  gate.open()
  expect(await asked).toBe('allow')
})
