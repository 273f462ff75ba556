import type { Deny, Finding } from '@ringwall/core'

/** What the layer says, and what it means. */
export const codes = {
  MEMORY_DANGEROUS:
    'The text holds orders to run, call, send or pay something, or too much else that is planted in memories; it is not stored.',
  MEMORY_LABEL_DANGEROUS:
    'The key, the provenance or the meta holds what is planted in memories; the text is not stored.',
  MEMORY_DOUBTFUL: 'The text holds what is planted in memories; it is stored as external.',
  MEMORY_LOWERED: 'The trust of the memory was lowered to external.',
  MEMORY_REDACTED: 'Secrets were taken out before the text is stored.',
  MEMORY_SECRET_DENIED:
    'The memory holds a secret in its key or its meta, or the operator wants texts with secrets stopped.',
  MEMORY_CANARY: 'The memory holds a canary token, which stands in the system prompt alone.',
  MEMORY_TOO_LONG: 'The text is longer than a memory may be.',
  MEMORY_KEY_INVALID: 'The key is empty, too long, or holds characters that are not seen.',
  MEMORY_PROVENANCE_INVALID: 'What is said of the origin is too long.',
  MEMORY_META_INVALID: 'What is said beside the text is too long.',
  MEMORY_OUTRANKED: 'A memory of higher trust stands under this key.',
  MEMORY_REVIEWED: 'A reviewer let this very text pass.',
  MEMORY_REVIEW_INVALID: 'The mark of a review does not fit this text, key, trust or moment.',
  MEMORY_RECALL_DENIED: 'The recalled text would not be stored today.',
  MEMORY_RECALL_DOUBTFUL: 'The recalled text holds what is planted in memories.',
  MEMORY_ROW_REJECTED:
    'A row of the store was changed, moved, put back or removed by somebody else; it is not recalled.',
  MEMORY_DISCARDED: 'A reviewer discarded an entry of the quarantine.',
  MEMORY_LABELLED: 'The recalled text comes from outside and was put between delimiters, with a notice and its origin.',
} as const
/** One of its codes. */
export type Code = keyof typeof codes

/** A denial with the message of its code. */
export function deny(code: Code, findings: readonly Finding[] = [], detail?: string): Deny {
  return { kind: 'deny', code, findings, message: codes[code], ...(detail !== undefined && { detail }) }
}
