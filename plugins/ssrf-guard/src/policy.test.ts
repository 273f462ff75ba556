import { describe, expect, it } from 'vitest'
import { createPolicy, isRefusal } from './policy.ts'

const defaults = { egress: 'public', allow: [], deny: [], maxUrlLength: 200 } as const
const judge = (url: unknown, config: Partial<Parameters<typeof createPolicy>[0]> = {}): string => {
  const answer = createPolicy({ ...defaults, ...config }).checkUrl(url)
  return isRefusal(answer) ? answer.code : `${answer.host}:${answer.port}`
}

describe('spellings', () => {
  it.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'javascript:alert(1)',
    'data:,x',
    'http:/10.0.0.1/',
    '//example.com/',
    'example.com',
    '',
    'https://',
    'http://exa mple.com/',
    'http://exam\tple.com/',
    'http:\\\\example.com/',
    'http://example.com\\@10.0.0.1/',
    'https://user:pw@example.com/',
    'https://user@example.com/',
    'http://example.com:22/',
    'http://example.com:6379/',
    'http://example.com:0/',
    'http://example.com:99999/',
    `http://example.com/${'a'.repeat(200)}`,
    7,
    null,
    undefined,
    {},
  ])('%j is no URL for agents', (url) => {
    expect(judge(url)).toBe('URL_REFUSED')
  })

  it.each([
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://127.0.0.1./',
    'http://0/',
  ])('%s is this machine', (url) => {
    expect(judge(url)).toBe('ADDRESS_REFUSED')
  })

  it.each([
    'http://localhost/',
    'http://ⓛocalhost/',
    'http://LOCALHOST.:80/',
    'http://a.localhost/',
    'http://printer/',
    'http://x.local/',
    'http://x.internal/',
    'http://x.svc.cluster.local/',
    'http://router.lan/',
    'http://x.home.arpa/',
    'http://metadata.goog/',
    'http://gооgle.com/',
    `http://${'a'.repeat(64)}.com/`,
    'http://a..com/',
  ])('%s is local or deceives', (url) => {
    expect(judge(url)).toBe('HOST_REFUSED')
  })

  it.each([
    ['https://example.com/', 'example.com:443'],
    [' http://Example.COM:8080/a?b=http://127.0.0.1/#c ', 'example.com:8080'],
    ['https://example.com./', 'example.com:443'],
    ['https://bücher.example/', 'xn--bcher-kva.example:443'],
    ['https://пример.рф/', 'xn--e1afmkfd.xn--p1ai:443'],
    ['https://localhost.example.com/', 'localhost.example.com:443'],
    ['http://[2620:fe::fe]:81/', '2620:fe::fe:81'],
    ['HTTPS://example.com', 'example.com:443'],
  ])('%s is %s', (url, place) => {
    expect(judge(url)).toBe(place)
  })
})

describe('lists', () => {
  const allow = ['db.internal:5432', '*.corp', '10.1.0.0/16', '[fd00::5]:8080', '169.254.169.254', 'localhost:3000']
  it.each([
    ['http://db.internal:5432/', true],
    ['http://db.internal/', false],
    ['http://wiki.corp/', true],
    ['http://a.b.corp/', true],
    ['http://corp/', false],
    ['http://10.1.2.3/', true],
    ['http://10.1.2.3:22/', true],
    ['http://10.2.2.3/', false],
    ['http://[::ffff:10.1.2.3]/', true],
    ['http://[fd00::5]:8080/', true],
    ['http://[fd00::5]/', false],
    ['http://169.254.169.254/', true],
    ['http://localhost:3000/', true],
    ['http://localhost:3001/', false],
  ])('%s: %s', (url, isAllowed) => {
    expect(!/^[A-Z_]+$/.test(judge(url, { allow }))).toBe(isAllowed)
  })

  it('let a name lead to private addresses, and not to metadata', () => {
    const policy = createPolicy({ ...defaults, allow: ['db.internal'] })
    expect(policy.checkAddress('10.0.0.5', 'db.internal', 80)).toBeUndefined()
    expect(policy.checkAddress('127.0.0.1', 'db.internal', 80)).toBeUndefined()
    for (const address of ['169.254.169.254', '169.254.1.1', '224.0.0.1', '100.100.100.200'])
      expect(policy.checkAddress(address, 'db.internal', 80)).toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect(policy.checkAddress('10.0.0.5', 'other.example', 80)).toMatchObject({ code: 'ADDRESS_REFUSED' })
  })

  it('deny what is denied, also where it is allowed', () => {
    const config = { allow: ['a.example', '8.8.8.8'], deny: ['*.example', '8.0.0.0/8'] }
    expect(judge('https://a.example/', config)).toBe('HOST_REFUSED')
    expect(judge('https://8.8.8.8/', config)).toBe('HOST_REFUSED')
    expect(createPolicy({ ...defaults, ...config }).checkAddress('8.8.4.4', 'x.test', 443)).toMatchObject({
      code: 'HOST_REFUSED',
    })
  })

  it('are all there is in the allowlist mode', () => {
    const egress = 'allowlist'
    expect(judge('https://api.example/', { egress, allow: ['api.example'] })).toBe('api.example:443')
    expect(judge('https://evil.example/', { egress, allow: ['api.example'] })).toBe('HOST_REFUSED')
    expect(judge('https://1.1.1.1/', { egress, allow: ['api.example'] })).toBe('HOST_REFUSED')
    expect(judge('https://example.com/', { egress })).toBe('HOST_REFUSED')
    const byAddress = createPolicy({ ...defaults, egress, allow: ['1.1.1.0/24'] })
    expect(byAddress.checkAddress('1.1.1.9', 'x.example', 443)).toBeUndefined()
    expect(byAddress.checkAddress('1.1.2.9', 'x.example', 443)).toMatchObject({ code: 'HOST_REFUSED' })
  })

  it('hold for a redirect to a relative address too', () => {
    const policy = createPolicy(defaults)
    const base = new URL('https://example.com/a/b')
    expect(policy.checkUrl('../c', base)).toMatchObject({ host: 'example.com' })
    expect(policy.checkUrl('//10.0.0.1/', base)).toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect(policy.checkUrl('file:///etc/passwd', base)).toMatchObject({ code: 'URL_REFUSED' })
  })
})
