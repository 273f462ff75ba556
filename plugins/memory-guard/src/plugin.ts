import {
  definePlugin,
  TRUST_LEVELS,
  type Deny,
  type Finding,
  type Flag,
  type HookEvent,
  type JsonObject,
  type JsonValue,
  type Manifest,
  type Patch,
  type Plugin,
  type Rewrite,
  type Trust,
} from '@ringwall/core'
import { keptKey, scoped, StoreToken } from '@ringwall/store'
import { createEngine, createViews, viewsOf } from '@ringwall/text'
import { randomBytes } from 'node:crypto'
import { memoryGuardConfig, type MemoryGuardConfig } from './config.ts'
import { DeskToken } from './desk.ts'
import { createDetector } from './detect.ts'
import { createJudge, formProblem, stringsOf, type Judge } from './judgement.ts'
import { labelEdits } from './label.ts'
import { NAME } from './name.ts'
import { createQuarantine } from './quarantine.ts'
import { keyProblem } from './record.ts'
import { createRedactor, toEdits, type Redactor } from './redact.ts'
import { checkReview } from './review.ts'
import { createSigner, type Signer } from './signature.ts'
import { createVault } from './vault.ts'

const manifest: Manifest = {
  api: 1,
  hooks: {
    onInbound: { judge: ['deny', 'flag'], finish: ['rewrite'] },
    onMemoryWrite: { judge: ['deny', 'flag'], finish: ['deny', 'rewrite', 'flag'] },
  },
  rewrites: ['/trust', '/provenance/**'],
  optional: ['Store'],
  provides: ['MemoryDesk'],
}

const codes = {
  MEMORY_DANGEROUS:
    'The text holds orders to run, call, send or pay something, or too much else that is planted in memories; it is not stored.',
  MEMORY_LABEL_DANGEROUS: 'The key or the provenance holds what is planted in memories; the text is not stored.',
  MEMORY_DOUBTFUL: 'The text holds what is planted in memories; it is stored as external.',
  MEMORY_LOWERED: 'The trust of the memory was lowered to external.',
  MEMORY_REDACTED: 'Secrets were taken out before the text is stored.',
  MEMORY_SECRET_DENIED: 'The memory holds a secret in its key, or the operator wants texts with secrets stopped.',
  MEMORY_CANARY: 'The memory holds a canary token, which stands in the system prompt alone.',
  MEMORY_TOO_LONG: 'The text is longer than a memory may be.',
  MEMORY_KEY_INVALID: 'The key is empty, too long, or holds characters that are not seen.',
  MEMORY_PROVENANCE_INVALID: 'What is said of the origin is too long.',
  MEMORY_REVIEWED: 'A reviewer let this very text pass.',
  MEMORY_REVIEW_INVALID: 'The mark of a review does not fit this text, key, trust or moment.',
  MEMORY_RECALL_DENIED: 'The recalled text would not be stored today.',
  MEMORY_RECALL_DOUBTFUL: 'The recalled text holds what is planted in memories.',
  MEMORY_ROW_REJECTED:
    'A row of the store was changed, moved, put back or removed by somebody else; it is not recalled.',
  MEMORY_DISCARDED: 'A reviewer discarded an entry of the quarantine.',
  MEMORY_LABELLED: 'The recalled text comes from outside and was put between delimiters, with a notice and its origin.',
} as const
type Code = keyof typeof codes

/** Keeps what an agent remembers clean: judged writes, trust that cannot be forged, quarantine with review. */
export const memoryGuard: Plugin<typeof memoryGuardConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes,
  config: memoryGuardConfig,
  async setup({ config, logger, events, find, provide }) {
    const engine = createEngine({ warn: (message) => logger.warn(message) })
    const judge = createJudge(createDetector(engine), config)
    const redactor = createRedactor(engine)
    const shared = find(StoreToken)
    const store = shared && scoped(shared, NAME)
    const signer = createSigner(config.key ?? (store ? await keptKey(store, 'key') : randomBytes(32)))
    const state = store && {
      vault: createVault(store, signer),
      quarantine: createQuarantine(store, signer, config.maxQuarantined, config.quarantineDays),
    }
    provide(DeskToken, {
      config,
      signer,
      state,
      keepable: (text) => keepable(text, redactor),
      report(session, code, rule, detail) {
        logger[code === 'MEMORY_ROW_REJECTED' ? 'warn' : 'info'](`${NAME}: ${code}`, { rule, detail })
        const place = { layer: NAME, hook: 'onMemoryWrite', stage: 'judge', kind: 'flag', enforced: true } as const
        const ruling = Object.freeze({ ...place, code, findings: [{ rule, severity: 'high' as const }], detail })
        events.emit('finding', { time: Date.now(), session, ruling, traceId: session.traceId ?? '' })
      },
    })
    return {
      onMemoryWrite: {
        judge: (event) => judgeWrite(event, config, judge, signer),
        finish: (event) => finishWrite(event, config, redactor),
      },
      onInbound: {
        judge: (event) => judgeRecall(event, config, judge, signer),
        finish({ payload }) {
          if (payload.source !== 'memory' || trustOf(payload.meta?.['trust']) !== 'external') return undefined
          return { kind: 'rewrite', code: 'MEMORY_LABELLED', edits: labelEdits(payload, config.notice) }
        },
      },
    }
  },
})

