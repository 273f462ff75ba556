// Trains the injection classifier and writes its model and the measured part of its card.
// Run from the root: pnpm train --corpus FILE [--corpus FILE ...] [--out FOLDER] [--verify [--again]]
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { writeModel } from '../src/classifier/model.ts'
import { readCorpus } from './corpus.ts'
import { inputsHash } from './inputs.ts'
import { measuredPart } from './model-card.ts'
import { trainModel } from './model-from-rows.ts'
import { SETTINGS, SMALL_SETTINGS } from './settings.ts'

const HELP = `Trains the injection classifier of this package.

  --corpus FILE   JSONL with {text, label, kind, lang, source, license?}; may be given several times
  --out FOLDER    where injection.bin and training.json go (default: the folder model of this package, whose
                  card is brought up to date); in another folder the measures go to measured.md
  --verify        write nothing; exit with 1 unless the model in the folder is the one that training gives. Where its
                  record says that it came of the very same corpora and sources, that is taken for granted
  --again         with --verify: train whatever the record says
  --small         a hundredth of the generated rows, no written ones and small tables, to try the script
  --help          this text
`

const RECORD = 'training.json'

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: fileURLToPath(new URL('../model', import.meta.url)) },
    verify: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    small: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(HELP)
else process.exitCode = await run()

async function run(): Promise<number> {
  if (values.corpus.length === 0) {
    process.stderr.write(`train: name at least one corpus with --corpus FILE\n\n${HELP}`)
    return 2
  }
  const files = values.corpus.map((file) => ({ rows: readCorpus(file), sha256: sha256(readFileSync(file)) }))
  const corpora = files.map((file) => ({ rows: file.rows.length, sha256: file.sha256 }))
  const settings = values.small ? SMALL_SETTINGS : SETTINGS
  const inputs = inputsHash(settings)
  const model = join(values.out, 'injection.bin')
  const shipped = values.verify ? sha256(readFileSync(model)) : undefined
  if (shipped !== undefined && !values.again && isRecorded({ sha256: shipped, corpora, inputs })) {
    process.stdout.write('the model is the one that these corpora and sources gave, as its record says\n')
    return 0
  }
  const rows = files.flatMap((file) => file.rows)
  const started = performance.now()
  const trained = await trainModel(rows, settings, (what) => {
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}\n`)
  })
  const bytes = writeModel(trained.model)
  if (shipped !== undefined) {
    const same = shipped === sha256(bytes)
    process.stdout.write(
      same ? 'the model is the one that training gives\n' : `${model} is another model than training gives\n`,
    )
    return same ? 0 : 1
  }
  mkdirSync(values.out, { recursive: true })
  writeFileSync(model, bytes)
  const record: TrainingRecord = { sha256: sha256(bytes), corpora, inputs }
  writeFileSync(join(values.out, RECORD), `${JSON.stringify(record, undefined, 2)}\n`)
  writeMeasured(`sha256 of the model: \`${record.sha256}\`\n\n${measuredPart(trained, rows)}`)
  process.stdout.write(`${model}: ${bytes.length} bytes, sha256 ${record.sha256}\n`)
  return 0
}

/** What a training came of, and what came of it. */
interface TrainingRecord {
  readonly sha256: string
  readonly corpora: readonly { readonly rows: number; readonly sha256: string }[]
  readonly inputs: string
}

function isRecorded(seen: TrainingRecord): boolean {
  const file = join(values.out, RECORD)
  return existsSync(file) && isDeepStrictEqual(JSON.parse(readFileSync(file, 'utf8')), seen)
}

/** Into the card beside the folder, between its marks, or into a file of its own where there is no card. */
function writeMeasured(text: string): void {
  const card = join(values.out, '..', 'MODEL_CARD.md')
  if (!existsSync(card)) return writeFileSync(join(values.out, 'measured.md'), `${text}\n`)
  const [before, rest = ''] = readFileSync(card, 'utf8').split('<!-- measured -->\n')
  const after = rest.split('<!-- /measured -->')[1] ?? ''
  writeFileSync(card, `${before}<!-- measured -->\n\n${text}\n\n<!-- /measured -->${after}`)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
