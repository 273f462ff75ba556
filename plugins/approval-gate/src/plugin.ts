import { definePlugin, type Manifest, type Plugin } from '@ringwall/core'
import { scoped, StoreToken } from '@ringwall/store'
import { createAsking, type Asking } from './asking.ts'
import { createClock } from './clock.ts'
import { approvalGateConfig, MAX_TIMEOUT_MS } from './config.ts'
import { createDesk, createRows } from './desk.ts'
import { createTeller } from './events.ts'
import { createGate } from './gate.ts'
import { fileKey, fixedKey } from './key.ts'
import { NAME } from './name.ts'
import { compileRules } from './rules.ts'
import { ApprovalsToken, DryRunToken, ProvenanceToken } from './services.ts'
import { answerIn, reader, requestIn, statusOf } from './status.ts'
import { Waits } from './waits.ts'

const manifest: Manifest = {
  api: 1,
  hooks: {
    onToolCall: {
      judge: ['ask'], // without a look at the store: what nobody else asks about stays an ask, whatever becomes of `decide`
      decide: ['deny', 'ask', 'grant'],
      finish: ['deny', 'flag'],
    },
  },
  after: ['secrets-store'],
  requires: ['Store'],
  optional: ['Provenance', 'DryRun'],
  provides: ['Approvals'],
  effects: ['fs'],
  deadlineMs: MAX_TIMEOUT_MS + 60_000,
}

/** The layer: what other layers ask about waits for a person, who approves exactly what will run. */
export const approvalGate: Plugin<typeof approvalGateConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes: {
    APPROVAL_RULE_ASKS: 'A rule of the config wants a person to decide about the call.',
    APPROVAL_GRANTED: 'A person approved the call.',
    APPROVAL_AUTO: 'A rule of the config settles the asks about the call.',
    APPROVAL_REQUESTED: 'A person has to approve the call, and the host does not wait for it.',
    APPROVAL_CHECKED: 'What runs is what was approved, and the approval still holds.',
    APPROVAL_RULE_DENIED: 'A rule of the config denies the call.',
    APPROVAL_DENIED: 'A person denied the call, or the same one a moment ago.',
    APPROVAL_TIMEOUT: 'Nobody approved the call in time.',
    APPROVAL_SPENT: 'The approval was used by another call of the same kind, or it is there no more.',
    APPROVAL_LIMIT: 'Too much was asked already, or too many requests wait.',
    APPROVAL_TOO_LARGE: 'The arguments are too large to be shown to a person.',
    APPROVAL_UNAUTHENTIC: 'What the store holds for the call is not authentic, or was used before.',
    APPROVAL_WITHDRAWN: 'The call stopped waiting: its caller is gone, or the host is stopping.',
    APPROVAL_STALE: 'The arguments were changed after the approval, or it was taken back or ended meanwhile.',
  },
  config: approvalGateConfig,
  async setup({ config, mode, events, logger, require, find, provide }) {
    const store = scoped(require(StoreToken), NAME)
    const isDry = find(DryRunToken) === true
    const isPassive = isDry || mode === 'observe'
    const source = config.key === undefined ? fileKey(config.keyFile) : fixedKey(config.key)
    await source.read() // a key that must not be used stops the start
    const clock = createClock(store)
    const tell = createTeller(events)
    // The key is made with the first request: who only looks makes none.
    const rows = createRows(store, { where: source.where, read: isPassive ? source.read : source.obtain })
    const waits = new Waits()
    let made: Asking | undefined
    const asking = async (): Promise<Asking> => {
      const opened = await rows() // before the look at `made`: calls that come at once share one
      return (made ??= createAsking({ store, rows: opened, clock, config, tell, used: source.used }))
    }
    const provenance = find(ProvenanceToken)
    if (!provenance && config.rules.some(({ action, trust }) => action === 'auto' && trust === 'clean'))
      logger.warn(
        `${NAME}: no layer tells where content is from (external-content), so rules with \`trust: clean\` grant nothing`,
      )
    const gate = createGate({
      config,
      judge: compileRules(config.rules),
      asking,
      provenance,
      waits,
      isDry,
      isPassive,
      logger,
    })
    const present = createRows(store, source)
    provide(ApprovalsToken, {
      ...createDesk({ store, clock, rows: present, used: source.used, tell }),
      requestIn,
      answerIn,
      statusOf: (id, session) => statusOf(id, session, { read: reader(present), clock }),
      withdraw: (session) => waits.withdraw(session),
      stop: () => waits.stop(),
    })
    return {
      onToolCall: {
        judge: (event) => gate.judge(event),
        decide: (event) => gate.decide(event),
        finish: (event) => gate.finish(event),
      },
      async dispose() {
        waits.stop()
        await store.close()
      },
    }
  },
})
