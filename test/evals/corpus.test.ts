import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { Group, Id, readCorpora } from './corpus.ts'

const Row = z.object({ id: Id, text: z.string(), kind: Group })

async function write(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-corpus-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'rows.jsonl')
  await writeFile(file, content)
  return file
}

test('reads rows with what they lack filled in, and drops what nobody asked for', async () => {
  const file = await write('{"id":7,"text":"a\u2028b\\ud800","more":[1]}\n\n{"id":"x","text":"ü","kind":"k"}\r\n')
  const rows = await readCorpora([file], Row)
  expect(rows).toEqual([
    { row: { id: '7', text: 'a\u2028b\ud800', kind: '(none)' }, place: `${file}, line 1` },
    { row: { id: 'x', text: 'ü', kind: 'k' }, place: `${file}, line 3` },
  ])
})

test('takes the first rows of each file', async () => {
  const file = await write('{"id":1,"text":""}\n{"id":2,"text":""}\nnever read')
  const rows = await readCorpora([file, file], Row, 2)
  expect(rows.map(({ row }) => row.id)).toEqual(['1', '2', '1', '2'])
})

test('reads lines that are longer than a chunk', async () => {
  const text = 'ä'.repeat(200_000)
  const rows = await readCorpora([await write(`${JSON.stringify({ id: 1, text })}\n`)], Row)
  expect(rows[0]?.row.text).toBe(text)
})

test.for([
  {
    name: 'no JSON, and does not quote it',
    content: '{"id":1,"text":"a"}\nsk-secret',
    error: /, line 2: it is not JSON$/,
  },
  { name: 'no object', content: '3', error: /, line 1: row: / },
  { name: 'a field of another type', content: '{"id":1,"text":5}', error: /, line 1: text: / },
  { name: 'no id', content: '\n{"text":"a"}', error: /, line 2: id: / },
  { name: 'no UTF-8', content: new Uint8Array([0x22, 0xff, 0x22]), error: /, line 1: it is not UTF-8$/ },
  {
    name: 'more than a line may have',
    content: 'x'.repeat(17 * 1024 * 1024),
    error: /, line 1: it has more than 16777216 bytes$/,
  },
])('a line with $name is an error that names it', async ({ content, error }) => {
  await expect(readCorpora([await write(content)], Row)).rejects.toMatchObject({
    code: 'CORPUS_LINE_INVALID',
    message: expect.stringMatching(error),
  })
})

test('a file that is missing, a folder or empty is an error', async () => {
  await expect(readCorpora(['nowhere.jsonl'], Row)).rejects.toMatchObject({ code: 'CORPUS_UNREADABLE' })
  await expect(readCorpora([tmpdir()], Row)).rejects.toMatchObject({ code: 'CORPUS_UNREADABLE' })
  await expect(readCorpora([await write('\n')], Row)).rejects.toMatchObject({ code: 'CORPUS_EMPTY' })
})
