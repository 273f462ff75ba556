import { fileURLToPath } from 'node:url'
import { readCorpus } from './corpus.ts'
import type { Row } from './row.ts'

const FILES = ['english.jsonl', 'english-2.jsonl', 'languages.jsonl', 'languages-2.jsonl']

/** Texts that were written one by one, without templates, by authors who had seen no other rows. */
export function writtenRows(): readonly Row[] {
  return FILES.flatMap((file) => readCorpus(fileURLToPath(new URL(`written/${file}`, import.meta.url))))
}
