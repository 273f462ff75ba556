import {
  isRingwallError,
  messageOf,
  type Answer as Say,
  type HookEvent,
  type JsonObject,
  type Logger,
  type Session,
} from '@ringwall/core'
import { isCarried } from './carried.ts'
import type { Asking, DenialCode, Granted, Settled } from './asking.ts'
import type { ApprovalGateConfig } from './config.ts'
import { NAME } from './name.ts'
import { reasonOf, requestOf, type Reason, type Request } from './request.ts'
import type { JudgeCall } from './rules.ts'
import type { Provenance } from './services.ts'
import { nameOf } from './status.ts'
import { STOPPING, Withdrawn, type Waits } from './waits.ts'

type Event = HookEvent<'onToolCall'>

/** What the gate is made of. */
export interface GateParts {
  readonly config: ApprovalGateConfig
  readonly judge: JudgeCall
  readonly asking: () => Promise<Asking>
  readonly provenance: Provenance | undefined
  readonly waits: Waits
  /** Nobody is there to ask. */
  readonly isDry: boolean
  /** Nothing may be changed outside. */
  readonly isPassive: boolean
  readonly logger: Logger
}

/** The three places of the layer. */
export interface Gate {
  judge(event: Event): Say<'judge'>
  decide(event: Event): Say<'decide'> | Promise<Say<'decide'>>
  finish(event: Event): Say<'finish'> | Promise<Say<'finish'>>
}

/** What was let through, for the look right before it runs. */
interface Passed {
  readonly args: JsonObject
  /** Absent where a rule settled it. */
  readonly granted?: Granted
  readonly word: string
}

/** Makes the gate. Where nothing is asked and no rule fits, it costs a look at the rulings. */
export function createGate({ config, judge, asking, provenance, waits, isDry, isPassive, logger }: GateParts): Gate {
  /** By the session object, of which the kernel makes one for each dispatch. */
  const passed = new WeakMap<Session, Passed>()

  const pass = ({ session, payload }: Event, code: string, word: string, granted?: Granted): Say<'decide'> => {
    passed.set(session, { args: payload.args, word, ...(granted === undefined ? {} : { granted }) })
    return { kind: 'grant', code, detail: word }
  }

  const isClean = async (session: Session): Promise<boolean> => {
    try {
      return provenance !== undefined && !(await provenance.taint(session))
    } catch (error) {
      logger.warn('approval-gate: where the content of a session is from is not known', { problem: messageOf(error) })
      return false
    }
  }

  const say = (event: Event, request: Request, answer: Settled): Say<'decide'> => {
    if (answer.kind === 'denied') return deny(answer.denied.code, answer.denied.detail)
    const { granted } = answer
    const word = `approved by ${granted.by} (${granted.scope}), request ${granted.id}, arguments ${request.argsHash}`
    return pass(event, 'APPROVAL_GRANTED', word, granted)
  }

  const ask = async (event: Event, reasons: readonly Reason[]): Promise<Say<'decide'>> => {
    const request = requestOf(event.payload, event.session, reasons)
    const bytes = Buffer.byteLength(request.args) + Buffer.byteLength(request.definition ?? '')
    if (bytes > config.maxArgsBytes)
      return deny(
        'APPROVAL_TOO_LARGE',
        `the arguments, with the definition where one is shown, have ${bytes} bytes, and ${config.maxArgsBytes} are shown at most`,
      )
    const why = reasons.map(({ code }) => code).join(', ')
    if (isDry) return requested(`nobody is asked in a dry run; asked by ${why}`)
    if (isPassive) {
      const found = await peek(asking, request)
      return found ? say(event, request, found) : requested(`asked by ${why}`)
    }
    // Before anybody is asked for nothing.
    if (config.onAsk === 'wait' && waits.isStopped) return deny('APPROVAL_WITHDRAWN', STOPPING)
    const desk = await asking()
    const { traceId } = event.session
    const answer = await desk.ask(request, traceId)
    if (answer.kind !== 'pending') return say(event, request, answer)
    const { id, expiresAt } = answer
    if (config.onAsk === 'return')
      return requested(`${nameOf(id)} waits until ${new Date(expiresAt).toISOString()}; asked by ${why}`)
    try {
      const { signal } = event
      const told = await waits.run(event.session, (ended) =>
        desk.wait(request, id, traceId, AbortSignal.any([ended, signal])),
      )
      return say(event, request, told)
    } catch (error) {
      if (error instanceof Withdrawn)
        return deny('APPROVAL_WITHDRAWN', `${error.message}; request ${id} can still be answered`)
      throw error
    }
  }

  const settle = (event: Event, asks: readonly Reason[], mayTrust: boolean): Say<'decide'> | Promise<Say<'decide'>> => {
    const ruled = judge(event.payload.tool, asks, mayTrust)
    if (!ruled) return undefined
    if (ruled.action === 'deny') return deny('APPROVAL_RULE_DENIED', ruled.rule)
    if (ruled.action === 'auto') return pass(event, 'APPROVAL_AUTO', ruled.rule)
    return ask(event, ruled.reasons)
  }

  return {
    judge: ({ payload }) =>
      judge(payload.tool, [], false)?.action === 'ask'
        ? { kind: 'ask', code: 'APPROVAL_RULE_ASKS', message: MESSAGES.APPROVAL_RULE_ASKS }
        : undefined,
    decide(event) {
      const asks = event.rulings
        .filter(({ layer, kind, enforced }) => kind === 'ask' && enforced && layer !== NAME)
        .map(reasonOf)
      const ruled = judge(event.payload.tool, asks, true)
      if (!ruled) return undefined
      if (ruled.action !== 'auto' || ruled.trust === 'external') return settle(event, asks, true)
      return isClean(event.session).then((mayTrust) => settle(event, asks, mayTrust))
    },
    finish({ session, payload }) {
      const was = passed.get(session)
      if (!was) return undefined
      if (!isCarried(was.args, payload.args))
        return deny('APPROVAL_STALE', 'the arguments were changed after the approval')
      const checked = { kind: 'flag', code: 'APPROVAL_CHECKED', detail: was.word } as const
      const { granted } = was
      if (granted?.standing === undefined) return checked
      return asking()
        .then((desk) => desk.stands(granted))
        .then((stands) =>
          stands ? checked : deny('APPROVAL_STALE', `the approval ${granted.id} was taken back, or has ended`),
        )
    },
  }
}

