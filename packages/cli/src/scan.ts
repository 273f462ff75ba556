import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Wall } from '@ringwall/config'
import { use, type Use } from '@ringwall/core'
import { cutRequestedTools, requestedTools, skillScanner } from '@ringwall/plugin-skill-scanner'
import { openDryWall, type DryWallOptions } from './dry-wall.ts'
import { fail } from './errors.ts'
import { decodeUtf8 } from '@ringwall/text'
import { write, type Io } from './io.ts'
import { count, paletteFor, visible } from './print.ts'
import { createPlaces, toFindings, unread, withoutRepeats, type ScanFinding } from './scan-findings.ts'
import { pinTools, readPins, writePins, type FoundTool, type Pins } from './scan-pins.ts'
import { toScanText, type ScanSummary, type SkillTools } from './scan-report.ts'
import { toSarif } from './scan-sarif.ts'
import { fileSubjects, skillSubject, toolSubjects, type ScanSubject } from './scan-subjects.ts'
import { isSkillFile, readBytes, walk, type FoundFile, type Walk } from './scan-walk.ts'

/** How files are scanned. */
export interface ScanOptions extends DryWallOptions {
  readonly json: boolean
  readonly sarif?: boolean
  readonly pins?: string
  readonly updatePins?: boolean
  readonly exclude?: readonly string[]
  readonly maxBytes?: number
  readonly maxFiles?: number
  readonly agent?: string
}

const MAX_BYTES = 1024 * 1024
const MAX_FILES = 10_000
const SCANNER = 'skill-scanner'

/** Puts every file below the paths through the layers. Returns 0 if nothing was found and everything read, else 1. Throws RingwallError. */
export async function runScan(io: Io, paths: readonly string[], options: ScanOptions): Promise<number> {
  refuseContradictions(options)
  const { pins: pinsFile, updatePins = false } = options
  const file = pinsFile === undefined ? undefined : resolve(io.cwd, pinsFile)
  const pins = file === undefined ? undefined : await readPins(file)
  if (file !== undefined && pins === undefined && !updatePins)
    throw fail('PINS_INVALID', { file, problem: 'it does not exist' })
  const { maxBytes = MAX_BYTES, maxFiles = MAX_FILES, exclude = [] } = options
  const found = await walk(paths, io.cwd, { maxBytes, maxFiles, exclude: new Set(exclude) })
  if (found.files.length + found.unread.length === 0) throw fail('SCAN_EMPTY', { paths: paths.join(', ') })
  const adjust = (layers: readonly Use[]): readonly Use[] => withScanner(layers, updatePins ? undefined : pins)
  const { layers } = options
  const { wall, model } = await openDryWall(io, {
    ...(options.config === undefined ? {} : { config: options.config }),
    ...(layers && { layers: layers.filter((name) => name !== SCANNER && !name.endsWith(`plugin-${SCANNER}`)) }),
    adjust,
  })
  try {
    const { agent = 'default' } = options
    if (agent !== 'default' && !model.agents.has(agent))
      io.stderr.write(`note: the config has no agent ${visible(agent)}; it gets the layers of everyone\n`)
    const scan = new Scan(wall, agent, maxBytes)
    const summary = await scan.run(io, found)
    if (file !== undefined && updatePins) {
      await writePins(file, { ...pins, ...pinTools(scan.harmlessTools()) })
      io.stderr.write(`wrote the pins of ${scan.harmlessTools().length} of ${scan.tools.length} tools\n`)
    }
    if (summary.skillFiles + summary.tools === 0)
      io.stderr.write(`note: no SKILL.md and no list of tools there; ${count(summary.files, 'file')} scanned as text\n`)
    await write(io.stdout, `${show(io, summary, options)}\n`)
    return summary.findings.length === 0 ? 0 : 1
  } finally {
    await wall.close()
  }
}

function refuseContradictions({ json, sarif = false, pins, updatePins = false }: ScanOptions): void {
  const command = 'ringwall scan'
  if (json && sarif) throw fail('USAGE', { problem: '--json and --sarif are two forms of one output', command })
  if (updatePins && pins === undefined) throw fail('USAGE', { problem: '--update-pins needs --pins FILE', command })
}

function show(io: Io, summary: ScanSummary, { json, sarif = false }: ScanOptions): string {
  if (sarif) return JSON.stringify(toSarif(summary), null, 2)
  return json ? JSON.stringify(summary) : toScanText(summary, paletteFor(io, io.stdout))
}

/** The scanner comes first, so that no other denial hides what it finds, and is on whatever the config says. */
function withScanner(layers: readonly Use[], pins: Pins | undefined): readonly Use[] {
  const own = layers.find(({ plugin }) => plugin.name === SCANNER)
  const { plugin, config, options } = own ?? use(skillScanner)
  const { pins: known = {}, ...rest } = { pins: {}, ...(config as object) }
  const merged = pins === undefined ? rest : { ...rest, pins: { ...known, ...pins }, unpinned: 'flag' }
  return [use(plugin, pins === undefined ? config : merged, options), ...layers.filter((line) => line !== own)]
}

