import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sealed } from '../chain/seal.ts'
import { toCef } from './cef.ts'
import { toOcsf } from './ocsf.ts'

const RULING = { layer: 'tool-policy', stage: 'admit', kind: 'deny', code: 'TOOL_DENIED', enforced: true }
const RECORD = {
  v: 1,
  chain: 'c',
  seq: 7,
  prev: '0'.repeat(64),
  hash: 'a'.repeat(64),
  id: 'id-1',
  time: '2026-03-01T09:30:00.000Z',
  type: 'decision',
  tenant: 'acme',
  agent: 'helper',
  session: 's1',
  user: 'alice',
  trace: 'tr',
  hook: 'onToolCall',
  action: 'exec',
  class: 'destructive',
  outcome: 'deny',
  durationMs: 0.4,
  rulings: [{ ...RULING, findings: [{ rule: 'profile', severity: 'high' }] }],
} as unknown as Sealed
const having = (more: object): Sealed => ({ ...RECORD, ...more }) as Sealed

/** Reads a line by the rules of the format, written down here by themselves. */
function parseCef(line: string): { readonly header: readonly string[]; readonly fields: ReadonlyMap<string, string> } {
  const header: string[] = ['']
  let at = 0
  for (; header.length < 8; at++) {
    const character = line[at] ?? ''
    if (character === '') throw new Error('the header has too few parts')
    if (character === '\\') header[header.length - 1] += line[++at] ?? ''
    else if (character === '|') header.push('')
    else header[header.length - 1] += character
  }
  const extension = line.slice(at)
  const fields = new Map<string, string>()
  // A key is a word that stands at the start or behind a blank, and an equals sign that is not escaped follows.
  const starts = [...extension.matchAll(/(?:^| )([A-Za-z0-9_]+)(?<!\\)=/g)]
  for (const [index, start] of starts.entries()) {
    const value = extension.slice(start.index + start[0].length, starts[index + 1]?.index)
    fields.set(
      start[1] ?? '',
      value.replace(/\\([\\=rn])/g, (_, c: string) => ({ r: '\r', n: '\n' })[c] ?? c),
    )
  }
  return { header: header.slice(0, 7), fields }
}

describe('CEF', () => {
  it('has what the format asks for', () => {
    expect(toCef(RECORD, '1.2.3')).toBe(
      'CEF:0|Ringwall|Ringwall|1.2.3|TOOL_DENIED|decision onToolCall exec deny|8|rt=1772357400000 externalId=id-1 cat=decision act=denied outcome=deny ' +
        'suser=alice sproc=helper reason=TOOL_DENIED deviceFacility=tool-policy request=exec cs1=acme cs1Label=tenant cs2=s1 cs2Label=session cs3=tr cs3Label=trace ' +
        `cs4=onToolCall cs4Label=hook cs5=destructive cs5Label=class cs6=${'a'.repeat(64)} cs6Label=hash cn1=7 cn1Label=seq`,
    )
  })

  it('escapes bars and backslashes in the header, equals signs, backslashes and line breaks in the extension, and nothing else', () => {
    const line = toCef(having({ action: 'a|b\\c=d\r\ne' }), '1')
    expect(line).toContain('|decision onToolCall a\\|b\\\\c=d e deny|')
    expect(line).toContain(' request=a|b\\\\c\\=d\\r\\ne ')
  })

  it('is one line from which every value comes back, whatever names are', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('|', '\\', '=', '\n', '\r', ' ', 'a', 'cs1', 'é', '😀'),
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(nasty, nasty, (action, user) => {
        const line = toCef(having({ action, user }), '1')
        expect(line).not.toMatch(/[\r\n]/)
        const { header, fields } = parseCef(line)
        expect(header.slice(0, 3)).toEqual(['CEF:0', 'Ringwall', 'Ringwall'])
        expect(header[4]).toBe('TOOL_DENIED')
        expect(fields.get('request')).toBe(action)
        expect(fields.get('suser')).toBe(user)
        expect(fields.get('cn1')).toBe('7')
      }),
    )
  })

  it('names who approved, and the secret that was read and what for', () => {
    const secret = {
      type: 'secret',
      action: undefined,
      rulings: undefined,
      name: 'MAIL',
      purpose: 'send',
      outcome: 'denied',
    }
    const approval = having({ type: 'approval', kind: 'granted', by: 'ada', rulings: undefined })
    expect(toCef(approval, '1')).toMatch(/ suser=alice msg=by ada .* reason=granted request=exec /)
    expect(toOcsf(approval, '1')).toMatchObject({ unmapped: { by: 'ada', kind: 'granted' } })
    expect(toCef(having(secret), '1')).toMatch(/ act=denied outcome=denied .* reason=send request=MAIL /)
  })

  it('has no control character, and none that turns the line around', () => {
    const line = toCef(having({ action: 'a\u001b[2J\u0085\u2028\u202eb', user: '\u2066' }), '1')
    expect(line).not.toMatch(/\p{Cc}|\p{Cf}|\u2028/u)
  })
})

