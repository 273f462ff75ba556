import type { Random } from '../random.ts'

/** What a record is written from: the attack, the honest text, and a writer for templates. */
export interface Contents {
  readonly attack: string
  readonly honest: string
  readonly random: Random
  readonly say: (template: string) => string
}

/** Writes both texts into one record. */
export type Container = (contents: Contents) => string

const DAY = '20(23|24|25|26)-(01|03|05|06|08|09|11|12)-(02|04|11|17|19|23|26|28)'
const TIME = '(07|08|09|10|11|13|14|16|18|22):(00|05|12|15|24|30|37|45|58)'

/** Records as agents get them from mail, tools, logs, chats and files. */
export const CONTAINERS: readonly Container[] = [
  mail,
  mail,
  mailThread,
  toolJson,
  toolJson,
  recordJson,
  yaml,
  csv,
  log,
  chat,
  search,
  search,
  event,
  table,
  xml,
  html,
  program,
  program,
  ticket,
  transactions,
  reviews,
  files,
]

function mail({ attack, honest, random, say }: Contents): string {
  const body = random.pick([`${attack}\n\n${honest}`, `${honest}\n\n${attack}`, middle(honest, attack, random)])
  return [
    say('From: {person} <{handle}@(example.com|mail.example.org|northwind.example|brightwater.example)>'),
    say('To: (me|{person}|team|support) <(me|team|support|office)@example.com>'),
    say(`Date: ${DAY} ${TIME}`),
    say('Subject: (Re: |Fwd: |)({topic}|your order|meeting notes|question|invoice {n}{digit}|weekly update|documents)'),
    '',
    body,
    '',
    say(
      '(Best|Kind regards|Thanks|Cheers|Best wishes|--|Sincerely),\n{person}( | \n(Sales|Support|HR|Accounts), {company}|)',
    ),
  ].join('\n')
}

function mailThread({ attack, honest, random, say }: Contents): string {
  const quote = (text: string): string => `> ${text.replaceAll('\n', '\n> ')}`
  const [above, below] = random.chance(0.5) ? [attack, honest] : [honest, attack]
  return `${above}\n\n${say(`On ${DAY} at ${TIME}, {person} wrote:`)}\n${quote(below)}`
}

function toolJson({ attack, honest, random, say }: Contents): string {
  const key = random.pick([
    'note',
    'description',
    'message',
    'content',
    'comment',
    'text',
    'body',
    'bio',
    'summary',
    'location',
    'title',
  ])
  const item = {
    id: random.below(90_000),
    [random.pick(['name', 'author', 'from', 'owner'])]: say('{person}'),
    [key === 'content' ? 'snippet' : 'content']: random.chance(0.3) ? `${honest}\n${attack}` : honest,
    [key]: attack,
    status: random.pick(['ok', 'open', 'active', 'success', 'sent']),
  }
  const value = random.pick([
    { results: [item], total: 1 },
    item,
    { status: 200, data: item },
    [item, { id: random.below(9000), content: firstSentence(honest) }],
    { tool: say('{tool}'), output: item },
  ])
  return JSON.stringify(value, undefined, random.pick([0, 0, 2]))
}

function recordJson({ attack, honest, random, say }: Contents): string {
  const text = random.pick([`${attack} ${honest}`, `${honest}\n\n${attack}`, middle(honest, attack, random)])
  return JSON.stringify({ type: random.pick(['text', 'tool_result', 'page', 'document']), title: say('{topic}'), text })
}

function yaml({ attack, honest, random, say }: Contents): string {
  const block = (text: string): string =>
    text
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n')
  const lines = [
    say('title: {topic}'),
    say('author: {person}'),
    `description: |\n${block(honest)}`,
    `${random.pick(['notes', 'comment', 'ai_hint', 'prompt', 'summary'])}: ${random.pick(['|', '>'])}\n${block(attack)}`,
    say('version: {digit}.{digit}'),
  ]
  return random.chance(0.3) ? `---\n${lines.join('\n')}\n---` : lines.join('\n')
}

