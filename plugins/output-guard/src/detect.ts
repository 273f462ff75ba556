import {
  createSecretScanner,
  spanFilter,
  type Engine,
  type Secret,
  type SecretScannerOptions,
  type SecretSightings,
} from '@ringwall/text'
import { createLeakDetector } from './prompt-leak.ts'

/** What was seen in one text. */
export interface Sightings extends SecretSightings {
  /** Phrases of a recited system prompt; never a single one. */
  readonly leaks: readonly Secret[]
}
/** Looks at text without keeping anything of it. */
export interface Detector {
  scan(text: string): Sightings
  /** The offset from which something in `text` may still become a finding, or a longer one; before it all is settled. */
  pending(text: string): number
}

/** Compiles everything that the layer looks for. */
export function createDetector(engine: Engine, options: SecretScannerOptions = {}): Detector {
  const secrets = createSecretScanner(engine, options)
  const leaks = createLeakDetector(engine)
  return {
    scan(text) {
      const { critical, warnings } = secrets.scan(text)
      const phrases = leaks.scan(text, spanFilter(critical))
      return { critical, warnings, leaks: phrases.map(({ start, end, pattern }) => ({ start, end, rule: pattern.id })) }
    },
    pending: (text) => Math.min(secrets.pending(text), leaks.pending(text)),
  }
}
