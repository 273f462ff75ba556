import { DEPTH, NOT_SHOWN } from './absent.ts'
import { ESCAPES, GROUPS } from './index.ts'
import { MUTANTS } from './mutants.ts'

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n')

/** The page that tells what was tried and what each protection is there for. */
export function escapesPage(): string {
  const groups = GROUPS.map(({ title, escapes }) =>
    [
      `### ${title}\n`,
      table(
        ['what it tries', 'outside', 'inside, as root', 'inside, as a user'],
        escapes.map(({ name }) => row(name, 'succeeds', 'held', 'held')),
      ),
    ].join('\n'),
  )
  const mutants = MUTANTS.map(({ name, flips, beside, asRoot }) =>
    row(
      name,
      flips.join('; '),
      [asRoot === true && 'only where the host is root', beside !== undefined && `held also by: ${beside}`]
        .filter(Boolean)
        .join('; '),
    ),
  )
  return `# Attempts to get out of exec-sandbox

Made by a test (\`UPDATE_DOCS=1 vitest run plugins/exec-sandbox/test/escapes-page.test.ts\`) from plugins/exec-sandbox/test/escapes; do not edit. The tests beside it run every
line: each script in a workspace of its own, without a sandbox as root, in the sandbox as root, and in the sandbox as an ordinary user. What prints ESCAPED, is found on the machine afterwards, or leaves a
protected file changed has succeeded. Without the sandbox, what would harm the machine runs in namespaces of its own or with arguments that stop after the kernel has let it in. Made on x86_64, Linux 6.18, bubblewrap 0.8.0.

## ${ESCAPES.length} attempts

${groups.join('\n\n')}

## Not counted

${table(
  ['what', 'why'],
  NOT_SHOWN.map((cells) => row(...cells)),
)}

## Each protection taken away alone

What succeeds when one protection is gone and all others are there. A launch that does not start proves nothing, and is an error of the test.

${table(['protection', 'what succeeds without it', 'and'], mutants)}

Protections that flip nothing alone:

${table(
  ['protection', 'why it stays'],
  DEPTH.map((cells) => row(...cells)),
)}
`
}
