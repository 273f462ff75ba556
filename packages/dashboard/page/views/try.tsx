import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { TryAnswer } from '../api.ts'
import { asProblem, Problem } from '../client.ts'
import { ProblemNote } from '../parts.tsx'
import { DESTINATIONS, SOURCES, TRUST_LEVELS, tryRequest, type TryForm } from '../try-request.ts'
import type { ViewProps } from '../view-props.ts'
import { TryResult } from './try-result.tsx'

const HOOKS = {
  inbound: 'text that comes in',
  'tool-call': 'a tool call',
  outbound: 'text that goes out',
  'memory-write': 'text to remember',
} as const
const START: TryForm = {
  hook: 'inbound',
  agent: '',
  text: '',
  source: 'web',
  tool: 'bash',
  args: '{"command": "ls"}',
  destination: 'user',
  trust: 'external',
}

/** Shows what each layer would say of a text or a call; nothing is kept, recorded or sent. */
export function Try({ client }: ViewProps): JSX.Element {
  const [form, setForm] = useState(START)
  const [answer, setAnswer] = useState<TryAnswer>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const result = useRef<HTMLDivElement>(null)
  const set = (change: Partial<TryForm>): void => setForm((before) => ({ ...before, ...change }))
  const submit = (event: Event): void => {
    event.preventDefault()
    if (busy) return
    setProblem(undefined)
    let request
    try {
      request = tryRequest(form)
    } catch (error) {
      return setProblem(
        new Problem(
          0,
          'ARGUMENTS',
          error instanceof Error ? error.message : String(error),
          'Correct them, then try again.',
        ),
      )
    }
    setBusy(true)
    client
      .post<TryAnswer>('/api/try', request)
      .then(
        (value) => {
          setAnswer(value)
          requestAnimationFrame(() => result.current?.focus())
        },
        (error: unknown) => {
          setAnswer(undefined)
          setProblem(asProblem(error))
        },
      )
      .finally(() => setBusy(false))
  }
  return (
    <>
      <form class="card" onSubmit={submit}>
        <p class="note">Nothing is kept, recorded or sent, and no secret is filled in.</p>
        <div class="row">
          <label>
            What
            <select
              value={form.hook}
              onChange={({ currentTarget }) => set({ hook: currentTarget.value as TryForm['hook'] })}
            >
              {Object.entries(HOOKS).map(([hook, title]) => (
                <option key={hook} value={hook}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <Choices form={form} set={set} />
          <label>
            Agent, if it has layers of its own
            <input
              value={form.agent}
              autocomplete="off"
              onInput={({ currentTarget }) => set({ agent: currentTarget.value })}
            />
          </label>
        </div>
        {form.hook === 'tool-call' ? (
          <label>
            Arguments as JSON
            <textarea
              rows={6}
              value={form.args}
              spellcheck={false}
              onInput={({ currentTarget }) => set({ args: currentTarget.value })}
            />
          </label>
        ) : (
          <label>
            Text
            <textarea
              rows={6}
              value={form.text}
              spellcheck={false}
              onInput={({ currentTarget }) => set({ text: currentTarget.value })}
            />
          </label>
        )}
        <p>
          <button class="primary" aria-disabled={busy}>
            {busy ? 'The layers look at it …' : 'Try it'}
          </button>
        </p>
      </form>
      {problem && <ProblemNote problem={problem} />}
      <div ref={result} tabIndex={-1} role="region" aria-label="Result">
        {answer && <TryResult {...answer} />}
      </div>
    </>
  )
}

interface ChoicesProps {
  readonly form: TryForm
  readonly set: (change: Partial<TryForm>) => void
}

function Choices({ form, set }: ChoicesProps): JSX.Element {
  if (form.hook === 'tool-call')
    return (
      <label>
        Tool
        <input
          value={form.tool}
          autocomplete="off"
          required
          onInput={({ currentTarget }) => set({ tool: currentTarget.value })}
        />
      </label>
    )
  if (form.hook === 'inbound')
    return <Select title="Source" value={form.source} options={SOURCES} onChange={(source) => set({ source })} />
  if (form.hook === 'outbound')
    return (
      <Select
        title="Destination"
        value={form.destination}
        options={DESTINATIONS}
        onChange={(destination) => set({ destination })}
      />
    )
  return <Select title="Trust" value={form.trust} options={TRUST_LEVELS} onChange={(trust) => set({ trust })} />
}

interface SelectProps {
  readonly title: string
  readonly value: string
  readonly options: readonly string[]
  readonly onChange: (value: string) => void
}

function Select({ title, value, options, onChange }: SelectProps): JSX.Element {
  return (
    <label>
      {title}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  )
}
