import type { JSX } from 'preact'
import type { TryAnswer, TryRuling } from '../api.ts'
import { Exact, ExactBlock, Tag } from '../parts.tsx'
import type { Span } from '../spans.ts'

/** The decision, the text with what was found in it, and each layer's word. */
export function TryResult({
  outcome,
  rulings,
  silent,
  notReached,
  elsewhere,
  given,
  text,
  payload,
  instructions,
  scores,
}: TryAnswer): JSX.Element {
  const spans = rulings.flatMap(spansOf)
  return (
    <>
      <section class="card" aria-label="Decision">
        <h2>
          Decision <Tag kind={outcome} />
        </h2>
        {given !== null && (
          <>
            <h3>{spans.length === 0 ? 'The text as given' : 'The text as given, with what was found'}</h3>
            <ExactBlock text={given} label="The text as given" spans={spans} />
          </>
        )}
        {text !== null && text !== given && (
          <>
            <h3>What a host would go on with</h3>
            <ExactBlock text={text} label="What a host would go on with" />
          </>
        )}
        {text === null && payload !== null && (
          <>
            <h3>What a host would go on with</h3>
            <ExactBlock text={JSON.stringify(payload, null, 2)} label="What a host would go on with" />
          </>
        )}
        {instructions.length > 0 && (
          <>
            <h3>For the system prompt</h3>
            <ExactBlock text={instructions.join('\n\n')} label="For the system prompt" />
          </>
        )}
      </section>
      <section class="card" aria-label="Verdicts">
        <h2>Each layer's word</h2>
        {rulings.length === 0 && <p>No layer said anything.</p>}
        <ul class="feed">
          {rulings.map((ruling, index) => (
            <Ruling key={index} ruling={ruling} given={given} />
          ))}
        </ul>
        <dl class="facts">
          <Names title="looked and said nothing" names={silent} />
          <Names title="not asked, since one before denied" names={notReached} />
          <Names title="do not guard this hook" names={elsewhere} />
          <Names
            title="scores"
            names={Object.entries(scores).map(([layer, score]) => `${layer} ${score.toFixed(2)}`)}
          />
        </dl>
      </section>
    </>
  )
}

function Ruling({ ruling, given }: { readonly ruling: TryRuling; readonly given: string | null }): JSX.Element {
  const { layer, stage, kind, code, enforced, message, detail, findings } = ruling
  return (
    <li>
      <Tag kind={kind} /> <strong>{layer}</strong> <code>{code}</code> in {stage}
      {!enforced && ', observed only'}
      {message !== undefined && (
        <p>
          <Exact text={message} />
        </p>
      )}
      {detail !== undefined && (
        <p class="soft">
          <Exact text={detail} />
        </p>
      )}
      {findings.length > 0 && (
        <ul>
          {findings.map(({ rule, severity, span, score }, index) => (
            <li key={index}>
              <Tag kind={severity} /> <Exact text={rule} />
              {score !== undefined && ` ${score.toFixed(2)}`}
              {span && given !== null && (
                <>
                  :{' '}
                  <q>
                    <Exact text={given.slice(span.start, Math.min(span.end, span.start + 200))} />
                  </q>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }): JSX.Element | null {
  if (names.length === 0) return null
  return (
    <>
      <dt>{title}</dt>
      <dd>{names.join(', ')}</dd>
    </>
  )
}

function spansOf({ findings }: TryRuling): readonly Span[] {
  return findings.flatMap(({ span }) => (span ? [span] : []))
}
