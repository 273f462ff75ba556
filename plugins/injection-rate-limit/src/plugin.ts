import {
  definePlugin,
  type DecisionEvent,
  type Deny,
  type Flag,
  type Inbound,
  type Manifest,
  type Plugin,
  type Ruling,
  type Severity,
} from '@ringwall/core'
import { scoped, StoreToken } from '@ringwall/store'
import { configSchema, type Config } from './config.ts'
import { actorOf, type Level } from './scopes.ts'
import { createTally, type Crossing } from './tally.ts'

const NAME = 'injection-rate-limit'

const manifest: Manifest = {
  api: 1,
  hooks: { onInbound: { judge: ['deny', 'flag'] } },
  after: ['jailbreak-detection'],
  requires: ['Store'],
}

const codes = {
  INJECTION_RATE_WARN: 'Several injection attempts came from one user, session or source within the window.',
  INJECTION_RATE_AUDIT: 'So many injection attempts came within the window that a person should look at them.',
  INJECTION_RATE_BLOCKED: 'The user, session or source is blocked for a while after too many injection attempts.',
} as const

/** Counts the detections of other layers in a sliding window, reports who goes on, and blocks who does not stop. */
export const injectionRateLimit: Plugin<typeof configSchema> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes,
  config: configSchema,
  setup({ config, mode, logger, events, require }) {
    const tally = createTally(scoped(require(StoreToken), NAME), config)
    const pending = new Set<Promise<void>>()

    /** A denial ends a dispatch before this layer's turn, and what was denied must count all the more. */
    async function recordDenied({ session, payload, decision }: DecisionEvent): Promise<void> {
      const { source, text } = payload as Inbound // of onInbound, checked by the caller
      try {
        const crossings = await tally.record(actorOf(session, source, config), text)
        for (const ruling of toVerdicts(crossings).map(toRuling)) {
          logger.warn(`${NAME}: ${ruling.code}`, { detail: ruling.detail ?? '' })
          events.emit('finding', { time: Date.now(), session, ruling, traceId: decision.traceId })
        }
      } catch (error) {
        logger.error(`${NAME}: a detection could not be counted`, { error: String(error) })
      }
    }

    const stop = events.on('decision', (event) => {
      const { hook, payload, decision } = event
      const hadTurn = NAME in decision.scores
      if (mode === 'observe' || hook !== 'onInbound' || !payload || hadTurn) return
      if (!isDetected(decision.rulings, config)) return
      const counting = recordDenied(event).finally(() => pending.delete(counting))
      pending.add(counting)
    })

    return {
      onInbound: {
        judge(event) {
          event.score(0) // says that this layer had its turn; the score of the attempt is the detector's
          const detected = isDetected(event.rulings, config)
          if (!detected && !config.block) return undefined
          const actor = actorOf(event.session, event.payload.source, config)
          const { text } = event.payload
          return (async () => {
            if (pending.size > 0) await Promise.all(pending) // or the next text could overtake a block
            const blocked = await tally.findBlock(actor)
            if (blocked !== undefined) return toDeny([{ scope: blocked, level: 'block', count: 0 }])
            if (!detected) return undefined
            return toVerdicts(await (mode === 'observe' ? tally.predict(actor) : tally.record(actor, text)))
          })()
        },
      },
      async dispose() {
        stop()
        await Promise.all(pending)
      },
    }
  },
})

/** True if one of the rulings counts. A failure of a detector is no detection. */
function isDetected(rulings: readonly Ruling[], { detections, countObserved }: Config): boolean {
  return rulings.some(({ layer, code, enforced }) => {
    const counts = detections.includes(`${layer}/${code}`) || (detections.includes(layer) && code !== 'LAYER_FAILED')
    return counts && (enforced || countObserved)
  })
}

function toVerdicts(crossings: readonly Crossing[]): readonly (Deny | Flag)[] {
  const of = (level: Level): readonly Crossing[] => crossings.filter((crossing) => crossing.level === level)
  const [warn, audit, block] = [of('warn'), of('audit'), of('block')]
  return [
    ...(warn.length > 0 ? [{ kind: 'flag', code: 'INJECTION_RATE_WARN', ...describe(warn, 'medium') } as const] : []),
    ...(audit.length > 0 ? [{ kind: 'flag', code: 'INJECTION_RATE_AUDIT', ...describe(audit, 'high') } as const] : []),
    ...(block.length > 0 ? [toDeny(block)] : []),
  ]
}

function toDeny(crossings: readonly Crossing[]): Deny {
  const message = 'Too many attempts to change the instructions of the agent. Try again later.'
  return { kind: 'deny', code: 'INJECTION_RATE_BLOCKED', message, ...describe(crossings, 'critical') }
}

function describe(crossings: readonly Crossing[], severity: Severity): Pick<Flag, 'findings' | 'detail'> {
  return {
    findings: crossings.map(({ scope, level }) => ({ rule: `${scope}.${level}`, severity })),
    detail: crossings
      .map(({ scope, count }) => (count > 0 ? `${scope}: ${count} in the window` : `${scope} is blocked`))
      .join('; '),
  }
}

function toRuling(verdict: Deny | Flag): Ruling {
  return Object.freeze({ layer: NAME, hook: 'onInbound', stage: 'judge', findings: [], ...verdict, enforced: true })
}
