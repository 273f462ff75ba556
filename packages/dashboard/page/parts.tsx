import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import type { Problem } from './client.ts'
import { beyondAscii, codePointOf, piecesOf } from './visible.ts'
import { markSpans, type Span } from './spans.ts'

/** A stranger's text, exactly: hidden characters are named, reading order is that of the characters. Never HTML. */
export function Exact({ text, spans = [] }: { readonly text: string; readonly spans?: readonly Span[] }): JSX.Element {
  return (
    <span class="exact">
      {markSpans(text, spans).map(({ text: part, marked }) =>
        marked ? <mark>{<Pieces text={part} />}</mark> : <Pieces text={part} />,
      )}
    </span>
  )
}

function Pieces({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {piecesOf(text).map((piece) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <span class="hidden-character" title={piece.name}>
            [{piece.label} {piece.name}]
          </span>
        ),
      )}
    </>
  )
}

/** A longer text of a stranger in a box that scrolls and can be reached by keyboard. */
export function ExactBlock({
  text,
  label,
  spans,
}: {
  readonly text: string
  readonly label: string
  readonly spans?: readonly Span[]
}): JSX.Element {
  return (
    <pre class="block" tabIndex={0} role="region" aria-label={label}>
      <Exact text={text} {...(spans && { spans })} />
    </pre>
  )
}

/** Says which letters of a text are not ASCII, so that look-alikes show. */
export function BeyondAscii({ text }: { readonly text: string }): JSX.Element | null {
  const found = beyondAscii(text)
  if (found.length === 0) return null
  return (
    <p class="note">
      Letters beyond ASCII: {found.map((character) => `${character} ${codePointOf(character)}`).join(', ')}
    </p>
  )
}

/** An error with its way out. */
export function ProblemNote({
  problem,
  onRetry,
}: {
  readonly problem: Problem
  readonly onRetry?: () => void
}): JSX.Element {
  return (
    <div class="problem" role="alert">
      <p>
        <strong>
          <Exact text={problem.message} />
        </strong>{' '}
        <code>{problem.code}</code>
      </p>
      {problem.wayOut !== '' && (
        <p>
          <Exact text={problem.wayOut} />
        </p>
      )}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}

/** What a list says that has nothing in it. */
export function Empty({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <p class="empty">{children}</p>
}

/** Outcomes and states by word and colour, never by colour alone. */
export function Tag({ kind }: { readonly kind: string }): JSX.Element {
  return (
    <span class={`tag tag-${/^[a-z-]+$/.test(kind) ? kind : 'other'}`}>
      <Exact text={kind} />
    </span>
  )
}

/** A table with a caption, in a box that scrolls sideways on narrow screens. */
export function Table({
  caption,
  head,
  children,
}: {
  readonly caption: string
  readonly head: readonly string[]
  readonly children: ComponentChildren
}): JSX.Element {
  const id = useId()
  return (
    <div class="table" role="region" aria-labelledby={id} tabIndex={0}>
      <table>
        <caption id={id}>{caption}</caption>
        <thead>
          <tr>
            {head.map((title) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** Loading, said politely. */
export function Loading({ what }: { readonly what: string }): JSX.Element {
  return (
    <p class="empty" role="status">
      Loading {what} …
    </p>
  )
}
