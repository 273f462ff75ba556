import type { JsonObject } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { findUrls } from './urls.ts'

const find = (args: JsonObject, maxUrls = 10) =>
  findUrls(args, { dataFields: new Set(['content', 'text']), maxUrls })?.map(({ text }) => text)

describe('findUrls', () => {
  it.each([
    [{ url: 'http://a.example/' }, ['http://a.example/']],
    [{ url: ' http://a.example/ ' }, ['http://a.example/']],
    [{ url: 'http://10.0\t.0.4/' }, ['http://10.0\t.0.4/']],
    [{ url: 'http:/10.1.1.5/' }, ['http:/10.1.1.5/']],
    [{ url: 'data:,x' }, ['data:,x']],
    [{ url: '10.0.0.1' }, ['http://10.0.0.1']],
    [{ url: '//10.0.0.1/x' }, ['http://10.0.0.1/x']],
    [{ url: '2130706433' }, ['http://2130706433']],
    [{ url: '①⓪.⓪.⓪.⑤' }, ['http://①⓪.⓪.⓪.⑤']],
    [{ baseUrl: 'localhost:8080' }, ['http://localhost:8080']],
    [{ host: '[::1]:80' }, ['http://[::1]:80']],
    [{ path: 'file:///etc/passwd' }, ['file:///etc/passwd']],
    [{ command: 'curl http://a.example/x, then "https://b.example".' }, ['http://a.example/x', 'https://b.example']],
    [{ options: { list: ['x', { deep: 'see http://c.example!' }] } }, ['http://c.example']],
    [{ 'http://k.example/': 1 }, ['http://k.example/']],
    [{ content: 'http://d.example/' }, ['http://d.example/']],
    [{ content: 'read http://localhost:3000 first' }, []],
    [{ content: ['read http://localhost:3000 first', { note: 'and http://127.0.0.1 too' }] }, []],
    [{ text: 'http://localhost:3000 is where it runs' }, []],
    [{ path: 'src/a.ts', host: 'staging', target: 'build.release', title: 'data: the results', ratio: '3:4' }, []],
    [{ path: 'C:\\Users\\a', time: '12:30', mail: 'a@b.example' }, []],
  ])('%j: %j', (args, urls) => {
    expect(find(args as JsonObject)?.toSorted()).toEqual(urls.toSorted())
  })

  it('gives up where there are more than are judged', () => {
    expect(find({ a: 'http://a http://b http://c' }, 2)).toBeUndefined()
    expect(find({ list: Array.from({ length: 100 }, (_, i) => `http://h${i}.example/`) }, 99)).toBeUndefined()
  })

  it('reads arguments of any depth', () => {
    let deep: JsonObject = { url: 'http://deep.example/' }
    for (let i = 0; i < 20_000; i++) deep = { a: deep }
    expect(find(deep)).toEqual(['http://deep.example/'])
  })
})
