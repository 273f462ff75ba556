import type { Finding, JsonObject, JsonValue, MemoryWrite, Trust } from '@ringwall/core'
import { createViews, type Views } from '@ringwall/text'
import type { MemoryGuardConfig } from './config.ts'
import { gradeOf, severityOf, type Assessment, type Detect, type Grade } from './detect.ts'

/** How a memory is judged: its grade, and why. */
export interface Judgement {
  readonly grade: Grade
  readonly score: number
  readonly findings: readonly Finding[]
}

/** Judges texts by an operator's thresholds. */
export interface Judge {
  text(views: Views, trust: Trust): Judgement
  /** Judges what stands beside a text, and comes into the context with it; outsiders choose these names. */
  labels(key: string | undefined, provenance: JsonObject, meta: JsonObject): Judgement
}

/** What may be said about a memory's origin; more is no origin. */
const MAX_PROVENANCE = 4096
/** All strings of `meta` together: what is longer is a text of its own. */
const MAX_META = 4096

/** Binds the detector to a config. */
export function createJudge(detect: Detect, config: MemoryGuardConfig): Judge {
  const own = { warn: config.warnThreshold, critical: config.criticalThreshold }
  const external = { warn: config.externalWarnThreshold, critical: config.externalCriticalThreshold }
  return {
    text(views, trust) {
      const { score, evidence } = detect(views)
      return { grade: gradeOf(score, trust, own, external), score, findings: evidence.map(toFinding) }
    },
    labels(key, provenance, meta) {
      const worst = [key ?? '', ...stringsOf(provenance), ...stringsOf(meta)]
        .map((text) => detect(createViews(text)))
        .reduce((a: Assessment, b) => (b.score > a.score ? b : a), { score: 0, evidence: [] })
      const findings = worst.evidence.map(({ rule, weight }) => ({ rule, severity: severityOf(weight), score: weight }))
      return { grade: gradeOf(worst.score, 'external', own, external), score: worst.score, findings }
    },
  }
}

function toFinding({ rule, span, weight }: Assessment['evidence'][number]): Finding {
  return { rule, span, score: weight, severity: severityOf(weight) }
}

/** Every string of a value, keys too. */
export function stringsOf(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => stringsOf(item))
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsOf(item)])
}

/** What makes a memory unfit before its text is even read. */
export function formProblem(
  { text, provenance = {}, meta = {} }: MemoryWrite,
  { maxLength }: MemoryGuardConfig,
): 'MEMORY_TOO_LONG' | 'MEMORY_PROVENANCE_INVALID' | 'MEMORY_META_INVALID' | undefined {
  if (text.length > maxLength) return 'MEMORY_TOO_LONG'
  if (JSON.stringify(provenance).length > MAX_PROVENANCE) return 'MEMORY_PROVENANCE_INVALID'
  const length = stringsOf(meta).reduce((sum, one) => sum + one.length, 0)
  return length > MAX_META ? 'MEMORY_META_INVALID' : undefined
}
