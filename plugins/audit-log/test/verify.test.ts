import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createKernel, use } from '@ringwall/core'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { anchorOf, signed } from '../src/chain/open-chain.ts'
import { hashOf, ORIGIN } from '../src/chain/seal.ts'
import { createSigner } from '../src/chain/signature.ts'
import {
  auditLog,
  canonical,
  parseTrusted,
  verifyExport,
  type PublicKey,
  type Sealed,
  type Signed,
  type Verification,
} from '../src/index.ts'
import { configIn, Notes, recordsOf, SESSION } from './harness.ts'

/** A log of 12 decisions with a checkpoint after at most four records, and what it is verified against. */
interface Sample {
  readonly records: readonly Sealed[]
  readonly keys: readonly PublicKey[]
  readonly anchors: readonly Signed[]
}

let sample: Sample
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-verify-'))
  const store = await openSqliteStore({ file: join(folder, 'store.db') })
  const kernel = await createKernel({
    plugins: [use(auditLog, configIn(folder, { checkpointRecords: 4 }))],
    services: [{ token: StoreToken, value: store }],
    logger: new Notes(),
  })
  for (let i = 0; i < 12; i++) await kernel.onToolCall({ tool: `tool-${i}`, args: {} }, SESSION)
  await kernel.close()
  const records = await recordsOf(store, folder)
  const file = join(folder, 'audit.key.pub')
  const keys = parseTrusted(await readFile(file, 'utf8'), file)
  // Of all checkpoints, whichever of them were kept in the file while the next was signed.
  sample = { records, keys, anchors: records.filter(({ sig }) => sig !== undefined).map(anchorOf) }
  await store.close()
  await rm(folder, { recursive: true })
})

const linesOf = (records: readonly Sealed[]): string => records.map((record) => `${canonical(record)}\n`).join('')
const check = (text: string | Uint8Array, against: Partial<Sample> = {}): Promise<Verification> =>
  verifyExport(Readable.from([Buffer.from(text)]), { keys: sample.keys, anchors: sample.anchors, ...against })
/** What was found, as `CODE seq`. */
const found = ({ problems }: Verification): readonly string[] =>
  problems.map(({ code, seq }) => `${code} ${seq ?? '-'}`)
const at = (seq: number): Sealed => sample.records[seq - 1] as Sealed
const without = (...seqs: readonly number[]): readonly Sealed[] =>
  sample.records.filter(({ seq }) => !seqs.includes(seq))
const replaced = (seq: number, record: Sealed): readonly Sealed[] => sample.records.with(seq - 1, record)
const rehashed = (record: Sealed): Sealed => ({ ...record, hash: hashOf(record) })
const decision = (): number => sample.records.findIndex(({ type }, index) => index > 6 && type === 'decision') + 1
/** On a busy machine a checkpoint stands for those before it. */
const isAnchored = (wanted: number): boolean => sample.anchors.some(({ seq }) => seq === wanted)
const checkpointSeq = (): number => sample.records.findIndex(({ type }) => type === 'checkpoint') + 1

/** All records from one on, hashed anew, as whoever does not have the key can do. */
function forgedFrom(seq: number, change: (record: Sealed) => Sealed): readonly Sealed[] {
  let prev = seq === 1 ? ORIGIN : at(seq - 1).hash
  return sample.records.map((record) => {
    if (record.seq < seq) return record
    const next = rehashed({ ...(record.seq === seq ? change(record) : record), prev } as Sealed)
    prev = next.hash
    return next
  })
}

test('a log as it was written is ok, with and without its store', async () => {
  const { records } = sample
  expect(records.filter(({ sig }) => sig !== undefined).length).toBeGreaterThanOrEqual(4)
  expect(await check(linesOf(records))).toMatchObject({
    status: 'ok',
    records: records.length,
    first: 1,
    last: records.length,
    signedUpTo: records.length,
    problems: [],
    problemsTotal: 0,
  })
})

