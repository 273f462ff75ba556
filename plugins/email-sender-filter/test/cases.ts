import type { JsonObject } from '@ringwall/core'
import type { Case, ExpectedRuling } from '@ringwall/testkit'
import { auth, CONFIG, mail } from './mail.ts'

const OK = auth('corp.example')
const ALICE = 'From: Alice <alice@corp.example>'

function from(value: string, domain = 'corp.example'): string {
  return mail(auth(domain), `From: ${value}`)
}

function raw(name: string, text: string, code?: string, rule?: string, config: JsonObject = CONFIG): Case {
  const ruling: ExpectedRuling = { code: code ?? '', kind: 'deny', ...(rule && { findings: [{ rule }] }) }
  return {
    hook: 'onInbound',
    name,
    config,
    payload: { source: 'email', text, meta: { raw: true } },
    expect: code === undefined ? 'pass' : ruling,
  }
}

function pairs(name: string, meta: JsonObject, code?: string, rule?: string): Case {
  const ruling: ExpectedRuling = { code: code ?? '', ...(rule && { findings: [{ rule }] }) }
  const payload = { source: 'email', text: 'Please do the thing.', meta } as const
  return { hook: 'onInbound', name, config: CONFIG, payload, expect: code === undefined ? 'pass' : ruling }
}

const AUTH_PAIR = ['Authentication-Results', 'mx.corp.example; dmarc=pass header.from=corp.example']
const SPOOF = 'EMAIL_SPOOFED'
const BAD = 'EMAIL_MALFORMED'
const ROBOT = 'EMAIL_AUTOMATED'
const NO_AUTH = 'EMAIL_UNAUTHENTICATED'

/** Says whether a mail with this Authentication-Results from alice@corp.example is refused, and by which rule. */
function results(name: string, values: readonly string[], rule?: string, config: JsonObject = CONFIG): Case {
  const lines = values.map((value) => `Authentication-Results: ${value}`)
  return raw(name, mail(...lines, ALICE), rule && NO_AUTH, rule, config)
}

