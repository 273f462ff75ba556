import { randomUUID } from 'node:crypto'
import type { Logger } from '@ringwall/core'
import { ORIGIN, seal, type Body, type Place, type Sealed } from './seal.ts'
import type { Anchors } from './anchors.ts'
import { fail } from '../errors.ts'
import type { KeyPlace } from './keys.ts'
import { checkEntry, untilAlone, type Ledger } from './ledger.ts'
import { stamp } from '../record.ts'
import { isSignedBy, signedPart, type PublicKey, type Signed, type Signer } from './signature.ts'

/** Records between two that are signed, at the most; further back no start looks. */
const MAX_UNSIGNED = 50_000
/** The first look is at the last record alone: damage further back is no reason not to go on from a good end. */
const FIRST_PAGE = 1
const PAGE = 1000

/** A chain that can be continued. */
export interface OpenChain {
  readonly tail: Place
  readonly signer: Signer
}

/** What a chain is opened with. */
export interface ChainSetup {
  readonly ledger: Ledger
  readonly keys: KeyPlace
  readonly anchors: Anchors
  readonly logger: Logger
}

/**
 * Continues the chain of the store, or begins it where the store never had one. Throws where the newest records are not
 * what was written: a chain is never begun anew by itself.
 */
export async function openChain(setup: ChainSetup): Promise<OpenChain> {
  const { ledger, keys } = setup
  const known = await setup.anchors.read() // first: the log may only grow after that
  const { first, last } = await ledger.extent()
  if (last === 0) return begin(setup, known.at(-1))
  const signer = await keys.read()
  if (!signer) throw fail('AUDIT_KEY_MISSING', { where: keys.where })
  const trusted = [signer.publicKey, ...(await keys.trusted())]
  const { tail, checkpoint } = await checkTail(ledger, first, last, trusted, keys.trustFile)
  const marked = await ledger.marker()
  if (marked === undefined) await ledger.mark(tail.chain) // whoever began it ended in between
  else if (marked !== tail.chain)
    throw fail('AUDIT_CHAIN_BROKEN', { problem: 'its records belong to another chain than the one begun here' })
  const newest = known.findLast(({ chain }) => chain === tail.chain)
  if (!newest && setup.anchors.file !== undefined) {
    const { file } = setup.anchors
    setup.logger.warn('no anchor tells how far the audit log went, so a tail that was cut would not show', { file })
  }
  if (newest) await checkAnchor(setup, newest, first, tail)
  if ((newest?.seq ?? 0) < checkpoint.seq) await setup.anchors.add(checkpoint) // another host signed it, or the file is new
  await keys.trust(signer.publicKey)
  return { tail, signer }
}

async function begin(setup: ChainSetup, known: Signed | undefined): Promise<OpenChain> {
  const { ledger, keys, anchors, logger } = setup
  if ((await ledger.marker()) !== undefined) {
    if ((await ledger.extent()).last > 0) return openChain(setup) // another process began it since this one looked
    throw fail('AUDIT_CHAIN_MISSING')
  }
  const signer = (await keys.read()) ?? (await keys.make())
  await keys.trust(signer.publicKey)
  const chain = randomUUID()
  // A store in memory, or one that an operator removed, is no reason not to start; but nobody may miss it.
  const before = known && { chain: known.chain, seq: known.seq }
  if (before) logger.error('the store has none of the audit log that the anchors tell of; a new one begins', before)
  const body = { type: 'start', ...(before && { before }) }
  const start = signed(signer, stamp(body), { chain, seq: 0, hash: ORIGIN })
  if (!(await ledger.append(0, [start]))) return openChain(setup) // another process was first
  await ledger.mark(chain)
  await anchors.add(anchorOf(start))
  return { tail: start, signer }
}

/** Back from the end to a record that a trusted key signed, every record whole and linked to the next. */
async function checkTail(
  ledger: Ledger,
  first: number,
  last: number,
  trusted: readonly PublicKey[],
  trustFile: string,
): Promise<{ readonly tail: Place; readonly checkpoint: Signed }> {
  let tail: Sealed | undefined
  let next: Sealed | undefined
  let page = FIRST_PAGE
  for (let upTo = last; upTo >= first && last - upTo < MAX_UNSIGNED;) {
    const after = Math.max(first - 1, upTo - page)
    for (const entry of (await ledger.readWhole(after, upTo - after)).toReversed()) {
      const record = checkEntry(entry, next?.chain ?? chainOf(entry.value))
      if (next && next.prev !== record.hash)
        throw fail('AUDIT_CHAIN_BROKEN', { problem: `record ${next.seq} does not follow from record ${record.seq}` })
      tail ??= record
      next = record
      const part = signedPart(record)
      if (!part) continue
      const key = trusted.find(({ id }) => id === part.key)
      if (!key) throw fail('AUDIT_KEY_FOREIGN', { key: part.key, file: trustFile })
      if (!isSignedBy(key, part))
        throw fail('AUDIT_CHAIN_BROKEN', { problem: `the signature of record ${record.seq} is false` })
      return { tail, checkpoint: part }
    }
    upTo = after
    page = Math.min(PAGE, page * 10)
  }
  throw fail('AUDIT_CHAIN_BROKEN', { problem: 'none of its newest records is signed' })
}

function chainOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'chain' in value ? String(value.chain) : ''
}

/** The newest anchor tells where the log must be at least. */
async function checkAnchor({ ledger, anchors }: ChainSetup, newest: Signed, first: number, tail: Place): Promise<void> {
  const { seq } = newest
  if (seq > tail.seq) throw fail('AUDIT_ROLLED_BACK', { last: tail.seq, seq, file: anchors.file ?? '' })
  const [entry] = seq < first ? [] : await ledger.readWhole(seq - 1, 1)
  if (entry && checkEntry(entry, tail.chain).hash !== newest.hash)
    throw fail('AUDIT_CHAIN_BROKEN', { problem: `record ${seq} is another one than was signed` })
}

/** What an operator who repairs the log says about it. */
export interface Reseal {
  readonly reason: string
  readonly by: string
}

/**
 * Begins a new section behind whatever the log holds, signed and with its reason, and answers its first record. What was broken stays
 * broken, and is there for whoever looks into it. The anchors so far are put aside; so is nothing else.
 */
export async function resealChain({ ledger, keys, anchors }: ChainSetup, { reason, by }: Reseal): Promise<Sealed> {
  const signer = (await keys.read()) ?? (await keys.make())
  await keys.trust(signer.publicKey)
  const chain = (await ledger.marker()) ?? randomUUID()
  const start = await untilAlone(async () => {
    const { last } = await ledger.extent()
    const record = signed(signer, stamp({ type: 'start', reason, by }), { chain, seq: last, hash: ORIGIN })
    return (await ledger.append(last, [record])) ? record : undefined
  })
  await ledger.mark(chain)
  await anchors.retire(`until-${start.seq}`)
  await anchors.add(anchorOf(start))
  return start
}

/** Seals a record and signs it. */
export function signed(signer: Signer, body: Body, after: Place): Sealed {
  const record = seal({ ...body, key: signer.publicKey.id }, after)
  const { chain, seq, hash, time } = record
  return { ...record, sig: signer.sign({ chain, seq, hash, time }) }
}

/** The anchor of a signed record. */
export function anchorOf(record: Sealed): Signed {
  const part = signedPart(record)
  if (!part) throw new TypeError('only a signed record is an anchor')
  return part
}
