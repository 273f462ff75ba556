import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SessionInfo } from './api.ts'
import { asProblem, type Client, type Problem } from './client.ts'
import { ProblemNote } from './parts.tsx'

interface LoginProps {
  readonly client: Client
  readonly onLogin: (session: SessionInfo) => void
  /** Why one has to log in (again). */
  readonly notice?: string
  readonly problem?: Problem
}

/** Login by an operator's token, which is sent once and kept nowhere in the browser. */
export function Login({ client, onLogin, notice, problem: given }: LoginProps): JSX.Element {
  const [problem, setProblem] = useState(given)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    document.title = 'Log in · Ringwall'
    input.current?.focus()
  }, [])
  const submit = (event: Event): void => {
    event.preventDefault()
    const token = input.current?.value.trim() ?? ''
    if (token === '' || busy) return
    setBusy(true)
    setProblem(undefined)
    client.post<SessionInfo>('/api/login', { token }).then(onLogin, (error: unknown) => {
      setProblem(asProblem(error))
      setBusy(false)
      input.current?.select()
    })
  }
  return (
    <main class="login card">
      <h1>Ringwall</h1>
      {notice !== undefined && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {problem && <ProblemNote problem={problem} />}
      <form onSubmit={submit}>
        <label>
          Token of an operator
          <input ref={input} name="token" type="password" autocomplete="off" spellcheck={false} required />
        </label>
        <p class="note">
          One with the scope admin sees all of it: <code>ringwall tokens create --scope admin</code>
        </p>
        <button class="primary" disabled={busy}>
          {busy ? 'Logging in …' : 'Log in'}
        </button>
      </form>
    </main>
  )
}