function judgeWrite(
  event: HookEvent<'onMemoryWrite'>,
  config: MemoryGuardConfig,
  judge: Judge,
  signer: Signer,
): Deny | Flag | undefined {
  const { payload, session } = event
  const { key, text, trust, provenance = {}, meta = {} } = payload
  event.score(0) // says that the layer had its turn
  const problem = formProblem(payload, config)
  if (problem) return deny(problem)
  if (key !== undefined && keyProblem(key) !== undefined) return deny('MEMORY_KEY_INVALID', [], keyProblem(key))
  const labels = judge.labels(key, provenance)
  if (labels.grade === 'critical') return deny('MEMORY_LABEL_DANGEROUS', labels.findings)
  const owner = { tenant: session.tenantId, agent: session.agentId }
  const review = checkReview(meta['review'], { way: 'write', owner, key: key ?? '', text, trust }, signer)
  if (review.state === 'invalid') return deny('MEMORY_REVIEW_INVALID')
  if (review.state === 'valid') return { kind: 'flag', code: 'MEMORY_REVIEWED', detail: `by ${review.reviewer}` }
  const { grade, score, findings } = judge.text(viewsOf(payload, text), trust)
  event.score(score)
  if (grade === 'clean') return undefined
  return grade === 'critical' ? deny('MEMORY_DANGEROUS', findings) : { kind: 'flag', code: 'MEMORY_DOUBTFUL', findings }
}

function finishWrite(
  { payload, rulings }: HookEvent<'onMemoryWrite'>,
  { secrets: action }: MemoryGuardConfig,
  redactor: Redactor,
): readonly (Deny | Rewrite | Flag)[] | undefined {
  const { text, trust, key = '', provenance = {} } = payload
  const views = viewsOf(payload, text)
  const beside = [key, ...stringsOf(provenance)]
  if (redactor.hasCanary(views) || beside.some((label) => redactor.hasCanary(createViews(label))))
    return [deny('MEMORY_CANARY')]
  const secrets = redactor.secrets(views)
  const findings = secrets.map(({ start, end, rule }): Finding => ({
    rule,
    severity: 'critical',
    span: { start, end },
  }))
  const { patches, inNames } = redactProvenance(provenance, redactor)
  if (inNames || redactor.secrets(createViews(key)).length > 0) return [deny('MEMORY_SECRET_DENIED')]
  const found = secrets.length + patches.length
  if (found > 0 && action === 'deny') return [deny('MEMORY_SECRET_DENIED', findings)]
  const isLowered =
    trust !== 'external' && rulings.some(({ layer, code }) => layer === NAME && code === 'MEMORY_DOUBTFUL')
  const lowered: readonly Patch[] = isLowered ? [{ path: '/trust', value: 'external' }] : []
  if (found === 0) return isLowered ? [{ kind: 'rewrite', code: 'MEMORY_LOWERED', set: lowered }] : undefined
  const rewrite = {
    kind: 'rewrite',
    code: 'MEMORY_REDACTED',
    findings,
    edits: toEdits(secrets),
    set: [...lowered, ...patches],
  } as const
  return isLowered ? [rewrite, { kind: 'flag', code: 'MEMORY_LOWERED' }] : [rewrite]
}

function judgeRecall(
  event: HookEvent<'onInbound'>,
  { recall }: MemoryGuardConfig,
  judge: Judge,
  signer: Signer,
): Deny | Flag | undefined {
  const { payload, session } = event
  if (payload.source !== 'memory') return undefined
  const { text, meta = {} } = payload
  event.score(0)
  const trust = trustOf(meta['trust'])
  const key = typeof meta['key'] === 'string' ? meta['key'] : ''
  const owner = { tenant: session.tenantId, agent: session.agentId }
  const review = checkReview(meta['review'], { way: 'recall', owner, key, text, trust }, signer)
  if (review.state === 'invalid') return deny('MEMORY_REVIEW_INVALID')
  if (review.state === 'valid') return { kind: 'flag', code: 'MEMORY_REVIEWED', detail: `by ${review.reviewer}` }
  // What was lowered when it was written was held to the thresholds of what it claimed to be.
  const claimed = meta['claimed'] === undefined ? trust : trustOf(meta['claimed'])
  const { grade, score, findings } = judge.text(viewsOf(payload, text), claimed)
  event.score(score)
  if (grade === 'clean') return undefined
  if (grade === 'critical' && recall === 'deny') return deny('MEMORY_RECALL_DENIED', findings)
  return { kind: 'flag', code: 'MEMORY_RECALL_DOUBTFUL', findings }
}

function deny(code: Code, findings: readonly Finding[] = [], detail?: string): Deny {
  return { kind: 'deny', code, findings, message: codes[code], ...(detail !== undefined && { detail }) }
}

/** A level that nobody gave is the lowest. */
function trustOf(value: JsonValue | undefined): Trust {
  return TRUST_LEVELS.find((level) => level === value) ?? 'external'
}

/** The patches that take secrets out of what is said of the origin. A secret in the name of a field cannot be patched. */
function redactProvenance(
  provenance: JsonObject,
  redactor: Redactor,
): { readonly patches: readonly Patch[]; readonly inNames: boolean } {
  const patches: Patch[] = []
  let inNames = false
  const walk = (value: JsonValue, path: string): void => {
    if (typeof value === 'string') {
      const secrets = redactor.secrets(createViews(value))
      if (secrets.length > 0) patches.push({ path, value: redacted(value, redactor) })
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        if (redactor.secrets(createViews(name)).length > 0) inNames = true
        walk(item, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      }
    }
  }
  walk(provenance, '/provenance')
  return { patches, inNames }
}

function redacted(text: string, redactor: Redactor): string {
  return toEdits(redactor.secrets(createViews(text)))
    .toReversed()
    .reduce((out, { start, end, text: by }) => out.slice(0, start) + by + out.slice(end), text)
}

function keepable(text: string, redactor: Redactor): string | undefined {
  return redactor.hasCanary(createViews(text)) ? undefined : redacted(text, redactor)
}
