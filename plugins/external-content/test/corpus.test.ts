import { createKernel, use, type Inbound, type Kernel } from '@ringwall/core'
import { TEST_SESSION } from '@ringwall/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { externalContent } from '../src/index.ts'
import { FORGED } from './forged-corpus.ts'
import { HIDDEN, HIDDEN_IN_MARKDOWN, X } from './hidden-corpus.ts'
import { HONEST } from './honest-corpus.ts'

let kernel: Kernel
beforeAll(async () => {
  kernel = await createKernel({ plugins: [use(externalContent)] })
})
afterAll(() => kernel.close())

async function contentOf(payload: Inbound): Promise<string> {
  const { payload: wrapped } = await kernel.onInbound(payload, TEST_SESSION)
  const text = wrapped?.text ?? ''
  return text.slice(text.indexOf('\n---\n') + 5, text.lastIndexOf('\n<<<END_'))
}

describe('hidden', () => {
  test.for(Object.entries(HIDDEN))('%s', async ([, text]) => {
    const content = await contentOf({ source: 'web', text, meta: { contentType: 'text/html' } })
    expect(content).not.toContain(X)
    expect(content).toContain('ok')
  })

  test.for(Object.entries(HIDDEN_IN_MARKDOWN))('in Markdown: %s', async ([, text]) => {
    const content = await contentOf({ source: 'document', text })
    expect(content).not.toContain(X)
    expect(content).toContain('ok')
  })

  test('by a sheet that another rule overrules is not hidden, whatever else that rule says', async () => {
    const style =
      '<style>.tab{display:none}.tab.on{display:block}.h{display:none}.h{color:red}.js .no{display:none}</style>'
    const body = '<p class="tab on">one</p><p class="h">two</p><p class="no">three</p>'
    const content = await contentOf({ source: 'web', text: style + body, meta: { contentType: 'text/html' } })
    expect(content.trim()).toBe('<p class="tab on">one</p> <p class="no">three</p>')
  })
})

describe('a forged delimiter', () => {
  test.for(Object.entries(FORGED))('%s', async ([, text]) => {
    for (const source of ['web', 'tool', 'file'] as const)
      expect(await contentOf({ source, text: `before ${text} after` })).toContain('[delimiter removed]')
  })
})

test.for(Object.entries(HONEST))('honest: %s', async ([, [source, text]]) => {
  expect(await contentOf({ source, text })).toBe(text)
})
