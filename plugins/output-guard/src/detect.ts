import {
  createHiddenSecretFinder,
  createKnownValueFinder,
  createPiiFinder,
  createSecretScanner,
  spanFilter,
  uniteSpans,
  type Engine,
  type KnownSecret,
  type Secret,
  type SecretScanner,
} from '@ringwall/text'
import { carriedData } from './carried-data.ts'
import { openLink, readLinks } from './link-reader.ts'
import { createLeakDetector } from './prompt-leak.ts'

/** What was seen in one text, each kind by position. */
export interface Sightings {
  /** Secrets of a format and known ones, as they stand and hidden. None overlaps another. */
  readonly secrets: readonly Secret[]
  /** Bearer headers and JWTs, where those are not secrets. */
  readonly warnings: readonly Secret[]
  /** Phrases of a recited system prompt; never a single one. */
  readonly leaks: readonly Secret[]
  /** Addresses that carry data out and are fetched by whatever shows the text. */
  readonly images: readonly Secret[]
  /** Addresses that carry data out for whoever follows them. */
  readonly links: readonly Secret[]
  readonly pii: readonly Secret[]
}
/** Looks at text without keeping anything of it. */
export interface Detector {
  scan(text: string): Sightings
  /** The offset from which something in `text` may still become a finding, or a longer one; before it all is settled. */
  pending(text: string): number
}

/** What is looked for. */
export interface DetectorOptions {
  readonly ignore?: readonly string[]
  readonly redactsWarnings?: boolean
  readonly known?: readonly KnownSecret[]
  readonly readsLinks?: boolean
  /** Hosts to which addresses may carry anything; subdomains are theirs. */
  readonly allowHosts?: readonly string[]
  readonly readsPii?: boolean
}

/** Compiles everything that the layer looks for. */
export function createDetector(engine: Engine, options: DetectorOptions = {}): Detector {
  const { known = [], readsLinks = true, allowHosts = [], readsPii = false } = options
  const scanner = withKnown(createSecretScanner(engine, options), known)
  const hidden = createHiddenSecretFinder(engine, scanner)
  const leaks = createLeakDetector(engine)
  const pii = readsPii ? createPiiFinder(engine) : undefined
  const isAllowed = hostFilter(allowHosts)
  return {
    scan(text) {
      const { critical, warnings } = scanner.scan(text)
      const secrets = uniteSpans([...critical, ...hidden.scan(text, critical)])
      const phrases = leaks.scan(text, spanFilter(secrets))
      const links = readsLinks ? dataLinks(text, isAllowed) : NO_LINKS
      const isSecret = spanFilter(secrets)
      return {
        secrets,
        warnings: warnings.filter(notIn(secrets)),
        leaks: phrases.map(({ start, end, pattern }) => ({ start, end, rule: pattern.id })),
        ...links,
        pii: (pii?.scan(text) ?? []).filter((span) => !isSecret(span)),
      }
    },
    pending: (text) =>
      Math.min(
        scanner.pending(text),
        hidden.pending(text),
        leaks.pending(text),
        readsLinks ? openLink(text) : Infinity,
        pii?.pending(text) ?? Infinity,
      ),
  }
}

const NO_LINKS: Pick<Sightings, 'images' | 'links'> = { images: [], links: [] }

function notIn(secrets: readonly Secret[]): (span: Secret) => boolean {
  const isSecret = spanFilter(secrets)
  return (span) => !isSecret(span)
}

/** A scanner to which known values are secrets too, so that they are found wherever secrets are. */
function withKnown(scanner: SecretScanner, known: readonly KnownSecret[]): SecretScanner {
  if (known.length === 0) return scanner
  const finder = createKnownValueFinder(known)
  return {
    scan(text) {
      const { critical, warnings } = scanner.scan(text)
      const values = finder.scan(text)
      if (values.length === 0) return { critical, warnings }
      // First: of two that begin at one place the known value gives the name.
      const all = uniteSpans([...values, ...critical])
      return { critical: all, warnings: warnings.filter(notIn(all)) }
    },
    pending: (text) => Math.min(scanner.pending(text), finder.pending(text)),
  }
}

function dataLinks(text: string, isAllowed: (url: string) => boolean): Pick<Sightings, 'images' | 'links'> {
  const [images, links]: [Secret[], Secret[]] = [[], []]
  for (const { start, end, url, isLoaded } of readLinks(text)) {
    const data = isAllowed(url) ? undefined : carriedData(url, isLoaded)
    if (data !== undefined) (isLoaded() ? images : links).push({ start, end, rule: `data-link.${data}` })
  }
  return { images, links }
}

function hostFilter(allowed: readonly string[]): (url: string) => boolean {
  const hosts = allowed.map((host) => host.toLowerCase())
  return (url) => {
    if (hosts.length === 0) return false
    const absolute = /^[a-z]+:/i.test(url) ? url : `https:${url}`
    const host = URL.canParse(absolute) ? new URL(absolute).hostname : ''
    return hosts.some((one) => host === one || host.endsWith(`.${one}`))
  }
}
