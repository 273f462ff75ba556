// Trains the injection classifier and writes its model and the measured part of its card.
// Run from the root: pnpm train --corpus FILE [--corpus FILE ...] [--out FOLDER] [--verify]
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeModel } from '../src/classifier/model.ts'
import { readCorpus } from './corpus.ts'
import { measuredPart } from './model-card.ts'
import { trainModel } from './model-from-rows.ts'
import { SETTINGS, SMALL_SETTINGS } from './settings.ts'

const HELP = `Trains the injection classifier of this package.

  --corpus FILE   JSONL with {text, label, kind, lang, source, license?}; may be given several times
  --out FOLDER    where injection.bin and training.json go (default: the folder model of this package, whose
                  card is brought up to date); in another folder the measures go to measured.md
  --verify        write nothing; exit with 1 unless the model in the folder is the one that training gives
  --small         a hundredth of the generated rows and small tables, to try the script
  --help          this text
`

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: fileURLToPath(new URL('../model', import.meta.url)) },
    verify: { type: 'boolean', default: false },
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
  const rows = files.flatMap((file) => file.rows)
  const started = performance.now()
  const trained = await trainModel(rows, values.small ? SMALL_SETTINGS : SETTINGS, (what) => {
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}\n`)
  })
  const bytes = writeModel(trained.model)
  const model = join(values.out, 'injection.bin')
  if (values.verify) {
    const same = sha256(readFileSync(model)) === sha256(bytes)
    process.stdout.write(
      same ? 'the model is the one that training gives\n' : `${model} is another model than training gives\n`,
    )
    return same ? 0 : 1
  }
  mkdirSync(values.out, { recursive: true })
  writeFileSync(model, bytes)
  const record = {
    sha256: sha256(bytes),
    corpora: files.map((file) => ({ rows: file.rows.length, sha256: file.sha256 })),
    unicode: process.versions.unicode,
  }
  writeFileSync(join(values.out, 'training.json'), `${JSON.stringify(record, undefined, 2)}\n`)
  writeMeasured(`sha256 of the model: \`${record.sha256}\`\n\n${measuredPart(trained, rows)}`)
  process.stdout.write(`${model}: ${bytes.length} bytes, sha256 ${record.sha256}\n`)
  return 0
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