/** What OCSF 1.3.0 asks of API Activity (6003) with the profile security_control: required attributes, enumerations, constraints of objects. */
function ocsfProblems(event: ReturnType<typeof toOcsf>): readonly string[] {
  const required = [
    'activity_id',
    'actor',
    'api',
    'category_uid',
    'class_uid',
    'metadata',
    'severity_id',
    'src_endpoint',
    'time',
    'type_uid',
  ]
  const { actor, api, metadata, src_endpoint } = event as Record<string, Record<string, unknown>>
  const enums: readonly (readonly [string, readonly number[]])[] = [
    ['activity_id', [0, 1, 2, 3, 4, 99]],
    ['severity_id', [0, 1, 2, 3, 4, 5, 6, 99]],
    ['status_id', [0, 1, 2, 99]],
    ['action_id', [0, 1, 2]],
    ['disposition_id', [0, ...Array.from({ length: 27 }, (_, i) => i + 1), 99]],
  ]
  return [
    ...required.filter((key) => event[key] === undefined).map((key) => `${key} is missing`),
    ...enums
      .filter(([key, values]) => event[key] !== undefined && !values.includes(Number(event[key])))
      .map(([key]) => `${key} is none`),
    ...(event.class_uid === 6003 && event.category_uid === 6 ? [] : ['it is another class']),
    ...(event.type_uid === 6003 * 100 + Number(event.activity_id) ? [] : ['type_uid does not fit']),
    ...(Number.isInteger(event.time) ? [] : ['time is no timestamp']),
    ...(typeof api?.['operation'] === 'string' ? [] : ['api.operation is missing']),
    ...(['process', 'user', 'invoked_by', 'session', 'app_name', 'app_uid'].some((key) => actor?.[key] !== undefined)
      ? []
      : ['the actor is nobody']),
    ...(['ip', 'uid', 'name', 'hostname', 'svc_name', 'instance_uid', 'interface_uid', 'interface_name'].some(
      (key) => src_endpoint?.[key] !== undefined,
    )
      ? []
      : ['the endpoint is none']),
    ...(metadata?.['version'] === '1.3.0' && metadata['product'] !== undefined ? [] : ['metadata is incomplete']),
    ...(event.disposition_id === 99 && typeof event.disposition !== 'string'
      ? ['another disposition needs its name']
      : []),
  ]
}

describe('OCSF', () => {
  it.for<readonly [string, object, object]>([
    [
      'a denial',
      {},
      { activity_id: 4, action_id: 2, disposition_id: 2, severity_id: 4, status_id: 2, status_code: 'TOOL_DENIED' },
    ],
    [
      'an allow',
      { outcome: 'allow', rulings: [], class: 'read' },
      { activity_id: 2, action_id: 1, disposition_id: 1, severity_id: 1, status_id: 1 },
    ],
    [
      'an ask, which is no allow',
      { outcome: 'ask', class: 'mutate' },
      { activity_id: 3, action_id: 2, disposition_id: 99, status_id: 2 },
    ],
    ['a call without a class', { class: undefined }, { activity_id: 99, activity_name: 'onToolCall' }],
    [
      'what an operator did',
      { type: 'operator', action: 'secrets.set', by: 'ada', outcome: 'done', user: undefined, rulings: undefined },
      { action_id: 0, actor: { user: { name: 'ada' } } },
    ],
    [
      'a secret that was refused',
      { type: 'secret', action: undefined, outcome: 'denied', name: 'MAIL', purpose: 'send', rulings: undefined },
      { action_id: 2, disposition_id: 2, unmapped: { name: 'MAIL', purpose: 'send' } },
    ],
    [
      'a checkpoint',
      {
        type: 'checkpoint',
        hook: undefined,
        action: undefined,
        outcome: undefined,
        user: undefined,
        agent: undefined,
        session: undefined,
        rulings: undefined,
      },
      { api: { operation: 'checkpoint' } },
    ],
  ])('%s is what the schema asks for', ([, more, expected]) => {
    const event = toOcsf(having(more), '1.2.3')
    expect(ocsfProblems(event)).toEqual([])
    expect(event).toMatchObject(expected)
    expect(event).toMatchObject({
      metadata: { uid: 'id-1', sequence: 7, original_time: RECORD.time },
      unmapped: { hash: RECORD.hash },
    })
  })
})
