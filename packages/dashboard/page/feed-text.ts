import type { FeedEvent } from './api.ts'

/** An event of the feed in words. */
export interface Told {
  readonly tag: string
  readonly text: string
  readonly agent: string
}

/** What an event says in one line; the texts in it are strangers'. */
export function describeEvent({ event, data }: FeedEvent): Told {
  switch (event) {
    case 'decision': {
      const { outcome, hook, action, agent, session, rulings } = data
      const said = rulings
        .map(({ layer, code, kind, enforced }) => `${layer} ${kind} ${code}${enforced ? '' : ' (observed)'}`)
        .join(', ')
      const place = action === undefined ? hook : `${hook} ${action}`
      return { tag: outcome, agent, text: `${place} of ${agent}, session ${session}${said === '' ? '' : `: ${said}`}` }
    }
    case 'finding': {
      const { layer, hook, code, agent, rules } = data
      const found = rules.map(({ rule, severity }) => `${rule} (${severity})`).join(', ')
      return {
        tag: 'finding',
        agent,
        text: `${layer} in ${hook} of ${agent}: ${code}${found === '' ? '' : `, ${found}`}`,
      }
    }
    case 'approval':
      return describeApproval(data)
    case 'layer':
      return data.kind === 'failure'
        ? {
            tag: 'fail',
            agent: '',
            text: `${data.layer} failed in ${data.hook}; the call ${data.bypassed ? 'went on all the same' : 'was denied'}`,
          }
        : { tag: 'reload', agent: '', text: `other layers took over: ${data.layers.join(', ')}` }
    case 'gap':
      return {
        tag: 'gap',
        agent: '',
        text: `${data.dropped} events are missing here: they came faster than they could be sent. The audit has them.`,
      }
    case 'end':
      return { tag: 'end', agent: '', text: `the stream ended: ${data.code}` }
    default:
      return { tag: 'ready', agent: '', text: 'the stream began' }
  }
}

function describeApproval(data: Extract<FeedEvent, { event: 'approval' }>['data']): Told {
  if (data.kind === 'new') {
    const { agent, tool, id } = data.approval
    return { tag: 'pending', agent, text: `${tool} of ${agent} waits for approval (${id})` }
  }
  if (data.kind === 'unavailable')
    return { tag: 'not-measured', agent: '', text: 'what waits for approval is not known at the moment' }
  return {
    tag: data.state,
    agent: '',
    text: `request ${data.id}: ${data.state}${data.by === undefined ? '' : ` by ${data.by}`}`,
  }
}

/** What the reader of the feed wants to see. */
export interface FeedFilter {
  readonly kind: string
  readonly outcome: string
  readonly text: string
}

/** Whether an event fits the filter; empty fields fit all. A gap always shows: it is what the filter cannot know. */
export function fits(event: FeedEvent, { kind, outcome, text }: FeedFilter): boolean {
  if (event.event === 'gap') return true
  if (kind !== '' && event.event !== kind) return false
  if (outcome !== '' && !(event.event === 'decision' && event.data.outcome === outcome)) return false
  return text === '' || describeEvent(event).text.toLowerCase().includes(text.toLowerCase())
}

/** One sentence about many events, for a screen reader; undefined where none came. */
export function summarize(events: readonly FeedEvent[]): string | undefined {
  if (events.length === 0) return undefined
  const denied = events.filter((each) => each.event === 'decision' && each.data.outcome === 'deny').length
  const waiting = events.filter((each) => each.event === 'approval' && each.data.kind === 'new').length
  const parts = [`${events.length} new ${events.length === 1 ? 'event' : 'events'}`]
  if (denied > 0) parts.push(`${denied} denied`)
  if (waiting > 0) parts.push(`${waiting} waiting for approval`)
  return parts.join(', ')
}
