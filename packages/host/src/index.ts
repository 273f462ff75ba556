export { denialOf, STOPPED, type Checked, type Denial } from './denial.ts'
export {
  outcomeOfError,
  outcomeOfStatus,
  Reservation,
  type CallEstimate,
  type CallOutcome,
  type CallSeen,
  type TracedSession,
} from './reservation.ts'
export { LaterText } from './later-text.ts'
export { NOTHING, PARAGRAPH, Said, type Before } from './said.ts'
export { TextStream, type TextExit, type TextSink } from './text-stream.ts'
export { decideToolCall, visibleTools } from './tools.ts'
