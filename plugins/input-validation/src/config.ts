import { SOURCES, type Source } from '@ringwall/core'
import { z } from 'zod'

/** The limits of this layer; lengths are in UTF-16 code units, sizes in bytes. */
export interface Config {
  readonly maxLength: number
  readonly maxNulBytes: number
  readonly maxWhitespaceShare: number
  readonly whitespaceFrom: number
  readonly repeatLimit: number
  readonly letterRepeatLimit: number
  readonly spaceRepeatLimit: number
  readonly cycleLimit: number
  readonly maxMarks: number
  readonly maxInvisibleRun: number
  readonly cutSources: readonly Source[]
  readonly flagSources: readonly Source[]
  readonly jsonSources: readonly Source[]
  readonly maxJsonBytes: number
  readonly maxJsonDepth: number
  readonly maxJsonKeys: number
  readonly maxJsonKeyLength: number
  readonly maxJsonItems: number
  readonly maxAttachments: number
  readonly maxAttachmentBytes: number
  readonly maxAttachmentsBytes: number
}
/** What an operator may write: every field has a default. */
export type ConfigInput = { readonly [K in keyof Config]?: Config[K] | undefined }

const MIB = 1024 * 1024
/** Run lengths are written into regular expressions, where they bound the cost per character. */
const LONGEST_RUN = 64
/** A shorter run of a long cycle is not seen for certain. */
const SHORTEST_CYCLE = 64

/** A whole number of which a lower one is stricter. zod refuses NaN, fractions and infinities. */
function ceiling(
  fallback: number,
  description: string,
  { min = 1, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {},
): z.ZodType<number, number | undefined> {
  return z.int().min(min).max(max).default(fallback).describe(description).meta({ tightens: 'lower' })
}

/** Checks and completes what an operator wrote. */
export const configSchema: z.ZodType<Config, ConfigInput> = z.strictObject({
  maxLength: ceiling(100_000, 'Longest text, in UTF-16 code units.'),
  maxNulBytes: ceiling(100, 'Most NUL bytes that are removed from a text; one with more is refused as binary data.', {
    min: 0,
  }),
  maxWhitespaceShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .describe('Greatest share of white space in a text, 0 to 1.')
    .meta({ tightens: 'lower' }),
  whitespaceFrom: ceiling(200, 'Length from which on the share of white space is looked at.'),
  repeatLimit: ceiling(200, 'A run of this many of one character, as a reader counts them, is refused.', {
    min: 2,
  }),
  letterRepeatLimit: ceiling(120, 'A run of this many of one letter is refused.', { min: 2 }),
  spaceRepeatLimit: ceiling(
    1_000,
    'A run of this many of one space, or of tabs, is refused; tables are padded with hundreds.',
    { min: 2 },
  ),
  cycleLimit: ceiling(2_000, 'A run of this many code units in which two to four characters take turns is refused.', {
    min: SHORTEST_CYCLE,
  }),
  maxMarks: ceiling(8, 'Most combining marks on one character; an ASCII letter carries at most half as many.', {
    max: LONGEST_RUN,
  }),
  maxInvisibleRun: ceiling(3, 'Most zero-width characters, or variation selectors, in a row.', {
    max: LONGEST_RUN,
  }),
  cutSources: z
    .array(z.enum(SOURCES))
    .readonly()
    .default(['tool'])
    .describe(
      'Sources whose text is cut at the end of a line and marked where it is too long, and not refused: a log that a command prints is worth its start.',
    )
    .meta({ tightens: 'fewer' }),
  flagSources: z
    .array(z.enum(SOURCES))
    .readonly()
    .default(['tool'])
    .describe(
      'Sources where control characters, white space and repetition are flagged and not refused: command output has colours, padding and progress bars.',
    )
    .meta({ tightens: 'fewer' }),
  jsonSources: z
    .array(z.enum(SOURCES))
    .readonly()
    .default(['api', 'webhook'])
    .describe('Sources whose text is checked as JSON where `meta.contentType` says that it is.')
    .meta({ tightens: 'more' }),
  maxJsonBytes: ceiling(300_000, 'Largest JSON document, in bytes of UTF-8.'),
  maxJsonDepth: ceiling(32, 'Most arrays and objects inside each other.'),
  maxJsonKeys: ceiling(1_000, 'Most members of one JSON object.'),
  maxJsonKeyLength: ceiling(256, 'Longest name of a member, in UTF-16 code units.'),
  maxJsonItems: ceiling(5_000, 'Most items of one JSON array.'),
  maxAttachments: ceiling(20, 'Most attachments of one message.', { min: 0 }),
  maxAttachmentBytes: ceiling(25 * MIB, 'Largest single attachment, in bytes.', { min: 0 }),
  maxAttachmentsBytes: ceiling(50 * MIB, 'All attachments of one message together, in bytes.', { min: 0 }),
})
