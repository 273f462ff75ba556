import type { JsonObject, JsonValue, Payloads } from '@ringwall/core'
import { TEST_SESSION, type Case, type Expectation } from '@ringwall/testkit'
import type { SecretsStoreInput } from '../src/index.ts'
import { scrubCases } from './scrub-cases.ts'
import { MASTER_KEY, VALUES } from './seeded.ts'

const { TOKEN, SIGNS } = VALUES
const AGENT = TEST_SESSION.agentId
const API = 'https://api.example.com/v1'
const hook = 'onToolCall'
const grant = (more: object = {}) => ({
  names: ['*'],
  agents: [AGENT],
  tools: ['http_*', 'login', 'exec', 'write'],
  hosts: ['api.example.com'],
  ...more,
})
/** The config of nearly every case. */
export const config: SecretsStoreInput = { masterKey: MASTER_KEY, grants: [grant()] }
const granting = (more: object): SecretsStoreInput => ({ masterKey: MASTER_KEY, grants: [grant(more)] })
const local = granting({ hosts: [] })

const call = (args: JsonObject, tool = 'http_get'): Payloads['onToolCall'] => ({ tool, args })
const filled = (args: JsonObject, tool = 'http_get'): Expectation => ({
  code: 'SECRETS_FILLED',
  kind: 'rewrite',
  payload: { tool, args, meta: {} },
})
const refused = (code: string): Expectation => ({ code, kind: 'deny' })

const reaching = (name: string, url: JsonValue, expect: Expectation, more: object = {}): Case => ({
  name,
  hook,
  config: granting(more),
  payload: call({ url, headers: { authorization: 'Bearer {{secret:TOKEN}}' } }),
  expect,
})
const goes = (name: string, url: string, more: object = {}): Case =>
  reaching(name, url, filled({ url, headers: { authorization: `Bearer ${TOKEN}` } }), more)
const stays = (name: string, url: JsonValue, more: object = {}): Case =>
  reaching(name, url, refused('SECRET_DESTINATION'), more)