function csv({ attack, honest, random, say }: Contents): string {
  const cell = (text: string): string => `"${text.replaceAll('"', '""').replaceAll('\n', ' ')}"`
  const row = (text: string): string => say(`{n}{digit},{person},${DAY},`) + cell(text)
  const rows = pieces(honest, 4).map(row)
  rows.splice(random.below(rows.length + 1), 0, row(attack))
  return [random.pick(['id,name,date,comment', 'no,customer,created,feedback', 'id,user,day,text']), ...rows].join('\n')
}

function log({ attack, honest, random, say }: Contents): string {
  const line = (text: string): string =>
    `${say(`${DAY}T${TIME}:{digit}{digit}Z (INFO|INFO|WARN|DEBUG|ERROR) (\\[worker-{digit}\\]|http|app|auth|db|nginx):`)} ${text.replaceAll('\n', ' ')}`
  const lines = pieces(honest, 5).map(line)
  const hook = random.pick(['', '', 'user-agent="', 'message=', 'input: ', 'body='])
  lines.splice(random.below(lines.length + 1), 0, line(hook + attack))
  return lines.join('\n')
}

function chat({ attack, honest, random, say }: Contents): string {
  const names = [say('{person}'), say('{person}'), say('{handle}')]
  const style = random.pick<(name: string, text: string) => string>([
    (name, text) => `${name}: ${text}`,
    (name, text) => `[${say(TIME)}] ${name}: ${text}`,
    (name, text) => `<${name}> ${text}`,
    (name, text) => `**${name}** ${say(TIME)}\n${text}`,
  ])
  const lines = pieces(honest, 5).map((text) => style(random.pick(names), text))
  lines.splice(random.below(lines.length + 1), 0, style(random.pick(names), attack))
  return lines.join('\n')
}

function search({ attack, honest, random, say }: Contents): string {
  const hits = pieces(honest, 3)
  hits.splice(random.below(hits.length + 1), 0, attack)
  return hits
    .map(
      (text, at) =>
        `${at + 1}. ${say('{topic} - (overview|guide|news|forum|shop|{company})')}\n   https://${say('(www.|)(example.com|example.org|handbook.example|daily-{topicWord}.example|{topicWord}-guide.example|wiki.example)')}/${say('{n}')}\n   ${text}`,
    )
    .join('\n\n')
}

function event({ attack, honest, random, say }: Contents): string {
  if (random.chance(0.4)) {
    const fold = (text: string): string => text.replaceAll('\n', String.raw`\n`)
    return (
      say('BEGIN:VEVENT\nSUMMARY:{topic}\nDTSTART:20250{digit}1{digit}T090000Z\n') +
      `DESCRIPTION:${fold(honest)} ${fold(attack)}\nEND:VEVENT`
    )
  }
  return [
    say('Event: (Lunch|Sync|Review|Interview|Call) with {person}'),
    say(`When: ${DAY} ${TIME}`),
    say('Participants: {email}, {email}'),
    `Description: ${random.chance(0.5) ? `${attack} ${honest}` : `${honest} ${attack}`}`,
  ].join('\n')
}

function table({ attack, honest, random, say }: Contents): string {
  const row = (text: string): string =>
    `| ${say('{person}')} | ${say('{n}')} | ${text.replaceAll('\n', ' ').replaceAll('|', '/')} |`
  const rows = pieces(honest, 4).map(row)
  rows.splice(random.below(rows.length + 1), 0, row(attack))
  return `| name | points | remark |\n| --- | --- | --- |\n${rows.join('\n')}`
}

function xml({ attack, honest, random, say }: Contents): string {
  const tag = random.pick(['note', 'comment', 'abstract', 'remark', 'content', 'instructions'])
  const root = random.pick(['document', 'item', 'entry', 'result', 'record'])
  return `<${root} id="${say('{n}')}">\n  <title>${say('{topic}')}</title>\n  <text>${honest}</text>\n  <${tag}>${attack}</${tag}>\n</${root}>`
}

