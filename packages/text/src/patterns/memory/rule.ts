import type { Pattern } from '../../pattern.ts'
import { family, type FamilyFields } from '../family.ts'

/** What a pattern of memories finds; each counts once in the score of a text. */
export type MemoryCategory =
  | 'memory-exfiltration'
  | 'memory-execution'
  | 'memory-tool-order'
  | 'memory-later-reader'
  | 'memory-standing-order'
  | 'memory-trigger'
  | 'memory-forged-consent'
  | 'memory-forged-preference'
  | 'memory-permission'
  | 'memory-concealment'
  | 'memory-persistence'
  | 'memory-policy'
  | 'memory-forged-turn'
  | 'memory-misdirection'

const SOURCE = 'OWASP Agentic Security Initiative T1, Memory Poisoning; MITRE ATLAS AML.T0080'
/** No match is longer; it bounds the window that is read around a keyword. */
const MAX_LENGTH = 320

/** A maker of patterns of one category, on folded text: lower case, single spaces. */
export function memory(category: MemoryCategory, weight: number): (name: string, fields: FamilyFields) => Pattern {
  return family(category, { weight, source: SOURCE, maxLength: MAX_LENGTH })
}

/** Up to `most` characters that do not leave the sentence; a dot inside an address does not end it. */
export function gap(most: number): string {
  return String.raw`(?:[^.;!?\n]|\.[^ \n]){0,${most}}?`
}

/** Alternatives as one group. */
export function any(...alternatives: readonly string[]): string {
  return `(?:${alternatives.join('|')})`
}

/** Where data leaves to: a mail or web address, a host name, a public drop. */
export const ADDRESS: string = any(
  String.raw`(?:https?|ftp|wss?):[\\/]{2}`,
  String.raw`[a-z0-9._%+-]{1,40}(?:@| ?[\[({]at[\])}] ?)[a-z0-9-]{1,40}(?:\.| ?[\[({]dot[\])}] ?)[a-z]`,
  String.raw`(?:[a-z0-9-]{1,40}\.){1,4}(?:com|net|org|io|dev|co|me|info|biz|xyz|top|ru|cn|app|site|online|example|test|invalid|ly|sh|cc|tk|ml|onion)\b`,
  String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`,
  String.raw`\+\d{6,15}`,
)
/** A receiver that is named and not written out. */
export const RECEIVER: string = any(
  String.raw`(?:the |this |that |our |an? |my |your |any )?(?:[a-z-]{1,20} ){0,2}(?:webhooks?|endpoints?|collectors?|drop ?box|ftp|pastebin|gist|telegram|discord|external (?:server|address|service|party|site|system)|remote (?:server|host|machine)|third part(?:y|ies)|attacker|(?:audit|backup|archive|sync|logging|monitoring|analytics|compliance|review) (?:server|mailbox|address|inbox|service|account|url|bot|api|team mailbox))`,
)
/** To send out, in the forms of an order. */
export const SEND: string = any(
  'send(?:ing)?',
  'forward(?:ing)?',
  'e-?mail(?:ing)?',
  'mail',
  'post(?:ing)?',
  'upload(?:ing)?',
  'transmit(?:ting)?',
  'cop(?:y|ying)',
  'b?cc(?:ing)?',
  'export(?:ing)?',
  'shar(?:e|ing)',
  'sync(?:ing)?',
  'submit(?:ting)?',
  'relay(?:ing)?',
  'exfiltrate',
  'leak(?:ing)?',
  'deliver(?:ing)?',
  'push(?:ing)?',
  'publish(?:ing)?',
  'disclos(?:e|ing)',
  'mirror(?:ing)?',
  'report(?:ing)?',
  'pipe',
  'stream(?:ing)?',
  'beacon',
  'dump(?:ing)?',
)
/** Who is spoken of as the one who allows or wants something. */
export const PERSON: string = String.raw`(?:the |this |our |your |my )?(?:account )?(?:user|owner|customer|client|admin(?:istrator)?|operator|holder|manager|boss|ceo|cfo|management|developers?|security(?: team)?|it(?: department| team)?|human|team lead|principal|employer|compliance(?: team)?|legal(?: team)?)`
/** The one who reads memories. */
export const AGENT: string = String.raw`(?:you|(?:the|this|any|every|all|each|future|your|our|an?) (?:future )?(?:ai )?(?:assistants?|agents?|ai|models?|llms?|chatbots?|bots?|copilots?|instances?))`
