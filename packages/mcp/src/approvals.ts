import { isDeepStrictEqual } from 'node:util'
import {
  isJsonObject,
  token,
  type JsonObject,
  type JsonValue,
  type Ruling,
  type Session,
  type Token,
  type ToolCall,
} from '@ringwall/core'
import type { Guard } from './guard.ts'

/** A request that waits for a person, as approval-gate tells it. */
export interface PendingApproval {
  readonly id: string
  readonly hash: string
  readonly tenant: string
  readonly agent: string
  readonly session: string
  readonly user: string | null
  readonly tool: string
  /** Canonical JSON. */
  readonly args: string
  readonly reasons: readonly { readonly code: string; readonly message?: string }[]
  /** Canonical JSON of the definition that nobody has accepted yet, and of what was. */
  readonly definition?: string
}

/** What this package uses of the service of approval-gate. */
export interface Approvals {
  list(): Promise<{ readonly pending: readonly PendingApproval[] }>
  approve(
    id: string,
    options: { readonly approver: string; readonly expectedHash: string; readonly note?: string },
  ): Promise<unknown>
  deny(id: string, options: { readonly approver: string; readonly note?: string }): Promise<unknown>
  watch(
    listener: (change: { readonly kind: string; readonly request?: PendingApproval }) => unknown,
    options: { readonly signal: AbortSignal },
  ): Promise<void>
  withdraw(session: Session): number
  /** What a person said about the call of a decision. Without it, nobody can accept a definition. */
  answerIn?(rulings: readonly Ruling[]): 'approved' | 'denied' | undefined
  stop(): void
}

/** The service of approvals, wherever it comes from. */
export const ApprovalsToken: Token<Approvals> = token<Approvals>('Approvals')

/** Under which key the answer of a person comes back in the newest revision. */
export const APPROVAL_KEY = 'ringwall-approval'
/** What is longer is not read by anybody in a dialogue; the queue shows it whole. */
const MAX_SHOWN = 4000
const MAX_ASKED = 1000
const NOTE = 'asked through the MCP client'

/** What a person chose. */
export type Choice = 'approve' | 'deny'
/** Asks the client's user something; resolves with the answer. */
export type Elicit = (params: JsonObject) => Promise<JsonObject>

/** How requests that wait are watched. */
export interface Watching {
  readonly signal: AbortSignal
  /** Whether the client can be asked at any time, and not with a result alone. */
  readonly canAsk: () => boolean
  readonly onError: (error: unknown) => void
}

/** Lets the person at the client decide, where the client can ask one. It never lets an answer without a choice count. */
export class Approver {
  readonly #guard: Guard
  readonly #elicit: Elicit
  readonly #asked = new Map<
    string,
    { readonly request: PendingApproval; readonly asking: Promise<Choice | undefined> }
  >()

  readonly #left: PendingApproval[] = []
  /** Calls that wait in the kernel, and are to be asked about with their results. */
  readonly #waiters = new Set<{ readonly call: ToolCall; readonly tell: (request: PendingApproval) => void }>()

  constructor(guard: Guard, elicit: Elicit) {
    this.#guard = guard
    this.#elicit = elicit
  }

