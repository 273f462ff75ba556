import { definePlugin, type JsonObject, type Manifest, type Plugin, type Trust } from '@ringwall/core'
import { keptKey, scoped, StoreToken } from '@ringwall/store'
import { createEngine } from '@ringwall/text'
import { randomBytes } from 'node:crypto'
import { codes } from './codes.ts'
import { memoryGuardConfig } from './config.ts'
import { DeskToken, MemoryReviewToken } from './desk.ts'
import { createDetector } from './detect.ts'
import { fail } from './errors.ts'
import { createGuardedMemory } from './guarded-memory.ts'
import { createJudge } from './judgement.ts'
import { labelEdits } from './label.ts'
import { NAME } from './name.ts'
import { createQuarantine } from './quarantine.ts'
import { createRanks } from './ranks.ts'
import { believe, judgeRecall } from './recall.ts'
import { createRedactor, keepable } from './redact.ts'
import { createSigner } from './signature.ts'
import { createVault } from './vault.ts'
import { finishWrite, judgeWrite } from './write.ts'

const manifest: Manifest = {
  api: 1,
  hooks: {
    onInbound: { judge: ['deny', 'flag'], finish: ['rewrite'] },
    onMemoryWrite: { judge: ['deny', 'flag'], finish: ['deny', 'rewrite', 'flag'] },
  },
  rewrites: ['/trust', '/provenance/**'],
  optional: ['Store'],
  provides: ['MemoryDesk', 'MemoryReview'],
}

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
    provide(MemoryReviewToken, {
      async quarantine(tenant) {
        if (state === undefined) throw fail('MEMORY_STORE_MISSING')
        return state.quarantine.listAll(tenant)
      },
      open: createGuardedMemory,
    })
    const ranks = store && createRanks(store, signer, config.maxKeys)
    /** By the meta of a recall, which the kernel copies and keeps: what its judgement found that may be believed. */
    const believed = new WeakMap<JsonObject, Trust>()
    return {
      onMemoryWrite: {
        judge: (event) => judgeWrite(event, config, judge, signer),
        finish: (event) => finishWrite(event, config, redactor, signer, ranks),
      },
      onInbound: {
        judge(event) {
          const { payload, session } = event
          if (payload.source !== 'memory') return undefined
          return believe(payload, session, signer, ranks).then((belief) => {
            if (payload.meta) believed.set(payload.meta, belief.trust)
            return judgeRecall(event, belief, config, judge, signer)
          })
        },
        finish({ payload }) {
          if (payload.source !== 'memory') return undefined
          const trust = payload.meta && believed.get(payload.meta)
          if (trust === 'system' || trust === 'learned') return undefined
          return { kind: 'rewrite', code: 'MEMORY_LABELLED', edits: labelEdits(payload, config.notice) }
        },
      },
    }
  },
})
