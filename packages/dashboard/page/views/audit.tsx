import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { AuditItem, AuditPage } from '../api.ts'
import { asProblem, type Problem } from '../client.ts'
import { useLoad } from '../hooks.ts'
import { Empty, Exact, ExactBlock, Loading, ProblemNote, Table, Tag } from '../parts.tsx'
import { count } from '../time.ts'
import type { ViewProps } from '../view-props.ts'
import { ChainStatus } from './chain-status.tsx'

type Query = Readonly<Record<string, string>>

const FIELDS = [
  ['text', 'Text'],
  ['layer', 'Layer'],
  ['code', 'Code'],
  ['agent', 'Agent'],
  ['session', 'Session'],
  ['trace', 'Trace'],
] as const
const LIMIT = 50

/** The record: search by words and fields, newest first, and whether its chain is whole. */
export function Audit({ client }: ViewProps): JSX.Element {
  const [query, setQuery] = useState<Query>({})
  const first = useLoad((signal) => client.get<AuditPage>('/api/audit', { ...query, limit: LIMIT }, signal), [query])
  const [more, setMore] = useState<{ readonly of: AuditPage; readonly pages: readonly AuditPage[] }>()
  const [failed, setFailed] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const pages = first.value === undefined ? [] : [first.value, ...(more?.of === first.value ? more.pages : [])]
  const records = pages.flatMap((page) => page.records)
  const cursor = pages.at(-1)?.nextCursor ?? null
  const scanned = pages.reduce((sum, page) => sum + page.scanned, 0)
  const loadMore = (): void => {
    const { value } = first
    if (value === undefined || cursor === null) return
    setBusy(true)
    setFailed(undefined)
    client
      .get<AuditPage>('/api/audit', { ...query, limit: LIMIT, cursor })
      .then(
        (page) => setMore({ of: value, pages: [...pages.slice(1), page] }),
        (error: unknown) => setFailed(asProblem(error)),
      )
      .finally(() => setBusy(false))
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const given = [...data].flatMap(([key, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[key, forApi(key, value.trim())]] : [],
    )
    setQuery(Object.fromEntries(given))
  }
  return (
    <>
      <ChainStatus client={client} />
      <form class="card row" role="search" aria-label="Audit" onSubmit={submit}>
        {FIELDS.map(([name, title]) => (
          <label key={name}>
            {title}
            <input name={name} type="search" autocomplete="off" />
          </label>
        ))}
        <label>
          Outcome
          <select name="outcome">
            <option value="">all</option>
            {['deny', 'ask', 'allow'].map((outcome) => (
              <option key={outcome}>{outcome}</option>
            ))}
          </select>
        </label>
        <label>
          From
          <input name="from" type="datetime-local" />
        </label>
        <label>
          To
          <input name="to" type="datetime-local" />
        </label>
        <button class="primary">Search</button>
      </form>
      {first.problem && <ProblemNote problem={first.problem} onRetry={first.reload} />}
      {first.loading && first.value === undefined && <Loading what="the audit" />}
      {first.value !== undefined && (
        <section class="card" aria-label="Records">
          <p role="status">
            {count(records.length, 'record')} among the newest {scanned.toLocaleString('en')} that were looked at
            {cursor === null ? '; that is all of the log.' : '; there are older ones.'}
          </p>
          {records.length === 0 ? (
            <Empty>{cursor === null ? 'No record fits.' : 'None fits so far: look at older ones.'}</Empty>
          ) : (
            <Table
              caption="Newest first"
              head={['number', 'time', 'what', 'outcome', 'agent', 'layer and code', 'record']}
            >
              {records.map((item) => (
                <Row key={item.seq} {...item} />
              ))}
            </Table>
          )}
          {failed && <ProblemNote problem={failed} onRetry={loadMore} />}
          {cursor !== null && (
            <button type="button" aria-disabled={busy} onClick={() => busy || loadMore()}>
              {busy ? 'Loading older ones …' : 'Older ones'}
            </button>
          )}
        </section>
      )}
    </>
  )
}

/** A time without a zone is the browser's; the gateway's need not be the same. */
function forApi(key: string, value: string): string {
  return key === 'from' || key === 'to' ? new Date(value).toISOString() : value
}

function Row({ seq, time, type, outcome, hook, action, agent, layer, code, record }: AuditItem): JSX.Element {
  const [isOpen, setOpen] = useState(false)
  return (
    <tr>
      <th scope="row" class="number">
        {seq}
      </th>
      <td>
        <Exact text={time} />
      </td>
      <td>
        <Exact text={[hook ?? type, action].filter(Boolean).join(' ')} />
      </td>
      <td>{outcome !== undefined && <Tag kind={outcome} />}</td>
      <td>{agent !== undefined && <Exact text={agent} />}</td>
      <td>{code !== undefined && <Exact text={`${layer ?? ''} ${code}`} />}</td>
      <td>
        <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>
            all of it<span class="visually-hidden"> of record {seq}</span>
          </summary>
          {isOpen && <ExactBlock text={JSON.stringify(record, null, 2)} label={`Record ${seq}, all of it`} />}
        </details>
      </td>
    </tr>
  )
}
