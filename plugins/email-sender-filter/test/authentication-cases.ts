import type { Case } from '@ringwall/testkit'
import { ALICE, CONFIG, mail, NO_AUTH, OK, raw, results } from './mail.ts'

const ID = 'mx.corp.example'
const PASS = 'dmarc=pass header.from=corp.example'

/** Values of Authentication-Results that authenticate alice@corp.example. */
const PASSING: readonly string[] = [
  `(hi) ${ID} (me) 1 (v);\r\n\tdmarc (x) = (y) pass (p=none; dmarc=fail) header.from (a) = (b) corp.example`,
  `"${ID}"; dmarc=pass header.from="corp.example"`,
  `${ID.toUpperCase()}; DMARC=PASS HEADER.FROM=CORP.EXAMPLE;`,
  `${ID}; dkim/1=pass reason="good; dmarc=fail" header.d=corp.example header.b="a/b+c="`,
  `${ID}; dkim=fail header.d=corp.example; dkim=pass header.d=esp.test; dkim=pass header.d=corp.example`,
  `${ID}; spf=pass smtp.mailfrom=<alice@corp.example> smtp.helo=out.test`,
  `${ID}; dmarc=temperror header.from=corp.example; dkim=pass header.d=corp.example`,
  `${ID};\r\n dkim=pass header.i=@corp.example header.s=s header.b=Ab12+/=;\r\n spf=pass (${ID}: domain of alice@corp.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=alice@corp.example;\r\n dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=corp.example`,
  `${ID}; spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=corp.example; dkim=pass (signature was verified)\r\n header.d=corp.example;dmarc=pass action=none\r\n header.from=corp.example;compauth=pass reason=100`,
]

/** Values that do not, and the rule. */
const FAILING: readonly (readonly [string, string])[] = [
  [`corp.example; ${PASS}`, 'auth.none'],
  [`a.${ID}; ${PASS}`, 'auth.none'],
  [`${ID}.; ${PASS}`, 'auth.none'],
  [`(${ID}) x.test; ${PASS}`, 'auth.none'],
  [`x.test (${ID}); ${PASS}`, 'auth.none'],
  [`mx\u200b.corp.example; ${PASS}`, 'auth.none'],
  [PASS, 'auth.none'],
  [`${ID} 2; ${PASS}`, 'auth.unreadable'],
  [`${ID}, ${PASS}`, 'auth.unreadable'],
  [`${ID}; dmarc:pass header.from=corp.example`, 'auth.unreadable'],
  [`${ID}; spf=fail (x; ${PASS}`, 'auth.unreadable'],
  [`${ID}; spf=fail reason="x; ${PASS}`, 'auth.unreadable'],
  [`${ID}; dmarc=pass header.from=x.test header.from=corp.example`, 'auth.unreadable'],
  [`${ID}; none`, 'auth.no-pass'],
  [ID, 'auth.no-pass'],
  [`${ID}; dmarc=pass`, 'auth.no-pass'],
  [`${ID}; dmarc=temperror header.from=corp.example`, 'auth.no-pass'],
  [`${ID}; dmarc=passed header.from=corp.example`, 'auth.dmarc-fail'],
  [`${ID}; ${PASS}; dmarc=fail header.from=corp.example`, 'auth.dmarc-fail'],
  [`${ID}; arc=pass; dmarc=fail header.from=corp.example; dkim=pass header.d=corp.example`, 'auth.dmarc-fail'],
  [`${ID}; dmarc=pass header.from=a.corp.example`, 'auth.other-domain'],
  [`${ID}; spf=fail (a (b) ; ${PASS})`, 'auth.no-pass'],
  [`${ID}; spf=fail (x\\); ${PASS}; dkim=none (y)`, 'auth.unreadable'],
  [`${ID}; spf=fail reason="x\\"; ${PASS}; y=\\"z" smtp.mailfrom=e@x.test`, 'auth.no-pass'],
  [`${ID}; spf=pass smtp.mailfrom="x; ${PASS}; y"@x.test`, 'auth.no-pass'],
  [`${ID}; dkim=pass header.d=x.test header.i=@corp.example`, 'auth.no-pass'],
  [`${ID}; dkim=pass header.d=example`, 'auth.no-pass'],
  [`${ID}; dkim=pass header.d=corp.example.x.test`, 'auth.no-pass'],
  [`${ID}; dkim=pass header.s=corp.example`, 'auth.no-pass'],
  [`${ID}; dkim=neutral header.d=corp.example`, 'auth.no-pass'],
  [`${ID}; x-dkim=pass header.d=corp.example`, 'auth.no-pass'],
  [`${ID}; spf=softfail smtp.mailfrom=alice@corp.example`, 'auth.no-pass'],
  [`${ID}; spf=pass smtp.mailfrom=corp.example@x.test`, 'auth.no-pass'],
  [`${ID}; spf=pass smtp.mailfrom=x@x.test@corp.example`, 'auth.no-pass'],
  [`${ID}; auth=pass smtp.auth=alice@corp.example`, 'auth.no-pass'],
  [`${ID}; arc=pass header.d=corp.example`, 'auth.no-pass'],
]

/** Which mail is authentic. */
export const authenticationCases: readonly Case[] = [
  ...PASSING.map((value) => results(JSON.stringify(value.slice(0, 60)), [value])),
  ...FAILING.map(([value, rule]) => results(value, [value], rule)),
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
  raw(
    'ARC, whatever it says',
    mail(`ARC-Authentication-Results: i=1; ${ID}; dmarc=fail header.from=corp.example`, OK, ALICE),
  ),
  raw('ARC alone', mail(`ARC-Authentication-Results: i=1; ${ID}; ${PASS}`, ALICE), NO_AUTH, 'auth.none'),
  raw('results in the body', `${ALICE}\r\n\r\n${OK}\r\n`, NO_AUTH, 'auth.none'),
]
