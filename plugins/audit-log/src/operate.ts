import type { Readable } from 'node:stream'
import type { Logger } from '@ringwall/core'
import { MAX_PAGE, type Extent, type Store } from '@ringwall/store'
import { chainSetup, openAudit } from './audit.ts'
import type { PublicKey, Signed } from './chain/signature.ts'
import type { AuditLogConfig } from './config.ts'
import { makeKey, parseKey } from './chain/keys.ts'
import { resealChain, type Reseal } from './chain/open-chain.ts'
import { readSealed, type Sealed } from './chain/seal.ts'
import { readLines, readStore } from './chain/source.ts'
import { verify, type Verification } from './chain/verify.ts'
import { fail } from './errors.ts'
import { stamp } from './record.ts'

const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** What a verification goes by besides what the config names. */
export interface VerifySettings {
  /** Where not the whole log is to be looked at: the first record. */
  readonly from?: number
  /** In the place of those of the config. */
  readonly keys?: readonly PublicKey[]
  /** In the place of those of the config. */
  readonly anchors?: readonly Signed[]
  readonly onProgress?: (records: number) => void
}

/** The records of an audit log, for operators. Nothing is written. */
export interface AuditReader {
  extent(): Promise<Extent>
  /** Records behind a position, oldest first; an entry that is no record, or cannot be read, is left out, as `verify` tells. */
  read(after: number, limit: number): Promise<readonly Sealed[]>
  verify(settings?: VerifySettings): Promise<Verification>
}

/** Reads the audit log of a store. */
export function openAuditReader(store: Store, config: AuditLogConfig): AuditReader {
  const { ledger, keys, anchors } = chainSetup(store, config, SILENT)
  return {
    extent: () => ledger.extent(),
    async read(after, limit) {
      const records: Sealed[] = []
      for await (const { value } of readStore(ledger, after + 1, after + Math.min(limit, MAX_PAGE))) {
        const record = value === undefined ? undefined : readSealed(value)
        if (record) records.push(record)
      }
      return records
    },
    async verify({ from, keys: given, anchors: outside, onProgress } = {}) {
      const against = {
        keys: given ?? (await keys.trusted()),
        anchors: outside ?? (await anchors.read()),
        marker: await ledger.marker(),
      }
      const options = { hasPositions: true, ...(from !== undefined && { from }), ...(onProgress && { onProgress }) }
      return verify(readStore(ledger, from), against, options)
    },
  }
}

/** Verifies an export, as it was written, against keys and anchors; no store is needed. */
export function verifyExport(
  stream: Readable,
  { keys, anchors = [], from, onProgress }: VerifySettings & { readonly keys: readonly PublicKey[] },
): Promise<Verification> {
  const options = { hasPositions: false, ...(from !== undefined && { from }), ...(onProgress && { onProgress }) }
  return verify(readLines(stream), { keys, anchors }, options)
}

/** Begins a new section of a log that cannot be continued, and answers its first record. */
export function reseal(store: Store, config: AuditLogConfig, said: Reseal): Promise<Sealed> {
  return resealChain(chainSetup(store, config, SILENT), said)
}

/** Makes a new key and has the old one say so in the log, before it is put in its place. Answers the id of the new key. */
export async function rotateAuditKey(store: Store, config: AuditLogConfig, by: string): Promise<string> {
  const { keys } = chainSetup(store, config, SILENT)
  if (!keys.replace)
    throw fail('AUDIT_KEY_UNUSABLE', {
      where: keys.where,
      problem: 'a reference gives it, so it is replaced where it leads to',
    })
  const audit = await openAudit({ store, config, logger: SILENT })
  try {
    const pem = makeKey()
    const { publicKey } = parseKey(pem, keys.where)
    await audit.writer.writeSigned(stamp({ type: 'key', newKey: publicKey.text, newKeyId: publicKey.id, by }))
    await keys.trust(publicKey)
    await keys.replace(pem)
    return publicKey.id
  } finally {
    await audit.close()
  }
}
