import { domainToUnicode } from 'node:url'
import { createViews } from '@ringwall/text'
import type { Mailbox } from './address.ts'

/** Longer display names are refused: nobody has one, and it bounds the work. In UTF-16 code units. */
const MAX_SHOWN = 1000
/** Shorter domains are a letter apart from too many others. */
const MIN_NEAR = 8
/** ASCII that looks like other ASCII in usual fonts, beyond what the shared fold of look-alikes does. */
const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['vv', 'w'],
  ['cl', 'd'],
  ['0', 'o'],
  ['1', 'l'],
  ['i', 'l'],
  ['5', 's'],
]

/** Format and control characters and fillers, which reorder or hide what a reader sees; joiners are part of some scripts. */
const HIDDEN = /[\p{Cc}\u00ad\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]|\u034f/u
/** Ordinary beside right-to-left letters, and only there. */
const DIRECTION_MARK = /[\u061c\u200e\u200f]/
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Finds senders that show somebody else's name or domain. */
export interface SpoofDetector {
  /** The rule that the sender breaks, or undefined. */
  find(sender: Mailbox): string | undefined
}

/** A detector that knows the domains worth imitating. */
export function createSpoofDetector(known: ReadonlySet<string>): SpoofDetector {
  const skeletons = new Set([...known].map(toSkeleton))
  return {
    find(sender) {
      return (
        findInDisplay(sender, known, skeletons) ??
        (known.has(sender.domain) ? undefined : findLookAlike(sender, known, skeletons))
      )
    },
  }
}

function findInDisplay(
  { local, domain, shown }: Mailbox,
  known: ReadonlySet<string>,
  skeletons: ReadonlySet<string>,
): string | undefined {
  if (shown.length > MAX_SHOWN) return 'display.size'
  if (HIDDEN.test(shown.replaceAll('\t', ' '))) return 'display.invisible'
  if (DIRECTION_MARK.test(shown) && !RIGHT_TO_LEFT.test(shown)) return 'display.invisible'
  const text = fold(shown)
  const own = [fold(`${local}@${domain}`), fold(domain)]
  for (const address of findAddresses(text)) if (address !== own[0]) return 'display.address'
  for (const mentioned of findDomains(text)) {
    if (mentioned === domain || isBelow(domain, mentioned) || isBelow(mentioned, domain)) continue
    if (known.has(mentioned) || skeletons.has(toSkeleton(mentioned))) return 'display.domain'
  }
  return undefined
}

function findLookAlike(
  { domain }: Mailbox,
  known: ReadonlySet<string>,
  skeletons: ReadonlySet<string>,
): string | undefined {
  for (const other of known) {
    if (isBelow(domain, other)) return undefined // its owner made it
    if (isInside(domain, other)) return 'domain.embedded'
  }
  if (skeletons.has(toSkeleton(domain))) return 'domain.look-alike'
  for (const other of known) if (other.length >= MIN_NEAR && isOneEditApart(domain, other)) return 'domain.near'
  return undefined
}

/** What stands around each @, as far as it could be an address. */
function* findAddresses(text: string): Generator<string> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let [start, end] = [at, at + 1]
    while (start > 0 && /[a-z0-9!#$%&*+/=?^_{|}~.-]/.test(text.charAt(start - 1))) start--
    while (/[a-z0-9.-]/.test(text.charAt(end))) end++
    const domain = text.slice(at + 1, end).replace(/\.$/, '')
    if (start < at && domain.includes('.')) yield `${text.slice(start, at)}@${domain}`
  }
}

/** Every run that could be a domain, and each domain above it. */
function* findDomains(text: string): Generator<string> {
  for (const run of text.split(/[^a-z0-9.-]/)) {
    const labels = run.split('.').filter((label) => label !== '')
    for (let from = 0; from < Math.min(labels.length - 1, 10); from++) yield labels.slice(from).join('.')
  }
}

/** True if all of a domain stands at the front or in the middle of another: between dots or, unless it is short, hyphens. */
function isInside(domain: string, other: string): boolean {
  if (other.length >= domain.length) return false
  const spell = (name: string): string => (other.length < MIN_NEAR ? name : name.replaceAll('-', '.'))
  return `.${spell(domain)}`.includes(`.${spell(other)}.`)
}

function isBelow(domain: string, parent: string): boolean {
  return domain.endsWith(`.${parent}`)
}

function toSkeleton(domain: string): string {
  const folded = fold(domainToUnicode(domain) || domain).replaceAll('-', '')
  return LOOK_ALIKES.reduce((text, [from, to]) => text.replaceAll(from, to), folded)
}

function fold(text: string): string {
  return createViews(text).normalized.text
}

/** True if one letter more, less, other or swapped with its neighbour makes one of the other. */
function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const isSwap = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
  return isSwap || (left.length <= 1 && right.length <= 1)
}
