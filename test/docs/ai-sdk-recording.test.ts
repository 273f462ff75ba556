// docs/recordings/ai-sdk.md is what examples/ai-sdk prints; UPDATE_DOCS=1 writes it anew.
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const page = join(root, 'docs/recordings/ai-sdk.md')
const node = ['--conditions=@ringwall/source', '--no-warnings', '--experimental-strip-types']

const HEAD = `# The AI SDK: from an empty folder to blocked attacks

What [examples/ai-sdk/main.ts](../../examples/ai-sdk/main.ts) prints, offline, with a scripted model. Ids of traces and markers are new in each run, and stand here as \`…\`.
This page is made by running it (\`UPDATE_DOCS=1 pnpm vitest test/docs\`); a test fails when the two differ.`

test('the recording of the AI SDK is what its example prints', async () => {
  const run = await promisify(execFile)(process.execPath, [...node, join(root, 'examples/ai-sdk/main.ts')])
  const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{24}\b/g
  const text = `${HEAD}\n\n\`\`\`text\n${run.stdout.replace(ids, '…').trimEnd()}\n\`\`\`\n`
  if (process.env.UPDATE_DOCS) {
    await mkdir(join(root, 'docs/recordings'), { recursive: true })
    await writeFile(page, text)
  }
  expect(await readFile(page, 'utf8')).toBe(text)
})
