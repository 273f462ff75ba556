import type { JsonObject } from '@ringwall/core'
import type { Case, ExpectedRuling } from '@ringwall/testkit'

/** A server's line that authenticates a domain. */
export function auth(domain: string): string {
  return `Authentication-Results: mx.corp.example; dmarc=pass (p=reject) header.from=${domain}`
}

/** A raw message of header lines and a short body. */
export function mail(...lines: readonly string[]): string {
  return [...lines, 'To: agent@corp.example', 'Subject: Hello', '', 'Please do the thing.', ''].join('\r\n')
}

/** The config of most cases. */
export const CONFIG = { allow: ['alice@corp.example', '@trusted.example'], authservId: 'mx.corp.example' }

/** Authenticates the domain of ALICE. */
export const OK = auth('corp.example')
/** The sender of most cases. */
export const ALICE = 'From: Alice <alice@corp.example>'

/** A mail whose From is `value`, authentic for `domain`. */
export function from(value: string, domain = 'corp.example'): string {
  return mail(auth(domain), `From: ${value}`)
}

/** A case of a raw message: admitted without a code, refused with one. */
export function raw(name: string, text: string, code?: string, rule?: string, config: JsonObject = CONFIG): Case {
  const ruling: ExpectedRuling = { code: code ?? '', kind: 'deny', ...(rule && { findings: [{ rule }] }) }
  return {
    hook: 'onInbound',
    name,
    config,
    payload: { source: 'email', text, meta: { raw: true } },
    expect: code === undefined ? 'pass' : ruling,
  }
}

/** A case of pairs: admitted without a code. */
export function pairs(name: string, meta: JsonObject, code?: string, rule?: string): Case {
  const ruling: ExpectedRuling = { code: code ?? '', ...(rule && { findings: [{ rule }] }) }
  const payload = { source: 'email', text: 'Please do the thing.', meta } as const
  return { hook: 'onInbound', name, config: CONFIG, payload, expect: code === undefined ? 'pass' : ruling }
}

/** OK as a pair. */
export const AUTH_PAIR = ['Authentication-Results', 'mx.corp.example; dmarc=pass header.from=corp.example']
export const SPOOF = 'EMAIL_SPOOFED'
export const BAD = 'EMAIL_MALFORMED'
export const ROBOT = 'EMAIL_AUTOMATED'
export const NO_AUTH = 'EMAIL_UNAUTHENTICATED'

/** A case of a mail with this Authentication-Results from alice@corp.example ; refused by the rule, if one is named. */
export function results(name: string, values: readonly string[], rule?: string, config: JsonObject = CONFIG): Case {
  const lines = values.map((value) => `Authentication-Results: ${value}`)
  return raw(name, mail(...lines, ALICE), rule && NO_AUTH, rule, config)
}
