import type { JsonObject, Trust } from '@ringwall/core'
import { stringsOf } from './judgement.ts'

/** Words for the sources of which somebody outside writes the texts, with what hosts call them. */
const FOREIGN: ReadonlySet<string> = new Set(
  `web webpage website webhook www http https internet browser url page site rss feed search email mail gmail inbox imap
   document documents doc pdf attachment upload tool tools mcp channel slack discord telegram file files`.split(/\s+/),
)
const WORD = /[a-z]{1,40}/g

/** The trust that a text from this origin can have: nobody vouches for what was read on a page or in a mail by saying so. */
export function capByOrigin(trust: Trust, provenance: JsonObject): Trust {
  if (trust === 'external' || !Object.hasOwn(provenance, 'source')) return trust
  const said = stringsOf(provenance['source'] ?? null).join(' ')
  const words =
    said
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/e-mail/g, 'email')
      .match(WORD) ?? []
  return words.some((word) => FOREIGN.has(word)) ? 'external' : trust
}
