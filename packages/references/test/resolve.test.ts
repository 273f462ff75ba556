import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createResolver, resolveSecret } from '../src/index.ts'

const no = (problem: string) => ({ ok: false, problem })

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-references-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('variables', async () => {
  const env = { A: 'x', B: ' ' }
  expect(await resolveSecret('${A}', env)).toEqual({ ok: true, value: 'x' })
  expect(await resolveSecret('env:A', env)).toEqual({ ok: true, value: 'x' })
  expect(await resolveSecret('env:B', env)).toEqual(no('the value is empty'))
  expect(await resolveSecret('env:C', env)).toEqual(no('the variable is not set'))
  expect(await resolveSecret('x', env)).toBeUndefined()
})

test('files: regular, small, and where they are said to be', async () => {
  const folder = await makeFolder()
  const other = await makeFolder()
  const file = join(folder, 'a.json')
  await writeFile(file, JSON.stringify({ a: { 'b/c': 'x', n: 7 } }), { mode: 0o600 })
  await writeFile(join(folder, 'large'), 'x'.repeat(2 ** 20 + 1), { mode: 0o600 })
  await writeFile(join(other, 'outside'), 'x', { mode: 0o600 })
  await symlink(join(other, 'outside'), join(folder, 'out'))
  await symlink(file, join(folder, 'in'))
  const read = (name: string) => resolveSecret(`file:${name}`, {})
  expect(await read(`${file}#/a/b~1c`)).toEqual({ ok: true, value: 'x' })
  expect(await read(`${folder}/in#/a/b~1c`)).toEqual({ ok: true, value: 'x' })
  expect(await read(`${file}#/a/n`)).toEqual(no('the file is not JSON with a string at that pointer'))
  expect(await read(`${file}#/a/none`)).toEqual(no('the file is not JSON with a string at that pointer'))
  expect(await read(`${folder}/large`)).toEqual(no('it is larger than 1048576 bytes'))
  expect(await read(`${folder}/out`)).toEqual(no('it is a link out of its folder'))
  expect(await read(folder)).toMatchObject({ ok: false })
  expect(await read('/dev/zero')).toEqual(no('it is not a regular file'))
  expect(await read('a.json')).toEqual(no('the path is not absolute'))
})

test('where helpers are declared, no other program is run', async () => {
  const folder = await makeFolder()
  const helper = join(folder, 'helper')
  const body = `process.stdin.once('data', (d) => console.log(JSON.stringify({ value: 'of ' + JSON.parse(d).id })))`
  await writeFile(helper, `#!${process.execPath}\n${body}`, { mode: 0o700 })
  const helpers = { vault: helper }
  const found = { ok: true, value: 'of key' }
  expect(await resolveSecret('exec:vault/key', {}, helpers)).toEqual(found)
  expect(await resolveSecret(`exec:${helper}/key`, {}, helpers)).toEqual(found)
  expect(await resolveSecret(`exec:${helper}/key`, {}, {})).toEqual(no('the helper is not declared'))
  expect(await resolveSecret('exec:toString/key', {}, helpers)).toEqual(no('the helper is not declared'))
  expect(await resolveSecret(`exec:${helper}/key`, {})).toEqual(found)
  expect(await createResolver({})({ kind: 'exec', helper, id: 'key' })).toEqual(found)
})