describe('tampering', () => {
  test.for<readonly [string, () => readonly Sealed[], () => readonly string[]]>([
    [
      'a changed record',
      () => replaced(decision(), { ...at(decision()), outcome: 'deny' }),
      () => [`RECORD_CHANGED ${decision()}`],
    ],
    [
      'a field that was added',
      () => replaced(decision(), { ...at(decision()), extra: 1 }),
      () => [`RECORD_CHANGED ${decision()}`],
    ],
    [
      'a changed record with its hash made anew',
      () => replaced(decision(), rehashed({ ...at(decision()), outcome: 'deny' })),
      () => [`LINK_BROKEN ${decision() + 1}`],
    ],
    [
      'a removed record',
      () => without(decision()),
      () => [`RECORDS_MISSING ${decision()}`, `LINK_BROKEN ${decision() + 1}`],
    ],
    [
      'several removed records',
      () => without(decision(), decision() + 1),
      () => [`RECORDS_MISSING ${decision()}`, `LINK_BROKEN ${decision() + 2}`],
    ],
    [
      'two records in the other order',
      () => replaced(decision(), at(decision() + 1)).with(decision(), at(decision())),
      () => [
        `RECORDS_MISSING ${decision()}`,
        `LINK_BROKEN ${decision() + 1}`,
        `RECORD_REPEATED ${decision()}`,
        `LINK_BROKEN ${decision()}`,
        `LINK_BROKEN ${decision() + 2}`,
      ],
    ],
    [
      'a record that is there twice',
      () => sample.records.toSpliced(decision(), 0, at(decision())),
      () => [`RECORD_REPEATED ${decision()}`, `LINK_BROKEN ${decision()}`],
    ],
    [
      'a record that was inserted, with a place of its own',
      () =>
        sample.records.toSpliced(
          decision(),
          0,
          rehashed({ ...at(decision()), seq: decision() + 1, prev: at(decision()).hash }),
        ),
      () => [`RECORD_REPEATED ${decision() + 1}`, `LINK_BROKEN ${decision() + 1}`],
    ],
    [
      'a record of another chain',
      () => replaced(decision(), rehashed({ ...at(decision()), chain: 'other' })),
      () => [`CHAIN_FOREIGN ${decision()}`, `LINK_BROKEN ${decision() + 1}`],
    ],
    [
      'everything from one record on, hashed anew without the key',
      () => forgedFrom(decision(), (record) => ({ ...record, outcome: 'deny' })),
      () =>
        sample.records
          .filter(({ seq, sig }) => seq > decision() && sig !== undefined)
          .flatMap(({ seq }) => [...(isAnchored(seq) ? [`ANCHOR_MISMATCH ${seq}`] : []), `SIGNATURE_FALSE ${seq}`]),
    ],
    [
      'a cut tail',
      () => sample.records.slice(0, -3),
      () =>
        sample.anchors
          .filter(({ seq }) => seq > sample.records.length - 3)
          .map(() => `TAIL_CUT ${sample.records.length - 2}`),
    ],
    ['a cut head', () => sample.records.slice(3), () => ['START_MISSING 1']],
    ['nothing left', () => [], () => sample.anchors.map(() => 'CHAIN_MISSING -')],
    [
      'a checkpoint without its signature',
      () => replaced(checkpointSeq(), withoutSignature(at(checkpointSeq()))),
      () => [`SIGNATURE_FALSE ${checkpointSeq()}`],
    ],
    [
      'a signature that was put into a record without one',
      () => replaced(decision(), { ...at(decision()), sig: String(at(1).sig) }),
      () => [`SIGNATURE_FALSE ${decision()}`],
    ],
    [
      'a record of another type that names a key, and whose signature is gone',
      () => forgedFrom(sample.records.length, (last) => ({ ...withoutSignature(last), type: 'operator' })),
      () => [`ANCHOR_MISMATCH ${sample.records.length}`, `SIGNATURE_FALSE ${sample.records.length}`],
    ],
    [
      'a checkpoint with the signature of another',
      () => replaced(checkpointSeq(), { ...at(checkpointSeq()), sig: String(at(1).sig) }),
      () => [`SIGNATURE_FALSE ${checkpointSeq()}`],
    ],
  ])('%s is found and located', async ([, tamper, expected]) => {
    const seen = await check(linesOf(tamper()))
    expect(seen.status).toBe('broken')
    expect(found(seen)).toEqual(expected())
  })

  test('a log that somebody signed with a key of his own is of no known key', async () => {
    const forger = createSigner(generateKeyPairSync('ed25519').privateKey)
    let place = { chain: at(1).chain, seq: 0, hash: ORIGIN }
    const forged = sample.records.map(
      ({ key: _key, sig, prev: _prev, hash: _hash, seq: _seq, chain: _chain, ...body }) => {
        const full = { ...body, id: String(body.id), time: String(body.time), type: String(body.type) }
        const record = sig === undefined ? sealBody(full, place) : signed(forger, full, place)
        place = record
        return record
      },
    )
    const seen = await check(linesOf(forged), { anchors: [] })
    expect([seen.status, seen.signed]).toEqual(['broken', 0])
    expect(new Set(seen.problems.map(({ code }) => code))).toEqual(new Set(['KEY_UNKNOWN']))
  })

  test('an anchor that nobody signed is false, and one of an earlier state does not hide a rollback', async () => {
    const [anchor] = sample.anchors as readonly [Signed]
    const forged = { ...anchor, seq: anchor.seq + 1 }
    expect(found(await check(linesOf(sample.records), { anchors: [forged] }))).toEqual([`ANCHOR_FALSE ${forged.seq}`])
    const earlier = sample.records.slice(0, sample.anchors[1]?.seq)
    expect((await check(linesOf(earlier), { anchors: sample.anchors.slice(0, 2) })).status).toBe('ok')
    expect((await check(linesOf(earlier))).status).toBe('broken')
  })

  test('what nothing signed is not ok', async () => {
    expect((await check('', { anchors: [] })).status).toBe('unproved')
    const end = sample.records.slice(checkpointSeq(), checkpointSeq() + 1)
    const from = Number(end[0]?.seq)
    const seen = await verifyExport(Readable.from([linesOf(end)]), { keys: sample.keys, from })
    expect(seen).toMatchObject({ status: 'unproved', problems: [] })
    expect((await check(linesOf(sample.records), { keys: [] })).status).toBe('broken')
  })

  test('lines that are no records are said to be none', async () => {
    const lines = linesOf(sample.records).split('\n')
    expect(found(await check(lines.with(6, 'nonsense').join('\n')))).toEqual(['RECORD_UNREADABLE 7'])
    expect(found(await check(lines.with(6, '{"a":1}').join('\n')))).toEqual(['RECORD_UNREADABLE 7'])
    expect(found(await check(lines.with(6, ` ${lines[6]}`).join('\n')))).toEqual(['RECORD_CHANGED 7'])
  })

  test('records with anything but a line feed between them are no lines of the export', async () => {
    const lines = linesOf(sample.records).split('\n')
    const joined = (by: string): string => `${lines.slice(0, 7).join('\n')}${by}${lines.slice(7).join('\n')}`
    expect((await check(joined('\n'))).status).toBe('ok')
    for (const by of ['\r', '\r\n', '\n\r', '\n\n', '\u2028', '\u2029', '\u0085', '\v', '\f', ' ', ''])
      expect((await check(joined(by))).status, JSON.stringify(by)).toBe('broken')
  })

  test('bytes that are no UTF-8, or a mark of byte order, are not read as the text that they replace', async () => {
    const [begin, ...rest] = sample.records as readonly [Sealed, ...Sealed[]]
    const odd = rehashed({ ...begin, note: '\ufffd\ufeff' } as Sealed)
    const text = Buffer.from(linesOf([odd, ...rest]))
    const changesIn = async (bytes: Uint8Array): Promise<readonly string[]> =>
      found(await check(bytes)).filter((problem) => /^RECORD_(CHANGED|UNREADABLE)/.test(problem))
    expect(await changesIn(text)).toEqual([])
    const mark = text.indexOf('\ufffd')
    const cut = Buffer.concat([text.subarray(0, mark), Buffer.from([0xff]), text.subarray(mark + 3)])
    expect(await changesIn(cut)).toEqual(['RECORD_UNREADABLE -'])
    expect(await changesIn(Buffer.concat([Buffer.from('\ufeff'), text]))).toEqual(['RECORD_UNREADABLE -'])
  })

  test('a line that is longer than any record is none, and what follows it is read', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a')
    let chunks = 0
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from(linesOf(sample.records.slice(0, 3)))
      for (; chunks < 256; chunks++) yield chunk
      yield Buffer.from(`\n${linesOf(sample.records.slice(3))}`)
    }
    const seen = await verifyExport(Readable.from(endless()), { keys: sample.keys, anchors: sample.anchors })
    expect(found(seen)[0]).toBe('RECORD_UNREADABLE 4')
    expect(seen.records).toBe(sample.records.length + 1)
  })

  test('any change of a single byte is found', async () => {
    const text = Buffer.from(linesOf(sample.records))
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), async (where, difference) => {
        const changed = Buffer.from(text)
        changed[where] = (changed[where] ?? 0) ^ difference
        // The line break at the very end is not part of a record.
        if (where < text.length - 1) expect((await check(changed)).status).toBe('broken')
      }),
      { numRuns: 400 },
    )
  })

  test('any record that is removed, repeated or moved is found', async () => {
    const { records } = sample
    const index = fc.nat(records.length - 1)
    await fc.assert(
      fc.asyncProperty(index, index, fc.constantFrom('remove', 'repeat', 'move'), async (one, other, what) => {
        if (what === 'move' && one === other) return
        const record = records[one] as Sealed
        const rest = what === 'repeat' ? records : records.toSpliced(one, 1)
        const tampered = what === 'remove' ? rest : rest.toSpliced(other, 0, record)
        expect((await check(linesOf(tampered))).status).toBe('broken')
      }),
      { numRuns: 200 },
    )
  })
})

function withoutSignature({ sig: _sig, ...rest }: Sealed): Sealed {
  return rest as unknown as Sealed
}

function sealBody(
  body: { readonly id: string; readonly time: string; readonly type: string },
  after: { readonly chain: string; readonly seq: number; readonly hash: string },
): Sealed {
  const open = { ...body, chain: after.chain, seq: after.seq + 1, prev: after.hash, hash: ORIGIN } as Sealed
  return rehashed(open)
}
