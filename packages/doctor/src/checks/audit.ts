import { auditLogConfig, NO_ANCHORS, openAuditReader, PROBLEMS } from '@ringwall/plugin-audit-log'
import { fail, LayerOff, notMeasured, pass, type Check, type Outcome } from '../check.ts'
import { above, fieldCheck, is } from '../field-check.ts'
import { statOf } from '../files.ts'
import { objectOf, type Subject } from '../subject.ts'

const MAX_PROBLEMS = 10
const LEAST_DAYS = 30

/** Whether what happened can be proved. */
export const auditChecks: readonly Check[] = [
  {
    id: 'audit-chain',
    group: 'audit',
    title: 'The audit log is whole and signed',
    severity: 'critical',
    meaning: 'Records were changed, removed or inserted: what they say is not proved, and somebody had a reason.',
    fix: 'Keep the store as it is, look with `ringwall audit verify`, and begin a new section with `ringwall audit reseal`.',
    fixable: false,
    look: verifyChain,
  },
  fieldCheck({
    id: 'audit-anchors',
    group: 'audit',
    title: 'A log whose end was cut off shows it',
    severity: 'medium',
    meaning: 'Without anchors outside of the store, who writes the store takes the newest records away unseen.',
    fix: 'Take `audit-log.anchorFile: none` away, and copy the file to another machine.',
    layer: 'audit-log',
    key: 'anchorFile',
    weak: is(NO_ANCHORS, 'there are no anchors'),
  }),
  fieldCheck({
    id: 'audit-write-failure',
    group: 'audit',
    title: 'Nothing happens that cannot be recorded',
    severity: 'high',
    meaning: 'Who fills the disk acts without a record.',
    fix: 'Set `audit-log.onWriteFailure: deny`.',
    layer: 'audit-log',
    key: 'onWriteFailure',
    weak: is('continue', 'calls go on while nothing can be recorded'),
    strict: 'deny',
  }),
  fieldCheck({
    id: 'audit-retention',
    group: 'audit',
    title: 'Records are kept for a month at least',
    severity: 'low',
    meaning: 'Most break-ins are noticed after weeks; what would tell of them is gone by then.',
    fix: 'Set `audit-log.retention.days` to 30 or more, or export before records are removed.',
    layer: 'audit-log',
    key: 'retention',
    weak: (retention) => {
      const { days } = objectOf(retention)
      return typeof days === 'number' && days < LEAST_DAYS ? `records are kept for ${days} days` : undefined
    },
  }),
  fieldCheck({
    id: 'audit-checkpoints',
    group: 'audit',
    title: 'The log is signed every few minutes',
    severity: 'low',
    meaning: 'What was recorded since the last signature can be replaced by whoever writes the store.',
    fix: 'Set `audit-log.checkpointSeconds` to 60.',
    layer: 'audit-log',
    key: 'checkpointSeconds',
    weak: above(3600, (value) => `it is signed every ${Math.round(value / 60)} minutes`),
    strict: 60,
  }),
  fieldCheck({
    id: 'audit-bursts',
    group: 'audit',
    title: 'A burst of attacks is told as one',
    severity: 'low',
    meaning: 'Thousands of tries stand in the log as single records, and nobody sees the whole.',
    fix: 'Set `audit-log.burstThreshold` to 100.',
    layer: 'audit-log',
    key: 'burstThreshold',
    weak: above(10_000, (value) => `${value} decisions are no burst`),
    strict: 100,
  }),
]

async function verifyChain(subject: Subject): Promise<Outcome> {
  const { layers } = await subject.model()
  const line = layers.find(({ plugin }) => plugin.name === 'audit-log')
  if (line === undefined) throw new LayerOff('audit-log')
  const config = auditLogConfig.parse(line.config)
  const anchorFile = config.anchorFile === NO_ANCHORS ? NO_ANCHORS : subject.path(config.anchorFile)
  const hasAnchors = anchorFile !== NO_ANCHORS && (await statOf(anchorFile)) !== undefined
  const hasKey = (await statOf(subject.path(config.keyFile))) !== undefined
  const store = await subject.store()
  if (store === undefined)
    return hasAnchors
      ? fail({ found: 'the store is gone, and signed anchors know of records in it', file: anchorFile })
      : nothingYet(hasKey)
  const own = { ...config, keyFile: subject.path(config.keyFile), anchorFile }
  const seen = await openAuditReader(store, own).verify()
  if (seen.status === 'broken')
    return fail(
      ...seen.problems.slice(0, MAX_PROBLEMS).map(({ code, seq }) => ({
        found: `${code}${seq === undefined ? '' : ` at record ${seq}`}: ${PROBLEMS[code]}`,
      })),
    )
  if (seen.status === 'ok') return pass(`${seen.records} records, signed up to ${seen.signedUpTo ?? 0}`)
  return seen.records === 0 && !hasAnchors
    ? nothingYet(hasKey)
    : notMeasured('nothing that a trusted key signed is there')
}

/** The key is made for the first record: where it is, there was one. */
function nothingYet(hasKey: boolean): Outcome {
  return hasKey ? notMeasured('the key is there, and nothing that it signed') : pass('nothing was recorded yet')
}
