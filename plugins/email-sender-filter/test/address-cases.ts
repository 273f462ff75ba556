import type { Case } from '@ringwall/testkit'
import { ALICE, auth, BAD, from, mail, OK, raw, SPOOF } from './mail.ts'

const A = 'alice@corp.example'
const E = 'eve@evil.test'

/** Forms of From that are alice@corp.example for every reader. */
const ADMITTED: readonly string[] = [
  [A, `<${A}>`, `< ${A} >`, `Alice<${A}>`, `\r\n ${A}`, `(hi) ${A} (Alice (at (work)))`, `"" <${A}>`],
  [`"Alice \\"Al\\" (Corp) [x]: y; z" <${A}>`, `Alice (Sales) O'Brien & Co. #1 <${A}>`, `"Alice @ Corp" <${A}>`],
  [`=?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <${A}>`, `=?windows-1251?Q?=C0=EB=E8?= =?us-ascii*en?Q?_A?= <${A}>`],
  // A character split over two encoded words.
  [`=?utf-8?B?5bGx5w==?=\r\n =?utf-8?B?lLA=?= <${A}>`],
  [`"\u200fשלום\u200f" <${A}>`],
  [`"Алиса 😀" <${A}>`],
].flat()

/** Forms that are refused, though alice@corp.example stands in them and her domain is authentic. */
const MALFORMED: readonly string[] = [
  ['Alice', '@corp.example', 'alice@', 'alice@@corp.example', 'alice@corp..example', 'alice.@corp.example'],
  [`${A};`, `${A},`, `,${A}`, `${A} ${E}`, `${A}, ${A}`, `<${A}>, <${A}>`, `<${A}> <${E}>`, `Alice <> <${A}>`],
  [`a:b:${A};`, `undisclosed-recipients:;`, `<@evil.test,@x.test:${A}>`, `<<${A}>>`, `<${A}>x`, `${A}>`, `x) <${A}>`],
  [
    'alice @corp.example',
    'alice@ corp.example',
    'alice@corp .example',
    'alice@(x)corp.example',
    'al\\ice@corp.example',
  ],
  [
    'alice@127.0.0.1',
    'alice@[IPv6:::1]',
    'alice@corp_x.example',
    'alice@-corp.example',
    `${'a'.repeat(65)}@corp.example`,
  ],
  ['"alice "@corp.example', '""@corp.example', '"a" alice@corp.example', `[${A}]`, `&lt;${A}&gt;`, `mailto:${A}`],
  ['=?utf-8?Q?alice=40corp.example?=', '<=?utf-8?Q?alice=40corp.example?=>', 'alice@=?utf-8?Q?corp.example?='],
  // White space and format characters that a careless trim takes away.
  [`${A}\u00a0`, `\u00a0${A}`, `\ufeff${A}`, `${A}\u2028`, `${A}\u200b`, `${A}\u3000`],
  [
    'alice＠corp.example',
    'alice@corp．example',
    'alice@corp。example',
    'Ａlice@corp.example',
    'alice\u00ad@corp.example',
  ],
  [`${A}\u0085`, `${A}\u007f`, `"x\u0000y" <${A}>`],
  [
    `=?utf-7?Q?x?= <${A}>`,
    `=?utf-8?X?abc?= <${A}>`,
    `=?utf-8?B?/w==?= <${A}>`,
    `${'('.repeat(20)}${')'.repeat(20)} ${A}`,
  ],
].flat()

/** Lines of a header, with those before and after a From, that are refused. */
const LINES: readonly (readonly [string, string])[] = [
  [`From\t: ${A}`, 'header.name'],
  [`Frоm: ${A}`, 'header.name'],
  [`: x\r\n${ALICE}`, 'header.name'],
  [`X\u00e9: z\r\n${ALICE}`, 'header.name'],
  [`From ${A} Mon Nov 2\r\n${ALICE}`, 'header.name'],
  [`X: y\r\r\n${ALICE}`, 'header.bare-cr'],
  [`Sender: ${A}`, 'from.none'],
  [`Resent-From: ${A}`, 'from.none'],
  [`From:\r\nFrom: ${A}`, 'from.twice'],
  [`${ALICE}\r\n${ALICE}`, 'from.twice'],
  [`${ALICE}\r\nSubject: two`, 'subject.twice'],
  [`${ALICE}\r\nTo: x@corp.example`, 'to.twice'],
  [`${ALICE}\r\nCc: a@b.test\r\nCC: c@d.test`, 'cc.twice'],
  [
    `${ALICE}\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64`,
    'content-transfer-encoding.twice',
  ],
  [`${ALICE}\r\nReply-To: a@b.test\r\nReply-To: c@d.test`, 'reply-to.twice'],
  [`${ALICE}\r\nSender:`, 'sender.empty'],
  [`${ALICE}\r\nSender: a@b.test, c@d.test`, 'sender.several'],
]

/** What is read as an address, and what is not. */
export const addressCases: readonly Case[] = [
  ...ADMITTED.map((value) => raw(JSON.stringify(value), from(value))),
  ...MALFORMED.map((value) => raw(JSON.stringify(value), from(value), BAD)),
  ...LINES.map(([lines, rule]) => raw(JSON.stringify(lines), mail(OK, lines), BAD, rule)),
  raw('From in the body', mail(OK, 'X-A: b').replace('Please', `${ALICE}\r\n\r\nPlease`), BAD, 'from.none'),
  raw('carriage returns alone', mail(OK, ALICE).replaceAll('\r\n', '\r'), BAD, 'header.bare-cr'),
  raw('line feeds first', mail(OK, ALICE).replaceAll('\r\n', '\n\r'), BAD),
  raw('a byte order mark', `\ufeff${mail(OK, ALICE)}`, BAD, 'header.name'),
  raw('an empty line first', `\r\n${mail(OK, ALICE)}`, BAD, 'header.none'),
  raw('odd bytes in the body', `${mail(OK, ALICE)}a\nb\u0000\rFrom: ${E}\n.\r\n`),
  raw('headers in the body', `${mail(OK, ALICE)}From: ${E}\r\nPrecedence: bulk\r\n`),
  raw('a mark of direction that nothing needs', from(`"Al\u200fice" <${A}>`), SPOOF, 'display.invisible'),
  raw('a filler in the name', from(`"Al\u3164ice" <${A}>`), SPOOF, 'display.invisible'),
  raw('a backslash before the end of a quote', from(`"${A}\\" <x@y>" <${E}>`, 'evil.test'), SPOOF),
  raw('signs of a URL', mail(auth('evil.test'), 'From: alice@evil.test#@corp.example'), BAD, 'from.address'),
]
