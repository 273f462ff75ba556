import type { Random } from '../random.ts'
import { agentFiles, systemPrompts } from './agents.ts'
import { codeReview, commits, issues, logs, sources } from './code.ts'
import { games, instructions, legal, moderation, school } from './documents.ts'
import type { HonestFamily, HonestRowKind } from './family.ts'
import { manPages, modelApi, productDocs, toolDescriptions } from './manuals.ts'
import { awareness, helpdesk, marketing, meetings, officeMail } from './office.ts'
import { injectionTalk, quotedOrders } from './mentions.ts'
import { personaPrompts } from './personas.ts'
import { forms } from './prompts.ts'
import { articles } from './prose.ts'
import { everyday, modelQuestions, shellQuestions, smallTalk, techQuestions } from './questions.ts'
import { advisories, injectionArticles, securityGuides, securityReports } from './security.ts'
import { writeFamily, writeTemplate } from './write.ts'
import { careers, fiction, lines, reviews } from './writing.ts'

/** A longer text that is put together from several families. */
export interface HonestShape {
  readonly name: string
  readonly kind: HonestRowKind
  readonly share?: number
  readonly write: (random: Random) => string
}

/** Longer documents: mails, articles, files for agents, threads, logs and results of tools. */
export const HONEST_SHAPES: readonly HonestShape[] = [
  { name: 'mail', kind: 'benign-email', write: writeMail },
  { name: 'mail-thread', kind: 'benign-email', write: writeThread },
  { name: 'minutes', kind: 'benign-email', write: writeMinutes },
  { name: 'security-article', kind: 'benign-security', share: 0.5, write: writeSecurityArticle },
  { name: 'security-report', kind: 'benign-security', write: writeSecurityReport },
  { name: 'agent-file', kind: 'benign-prompt', write: writeAgentFile },
  { name: 'system-prompt', kind: 'benign-prompt', write: writeSystemPrompt },
  { name: 'readme', kind: 'benign-doc', write: writeReadme },
  { name: 'web-page', kind: 'benign-doc', write: writeWebPage },
  { name: 'html-page', kind: 'benign-doc', write: writeHtml },
  { name: 'log-file', kind: 'benign-tool', write: (random) => writeFamily(logs, random, 6, 20) },
  { name: 'tool-result', kind: 'benign-tool', write: writeToolResult },
  { name: 'pull-request', kind: 'benign-code', write: writePullRequest },
  { name: 'chat', kind: 'benign-chat', write: writeChat },
]

const EVERYTHING_ELSE = [
  articles,
  reviews,
  careers,
  everyday,
  instructions,
  games,
  legal,
  school,
  fiction,
  marketing,
  forms,
  quotedOrders,
]

function paragraphs(families: readonly HonestFamily[], count: number, random: Random): string {
  return Array.from({ length: count }, () => writeFamily(random.pick(families), random, 2, 5)).join('\n\n')
}

function writeMail(random: Random): string {
  const body = paragraphs(
    [officeMail, officeMail, helpdesk, meetings, marketing, awareness],
    1 + random.below(3),
    random,
  )
  const head = random.chance(0.5) ? writeTemplate(SUBJECT, random) : ''
  return `${head}${writeTemplate('{hello} (all|{first}|team|{person}|colleagues),', random)}\n\n${body}\n\n${writeTemplate(SIGNATURE, random)}`
}

const SUBJECT =
  'From: {first} {last} <{mail}>\nTo: {mail}\nSubject: (URGENT: |Re: |Fwd: |[{slug}] |Important: |Action required: |)(your {slug}|new instructions for {slug}|{slug} on {date}|system maintenance|password reset|please confirm)\n\n'

const SIGNATURE =
  '{bye}(,|)\n{first}( {last}|)(\n{company}|\n--\n{first} {last}, {company}\n{mail}|)(\n\nThis e-mail is confidential. If you are not the intended recipient, please delete it and tell the sender.|\n\nSent from my phone, please ignore typos.|)'

function writeThread(random: Random): string {
  const quoted = writeMail(random).replaceAll(/^/gm, '> ')
  return (
    writeTemplate('{hello} {first},\n\n', random) +
    paragraphs([officeMail, helpdesk], 1, random) +
    writeTemplate('\n\n{bye}\n{first}\n\nOn {date}, {first} wrote:\n', random) +
    quoted
  )
}

function writeMinutes(random: Random): string {
  const title = writeTemplate('# (Minutes|Notes|Weekly meeting): {slug}, {date}\n\n', random)
  return `${title}${writeFamily(meetings, random, 3, 6)}\n\n${random.chance(0.5) ? '## Next steps\n' : 'Actions:\n'}${writeFamily(meetings, random, 2, 5)}`
}

function writeSecurityArticle(random: Random): string {
  const title = writeTemplate(
    '# (What is prompt injection|How {company} tests its assistant|Why {model} can be tricked|Jailbreaks: an overview|Securing agents in {code}|Ten questions about prompt injection)\n\n',
    random,
  )
  const list = random.chance(0.6)
    ? `\n\n## (Checklist)\n${writeFamily(securityGuides, random, 3, 6)}`.replace(
        '(Checklist)',
        random.pick(['Checklist', 'What helps', 'Advice', 'In short']),
      )
    : ''
  return (
    title +
    paragraphs(
      [injectionArticles, injectionArticles, injectionTalk, securityReports, modelApi],
      2 + random.below(3),
      random,
    ) +
    list
  )
}