/** One scan under way. */
class Scan {
  readonly tools: FoundTool[] = []
  readonly #wall: Wall
  readonly #agent: string
  readonly #maxBytes: number
  readonly #findings: ScanFinding[] = []
  readonly #skipped: string[] = []
  readonly #skills: SkillTools[] = []
  readonly #denied = new Set<string>()

  constructor(wall: Wall, agent: string, maxBytes: number) {
    this.#wall = wall
    this.#agent = agent
    this.#maxBytes = maxBytes
  }

  async run(io: Io, { files, unread: missed, excluded }: Walk): Promise<ScanSummary> {
    const isWatched = io.stderr.isTTY === true
    for (const { shown, problem } of missed) this.#findings.push(unread(shown, problem))
    for (const [at, file] of files.entries()) {
      if (isWatched) io.stderr.write(`\rscanning file ${at + 1} of ${files.length}\u001b[K`)
      await this.#file(file)
    }
    if (isWatched) io.stderr.write('\r\u001b[K')
    const findings = withoutRepeats(this.#findings)
    return {
      files: files.length,
      skillFiles: files.filter(isSkillFile).length,
      tools: this.tools.length,
      findings,
      skills: this.#skills,
      pictures: this.#skipped,
      excluded,
    }
  }

  /** Tools that no layer denied: what is denied today must not be what tomorrow is compared with. */
  harmlessTools(): readonly FoundTool[] {
    return this.tools.filter(({ name }) => !this.#denied.has(name))
  }

  async #file(file: FoundFile): Promise<void> {
    const { shown } = file
    const bytes = await readBytes(file, this.#maxBytes)
    if (typeof bytes === 'string') return this.#miss(shown, bytes)
    if (!isSkillFile(file) && isPicture(bytes)) return void this.#skipped.push(shown)
    // An archive of stored files may be valid UTF-8 as well, and what its reader unpacks is not what stands here.
    const text = isZip(bytes) ? undefined : decodeUtf8(bytes)
    if (text === undefined) return this.#miss(shown, describeBinary(bytes))
    if (isSkillFile(file)) {
      await this.#subject(shown, text, skillSubject(text, shown))
      return this.#requests(shown, text)
    }
    const tools = toolSubjects(text, shown)
    if (typeof tools === 'string') this.#miss(shown, tools)
    const said = new Set<string>()
    for (const subject of typeof tools === 'string' ? [] : tools)
      for (const finding of await this.#subject(shown, text, subject)) said.add(keyOf(finding))
    // The text as a whole too: it has what stands beside the tools. What a tool was named for is not told twice.
    for (const subject of fileSubjects(text, shown)) await this.#subject(shown, text, subject, said)
  }

  async #subject(
    shown: string,
    text: string,
    subject: ScanSubject,
    said: ReadonlySet<string> = new Set(),
  ): Promise<readonly ScanFinding[]> {
    const kernel = this.#wall.for(this.#agent)
    // Fresh for every text, so that no layer counts one file against the next.
    const id = `scan-${randomUUID()}`
    const decision = await kernel.onInbound(subject.payload, { tenantId: id, agentId: this.#agent, sessionId: id })
    const findings = toFindings(shown, subject, decision, createPlaces(text))
    this.#findings.push(...findings.filter((finding) => !said.has(keyOf(finding))))
    if (subject.tool !== undefined) {
      this.tools.push(subject.tool)
      if (decision.outcome !== 'allow') this.#denied.add(subject.tool.name)
    }
    return findings
  }

  /** What a skill asks for, and what the agent's own policy would refuse it. */
  async #requests(shown: string, text: string): Promise<void> {
    const refused = new Set<string>()
    for (const tool of requestedTools(text)) {
      const id = `scan-${randomUUID()}`
      const session = { tenantId: id, agentId: this.#agent, sessionId: id }
      const { rulings } = await this.#wall.for(this.#agent).onToolCall({ tool, args: {} }, session)
      if (rulings.some(({ kind, stage }) => kind === 'deny' && stage === 'admit')) refused.add(tool)
    }
    const request = cutRequestedTools(text, (tool) => !refused.has(tool))
    if (request.requested.length > 0) this.#skills.push({ file: shown, ...request })
  }

  #miss(shown: string, problem: string): void {
    this.#findings.push(unread(shown, problem))
  }
}

function keyOf({ rule, place }: ScanFinding): string {
  return `${rule} ${place?.line ?? ''}`
}

const SIGNATURES: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
]

/** True for what starts as a picture does: no layer reads those, and the summary lists them. */
function isPicture(bytes: Uint8Array): boolean {
  return SIGNATURES.some((signature) => signature.every((byte, at) => bytes[at] === byte))
}

/** True for what starts with a file, the end of an empty archive, or a part of a split one (APPNOTE.TXT 4.3). */
function isZip(bytes: Uint8Array): boolean {
  const [p, k, kind, next] = bytes.subarray(0, 4)
  return p === 0x50 && k === 0x4b && ZIP_KINDS.includes(kind ?? 0) && next === (kind ?? 0) + 1
}

const ZIP_KINDS: readonly number[] = [3, 5, 7]

function describeBinary(bytes: Uint8Array): string {
  return isZip(bytes) ? 'it is a ZIP archive, not text; unpack it first' : 'it is not UTF-8 text'
}
