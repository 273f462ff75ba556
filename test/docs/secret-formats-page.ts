import { SECRET_FORMATS, type SecretFormat } from '@ringwall/text'

/** The text of docs/secret-formats.md, made from the table of formats. */
export function secretFormatsPage(): string {
  const rows = SECRET_FORMATS.map(
    (format) =>
      `| \`${format.id}\` | ${cell(format.what ?? format.id)} | ${format.tier} | ${ruleOf(format)} | ${sourceOf(format)} |`,
  )
  const checked = SECRET_FORMATS.filter(({ checksum, check }) => checksum !== undefined || check !== undefined).length
  return `# Secret formats

The ${SECRET_FORMATS.length} formats of credentials that the layers on \`@ringwall/text\` look for. Where several cover a place, the first one here names it. A
**critical** one is redacted, a **warning** reported. ${checked} are held against more than their shape: a checksum, what they decode to, or how random they
are. A right checksum makes a value a secret even where it looks like a placeholder; a wrong one is no excuse, since a prefix is enough.

This page is made from the tables in the code (\`UPDATE_DOCS=1 pnpm vitest test/docs\`); a test fails when the two differ.

| id | what it is | tier | rule beside the shape | source |
|---|---|---|---|---|
${rows.join('\n')}
`
}

function ruleOf({ leastEntropy, checksum, rule }: SecretFormat): string {
  const rules = [
    ...(rule === undefined ? [] : [checksum === undefined ? cell(rule) : `checksum: ${cell(rule)}`]),
    ...(leastEntropy === undefined ? [] : [`random, ${leastEntropy} bits a character or more`]),
  ]
  return rules.length > 0 ? rules.join('; ') : 'no placeholder'
}

function sourceOf({ source }: SecretFormat): string {
  return source.startsWith('http') ? `[${new URL(source).hostname}](${source})` : cell(source)
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
