import { glob } from 'node:fs/promises'
import { KERNEL_CODES, type ErrorEntry } from '@ringwall/core'

type Table = Readonly<Record<string, ErrorEntry>>

/** The text of docs/errors.md, made from the error tables of every package. */
export async function errorsPage(root: string): Promise<string> {
  const sections: string[] = []
  const files: string[] = []
  for await (const file of glob('{packages,plugins}/*/src/index.ts', { cwd: root })) files.push(file)
  for (const file of files.toSorted()) {
    const exported: Readonly<Record<string, unknown>> = await import(`${root}/${file}`)
    const tables = Object.entries(exported).filter(([name]) => name.endsWith('_ERRORS'))
    for (const [, table] of tables) sections.push(section(file.split('/')[1] ?? '', table as Table))
  }
  return [HEAD, ...sections, kernelSection()].join('\n\n') + '\n'
}

const HEAD = `# Errors

An **error** is a bug, a bad installation or a bad config: it is thrown as a \`RingwallError\` with a stable \`code\`, a \`message\` and a
\`fix\`. A **verdict** is an answer and is returned in a decision; the codes that a layer rules with stand in its own README.

This page is made from the tables in the code (\`UPDATE_DOCS=1 pnpm vitest test/docs\`); a test fails when the two differ.`

function section(name: string, table: Table): string {
  const rows = Object.entries(table).map(
    ([code, { message, fix }]) => `| \`${code}\` | ${cell(message)} | ${cell(fix)} |`,
  )
  return [`## ${name}`, '', '| code | message | what to do |', '|---|---|---|', ...rows].join('\n')
}

function kernelSection(): string {
  const rows = Object.entries(KERNEL_CODES).map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} |`)
  return [
    '## Denials by the kernel itself',
    '',
    'Never thrown: they stand in `decision.rulings`.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...rows,
  ].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
