import {
  join,
  type Finding,
  type HookEvent,
  type Outcome,
  type Ruling,
  type ToolCall,
  type VerdictIn,
} from '@ringwall/core'
import type { SecretsStoreConfig } from './config.ts'
import { destinationsOf } from './destinations.ts'
import { ruleOf, type Scrubber } from './detect.ts'
import { fill } from './fill.ts'
import { findBlanks, placeholder, type Blank } from './placeholders.ts'
import type { Request, SecretReader } from './reader.ts'

type Deny = VerdictIn<'judge'> & { readonly kind: 'deny' }
type Said = VerdictIn<'judge'>
type Finished = VerdictIn<'finish'>

/** What the layer does about tool calls. */
export interface CallGuard {
  /** Before approval: a call that would get no secret is not shown to anybody. */
  judge(event: HookEvent<'onToolCall'>, scrubber: Scrubber): Said | undefined
  /** After approval: values in place of placeholders. A call that still waits for one keeps them, since its host is given it too. */
  finish(event: HookEvent<'onToolCall'>): Promise<Finished> | undefined
}

/** Makes the guard. */
export function createCallGuard(reader: SecretReader, config: SecretsStoreConfig, observes: boolean): CallGuard {
  const dataFields = new Set(config.dataFields.map((name) => name.toLowerCase()))
  const plainFields = new Set(config.plainFields.map((name) => name.toLowerCase()))

  /** Undefined where the call asks for nothing. */
  const authorise = ({ payload, session }: HookEvent<'onToolCall'>): Deny | Authorised | undefined => {
    const blanks = findBlanks(payload.args)
    if (blanks === 'malformed') return deny('SECRET_REFERENCE_INVALID', [], INVALID)
    if (blanks.length === 0) return undefined
    const names = [...new Set(blanks.flatMap((blank) => blank.names))]
    const request = { session, purpose: payload.tool, urls: destinationsOf(payload.args, dataFields) }
    for (const name of names) {
      const judgement = reader.judge(name, request)
      if (judgement === 'granted') continue
      reader.tell(name, request, 'denied')
      return judgement === 'unknown'
        ? deny('SECRET_UNAVAILABLE', [name], unavailable(name), 'no grant covers this secret and agent')
        : deny('SECRET_DESTINATION', [name], ELSEWHERE, whyElsewhere(payload, request))
    }
    return { blanks, names, request }
  }

  const fillIn = async ({ blanks, names, request }: Authorised): Promise<Finished> => {
    // Nobody would get the values, so none is read.
    if (observes) return { kind: 'rewrite', code: 'SECRETS_FILLED', findings: findingsOf(names, 'info'), set: [] }
    const values = new Map<string, string>()
    for (const name of names) {
      const read = await reader.read(name, request)
      if (!('value' in read)) {
        reader.tell(name, request, read.outcome)
        return deny('SECRET_UNAVAILABLE', [name], unavailable(name), read.problem)
      }
      values.set(name, read.value)
    }
    const filled = fill(blanks, values, plainFields)
    const isFilled = 'set' in filled
    for (const name of names) reader.tell(name, request, isFilled ? 'granted' : 'denied')
    if (!isFilled) return deny('SECRET_PLACE_REFUSED', names, PLACE, filled.problem)
    return { kind: 'rewrite', code: 'SECRETS_FILLED', findings: findingsOf(names, 'info'), set: filled.set }
  }

  return {
    judge(event, scrubber) {
      const authorised = authorise(event)
      if (authorised && 'kind' in authorised) return authorised
      const { findings } = scrubber.value(event.payload.args, () => '')
      if (findings.length === 0) return undefined
      const code = 'SECRET_LITERAL'
      return config.literals === 'deny' ? { ...LITERAL, code, findings } : { kind: 'flag', code, findings }
    },
    finish(event) {
      // Anew: what other layers rewrote since is what the tool gets.
      const authorised = authorise(event)
      if (!authorised) return undefined
      if ('kind' in authorised) return Promise.resolve(authorised)
      return isSettled(event.rulings) ? fillIn(authorised) : undefined
    },
  }
}

function isSettled(rulings: readonly Ruling[]): boolean {
  const said = rulings.filter(({ enforced }) => enforced)
  return said.reduce<Outcome>((outcome, { kind }) => join(outcome, kind), 'allow') === 'allow'
}

interface Authorised {
  readonly blanks: readonly Blank[]
  readonly names: readonly string[]
  readonly request: Request
}

const INVALID = 'The call was refused because a reference to a secret in it is not written as {{secret:NAME}}.'
const ELSEWHERE = 'The call was refused because the secret may not be used in this tool, or not for this host.'
const PLACE = 'The call was refused because the secret cannot stand where it is wanted.'
const LITERAL = {
  kind: 'deny',
  message: 'The call was refused because it holds a secret; write {{secret:NAME}} instead.',
} as const

/** The same whether there is none or it is not granted: agents cannot find out which there are. */
function unavailable(name: string): string {
  return `The call was refused because ${placeholder(name)} is not available.`
}

function whyElsewhere({ tool }: ToolCall, { urls }: Request): string {
  if (!urls) return `the arguments of ${tool} do not say plainly where the call leads`
  const hosts = urls.map(({ origin }) => origin).join(', ')
  return `no grant covers the tool ${tool} with ${hosts === '' ? 'no URL' : hosts}`
}

function deny(code: string, names: readonly string[], message: string, detail?: string): Deny {
  const findings =
    names.length > 0 ? findingsOf(names, 'high') : [{ rule: code.toLowerCase(), severity: 'high' as const }]
  return { kind: 'deny', code, findings, message, ...(detail === undefined ? {} : { detail }) }
}

function findingsOf(names: readonly string[], severity: Finding['severity']): readonly Finding[] {
  return names.map((name) => ({ rule: ruleOf(name), severity }))
}