/** What gets a secret, what does not, what is taken out again, and, at the end, what the layer does not see. */
export const cases: readonly Case[] = [
  { name: 'a call without secrets', hook, config, payload: call({ url: API }), expect: 'pass' },
  {
    name: 'templates of others',
    hook,
    config,
    payload: call({ text: '{{ name }} ${{ secrets.TOKEN }}' }),
    expect: 'pass',
  },
  {
    name: 'a secret alone',
    hook,
    config: local,
    payload: call({ password: '{{secret:TOKEN}}' }, 'login'),
    expect: filled({ password: TOKEN }, 'login'),
  },
  {
    name: 'several, at any depth and in lists',
    hook,
    config: local,
    payload: call({ a: [{ 'b/~': 'x {{secret:TOKEN}} y {{secret:OTHER}}' }], n: 7, no: null }, 'login'),
    expect: filled({ a: [{ 'b/~': `x ${TOKEN} y ${VALUES.OTHER}` }], n: 7, no: null }, 'login'),
  },
  goes('a declared host', API),
  goes('its default port', 'https://api.example.com:443/x'),
  goes('capitals', 'https://API.Example.com/x'),
  goes('a domain with all below it', 'https://a.b.example.org/x', { hosts: ['*.example.org'] }),
  goes('another port that is declared', 'https://api.example.com:8443/x', { hosts: ['api.example.com:8443'] }),
  goes('an origin without TLS that is declared', 'http://127.0.0.1:3000/x', { hosts: ['http://127.0.0.1:3000'] }),
  goes('any host', 'https://anywhere.example/x', { hosts: ['*'] }),
  stays('another host', 'https://evil.example/?x=api.example.com'),
  stays('a host that only starts alike', 'https://api.example.com.evil.example/'),
  stays('a host that only ends alike', 'https://evilapi.example.com/'),
  stays('the domain itself is not below it', 'https://example.org/', { hosts: ['*.example.org'] }),
  stays('no TLS', 'http://api.example.com/'),
  stays('another port', 'https://api.example.com:8443/'),
  stays('another scheme', 'ftp://api.example.com/'),
  stays('a host before an at sign', 'https://api.example.com@evil.example/'),
  stays('a backslash, which parsers read in two ways', 'https://api.example.com\\@evil.example/'),
  stays('a second URL beside the first', [API, 'https://evil.example/']),
  stays('a URL in a header', { url: API, referer: 'see https://evil.example/' }),
  stays('a host without a scheme', { url: API, proxy: 'evil.example:8080' }),
  stays('a URL without a scheme', '//evil.example/x'),
  stays('a word for a URL', 'api'.repeat(2)),
  {
    name: 'no URL at all where hosts are declared',
    hook,
    config,
    payload: call({ q: 'api.example.com', key: '{{secret:TOKEN}}' }),
    expect: refused('SECRET_DESTINATION'),
  },
  stays('a secret that says where to go', 'https://{{secret:TOKEN}}/'),
  stays('a secret as a part of the host', 'https://{{secret:TOKEN}}.example.com/'),
  stays('a secret as the whole URL', '{{secret:TOKEN}}'),
  stays('a URL where no host is declared', API, { hosts: [] }),
  stays('another tool', API, { tools: ['post'] }),
  stays('an empty list of tools covers none', API, { tools: [] }),
  reaching('another agent', API, refused('SECRET_UNAVAILABLE'), { agents: ['other'] }),
  reaching('an empty list of agents covers none', API, refused('SECRET_UNAVAILABLE'), { agents: [] }),
  reaching('an empty list of names covers none', API, refused('SECRET_UNAVAILABLE'), { names: [] }),
  reaching('another name', API, refused('SECRET_UNAVAILABLE'), { names: ['TOKE', 'TOKENS', 'token', '?OKEN'] }),
  {
    name: 'no grants cover nothing',
    hook,
    config: { masterKey: MASTER_KEY },
    payload: call({ p: '{{secret:TOKEN}}' }),
    expect: refused('SECRET_UNAVAILABLE'),
  },
  {
    name: 'a secret that is not there',
    hook,
    config: local,
    payload: call({ p: '{{secret:NONE}}' }),
    expect: refused('SECRET_UNAVAILABLE'),
  },
  {
    name: 'a secret of another tenant',
    hook,
    config: local,
    payload: call({ p: '{{secret:FOREIGN}}' }),
    expect: refused('SECRET_UNAVAILABLE'),
  },
  ...[
    '{{secret:}}',
    '{{secret:TOKEN',
    '{{secret: TOKEN }}',
    '{{Secret:TOKEN}}',
    '{{secret:a/b}}',
    '{{ secret:TOKEN}}',
  ].map((text): Case => ({
    name: `not a reference: ${text}`,
    hook,
    config: local,
    payload: call({ p: `{{secret:TOKEN}} ${text}` }),
    expect: refused('SECRET_REFERENCE_INVALID'),
  })),
  {
    name: 'a reference in a name of an argument',
    hook,
    config: local,
    payload: call({ '{{secret:TOKEN}}': 1 }),
    expect: refused('SECRET_REFERENCE_INVALID'),
  },
  {
    name: 'in a URL it is one value of it, whatever signs it has',
    hook,
    config,
    payload: call({ url: `${API}/{{secret:CLIMB}}?p={{secret:SIGNS}}#x` }),
    expect: filled({ url: `${API}/..%2F..%2Fetc%2Fpasswd?p=${encodeURIComponent(SIGNS)}#x` }),
  },
  {
    name: 'as a password in a URL',
    hook,
    config,
    payload: call({ url: 'https://me:{{secret:SIGNS}}@api.example.com/' }),
    expect: filled({ url: `https://me:${encodeURIComponent(SIGNS)}@api.example.com/` }),
  },
  {
    name: 'plain signs in a command',
    hook,
    config: local,
    payload: call({ command: 'run --token {{secret:TOKEN}}' }, 'exec'),
    expect: filled({ command: `run --token ${TOKEN}` }, 'exec'),
  },
  {
    name: 'signs of a shell in a command',
    hook,
    config: local,
    payload: call({ command: 'run {{secret:SIGNS}}' }, 'exec'),
    expect: refused('SECRET_PLACE_REFUSED'),
  },
  {
    name: 'a value that climbs in a path',
    hook,
    config: local,
    payload: call({ filePath: 'a/{{secret:CLIMB}}' }, 'write'),
    expect: refused('SECRET_PLACE_REFUSED'),
  },
  {
    name: 'plainFields',
    hook,
    config: { ...local, plainFields: [] },
    payload: call({ command: 'run {{secret:SIGNS}}' }, 'exec'),
    expect: filled({ command: `run ${SIGNS}` }, 'exec'),
  },
  {
    name: 'lines in a header',
    hook,
    config: local,
    payload: call({ headers: { 'x-key': '{{secret:LINES}}' } }),
    expect: refused('SECRET_PLACE_REFUSED'),
  },
  {
    name: 'a text that mentions URLs',
    hook,
    config,
    payload: call({ url: API, headers: { key: '{{secret:TOKEN}}' }, body: 'as in https://other.example/' }),
    expect: filled({ url: API, headers: { key: TOKEN }, body: 'as in https://other.example/' }),
  },
  {
    name: 'dataFields',
    hook,
    config: { ...config, dataFields: [] },
    payload: call({ url: API, headers: { key: '{{secret:TOKEN}}' }, body: 'as in https://other.example/' }),
    expect: refused('SECRET_DESTINATION'),
  },
  {
    name: 'the value itself in the arguments',
    hook,
    config,
    payload: call({ text: `it is ${TOKEN}` }),
    expect: refused('SECRET_LITERAL'),
  },
  {
    name: 'the value in another writing',
    hook,
    config,
    payload: call({ text: Buffer.from(`: ${TOKEN}`).toString('base64') }),
    expect: refused('SECRET_LITERAL'),
  },
  {
    name: 'literals',
    hook,
    config: { ...config, literals: 'flag' },
    payload: call({ text: TOKEN }),
    expect: { code: 'SECRET_LITERAL', kind: 'flag' },
  },
  {
    name: 'observed, nothing is filled in',
    hook,
    mode: 'observe',
    config: local,
    payload: call({ p: '{{secret:TOKEN}}' }),
    expect: { code: 'SECRETS_FILLED', payload: { tool: 'http_get', args: { p: '{{secret:TOKEN}}' }, meta: {} } },
  },
  ...scrubCases,
  {
    name: 'a host without a scheme in an argument of another name',
    hook,
    config: local,
    payload: call({ where: 'evil.example', p: 'no secret' }),
    miss: 'only arguments whose names say so hold hosts without a scheme; list hosts for tools that reach some',
  },
  {
    name: 'a value that was encrypted by the tool',
    hook: 'onInbound',
    source: 'tool',
    config,
    input: TOKEN.split('')
      .map((sign) => String.fromCharCode(sign.charCodeAt(0) + 1))
      .join(''),
    miss: 'only the writings of the text package are known',
  },
]
