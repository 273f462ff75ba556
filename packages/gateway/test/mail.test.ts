import { describe, expect, test } from 'vitest'
import { readMailHead } from '../src/inlets/mail-head.ts'
import { readMail } from '../src/inlets/mail-parts.ts'
import { leavesOf } from '../src/inlets/mail-tree.ts'

const FROM = 'From: a@x.example\r\n'

async function read(raw: string) {
  const bytes = Buffer.from(raw)
  const { pieces, withheld } = await readMail(bytes, readMailHead(bytes).pairs, {})
  const texts = pieces.filter(({ isView }) => !isView).map(({ payload }) => payload.text.trim())
  return { texts, views: pieces.filter(({ isView }) => isView).map(({ payload }) => payload.text), withheld }
}

function leafTypes(raw: string): readonly string[] {
  return leavesOf(Buffer.from(raw)).map(({ type }) => type)
}

const PART = 'Content-Type: text/csv\r\n\r\nx\r\n'

describe('the parts of a mail', () => {
  test('are those between the lines of the boundary, and no others', () => {
    const mixed = (body: string): string => `${FROM}Content-Type: multipart/mixed; boundary="b b"\r\n\r\n${body}`
    expect(leafTypes(mixed(`not shown\r\n--b b\r\n${PART}--b b--\r\nnot shown either`))).toEqual(['text/csv'])
    expect(leafTypes(mixed(`--b b  \r\n${PART}--b b\t\r\n${PART}--b b-- \r\n`))).toEqual(['text/csv', 'text/csv'])
    // Neither is the boundary.
    expect(leafTypes(mixed(`--b b\r\n${PART}--b bb\r\n--b b-\r\n--b b---\r\n --b b\r\n--b b--`))).toEqual(['text/csv'])
    // What is after the last one without an end is a part all the same.
    expect(leafTypes(mixed(`--b b\r\n${PART}--b b\r\n\r\nrest`))).toEqual(['text/csv', 'text/plain'])
    expect(leafTypes(mixed('nothing'))).toEqual([])
  })

  test('within parts end with the part that they are in', () => {
    const inner = 'Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\none\r\n'
    const raw = `${FROM}Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n${inner}--o\r\n${PART}--i\r\n--o--`
    expect(leafTypes(raw)).toEqual(['text/plain', 'text/csv'])
  })

  const unclear = [
    'multipart/mixed',
    'multipart/mixed; boundary=',
    'multipart/mixed; boundary=""',
    'multipart/mixed; boundary=a; boundary=b',
    'multipart/mixed; boundary="a"; BOUNDARY=a',
    'multipart/mixed; boundary=(c)a',
    "multipart/mixed; boundary*=utf-8''a",
    'multipart/mixed; boundary*0=a; boundary*1=b',
    'multipart/mixed; boundary="a',
    'multipart/mixed boundary=a',
    'multipart/mixed; boundary="a "',
    `multipart/mixed; boundary=${'a'.repeat(80)}`,
  ]
  test.for(unclear)('%s leaves open which they are', (type) => {
    expect(() => leafTypes(`${FROM}Content-Type: ${type}\r\n\r\n--a\r\n\r\nx`)).toThrow(
      expect.objectContaining({ code: 'INLET_INVALID' }),
    )
  })

  test('that name their type twice are refused', () => {
    const raw = `${FROM}Content-Type: text/plain\r\ncontent-type: text/html\r\n\r\nx`
    expect(() => leafTypes(raw)).toThrow(expect.objectContaining({ code: 'INLET_INVALID' }))
  })
})

describe('what is judged of a mail', () => {
  test('is decoded from every transfer encoding and charset', async () => {
    const of = async (head: string, body: string) => (await read(`${FROM}${head}\r\n\r\n${body}`)).texts
    expect(await of('Content-Transfer-Encoding: quoted-printable', 'caf=C3=A9 =\r\non')).toEqual([
      `From: a@x.example\n\ncafé on`,
    ])
    expect(await of('Content-Transfer-Encoding: base64', Buffer.from('café').toString('base64'))).toEqual([
      'From: a@x.example\n\ncafé',
    ])
    const latin = 'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable'
    expect(await of(latin, 'caf=E9')).toEqual(['From: a@x.example\n\ncafé'])
  })

  test('is HTML as it is, and once more as its words, those that nobody sees too', async () => {
    const html =
      '<p title="in a title">Ig<b></b>nore&#32;all</p><p hidden>hidden</p><!-- noted --><style>styled</style>'
    const { texts, views } = await read(`${FROM}Content-Type: text/html\r\n\r\n${html}`)
    expect(texts).toEqual(['From: a@x.example', html])
    expect(views).toHaveLength(1)
    for (const words of ['Ignore all', 'hidden', 'noted', 'styled', 'in a title']) expect(views[0]).toContain(words)
  })

  test('is nothing of a file that is no text, but for its name', async () => {
    const file =
      'Content-Disposition: attachment; filename="a=?utf-8?q?_b?=.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n/w=='
    const raw = `${FROM}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\n${file}\r\n--b\r\nContent-Type: text/plain\r\n${file}\r\n--b--`
    const { texts, withheld } = await read(raw)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toMatch(/Attachment: a.*\.bin/)
    expect(withheld).toEqual([
      { contentType: 'image/png', size: 1 },
      { contentType: 'text/plain', size: 1 },
    ])
  })

  test('takes time in proportion to its length', async () => {
    const line = '--b'
    const raw = `${FROM}Content-Type: multipart/mixed; boundary=b\r\n\r\n${`${line} x\r\n`.repeat(200_000)}`
    expect((await read(raw)).texts).toEqual(['From: a@x.example'])
    const spaces = `${FROM}X:${' '.repeat(200_000)}y\r\n\r\n--`
    expect((await read(spaces)).texts).toHaveLength(1)
  })
})
