// Requests and replies as agents have them, each of its own: no two are the same text, so that nothing is measured that only remembers.

/** What a request is like: words alone; words after a tool's answer; words beside tools, of which the reply calls one. */
export type Kind = 'chat' | 'tool result' | 'tool call'
/** In turns. */
export const KINDS: readonly Kind[] = ['chat', 'tool result', 'chat', 'tool call']

/** Numbers from 0 up to 1, the same for the same seed. */
export type Random = () => number

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Words that stand for `{name}` in a sentence; `#` is a digit. */
const SLOTS: Readonly<Record<string, readonly string[]>> = {
  who: ['Mara', 'Jonas', 'the platform team', 'our customer in Lyon', 'Priya', 'the vendor', 'support', 'Dr. Okafor'],
  thing: ['report', 'invoice', 'migration', 'dashboard', 'release', 'contract', 'backup job', 'pricing page', 'parser'],
  verb: ['checked', 'rewrote', 'moved', 'measured', 'described', 'closed', 'postponed', 'compared', 'reopened'],
  quality: ['slow', 'late', 'complete', 'unclear', 'better than before', 'larger than planned', 'fine', 'out of date'],
  file: ['src/parse-##.ts', 'docs/notes-##.md', 'lib/queue_##.py', 'config/app-##.yaml', 'reports/q#-##.csv'],
  day: ['Monday', 'Thursday', 'the 1#th', 'the end of the quarter', '2026-0#-1#', 'last week', 'tomorrow morning'],
  count: ['1#', '##', '#,###', '#.# %', '## ms', '€ ###', '# of ##'],
  place: ['Berlin', 'the second shard', 'staging', 'the shared folder', 'the appendix', 'section #.#', 'Osaka'],
  lead: [
    'However,',
    'In short,',
    'As far as I know,',
    'Since then,',
    'For that reason,',
    'On the other hand,',
    'Also,',
  ],
}
const PROSE: readonly string[] = [
  'Could you look at the {thing} that {who} {verb} on {day} and tell me whether {count} is right?',
  '{lead} the {thing} in {place} was {quality}, so {who} {verb} it again.',
  'I have {verb} {file}, and the {thing} is {quality} by {count}.',
  'Please write a short answer to {who} about the {thing}, and mention {place} and {count}.',
  '{lead} {who} says that the {thing} takes {count} longer since {day}.',
  'What would you do with the {thing} if {who} had not {verb} it before {day}?',
  'We keep {file} beside the {thing}; it is {quality}, but nobody {verb} it.',
  '{who} asked for {count} more of them by {day}, which is {quality}.',
  '{lead} compare {file} with what {who} sent, and list what is {quality}.',
  'The weather in {place} was {quality} on {day}, and the {thing} had to wait.',
]
const OUTPUT: readonly string[] = [
  '2026-0#-1#T1#:##:##Z INFO  [worker-#] {thing} done rows=#### ms=##',
  '{file}:###: const limit = ## // {who} {verb} this',
  '{file}  | ## ++++----',
  '| {place} | {count} | {quality} |',
  '  "id": ####, "name": "{who}", "state": "{quality}", "total": ##.##,',
  'PASS {file} (## tests, # skipped)',
  '#### rows read from {file}, # left out',
]
const SYSTEM =
  'You are the assistant of a small company. Answer in the language of the question, briefly, and say so where you do not know something. Take figures from the files that you are given.'

const TOOLS = [
  {
    name: 'read_file',
    description: 'Reads a text file of the workspace and returns its lines.',
    parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  },
  {
    name: 'web_search',
    description: 'Looks for pages about a subject and returns their titles and first lines.',
    parameters: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
  },
].map((definition) => ({ type: 'function', function: definition }))

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T // a random number is below 1, and no list is empty
}

function fill(random: Random, template: string): string {
  const words = template.replaceAll(/\{(\w+)\}/g, (_, slot: string) => pick(random, SLOTS[slot] ?? [slot]))
  return words.replaceAll('#', () => String(Math.floor(random() * 10)))
}

function text(random: Random, templates: readonly string[], units: number, gap: string): string {
  let made = ''
  while (made.length < units) made += fill(random, pick(random, templates)) + gap
  return made.slice(0, Math.max(1, units)).trimEnd()
}

/** A request whose messages have `size` characters together, as JSON. */
export function makeRequest(random: Random, kind: Kind, size: number, stream: boolean): string {
  const system = { role: 'system', content: SYSTEM }
  const rest = size - SYSTEM.length
  const base = { model: 'bench-model', max_tokens: 512, temperature: 0.2, stream }
  const user = (units: number): object => ({ role: 'user', content: text(random, PROSE, units, ' ') })
  if (kind === 'chat') return JSON.stringify({ ...base, messages: [system, user(rest)] })
  if (kind === 'tool call') return JSON.stringify({ ...base, messages: [system, user(rest)], tools: TOOLS })
  const id = `call_${Math.floor(random() * 1e12).toString(36)}`
  const path = fill(random, pick(random, SLOTS['file'] ?? []))
  const called = { id, type: 'function', function: { name: 'read_file', arguments: JSON.stringify({ path }) } }
  const messages = [
    system,
    user(rest * 0.3),
    { role: 'assistant', content: null, tool_calls: [called] },
    { role: 'tool', tool_call_id: id, content: text(random, OUTPUT, rest * 0.7, '\n') },
  ]
  return JSON.stringify({ ...base, messages })
}

/** What a model answers, in words. */
export function makeAnswer(random: Random): string {
  return text(random, PROSE, 200 + Math.floor(random() * 300), ' ')
}

/** What a model calls. */
export function makeCall(random: Random): object {
  const path = fill(random, pick(random, SLOTS['file'] ?? []))
  const id = `call_${Math.floor(random() * 1e12).toString(36)}`
  return { id, type: 'function', function: { name: 'read_file', arguments: JSON.stringify({ path }) } }
}
