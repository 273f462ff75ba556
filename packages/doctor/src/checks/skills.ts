import { basename, join } from 'node:path'
import { createKernel, use, type Kernel } from '@ringwall/core'
import { skillScanner } from '@ringwall/plugin-skill-scanner'
import { fail, pass, verdict, type Check, type Outcome, type Place } from '../check.ts'
import { filesBelow, readText, statOf } from '../files.ts'
import { demandModes, judgeModes, WRITE_OF_OTHERS } from '../modes.ts'
import { objectOf, type Subject } from '../subject.ts'

const MAX_FILES = 500
const PIECE = 50_000
const OVERLAP = 2000
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** What agents load as instructions. */
export const skillChecks: readonly Check[] = [
  {
    id: 'skills-scanned',
    group: 'skills',
    title: 'No skill holds a threat',
    severity: 'critical',
    meaning:
      'A skill is read as instructions: one that fetches and runs code, or sends files away, does so with the rights of the agent.',
    fix: 'Look at it with `ringwall scan FOLDER`, and remove it.',
    fixable: false,
    async look(subject) {
      const kernel = await createKernel({ plugins: [use(skillScanner)], logger: SILENT })
      try {
        return await eachFile(subject, (file, text) => scan(kernel, subject, file, text))
      } finally {
        await kernel.close()
      }
    },
  },
  {
    id: 'skills-writable',
    group: 'skills',
    title: 'Only its owner can change a skill',
    severity: 'high',
    meaning: 'Whoever can write a skill gives the agent orders.',
    fix: 'chmod go-w on the file or the folder.',
    fixable: true,
    async look(subject) {
      demandModes()
      const files: string[] = []
      const folders: string[] = []
      const note = async (file: string): Promise<readonly Place[]> => {
        files.push(file)
        return []
      }
      const seen = await eachFile(subject, note, folders)
      const own = await judgeModes(subject, [...folders, ...files], WRITE_OF_OTHERS)
      return own.status === 'pass' ? seen : own
    },
  },
  {
    id: 'skills-unpinned-tools',
    group: 'skills',
    title: 'Where tools have pins, one without is told',
    severity: 'medium',
    meaning: 'A tool under a new name passes beside those that were accepted, and nothing says so.',
    fix: 'Set `skill-scanner.unpinned` to flag, or to deny once all tools have pins.',
    fixable: true,
    async look(subject) {
      const { config } = await subject.layer('skill-scanner')
      if (Object.keys(objectOf(config['pins'])).length === 0) return pass('no tool has a pin in the config')
      if (config['unpinned'] !== 'pass') return pass()
      const key = await subject.layerKey('skill-scanner')
      const place = await subject.inConfig(['layers', key], 'tools without a pin pass')
      return fail({ ...place, repair: { kind: 'layer', layer: 'skill-scanner', key: 'unpinned', value: 'flag' } })
    },
  },
]

async function eachFile(
  subject: Subject,
  look: (file: string, text: string) => Promise<readonly Place[]>,
  folders: string[] = [],
): Promise<Outcome> {
  const places: Place[] = []
  const unread: string[] = []
  let seen = 0
  for (const folder of skillFolders(subject)) {
    const stats = await statOf(folder)
    if (stats?.isSymbolicLink() === true) unread.push(`${subject.shown(folder)} is a link, which is not followed`)
    if (stats?.isDirectory() !== true) continue
    const below = await filesBelow(folder, MAX_FILES)
    if (below === undefined) {
      unread.push(`${subject.shown(folder)} has more than ${MAX_FILES} files`)
      continue
    }
    folders.push(...below.folders.map((name) => join(folder, name)))
    for (const other of below.others) unread.push(`${subject.shown(join(folder, other))} is no regular file`)
    for (const name of below.files) {
      const file = join(folder, name)
      seen++
      const read = await readText(file)
      if (read.kind === 'text') places.push(...(await look(file, read.text)))
      else unread.push(`${subject.shown(file)} cannot be read: ${read.kind === 'unread' ? read.problem : 'it is gone'}`)
    }
  }
  return seen + unread.length === 0 ? pass('there are no skills') : verdict(places, unread)
}

function skillFolders({ cwd, home }: Subject): readonly string[] {
  const folders = [cwd, home].flatMap((base) => [join(base, '.claude', 'skills'), join(base, '.agents', 'skills')])
  return [...new Set([...folders, join(cwd, 'skills')])]
}

/** A SKILL.md is loaded whole; what stands beside it goes in pieces. */
async function scan(kernel: Kernel, subject: Subject, file: string, text: string): Promise<readonly Place[]> {
  const isSkill = basename(file).toLowerCase() === 'skill.md'
  const rules = new Set<string>()
  const step = isSkill ? Math.max(1, text.length) : PIECE - OVERLAP
  for (let from = 0; from === 0 || from + (isSkill ? 0 : OVERLAP) < text.length; from += step) {
    const piece = isSkill ? text : text.slice(from, from + PIECE)
    const meta = { path: subject.shown(file), ...(!isSkill && { structured: true }) }
    const session = { tenantId: 'doctor', agentId: 'doctor', sessionId: `${file}#${from}` }
    const { rulings } = await kernel.onInbound({ source: 'skill', text: piece, meta }, session)
    for (const ruling of rulings)
      if (ruling.kind === 'deny')
        for (const { rule } of ruling.findings.length === 0 ? [{ rule: ruling.code }] : ruling.findings) rules.add(rule)
  }
  return [...rules].map((rule) => ({ found: `${subject.shown(file)}: ${rule}`, file }))
}
