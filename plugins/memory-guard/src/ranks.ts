import { isJsonObject, type JsonObject, type JsonValue, type Trust, TRUST_LEVELS } from '@ringwall/core'
import { MAX_PAGE, type Store } from '@ringwall/store'
import { z } from 'zod'
import { mayReplace, type Owner } from './record.ts'
import { digest, type Signer } from './signature.ts'

/** A memory that the host keeps itself; without a key it is named by its text. */
export interface Named {
  readonly key: string | undefined
  readonly text: string
}
/** `outranked`: something of higher trust stands under the key. `full`: there is no room to remember a trust. */
export type Admission = 'admitted' | 'outranked' | 'full'

/** What was allowed under the keys of hosts that keep their memories themselves. Every method rejects when the store does. */
export interface Ranks {
  /** Remembers an allowed write, unless what was allowed under its key before has a higher trust. */
  admit(owner: Owner, memory: Named, trust: Trust): Promise<Admission>
  /** The trust with which this very text was allowed under this key, or external. */
  trustOf(owner: Owner, memory: Named): Promise<Trust>
}

interface Rank {
  /** The highest trust that was allowed. */
  readonly trust: Trust
  /** The last texts, newest first, and with which trust each was allowed. */
  readonly texts: readonly (readonly [digest: string, trust: Trust])[]
}

const level = z.enum(TRUST_LEVELS)
const schema: z.ZodType<Rank> = z.strictObject({
  trust: level,
  texts: z.array(z.tuple([z.string(), level])).readonly(),
})

/** A host may not have stored the newest text, as another layer can deny it after this one. */
const TEXTS = 8
const TTL_MS = 365 * 86_400_000
/** Others may write one key first so many times. */
const RACES = 64

/** Nothing is kept of what was external from the first: a flood from outside takes no room. An owner has at most `most` rows. */
export function createRanks(store: Store, signer: Signer, most: number): Ranks {
  const spaceOf = ({ tenant, agent, user }: Owner): string => `r/${digest([tenant, agent, user])}/`
  const rowOf = (owner: Owner, { key, text }: Named): string =>
    spaceOf(owner) + digest(key === undefined ? ['text', text] : ['key', key])

  function seal(row: string, { trust, texts }: Rank): JsonObject {
    const rank = { trust, texts }
    return { rank, signature: signer.sign('rank', [row, rank]) }
  }
  /** A row that cannot be believed counts as the highest, so that nothing is written over what it may have said. */
  function read(row: string, value: JsonValue): Rank {
    const { rank = null, signature } = isJsonObject(value) ? value : {}
    const { data } = schema.safeParse(rank)
    const isSigned = typeof signature === 'string' && signer.verify('rank', [row, rank], signature)
    return data && isSigned ? data : { trust: 'system', texts: [] }
  }

  async function hasRoom(owner: Owner): Promise<boolean> {
    let [count, after]: [number, string | undefined] = [0, undefined]
    while (count < most) {
      const limit = Math.min(MAX_PAGE, most - count)
      const page = await store.list(spaceOf(owner), { limit, ...(after !== undefined && { after }) })
      if (page.length < limit) return true
      count += page.length
      after = page.at(-1)?.key
    }
    return false
  }

  return {
    async admit(owner, memory, trust) {
      const row = rowOf(owner, memory)
      for (let race = 0; race < RACES; race++) {
        const stored = await store.get(row)
        if (stored === undefined) {
          if (trust === 'external') return 'admitted'
          if (!(await hasRoom(owner))) return 'full'
        }
        const present = stored && read(row, stored.value)
        if (present && !mayReplace(trust, present.trust)) return 'outranked'
        const name = digest(memory.text)
        const others = present?.texts.filter(([text]) => text !== name) ?? []
        const next = seal(row, { trust, texts: [[name, trust] as const, ...others].slice(0, TEXTS) })
        if (await store.compareAndSet(row, stored?.version ?? null, next, { ttlMs: TTL_MS })) return 'admitted'
      }
      throw new Error('others keep writing the rank of a memory')
    },
    async trustOf(owner, memory) {
      const row = rowOf(owner, memory)
      const stored = await store.get(row)
      const name = digest(memory.text)
      return stored === undefined
        ? 'external'
        : (read(row, stored.value).texts.find(([text]) => text === name)?.[1] ?? 'external')
    },
  }
}
