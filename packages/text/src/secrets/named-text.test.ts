import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../engine.ts'
import { createSecretScanner } from './scanner.ts'
import { createSecretFinder } from './secret-finder.ts'
import { createSecretNames } from './secret-names.ts'

const finder = createSecretFinder({ scanner: createSecretScanner(createEngine()), names: createSecretNames() })

function redact(text: string): string {
  let out = ''
  let at = 0
  for (const { start, end, quote } of finder.find(text).critical) {
    out += `${text.slice(at, start)}${quote}#${quote}`
    at = end
  }
  return out + text.slice(at)
}

describe('names in text', () => {
  it.for([
    ['pw=abc', 'pw=#'],
    ['password=changeme pin=000012 token=$ecret9 secret=${x}y1', 'password=# pin=# token=# secret=#'],
    ['{"password":"hunter"}', '{"password":"#"}'],
    ['{"password": "hun\\"ter", "a": 1}', '{"password": "#", "a": 1}'],
    ['{"password":"hunt', '{"password":"#'],
    ['{"pin":1234,"a":1}', '{"pin":"#","a":1}'],
    ['{"pin": 1234}', '{"pin": "#"}'],
    ['{"credentials":{"user":"u","k":["x"]},"a":1}', '{"credentials":"#","a":1}'],
    ['{"body":"{\\"password\\":\\"hunter\\",\\"pin\\":12}"}', '{"body":"{\\"password\\":\\"#\\",\\"pin\\":\\"#\\"}"}'],
    ["{ password: 'hunter', a: 1 }", "{ password: '#', a: 1 }"],
    [`{'api_key': 'hunter'}`, `{'api_key': '#'}`],
    ['"password"=>"hunter", :token=>"abc"', '"password"=>"#", :token=>"#"'],
    ['user=bob&password=hunter&a=b', 'user=bob&password=#&a=b'],
    ['POST /login?api_key=hunter HTTP/1.1', 'POST /login?api_key=# HTTP/1.1'],
    ['level=info password=hunter user=bob', 'level=info password=# user=bob'],
    ['level=info password="hunter two" user=bob', 'level=info password="#" user=bob'],
    ['user[password]=hunter&x=1', 'user[password]=#&x=1'],
    ['user%5Bpassword%5D=hunter&x=1', 'user%5Bpassword%5D=#&x=1'],
    ['next=%2Flogin%3Fpassword%3Dhunter%26a%3Db', 'next=%2Flogin%3Fpassword%3D#%26a%3Db'],
    ['%7B%22password%22%3A%22hunter%22%7D', '%7B%22password%22%3A%22#%22%7D'],
    ['DB_PASSWORD = hunter', 'DB_PASSWORD = #'],
    ['export API_TOKEN=hunter', 'export API_TOKEN=#'],
    ['a\npassword: hunter\nb', 'a\npassword: #\nb'],
    ['GET / HTTP/1.1\r\nAuthorization: Basic dTpw\r\nHost: a', 'GET / HTTP/1.1\r\nAuthorization: #\r\nHost: a'],
    ['> Cookie: a=b; c=d', '> Cookie: #'],
    ['sent Authorization: Digest username="u", response="r"', 'sent Authorization: #"u", response="r"'],
    ['login with password: hunter2, user: bob', 'login with password: #, user: bob'],
    ['(password=hunter).', '(password=#).'],
    ['\u001b[31mpassword=hunter\u001b[0m', '\u001b[31mpassword=#\u001b[0m'],
    ["password: \u001b[32m'hunter'\u001b[39m", "password: \u001b[32m'#'\u001b[39m"],
  ])('%s becomes %s', ([text, expected]) => expect(redact(text ?? '')).toBe(expected))

  it.for([
    ["ALTER USER bob PASSWORD 'swordfish'", "ALTER USER bob PASSWORD '#'"],
    ["CREATE USER 'a'@'%' IDENTIFIED BY 'swordfish'", "CREATE USER 'a'@'%' IDENTIFIED BY '#'"],
    ["IDENTIFIED WITH mysql_native_password AS 'swordfish'", "IDENTIFIED WITH mysql_native_password AS '#'"],
    ['curl -s -u ana:swordfish https://host', 'curl -s -u ana:# https://host'],
    ["curl --user 'ana:swordfish' https://host", "curl --user 'ana:#' https://host"],
    ['mysql -u root -pswordfish db', 'mysql -u root -p# db'],
    ['sshpass -p swordfish ssh host', 'sshpass -p # ssh host'],
    ['redis-cli -a swordfish ping', 'redis-cli -a # ping'],
    ['<a><ns:Password type="x">swordfish</ns:Password></a>', '<a><ns:Password type="x">#</ns:Password></a>'],
    ['<password><![CDATA[sword<fish]]></password>', '<password><![CDATA[#]]></password>'],
    ['&lt;password&gt;swordfish&lt;/password&gt;', '&lt;password&gt;#&lt;/password&gt;'],
    ['<property name="password" value="swordfish"/>', '<property name="password" value="#"/>'],
    ['<key>password</key><string>swordfish</string>', '<key>password</key><string>#</string>'],
    ['{"name":"DB_PASSWORD","value":"swordfish"}', '{"name":"DB_PASSWORD","value":"#"}'],
    ['- name: DB_PASSWORD\n  value: swordfish', '- name: DB_PASSWORD\n  value: #'],
    ['form-data; name="password"\r\n\r\nswordfish\r\n--x', 'form-data; name="password"\r\n\r\n#\r\n--x'],
    ['Authorization=Bearer swordfish ok', 'Authorization=# ok'],
    ['{Authorization=Bearer swordfish, Host=x}', '{Authorization=#, Host=x}'],
    ['map[Authorization:[Bearer swordfish] Host:[x]]', 'map[Authorization:#] Host:[x]]'],
    ['Authorization: Digest\r\n hunter2\r\nHost: x', 'Authorization: #\r\n #\r\nHost: x'],
    ['password: |\n  hunter2\nb: c', 'password: #\n  #\nb: c'],
    ['the password is hunter2, ok', 'the password is #, ok'],
    ['login with password hunter2 failed', 'login with password # failed'],
    ["secret is 'swordfish'", "secret is '#'"],
    ['x login password = hunter2 ok', 'x login password = # ok'],
    ["{'password': b'swordfish'}", "{'password': b'#'}"],
    ["[('password', 'hunter2')]", "[('password', '#')]"],
    ['Map(password -> swordfish)', 'Map(password -> #)'],
    ['{password,<<"hunter2">>}', '{password,<<"#">>}'],
    ['Config { password: Some("swordfish") }', 'Config { password: Some("#") }'],
    ['{Password:(string) (len=9) "swordfish"}', '{Password:(string) (len=9) "#"}'],
    ['  ["password"]=>\n  string(9) "swordfish"', '  ["password"]=>\n  string(9) "#"'],
    ['s:8:"password";s:9:"swordfish";', 's:8:"password";s:9:"#";'],
    ['{\n "password":\n   "swordfish"\n}', '{\n "password":\n   "#"\n}'],
  ])('%s becomes %s', ([text, expected]) => expect(redact(text ?? '')).toBe(expected))

  it.for([
    'Unexpected token export in JSON, Unexpected token } at 12',
    'the password is required; your token was revoked; password is too short',
    'token v2.1 is deprecated, password 3 of 5',
    'MountVolume.SetUp failed: secret "db-credentials-7x" not found',
    'fields: ["password", "email"] and (token, secret)',
    '<p>password</p><Password>Please type your password again</Password>',
    'curl -u https://host\ndocker login -p\nmysql -p db',
    'List<Token> tokens = parse(x)',
    'at Token.password (file.js:12:5)\n    at next',
    'identified by name',
    'password reset for bob, passwords changed: 12',
  ])('%s stays, a phrase without a value', (text) => expect(redact(text)).toBe(text))

  it.for<[string, (bytes: Buffer) => string]>([
    ['JSON of a Buffer', (bytes) => JSON.stringify({ body: bytes })],
    ['JSON of a list of bytes', (bytes) => JSON.stringify({ body: new Uint8Array(bytes) })],
    ['JSON in JSON', (bytes) => JSON.stringify({ body: JSON.stringify(new Uint8Array(bytes)) })],
    ['a printed Buffer', (bytes) => inspect(bytes)],
    ['a printed list', (bytes) => inspect(new Uint8Array(bytes))],
  ])('bytes of a secret: %s', ([name, print]) => {
    const text = `got ${print(Buffer.from(`ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`))} there`
    expect(redact(text)).toMatch(/^got .*#.* there$/s)
    expect(redact(text)).not.toMatch(/104|68 70/)
    if (name.startsWith('JSON of')) expect(() => void JSON.parse(redact(text).slice(4, -6))).not.toThrow()
    const innocent = `got ${print(Buffer.from('nothing that anybody would hide'))} there`
    expect(redact(innocent)).toBe(innocent)
  })

  it.for([
    'the token is expired; token: expired, retry',
    'tokens=4096 max_tokens=100 tokenCount: 5 {"tokens":4096}',
    'password=true token=null secret= {"password":null,"token":""}',
    'if (token == next) password === undefined',
    '{"session":{"tenantId":"t"},"author":"bob"}',
    'author: Bob, keyboard=qwertz, publicKey=abc, time 12:30:45',
    'password=[REDACTED:named-secret] {"pin":"[REDACTED:named-secret]"} a',
    'https://host:8080/a?b=c%20d',
    'Enter your password',
    ':::===%%%',
    'password=${DB_PASS} token=$TOKEN secret=<secret> pin=**** {"token":"{{ secrets.X }}","pin":"xxxxxx"} pw=%PW% token=****fx3n',
    'Authorization: Bearer ${TOKEN}',
    'o={token:i,secret:function(e){return e.s}} enter password: (input hidden)',
  ])('%s stays', (text) => expect(redact(text)).toBe(text))

  it('is settled before `pending`, whatever follows', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'password',
        'token',
        '"',
        "'",
        '\\"',
        ':',
        '=',
        '=>',
        ' ',
        '  ',
        '\n',
        '{',
        '}',
        '[',
        ']',
        ',',
        ';',
        '&',
        '%3D',
        '%22',
        '%',
        '3A',
        'hunter',
        'Expired',
        'null',
        '42',
        'Authorization: ',
        'Basic x',
        '. ',
        ')',
        '(',
        'x',
      ),
      fc.string({ maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('')
        const head = text.slice(0, at % (text.length + 1))
        const settled = finder.pending(head)
        const upTo = (seen: string) =>
          finder
            .find(seen)
            .critical.filter(({ start }) => start < settled)
            .map(({ start }) => start)
        expect(upTo(text)).toEqual(upTo(head))
        const ended = (seen: string) => finder.find(seen).critical.filter(({ end }) => end < settled)
        for (const one of ended(head)) expect(finder.find(text).critical).toContainEqual(one)
      }),
      { numRuns: 5000 },
    )
  })

  // Were any of them read again from each of its signs, this would take minutes.
  it.for([
    '=',
    ':',
    '%',
    '%25',
    '%253D',
    'password=',
    '"password":"',
    "password: '",
    '"password":{',
    '"session":{',
    'password:a(',
    'password: {',
    '\\',
    '\\"password\\":\\"',
    'password%3D',
    'password%3D%22',
    'password%3D+',
    'password=[REDACTED',
    'password=${',
    'password: "\\',
    'Authorization: ',
    'token: Expired ',
    'password=null ',
    '12,',
    '"0":1,',
    '<Buffer 00 ',
    '\u001b[0',
    '> ',
    'password=xx',
    'password is ',
    '<password>',
    '&lt;password&gt;',
    'name=password ',
    'identified by ',
    'curl -u ',
    'password,',
    'password"]=>',
  ])('reads a hostile text in one go: %s', (piece) => {
    for (const end of ['', 'password=', '"']) {
      const text = piece.repeat(400_000 / piece.length) + end
      expect(finder.find(text).critical.length + finder.pending(text)).toBeGreaterThan(0)
    }
  })

  it('lets prose go word by word', () => {
    const prose = 'The garden is early this year, and the password field: see the manual; my token = thanks. '
    for (let n = 1; n < prose.length; n++)
      expect(n - finder.pending(prose.slice(0, n)), prose.slice(0, n)).toBeLessThanOrEqual(20)
  })
})
