import { expect, test } from 'vitest'
import { containerImage, fetchedPackage, guardedWords, isPinned } from './mcp-words.ts'

test.for([
  ['ringwall mcp --name a -- server', '--name a -- server'],
  ['npx ringwall mcp -- x', '-- x'],
  ['npx -y ringwall@0.1.0 mcp --url https://a.example', '--url https://a.example'],
  ['pnpm dlx ringwall mcp -- x', '-- x'],
  ['npx -p ringwall@0.1.0 ringwall mcp -- x', '-- x'],
  ['node /opt/ringwall/bin/ringwall.js mcp -- x', '-- x'],
  ['/usr/bin/ringwall mcp', ''],
  ['./node_modules/.bin/ringwall mcp -- x', '-- x'],
])('%s is behind ringwall mcp', ([words = '', rest]) => {
  expect(guardedWords(words.split(' '))?.join(' ')).toBe(rest)
})

test.for([
  'npx -y server',
  'server ringwall mcp',
  'npx server -- ringwall mcp',
  'ringwall',
  'ringwall check mcp',
  'ringwall-like mcp -- x',
  'npx @evil/ringwall-mcp mcp',
  'npx -p evil ringwall mcp -- x',
  'npx --package=evil ringwall mcp -- x',
  'npx --registry https://evil.example ringwall mcp -- x',
  'node --import ./evil.js ringwall.js mcp',
  'sh -c ringwall',
  './ringwall mcp -- x',
  'bin/ringwall mcp -- x',
  'node ringwall/ringwall.js mcp -- x',
  '',
])('%s is not', (words) => {
  expect(guardedWords(words.split(' '))).toBeUndefined()
})

test.for([
  ['npx -y @acme/server@1.2.3 .', '@acme/server@1.2.3', true],
  ['npx server', 'server', false],
  ['npx server@latest', 'server@latest', false],
  ['npx server@1', 'server@1', false],
  ['uvx some-server==2.0.1', 'some-server==2.0.1', true],
  ['pnpm dlx @a/b@1.0.0-rc.1', '@a/b@1.0.0-rc.1', true],
] as const)('%s fetches %s', ([words, name, pinned]) => {
  expect(fetchedPackage(words.split(' '))).toBe(name)
  expect(isPinned(name)).toBe(pinned)
})

test.for(['node server.js', '/usr/bin/server', 'docker run x', 'npx ./local'])('%s fetches nothing', (words) => {
  expect(fetchedPackage(words.split(' '))).toBeUndefined()
})

test.for([
  ['docker run -i --rm acme/a', 'acme/a'],
  ['podman run -it -e KEY -v /a:/b --network=none acme/a:1 serve', 'acme/a:1'],
  ['docker --context x run acme/a@sha256:0 --port 1', 'acme/a@sha256:0'],
  ['docker ps', undefined],
  ['npx docker run x', undefined],
] as const)('%s makes a container of %s', ([words, image]) => {
  expect(containerImage(words.split(' '))).toBe(image)
})
