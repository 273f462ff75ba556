import { isRingwallError } from '@ringwall/core'
import { expect, test } from 'vitest'
import { parseServer, type UrlKind } from './server-url.ts'

const POSTGRES: UrlKind = { plain: ['postgres'], encrypted: [], port: 5432, off: ['sslmode', 'disable'] }
const REDIS: UrlKind = { plain: ['redis'], encrypted: ['rediss'], port: 6379, off: ['tls', 'off'] }

test.for([
  ['postgres://u@localhost/db', POSTGRES, { host: 'localhost', port: 5432, user: 'u', path: 'db', tls: undefined }],
  ['postgres://127.0.0.1:99/db', POSTGRES, { port: 99, user: undefined, tls: undefined }],
  ['postgres://[::1]/db', POSTGRES, { host: '::1', tls: undefined }],
  ['postgres://u%40x:p%2Fw@db.example/d%20b', POSTGRES, { user: 'u@x', password: 'p/w', path: 'd b', tls: {} }],
  ['postgres://db.example/db?sslmode=disable', POSTGRES, { host: 'db.example', tls: undefined }],
  ['postgres://u@h/db?host=/run/postgresql', POSTGRES, { host: '/run/postgresql', tls: undefined }],
  ['redis://localhost', REDIS, { host: 'localhost', port: 6379, path: '', tls: undefined }],
  ['redis://cache.example', REDIS, { tls: {} }],
  ['redis://cache.example?tls=off', REDIS, { tls: undefined }],
  ['rediss://localhost/2', REDIS, { path: '2', tls: {} }],
  ['redis://localhost.example', REDIS, { tls: {} }],
  ['redis://127.0.0.1.example', REDIS, { tls: {} }],
] as const)('%s', ([url, kind, expected]) => {
  expect(parseServer({ url }, kind)).toMatchObject(expected)
})

test('options stand in the place of what the URL says, and encrypt also on this machine', () => {
  const password = ['s', '3', 'cret'].join('')
  const server = parseServer({ url: 'postgres://u@localhost/db', password, tls: { ca: 'PEM' } }, POSTGRES)
  expect(server).toMatchObject({ password, tls: { ca: 'PEM' } })
})

test.for([
  ['', POSTGRES],
  ['db.example', POSTGRES],
  ['mysql://u:s3cret@h/db', POSTGRES],
  ['postgres://u:s3cret@h/db?sslmode=require', POSTGRES],
  ['postgres://u:s3cret@h/db?sslmode=disable&sslmode=verify-full', POSTGRES],
  ['postgres://u:s3cret@h/db?host=relative', POSTGRES],
  ['postgres://u:s3cret@h/db?options=-c%20fsync%3Doff', POSTGRES],
  ['postgres://u:s3cret@h/db#x', POSTGRES],
  ['postgres:///db', POSTGRES],
  ['postgres://u:%s3cret@h/db', POSTGRES],
  ['rediss://:s3cret@h?tls=off', REDIS],
  ['redis://:s3cret@h?tls=maybe', REDIS],
] as const)('%s is refused, without its password', ([url, kind]) => {
  try {
    parseServer({ url }, kind)
    expect.unreachable()
  } catch (error) {
    expect(isRingwallError(error) && error.code).toBe('STORE_URL_INVALID')
    expect(String(error)).not.toContain('s3cret')
  }
})

test('the place shows neither user nor password nor parameters', () => {
  const { place } = parseServer({ url: 'postgres://user:s3cret@db.example/db?sslmode=disable' }, POSTGRES)
  expect(place).toBe('postgres://db.example:5432/db')
})