  /** Looks at every request of this session that comes to wait, until the signal is aborted: whoever waits for it by `requestFor` is told, and where the client can be asked at any time, it is. Never rejects. */
  async watch(approvals: Approvals, { signal, canAsk, onError }: Watching): Promise<void> {
    const listener = ({ request }: { readonly request?: PendingApproval }): void => {
      if (!request || !isOf(request, this.#guard.session)) return
      for (const { call, tell } of this.#waiters) if (isAbout(request, call)) tell(request)
      if (canAsk()) void this.decide(approvals, request).catch(onError)
    }
    await approvals.watch(listener, { signal }).catch(onError)
  }

  /** Resolves with the request that a call comes to wait for, until `stop`. It may be one that an earlier call has left. */
  requestFor(approvals: Approvals, call: ToolCall): { readonly request: Promise<PendingApproval>; stop(): void } {
    let stop = (): void => undefined
    const request = new Promise<PendingApproval>((resolve) => {
      const waiter = { call, tell: resolve }
      this.#waiters.add(waiter)
      stop = () => void this.#waiters.delete(waiter)
      if (this.#left.some((left) => isAbout(left, call)))
        findPending(approvals, call, this.#guard.session).then(
          (pending) => pending && resolve(pending),
          () => undefined, // the call itself tells of a store that is lost
        )
    })
    return { request, stop }
  }

  /** Remembers what was asked about with a result: who makes the call again joins that request. */
  leave(request: PendingApproval): void {
    this.#left.push(request)
    if (this.#left.length > MAX_ASKED) this.#left.shift()
  }

  /** Asks the person once about each request, and passes on what is chosen. Undefined where nothing was. */
  decide(approvals: Approvals, request: PendingApproval): Promise<Choice | undefined> {
    const known = this.#asked.get(request.id)
    if (known) return known.asking
    const asking = this.#ask(approvals, request)
    this.#asked.set(request.id, { request, asking })
    for (const oldest of this.#asked.keys()) if (this.#asked.size > MAX_ASKED) this.#asked.delete(oldest)
    return asking
  }

  /** The request about such a call that the person was asked about last; it may be settled before its call has come back. */
  lastAsked(call: ToolCall): PendingApproval | undefined {
    return [...this.#asked.values()].findLast(({ request }) => isAbout(request, call))?.request
  }

  async #ask(approvals: Approvals, request: PendingApproval): Promise<Choice | undefined> {
    const question = questionOf(request)
    return question === undefined ? undefined : this.settle(approvals, request, await this.#elicit(question))
  }

  /** Passes on what a person answered. Undefined where nothing was. */
  async settle(approvals: Approvals, { id, hash }: PendingApproval, answer: JsonValue): Promise<Choice | undefined> {
    const { userId, sessionId } = this.#guard.session
    const approver = userId ?? `the user at MCP session ${sessionId}`
    const choice = choiceOf(answer)
    if (choice === 'approve') await approvals.approve(id, { approver, expectedHash: hash, note: NOTE })
    if (choice === 'deny') await approvals.deny(id, { approver, note: NOTE })
    return choice
  }
}

/** The request that a call waits for; undefined where there is none. */
export async function findPending(
  approvals: Approvals,
  call: ToolCall,
  session: Session,
): Promise<PendingApproval | undefined> {
  const { pending } = await approvals.list()
  return pending.find((one) => isOf(one, session) && isAbout(one, call))
}

/** A store may serve several tenants, whose sessions may have one name. */
function isOf(request: PendingApproval, { tenantId, agentId, sessionId, userId }: Session): boolean {
  const { tenant, agent, session, user } = request
  return tenant === tenantId && agent === agentId && session === sessionId && user === (userId ?? null)
}

function isAbout(request: PendingApproval, { tool, args, meta }: ToolCall): boolean {
  const definition: unknown = request.definition === undefined ? undefined : JSON.parse(request.definition)
  return (
    request.tool === tool &&
    isDeepStrictEqual(JSON.parse(request.args), { ...args }) &&
    isDeepStrictEqual(definition, meta?.unacceptedDefinition)
  )
}

/** The dialogue for a request; undefined where it is too long to be read in one. */
export function questionOf({ tool, args, reasons, definition = '' }: PendingApproval): JsonObject | undefined {
  if (args.length + definition.length > MAX_SHOWN) return undefined
  const why = reasons.map(({ code, message }) => (message === undefined ? code : `${code}: ${message}`)).join('\n')
  const accepts = `Whoever approves this call accepts the definition that the server gives the tool now, until it changes again: ${definition}`
  const parts = [
    `Ringwall asks: may the agent call ${tool}?`,
    why,
    `Arguments: ${args}`,
    ...(definition === '' ? [] : [accepts]),
  ]
  return {
    message: plain(parts.join('\n\n')),
    requestedSchema: {
      type: 'object',
      properties: { decision: { type: 'string', title: 'Decision', enum: ['deny', 'approve'] } },
      required: ['decision'],
    },
  }
}

/** A dialogue that was closed decides nothing; an empty form is no consent, whatever the client filled in for its user. */
function choiceOf(answer: JsonValue): Choice | undefined {
  if (!isJsonObject(answer)) return undefined
  if (answer.action === 'decline') return 'deny'
  const { content } = answer
  if (answer.action !== 'accept' || content === undefined || !isJsonObject(content)) return undefined
  return content.decision === 'approve' || content.decision === 'deny' ? content.decision : undefined
}

/** With every character that is not seen written out, and runs of blanks, which push the rest out of sight. */
function plain(text: string): string {
  return text
    .replace(
      /[^\P{C}\n]|\p{Default_Ignorable_Code_Point}|[\u2028\u2029\u2800]|[^\P{Zs} ]/gu,
      (one) => `\\u{${one.codePointAt(0)?.toString(16) ?? ''}}`,
    )
    .replace(/ {9,}/g, ({ length }) => `\\u{20}{${length}}`)
}
