import { verdict, type Check, type Place } from '../check.ts'
import { above, fieldCheck } from '../field-check.ts'
import { readText } from '../files.ts'
import { isGuessable } from '../guessable.ts'
import { envFiles } from './permissions.ts'

const LEAST_LENGTH = 24
const DAY_MS = 86_400_000

/** Whether a webhook proves where it comes from. */
export const webhookChecks: readonly Check[] = [
  {
    id: 'webhook-secrets',
    group: 'webhooks',
    title: 'The secrets of webhooks are long and random',
    severity: 'high',
    meaning:
      'Whoever finds the secret by trying, offline, signs what he likes, and the agent takes it for the word of the service.',
    fix: 'Make one with `openssl rand -hex 32`, and set it with the service too.',
    fixable: false,
    async look(subject) {
      const places: Place[] = []
      const unread: string[] = []
      let seen = 0
      const check = (name: string, value: string, place: Omit<Place, 'found'>): void => {
        if (!isOfWebhook(name) || value === '') return
        seen++
        const problem = value.length < LEAST_LENGTH ? `is shorter than ${LEAST_LENGTH} characters` : 'can be guessed'
        if (value.length < LEAST_LENGTH || isGuessable(value)) places.push({ found: `${name} ${problem}`, ...place })
      }
      for (const [name, value] of Object.entries(subject.env)) check(name, value ?? '', {})
      for (const file of await envFiles(subject.cwd)) {
        const read = await readText(file)
        if (read.kind === 'unread') unread.push(`${subject.shown(file)} cannot be read: ${read.problem}`)
        else if (read.kind === 'text')
          for (const { name, value, line } of variablesOf(read.text)) check(name, value, { file, line })
      }
      return verdict(places, unread, seen === 0 ? 'there is none in the environment and in .env files' : undefined)
    },
  },
  fieldCheck({
    id: 'webhook-age',
    group: 'webhooks',
    title: 'An old webhook is refused',
    severity: 'medium',
    meaning: 'Who has recorded a webhook plays it again for as long as its timestamp is accepted.',
    fix: 'Set `gateway-auth.webhookToleranceMs` to 300000 or less.',
    layer: 'gateway-auth',
    key: 'webhookToleranceMs',
    weak: above(300_000, (value) => `it may be ${Math.round(value / 1000)} seconds old`),
    strict: 300_000,
  }),
  fieldCheck({
    id: 'webhook-memory',
    group: 'webhooks',
    title: 'A webhook without a timestamp is known for weeks',
    severity: 'low',
    meaning: 'Who has recorded it waits until it is forgotten, and plays it again.',
    fix: 'Set `gateway-auth.webhookMemoryMs` to 30 days.',
    layer: 'gateway-auth',
    key: 'webhookMemoryMs',
    weak: (value) =>
      typeof value === 'number' && value < 7 * DAY_MS
        ? `it is forgotten after ${Math.round(value / DAY_MS)} days`
        : undefined,
    strict: 30 * DAY_MS,
  }),
]

function isOfWebhook(name: string): boolean {
  const upper = name.toUpperCase()
  return upper.includes('WEBHOOK') && (upper.includes('SECRET') || upper.includes('KEY') || upper.includes('TOKEN'))
}

/** The lines `NAME=value` of a .env file; quotes around a value are not part of it. */
function variablesOf(
  text: string,
): readonly { readonly name: string; readonly value: string; readonly line: number }[] {
  return text.split('\n').flatMap((raw, at) => {
    const line = raw.trim().replace(/^export /, '')
    const equals = line.indexOf('=')
    if (equals < 1 || line.startsWith('#')) return []
    const bare = line.slice(equals + 1).trim()
    const isQuoted = bare.length > 1 && (bare.startsWith('"') || bare.startsWith("'")) && bare.endsWith(bare[0] ?? '')
    return [{ name: line.slice(0, equals).trim(), value: isQuoted ? bare.slice(1, -1) : bare, line: at + 1 }]
  })
}