function writeSecurityReport(random: Random): string {
  const title = writeTemplate(
    '# (Penetration test|Incident report|Threat model|Security advisory): {product} {version}\n\nDate: {iso}\nAuthor: {person}\n\n',
    random,
  )
  return `${title}${paragraphs([securityReports, advisories], 1 + random.below(3), random)}\n\n## ${random.pick(['Findings', 'Recommendations', 'Measures'])}\n${writeFamily(securityGuides, random, 2, 5)}`
}

function writeAgentFile(random: Random): string {
  const title = random.pick([
    '# AGENTS.md',
    '# CLAUDE.md',
    '# Guide for agents',
    '# Working in this repository',
    '# Copilot instructions',
  ])
  const heads = ['Rules', 'Before you commit', 'Conventions', 'Do not', 'Security', 'Workflow', 'IMPORTANT']
  const sections = Array.from(
    { length: 1 + random.below(3) },
    () => `## ${random.pick(heads)}\n\n${writeFamily(agentFiles, random, 3, 7)}`,
  )
  return `${title}\n\n${writeFamily(productDocs, random, 1, 2)}\n\n${sections.join('\n\n')}`
}

function writeSystemPrompt(random: Random): string {
  const opening = writeTemplate('You are (the|an) assistant of {company}(, called {first}|). ', random)
  const rules = writeFamily(systemPrompts, random, 4, 9)
  const tools = random.chance(0.4)
    ? `\n\n# Tools\n- ${writeFamily(toolDescriptions, random)}\n- ${writeFamily(toolDescriptions, random)}`
    : ''
  const example = random.chance(0.3)
    ? writeTemplate('\n\nExample\nUser: What about {topic}?\nAssistant: I can only help with {slug}.', random)
    : ''
  return opening + rules + tools + example
}

function writeReadme(random: Random): string {
  const title = writeTemplate('# {product}\n\n', random)
  const code = random.chance(0.6) ? `\n\n\`\`\`\n${writeFamily(sources, random)}\n\`\`\`` : ''
  const manual = random.chance(0.5) ? `\n\n## Options\n\n${writeFamily(manPages, random, 2, 5)}` : ''
  return title + paragraphs([productDocs, productDocs, modelApi, issues], 1 + random.below(3), random) + code + manual
}

function writeWebPage(random: Random): string {
  const family = random.pick(EVERYTHING_ELSE)
  const text = paragraphs([family], 2 + random.below(3), random)
  const foot = random.pick([moderation, marketing, legal, lines])
  return `${writeTemplate('({company} \\| {slug}|{topic}|News from {city})\n\n', random)}${text}\n\n${writeFamily(foot, random, 1, 2)}`
}

function writeHtml(random: Random): string {
  const texts = Array.from(
    { length: 1 + random.below(3) },
    () => `<p>${writeFamily(random.pick(EVERYTHING_ELSE), random)}</p>`,
  )
  return (
    writeTemplate(
      '<!doctype html>\n<html lang="en">\n<head><title>{company}</title><meta name="description" content="{topic}"></head>\n<body>\n<!-- (generated, do not edit|hidden until the script runs|TODO remove before release) -->\n',
      random,
    ) + `${texts.join('\n')}\n</body>\n</html>`
  )
}

function writeToolResult(random: Random): string {
  const text = writeFamily(
    random.pick([...EVERYTHING_ELSE, issues, officeMail, helpdesk, securityReports, productDocs]),
    random,
    1,
    4,
  )
  const id = writeTemplate('{uuid}', random)
  return random.pick([
    () => JSON.stringify({ id, ok: true, text, score: random.below(100) / 100 }),
    () =>
      JSON.stringify(
        { results: [{ title: writeTemplate('{topic}', random), url: writeTemplate('{url}', random), snippet: text }] },
        undefined,
        2,
      ),
    () => JSON.stringify({ content: [{ type: 'text', text }], isError: false }),
    () => `${writeTemplate('Status: 200\nContent-Type: text/plain\nX-Request-Id: {uuid}\n\n', random)}${text}`,
    () => `<result id="${id}">\n${text}\n</result>`,
  ])()
}

function writePullRequest(random: Random): string {
  const remarks = Array.from(
    { length: 1 + random.below(4) },
    () =>
      `**${writeTemplate('{slug}{d}', random)}**: ${writeFamily(random.pick([codeReview, codeReview, issues]), random, 1, 2)}`,
  )
  return `${writeFamily(commits, random, 1, 4)}\n\n${remarks.join('\n\n')}`
}

function writeChat(random: Random): string {
  const asks = [techQuestions, shellQuestions, modelQuestions, everyday, personaPrompts, fiction]
  const asked = writeFamily(random.pick(asks), random, 1, 2)
  return random.pick([
    () => `${writeFamily(smallTalk, random, 1, 1)} ${asked}`,
    () => `${asked} ${writeFamily(smallTalk, random, 1, 1)}`,
    () => `${asked}\n\n${writeFamily(sources, random)}`,
    () => `${asked}\n\n${writeFamily(logs, random, 1, 4)}`,
    () => `${writeTemplate('{hello}! ', random)}${asked} ${writeTemplate('{thanks}', random)}`,
  ])()
}