/** What the layer says through the kernel; ends with what it does not see. */
export const cases: readonly Case[] = [
  { hook: 'onInbound', name: 'a user', input: 'From: me', expect: 'pass' },
  raw('a listed address', mail(OK, ALICE)),
  raw('case', from('ALICE@Corp.Example')),
  raw('line feeds alone', mail(OK, ALICE).replaceAll('\r\n', '\n')),
  raw('a header without a body', `${OK}\r\n${ALICE}`),
  raw('a listed domain', mail(auth('trusted.example'), 'From: zed@trusted.example')),
  raw('a folded From', mail(OK, 'From: Alice\r\n  <alice@corp.example>')),
  raw('a comma in quotes', from('"Smith, Alice" <alice@corp.example>')),
  raw('dots in a name', from('Alice B. Smith <alice@corp.example>')),
  raw('her own address as name', from('"alice@corp.example" <alice@corp.example>')),
  raw('her own domain as name', from('Alice (corp.example) <alice@corp.example>')),
  raw('a comment', from('alice@corp.example (Alice (at work))')),
  raw('a name in Japanese', from('=?utf-8?B?5bGx55Sw?= =?ISO-8859-1?Q?_Andr=E9?= <alice@corp.example>')),
  raw('a name in plain UTF-8', from('山田 <alice@corp.example>')),
  raw('a quoted local part that needs none', from('"alice"@corp.example')),
  raw('an assistant sends it', mail(OK, ALICE, 'Sender: Carl <carl@corp.example>')),
  raw('a machine says no', mail(OK, ALICE, 'Auto-Submitted: No (typed)')),
  raw('nothing is suppressed', mail(OK, ALICE, 'X-Auto-Response-Suppress: None')),
  raw('a report as boundary', mail(OK, ALICE, 'Content-Type: multipart/mixed; boundary="multipart/report"')),
  raw('a return path', mail(OK, ALICE, 'Return-Path: <alice@corp.example>')),

  raw('an empty list', mail(OK, ALICE), 'EMAIL_NOT_ALLOWED', 'sender', { authservId: 'mx.corp.example' }),
  raw('nothing configured', mail(OK, ALICE), 'EMAIL_NOT_ALLOWED', 'sender', {}),
  raw('no server named', mail(OK, ALICE), 'EMAIL_AUTH_UNCONFIGURED', undefined, { allow: CONFIG.allow }),
  raw('no server named, open', mail(OK, ALICE), 'EMAIL_AUTH_UNCONFIGURED', undefined, { policy: 'open' }),
  raw('another sender', from('eve@other.example', 'other.example'), 'EMAIL_NOT_ALLOWED'),
  raw('a plus-tag', from('alice+x@corp.example'), 'EMAIL_NOT_ALLOWED'),
  raw('a dot', from('a.lice@corp.example'), 'EMAIL_NOT_ALLOWED'),
  raw('a subdomain', from('zed@a.trusted.example', 'a.trusted.example'), 'EMAIL_NOT_ALLOWED'),
  raw('another sender, open', from('eve@other.test', 'other.test'), undefined, undefined, {
    ...CONFIG,
    policy: 'open',
  }),

  pairs('pairs', { headers: [AUTH_PAIR, ['FROM', 'Alice\r\n <alice@corp.example>']] }),
  pairs('no headers', {}, 'EMAIL_NO_HEADERS', 'source.none'),
  pairs('no pairs', { headers: [] }, 'EMAIL_NO_HEADERS', 'source.headers'),
  pairs('an object', { headers: { from: 'alice@corp.example' } }, 'EMAIL_NO_HEADERS', 'source.headers'),
  pairs('a triple', { headers: [['From', 'alice@corp.example', 'x']] }, 'EMAIL_NO_HEADERS', 'source.headers'),
  pairs('two sources', { raw: true, headers: [['From', 'alice@corp.example']] }, 'EMAIL_NO_HEADERS', 'source.two'),
  pairs('raw as a word', { raw: 'yes' }, 'EMAIL_NO_HEADERS', 'source.raw'),
  pairs('a header in a value', { headers: [['Subject', 'x\r\nFrom: alice@corp.example']] }, BAD, 'header.bare-lf'),
  pairs('a colon in a name', { headers: [['From: x', 'y']] }, BAD, 'header.name'),
  pairs('a NUL in a pair', { headers: [AUTH_PAIR, ['From', 'alice@corp.example\u0000']] }, BAD, 'header.control'),
  pairs(
    'Reply-To elsewhere',
    { headers: [AUTH_PAIR, ['From', 'alice@corp.example'], ['Reply-To', 'e@x.example']] },
    'EMAIL_REPLY_ELSEWHERE',
  ),

  raw('no From', mail(OK), BAD, 'from.none'),
  raw('nothing', '', BAD, 'header.none'),
  raw('a body alone', '\r\nHello', BAD, 'header.none'),
  raw('an empty From', from(''), BAD, 'from.empty'),
  raw('an empty address', from('<>'), BAD, 'from.empty'),
  raw('two From', mail(OK, ALICE, 'From: eve@other.example'), BAD, 'from.twice'),
  raw('two From in different case', mail(OK, 'FROM: eve@other.example', ALICE), BAD, 'from.twice'),
  raw('two Sender', mail(OK, ALICE, 'Sender: a@b.example', 'Sender: c@d.example'), BAD, 'sender.twice'),
  raw('two mailboxes', from('alice@corp.example, eve@other.example'), BAD, 'from.several'),
  raw('a name with a comma', from('Smith, Alice <alice@corp.example>'), BAD),
  raw('a group', from('friends: alice@corp.example;'), BAD, 'from.group'),
  raw('a route', from('<@other.example:alice@corp.example>'), BAD, 'from.group'),
  raw('a space before the colon', mail(OK, 'From : alice@corp.example'), BAD, 'header.name'),
  raw('a line that is no header', mail(OK, ALICE, 'hello there'), BAD, 'header.name'),
  raw('a fold at the start', ` x\r\n${mail(OK, ALICE)}`, BAD, 'header.fold'),
  raw('a blank fold', mail(OK, 'X-A: b\r\n \t', ALICE), BAD, 'header.fold'),
  raw('a bare line feed', mail(OK, 'X-A: b\nFrom: eve@other.example', ALICE), BAD, 'header.bare-lf'),
  raw('a bare carriage return', mail(OK, 'X-A: b\rFrom: eve@other.example', ALICE), BAD, 'header.bare-cr'),
  raw('a NUL', mail(OK, 'From: alice@corp.example\u0000'), BAD, 'header.control'),
  raw('an escape', mail(OK, ALICE, 'X-A: \u001b[2J'), BAD, 'header.control'),
  raw('too many headers', mail(OK, ALICE, ...Array<string>(500).fill('X-A: b')), BAD, 'header.count'),
  raw('too long a header', mail(OK, ALICE, `X-A: ${'b'.repeat(300_000)}`), BAD, 'header.size'),
  raw('an open quote', from('"Alice <alice@corp.example>'), BAD, 'from.unclosed'),
  raw('an open comment', from('alice@corp.example (x'), BAD, 'from.unclosed'),
  raw('a hundred comments', from(`${'('.repeat(100)}${')'.repeat(100)}alice@corp.example`), BAD, 'from.unclosed'),
  raw('text after the address', from('alice@corp.example <eve@other.example> x'), BAD),
  raw('an address after the address', from('<alice@corp.example>@other.example'), BAD),
  raw('an address as unquoted name', from('alice@corp.example <eve@other.example>'), BAD),
  raw('an address in a local part', from('"alice@corp.example"@other.example'), BAD, 'from.address'),
  raw('a comment in the address', from('alice(x)@corp.example'), BAD, 'from.address'),
  raw('an encoded local part', from('=?utf-8?Q?alice?=@corp.example'), BAD, 'from.address'),
  raw('a final dot', from('alice@corp.example.'), BAD, 'from.address'),
  raw('a domain literal', from('alice@[192.0.2.1]'), BAD),
  raw('Cyrillic in a local part', from('аlice@corp.example'), BAD, 'from.address'),
  raw('Cyrillic in a domain', from('alice@cоrp.example'), BAD, 'from.address'),
  raw('an unknown charset', from('=?x-mine?B?YQ==?= <alice@corp.example>'), BAD, 'from.encoded-word'),

  raw('an address as name', from('"zed@trusted.example" <alice@corp.example>'), SPOOF, 'display.address'),
  raw('in a comment', from('eve@other.example (alice@corp.example)', 'other.example'), SPOOF, 'display.address'),
  raw('encoded', from('=?utf-8?B?YWxpY2VAY29ycC5leGFtcGxl?= <eve@other.example>'), SPOOF, 'display.address'),
  raw(
    'encoded inside quotes',
    from('"=?utf-8?Q?alice=40corp.example?=" <eve@other.example>'),
    SPOOF,
    'display.address',
  ),
  raw('in two encoded words', from('=?utf-8?Q?alice=40?= =?utf-8?Q?corp.example?= <eve@other.example>'), SPOOF),
  raw('a fullwidth @', from('"alice＠corp．example" <eve@other.example>'), SPOOF, 'display.address'),
  raw('a listed domain as name', from('"Alice at corp.example" <eve@other.example>'), SPOOF, 'display.domain'),
  raw('a bidi override', from('"\u202eecila" <alice@corp.example>'), SPOOF, 'display.invisible'),
  raw('a line break', from('=?utf-8?Q?Alice=0AFrom?= <alice@corp.example>'), SPOOF, 'display.invisible'),
  raw('a name without end', from(`"${'a'.repeat(2000)}" <alice@corp.example>`), SPOOF, 'display.size'),
  raw('rn for m', from('a@rnail.example', 'rnail.example'), SPOOF, 'domain.look-alike', {
    ...CONFIG,
    protect: ['mail.example'],
  }),
  raw('a one for an l', from('a@exce1.example'), SPOOF, 'domain.look-alike', {
    ...CONFIG,
    policy: 'open',
    protect: ['excel.example'],
  }),
  raw('punycode', from('a@xn--crp-sed.example'), SPOOF, 'domain.look-alike'),
  raw('a letter apart', from('a@trustd.example'), SPOOF, 'domain.near'),
  raw('two letters swapped', from('a@turstde.example'), 'EMAIL_NOT_ALLOWED'),
  raw('swapped', from('a@tursted.example'), SPOOF, 'domain.near'),
  raw('a listed domain in another', from('a@corp.example.other.test'), SPOOF, 'domain.embedded'),

  ...[
    ['Auto-Submitted: auto-replied (x)', 'auto-submitted'],
    ['Auto-Submitted:', 'auto-submitted'],
    ['Auto-Submitted: (no) auto-replied', 'auto-submitted'],
    ['Precedence: BULK', 'precedence'],
    ['Precedence: (x) bulk', 'precedence'],
    ['Precedence: (x bulk', 'precedence'],
    ['Content-Type: (x) multipart / report; report-type=x', 'report'],
    ['Content-Type: message/delivery-status', 'report'],
    ['Return-Path: (x) <>', 'return-path'],
    ['X-Auto-Response-Suppress: none, All', 'response-suppress'],
    ['X-Auto-Response-Suppress:', 'response-suppress'],
    ['List-Unsubscribe: <https://l.example/u>', 'list'],
    ['List-Id: x <l.example>', 'list'],
    ['X-Auto-Response-Suppress: OOF, DR', 'response-suppress'],
    ['X-Autoreply: yes', 'autoreply'],
    ['Return-Path: < >', 'return-path'],
    ['Return-Path: <mailer-daemon@corp.example>', 'return-path'],
    ['Content-Type: Multipart/Report; report-type=x', 'report'],
    ['Sender: No Reply <no-reply@corp.example>', 'sender'],
  ].map(([line = '', rule = '']) => raw(line, mail(OK, ALICE, line), ROBOT, `automated.${rule}`)),
  ...[
    'noreply',
    'no-reply',
    'do.not.reply',
    'No_Reply+7',
    'billing-noreply',
    'postmaster',
    'MAILER-DAEMON',
    'bounces+a=b',
    'owner-x',
    'alerts2',
    'service-alerts',
    'auto-confirm',
  ].map((local) =>
    raw(local, mail(auth('trusted.example'), `From: ${local}@trusted.example`), ROBOT, 'automated.sender'),
  ),
  raw('a robot, open', mail(OK, ALICE, 'Precedence: list'), ROBOT, undefined, { ...CONFIG, policy: 'open' }),

  results('DKIM', ['mx.corp.example; dkim=pass header.d=corp.example']),
  results('DKIM by identity', ['mx.corp.example 1; dkim=pass header.i=@corp.example header.b="a=b"']),
  results('DKIM of a subdomain', ['mx.corp.example; dkim=pass header.d=m.corp.example']),
  results('SPF', ['MX.corp.example; spf=pass (a; dmarc=fail) smtp.mailfrom=x@corp.example']),
  results('no policy, but DKIM', [
    'mx.corp.example; dmarc=none header.from=corp.example; dkim=pass header.d=corp.example',
  ]),
  results('two filters', [
    'mx.corp.example; spf=fail smtp.mailfrom=a@b.example',
    'mx.corp.example; dmarc=pass header.from=corp.example',
  ]),
  results('a foreign server first', [
    'x.example; dmarc=fail header.from=corp.example',
    'mx.corp.example; dmarc=pass header.from=corp.example',
  ]),
  results('nobody', [], 'auth.none'),
  results('a foreign server', ['x.example; dmarc=pass header.from=corp.example'], 'auth.none'),
  results('a longer name', ['mx.corp.example.x.example; dmarc=pass header.from=corp.example'], 'auth.none'),
  results(
    'a failure',
    ['mx.corp.example; dmarc=fail header.from=corp.example; dkim=pass header.d=corp.example'],
    'auth.dmarc-fail',
  ),
  results(
    'a failure below',
    ['mx.corp.example; dmarc=pass header.from=corp.example', 'mx.corp.example; dmarc=fail'],
    'auth.dmarc-fail',
  ),
  results('a failure and a comment', ['mx.corp.example; dmarc=fail (was dmarc=pass)'], 'auth.dmarc-fail'),
  results('a pass in a comment', ['mx.corp.example; none (; dmarc=pass header.from=corp.example)'], 'auth.no-pass'),
  results(
    'a pass in quotes',
    ['mx.corp.example; spf=fail reason="; dmarc=pass header.from=corp.example"'],
    'auth.no-pass',
  ),
  results('a pass for another', ['mx.corp.example; dmarc=pass header.from=other.example'], 'auth.other-domain'),
  results('DKIM of another', ['mx.corp.example; dkim=pass header.d=other.example'], 'auth.no-pass'),
  results('DKIM of a longer name', ['mx.corp.example; dkim=pass header.d=evilcorp.example'], 'auth.no-pass'),
  results('SPF of HELO', ['mx.corp.example; spf=pass smtp.helo=corp.example'], 'auth.no-pass'),
  results(
    'a property twice',
    ['mx.corp.example; dkim=pass header.d=corp.example header.d=x.example'],
    'auth.unreadable',
  ),
  results('nonsense', ['mx.corp.example; dkim pass'], 'auth.unreadable'),
  results('a subdomain, strict', ['mx.corp.example; dkim=pass header.d=m.corp.example'], 'auth.no-pass', {
    ...CONFIG,
    alignment: 'strict',
  }),
  raw(
    'a pass that came with the mail',
    mail('Authentication-Results: mx.corp.example; dkim=none', 'Received: from x by mx.corp.example', OK, ALICE),
    NO_AUTH,
    'auth.no-pass',
  ),
  raw('authentication is off', mail(ALICE), undefined, undefined, { allow: CONFIG.allow, requireAuth: false }),

  {
    hook: 'onInbound',
    name: 'the name of a person',
    payload: { source: 'email', text: from('"Alice Smith, CEO" <eve@other.test>', 'other.test'), meta: { raw: true } },
    config: { ...CONFIG, policy: 'open' },
    miss: 'names of people are not known to it',
  },
]
