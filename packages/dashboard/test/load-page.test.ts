import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { loadPage } from '../src/index.ts'
import { readPage } from '../src/load-page.ts'

const textOf = (body: Uint8Array = new Uint8Array()) => new TextDecoder().decode(body)

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-page-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('the built page is four files, without anything inline that a strict CSP forbids, or from elsewhere', async () => {
  const { files } = await loadPage()
  expect([...files.keys()]).toEqual(['dashboard.css', 'dashboard.js', 'icon.svg', 'index.html'])
  const html = textOf(files.get('index.html')?.body)
  expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|https?:\/\//)
  expect(textOf(files.get('dashboard.css')?.body)).not.toMatch(/url\(|@import/)
  expect(textOf(files.get('dashboard.js')?.body)).toContain('Copyright (c) 2015-present Jason Miller')
})

test('what is served was built from these sources, and the same sources give the same bytes', async () => {
  const folder = await folderWith({})
  const args = ['build', join(import.meta.dirname, '../page'), '--outDir', folder]
  const env = { ...process.env, NODE_ENV: 'development' }
  await promisify(execFile)(join(import.meta.dirname, '../../../node_modules/.bin/vite'), args, { env })
  const etags = async (page: ReturnType<typeof loadPage>) =>
    [...(await page).files].map(([name, { etag }]) => [name, etag])
  expect(await etags(loadPage()), 'run: pnpm build').toEqual(await etags(readPage(folder)))
})

test('every file has its type and a digest of its own', async () => {
  const folder = await folderWith({ 'index.html': 'a', 'b.js': 'b', 'c.css': 'c', 'secrets.env': 'd' })
  const { files } = await readPage(folder)
  expect([...files].map(([name, { type }]) => [name, type])).toEqual([
    ['b.js', 'text/javascript; charset=utf-8'],
    ['c.css', 'text/css; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
  ])
  const tags = [...files.values()].map(({ etag }) => etag)
  expect(new Set(tags).size).toBe(3)
  expect(tags.every((tag) => /^"[\w-]{43}"$/.test(tag))).toBe(true)
})

test('without its files there is no page, and the error says how to build it', async () => {
  const folder = await folderWith({ 'dashboard.js': 'x' })
  for (const place of [folder, join(folder, 'missing')])
    await expect(readPage(place)).rejects.toMatchObject({
      code: 'DASHBOARD_NOT_BUILT',
      fix: expect.stringContaining('pnpm build'),
    })
})
