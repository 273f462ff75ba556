import { isIP } from 'node:net'
import type { JsonObject } from '@ringwall/core'
import { fail } from '../errors.ts'
import type { HeaderPairs } from './mail-head.ts'

/** What the mail server of the operator knows of the SMTP dialogue. Nothing of it is read from the message. */
export interface Envelope {
  /** The reverse path; empty for a bounce. */
  readonly mailFrom?: string
  readonly clientIp?: string
  readonly helo?: string
}

const FIELDS = {
  'x-ringwall-mail-from': ['mailFrom', (text: string) => /^<?(?:[\x21-\x3b\x3d\x3f-\x7e]{1,320})?>?$/.test(text)],
  'x-ringwall-client-ip': ['clientIp', (text: string) => isIP(text) !== 0],
  'x-ringwall-helo': ['helo', (text: string) => /^[\x21-\x7e]{1,255}$/.test(text)],
} as const

/** Reads the envelope from the headers of the request. Throws INLET_INVALID. */
export function readEnvelope(headers: HeaderPairs): Envelope {
  const found: [string, string][] = []
  for (const [header, [key, isValid]] of Object.entries(FIELDS)) {
    const [value, second] = headers.filter(([name]) => name.toLowerCase() === header).map(([, text]) => text)
    if (value === undefined) continue
    if (second !== undefined || !isValid(value))
      throw fail('INLET_INVALID', { problem: `the header ${header} is malformed or stands twice` })
    found.push([key, key === 'mailFrom' ? value.replace(/^</, '').replace(/>$/, '') : value])
  }
  return Object.fromEntries(found)
}

/** The header of the mail as the layers see it: with the reverse path on top, as the last mail server writes it (RFC 5321, 4.4). */
export function withReturnPath(pairs: HeaderPairs, { mailFrom }: Envelope): HeaderPairs {
  return mailFrom === undefined ? pairs : [['Return-Path', `<${mailFrom}>`], ...pairs]
}

/** For the meta of an event. */
export function toMeta(envelope: Envelope): JsonObject {
  return Object.fromEntries(Object.entries(envelope))
}