function html({ attack, honest, random, say }: Contents): string {
  const parts = pieces(honest, 6).map((text) => `<p>${text}</p>`)
  const hidden = random.pick([
    `<p style="color:white">${attack}</p>`,
    `<!-- ${attack} -->`,
    `<p>${attack}</p>`,
    `<div hidden>${attack}</div>`,
    `<li>${attack}</li>`,
  ])
  parts.splice(random.below(parts.length + 1), 0, hidden)
  return `<html><head><title>${say('{topic}')}</title></head><body>\n<h1>${say('{topic}')}</h1>\n${parts.join('\n')}\n</body></html>`
}

function program({ attack, honest, random, say }: Contents): string {
  const name = say('(load|read|parse|send|total|render|merge)(_|)(items|page|rows|users|report)')
  const both = random.pick([`${firstSentence(honest)}\n${attack}`, `${attack}\n${firstSentence(honest)}`])
  const each = (sign: string): string =>
    both
      .split('\n')
      .map((line) => `${sign} ${line}`)
      .join('\n')
  return random.pick([
    `def ${name}(path):\n    """${both}"""\n    with open(path) as file:\n        return file.read()`,
    `${each('#')}\ndef ${name}(rows):\n    return [row for row in rows if row]`,
    `${each('//')}\nexport function ${name}(items) {\n  return items.length\n}`,
    `/*\n${each(' *')}\n */\npublic int ${name}(List<String> items) {\n    return items.size();\n}`,
    `${each('--')}\nSELECT id, name FROM ${name} WHERE id > 10;`,
    `<!-- ${both} -->\n<section id="${name}"></section>`,
    `${each('#')}\nset -e\n./${name}.sh "$1"`,
    `${each('///')}\npub fn ${name}(items: &[u8]) -> usize {\n    items.len()\n}`,
  ])
}

function ticket({ attack, honest, random, say }: Contents): string {
  return [
    say('# (Bug|Issue|Request|Ticket) #{n}{digit}: {topic}'),
    say('Reporter: {handle}  Priority: (low|normal|high)'),
    '',
    honest,
    '',
    say(`(Comment|Reply|Update) by {handle} on ${DAY}:`),
    attack,
    ...(random.chance(0.4) ? ['', say('Comment by {handle}: (same here|+1|any news?|works for me)')] : []),
  ].join('\n')
}

function transactions({ attack, honest, random, say }: Contents): string {
  const entry = (subject: string): string =>
    say(`(- |)date: ${DAY}, amount: {n}.{digit}0, sender: {account}, recipient: {account}, subject: `) +
    subject.replaceAll('\n', ' ')
  const entries = pieces(honest, 3).map(entry)
  entries.splice(random.below(entries.length + 1), 0, entry(attack))
  return entries.join('\n')
}

function reviews({ attack, honest, random, say }: Contents): string {
  const review = (text: string): string => say('(★★★★★|★★★★|★★|5/5|Rating: 4.{digit}|{digit} stars) {person}: ') + text
  const all = pieces(honest, 3).map(review)
  all.splice(random.below(all.length + 1), 0, review(attack))
  return all.join('\n\n')
}

function files({ attack, honest, random, say }: Contents): string {
  const head = (): string => say('(=== |--- |File: |## )(notes|readme|report|todo|minutes|draft){digit}.(txt|md|doc)')
  const parts = [`${head()}\n${honest}`, `${head()}\n${attack}`]
  return (random.chance(0.5) ? parts : parts.toReversed()).join('\n\n')
}

/** Up to `count` sentences or lines, none of them empty; the last one holds the rest. */
function pieces(text: string, count: number): string[] {
  const parts = text.split(/\n+|(?<=[.!?]) +/).filter((part) => part.trim() !== '')
  const head = parts.slice(0, count - 1)
  const rest = parts.slice(count - 1).join(' ')
  return rest === '' ? head : [...head, rest]
}

function firstSentence(text: string): string {
  return pieces(text, 2)[0] ?? ''
}

function middle(honest: string, attack: string, random: Random): string {
  const parts = honest.split(/(?<=[.!?]) +|\n+/)
  parts.splice(random.below(parts.length + 1), 0, attack)
  return parts.join(random.pick([' ', '\n', '\n\n']))
}