/** Where there is no key, nothing can have been approved. */
async function peek(asking: GateParts['asking'], request: Request): Promise<Settled | undefined> {
  try {
    return await (await asking()).peek(request)
  } catch (error) {
    if (isRingwallError(error) && error.code === 'APPROVALS_KEY_MISSING') return undefined
    throw error
  }
}

function requested(detail: string): Say<'decide'> {
  return { kind: 'ask', code: 'APPROVAL_REQUESTED', message: MESSAGES.APPROVAL_REQUESTED, detail }
}

type Code = DenialCode | 'APPROVAL_TOO_LARGE' | 'APPROVAL_RULE_DENIED' | 'APPROVAL_STALE' | 'APPROVAL_WITHDRAWN'

function deny(
  code: Code,
  detail: string,
): { readonly kind: 'deny'; readonly code: Code; readonly message: string; readonly detail: string } {
  return { kind: 'deny', code, message: MESSAGES[code], detail }
}

/** Safe to show; none says who approves, or how. */
const MESSAGES = {
  APPROVAL_RULE_ASKS: 'This call needs the approval of a person.',
  APPROVAL_REQUESTED: 'This call needs the approval of a person. Make the same call again once it is approved.',
  APPROVAL_RULE_DENIED: 'This call is not permitted.',
  APPROVAL_DENIED: 'This call was denied by a person. Do not repeat it.',
  APPROVAL_TIMEOUT: 'This call needs the approval of a person, and nobody approved it in time.',
  APPROVAL_SPENT: 'The approval of this call was used by another one. Make the call again if it is still needed.',
  APPROVAL_LIMIT: 'Too many approvals were asked for. Go on without calls that need one.',
  APPROVAL_TOO_LARGE: 'This call needs the approval of a person, and its arguments are too large to be shown to one.',
  APPROVAL_UNAUTHENTIC: 'This call needs the approval of a person, and the stored one is not authentic.',
  APPROVAL_WITHDRAWN: 'This call stopped waiting for the approval of a person.',
  APPROVAL_STALE: 'What would run is not what was approved, or the approval holds no more.',
} as const
