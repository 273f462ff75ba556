import { expect, it } from 'vitest'
import { clientOf, isInBlocks, parseBlock, sourceOf, type Block } from './address.ts'

const blocks = (...texts: readonly string[]): readonly Block[] =>
  texts.map(parseBlock).filter((block) => block !== undefined)
const forwarded = (...values: readonly string[]): [string, string][] =>
  values.map((value) => ['X-Forwarded-For', value])

it.each([
  ['an address of IPv4', '203.0.113.7', '203.0.113.7'],
  ['the same in IPv6 writing', '::ffff:203.0.113.7', '203.0.113.7'],
  ['the same in hex', '::ffff:cb00:7107', '203.0.113.7'],
  ['an address of IPv6', '2001:db8:1:2:aaaa::1', '2001:db8:1:2::/64'],
  ['another one of its line', '2001:0db8:0001:0002:bbbb:1:2:3', '2001:db8:1:2::/64'],
  ['one of another line', '2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['one with a zone', 'fe80::1%eth0', 'fe80::/64'],
  ['nothing', undefined, 'unknown'],
  ['an octal spelling', '0177.0.0.1', 'unknown'],
  ['a name', 'localhost', 'unknown'],
])('failures of %s are counted under one key', (_, address, source) => expect(sourceOf(address)).toBe(source))

it.each([
  ['not believed from a stranger', '198.51.100.1', ['203.0.113.7'], [], '198.51.100.1'],
  ['not believed from a stranger beside a proxy', '198.51.100.1', ['203.0.113.7'], ['10.0.0.0/8'], '198.51.100.1'],
  ['believed from a proxy', '10.0.0.1', ['203.0.113.7'], ['10.0.0.0/8'], '203.0.113.7'],
  ['read from the right', '10.0.0.1', ['1.2.3.4, 203.0.113.7'], ['10.0.0.0/8'], '203.0.113.7'],
  ['read through several proxies', '10.0.0.1', ['203.0.113.7, 10.0.0.9, 10.0.0.8'], ['10.0.0.0/8'], '203.0.113.7'],
  ['read over several headers', '10.0.0.1', ['1.2.3.4', '203.0.113.7'], ['10.0.0.0/8'], '203.0.113.7'],
  ['read with a port', '10.0.0.1', ['203.0.113.7:4711'], ['10.0.0.0/8'], '203.0.113.7'],
  ['read in brackets', '10.0.0.1', ['[2001:db8::1]:443'], ['10.0.0.0/8'], '2001:db8::1'],
  ['read behind a proxy in IPv6 writing', '::ffff:10.0.0.1', ['203.0.113.7'], ['10.0.0.0/8'], '203.0.113.7'],
  ['no story where it is missing', '10.0.0.1', [], ['10.0.0.0/8'], '10.0.0.1'],
  ['no story where it is garbage', '10.0.0.1', ['1.2.3.4, <script>'], ['10.0.0.0/8'], '10.0.0.1'],
  ['no story where it is huge', '10.0.0.1', ['9'.repeat(5000)], ['10.0.0.0/8'], '10.0.0.1'],
  ['the last proxy where all are', '10.0.0.1', ['10.0.0.3, 10.0.0.2'], ['10.0.0.0/8'], '10.0.0.3'],
  ['unknown where the connection is', undefined, ['203.0.113.7'], ['0.0.0.0/0'], undefined],
])('X-Forwarded-For is %s', (_, peer, headers, proxies, client) =>
  expect(clientOf(peer, forwarded(...headers), blocks(...proxies))).toBe(client),
)

it('a long way of proxies is walked to its end, and no further', () => {
  const hops = Array.from({ length: 10_000 }, () => '10.0.0.1').join(',')
  expect(clientOf('10.0.0.1', forwarded(`203.0.113.7,${hops}`), blocks('10.0.0.0/8'))).toBe('10.0.0.1')
})

it.each([
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0/8',
  '::1/129',
  '::ffff:10.0.0.0/8',
  '10.0.0.0/8/8',
  '',
  'x',
  '010.0.0.1',
])('%j is no block', (text) => expect(parseBlock(text)).toBeUndefined())

it('a block holds its own kind of address', () => {
  expect(isInBlocks('10.1.2.3', blocks('10.0.0.0/8'))).toBe(true)
  expect(isInBlocks('11.1.2.3', blocks('10.0.0.0/8', '2001:db8::/32'))).toBe(false)
  expect(isInBlocks('2001:db8::5', blocks('10.0.0.0/8', '2001:db8::/32'))).toBe(true)
  expect(isInBlocks('10.0.0.1', blocks('10.0.0.1'))).toBe(true)
  expect(isInBlocks(undefined, blocks('0.0.0.0/0', '::/0'))).toBe(false)
})
