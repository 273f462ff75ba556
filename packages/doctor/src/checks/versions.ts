import { join } from 'node:path'
import { fail, NotMeasured, pass, verdict, type Check, type Place } from '../check.ts'
import { statOf } from '../files.ts'
import { readJson } from '../mcp-configs.ts'
import { packageFolder } from '../package-folder.ts'
import { objectOf, type Subject } from '../subject.ts'

/** The least that this release is tested with. */
const LEAST_NODE = [22, 13] as const
/** The last day of each line of Node, as its release schedule says. */
const ENDS: Readonly<Record<number, string>> = {
  18: '2025-04-30',
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
  26: '2029-04-30',
}
const LOCKS = ['pnpm-lock.yaml', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'bun.lock', 'bun.lockb']

/** Whether what runs is what is meant to run, and is still looked after. */
export const versionChecks: readonly Check[] = [
  {
    id: 'node-version',
    group: 'versions',
    title: 'Node is one that this release is tested with',
    severity: 'high',
    meaning: 'An older Node lacks what the layers go by.',
    fix: `Install Node ${LEAST_NODE.join('.')} or newer.`,
    fixable: false,
    look({ nodeVersion }) {
      const [major = 0, minor = 0] = nodeVersion.split('.').map(Number)
      const isOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])
      return isOld ? fail({ found: `this is Node ${nodeVersion}` }) : pass()
    },
  },
  {
    id: 'node-supported',
    group: 'versions',
    title: 'Node still gets repairs',
    severity: 'high',
    meaning: 'Holes that are found in this line of Node stay open.',
    fix: 'Install a line with long-term support.',
    fixable: false,
    look({ nodeVersion, now }) {
      const major = Number(nodeVersion.split('.', 1)[0])
      const end = ENDS[major]
      if (end === undefined) throw new NotMeasured(`this release does not know when Node ${major} ends`)
      return now > Date.parse(`${end}T23:59:59Z`) ? fail({ found: `Node ${major} ended on ${end}` }) : pass()
    },
  },
  {
    id: 'plugin-kernel',
    group: 'versions',
    title: 'Every layer is made for this kernel',
    severity: 'medium',
    meaning: 'A layer that was tested with another kernel may get an event in a form that it does not look at.',
    fix: 'Install releases that fit: `npm ls @ringwall/core` shows who asks for what.',
    fixable: false,
    async look(subject) {
      const origins = await originsOf(subject)
      const core = objectOf(await manifestOf('@ringwall/core', origins))['version']
      if (typeof core !== 'string') throw new NotMeasured('the package of the kernel is not found')
      const places: Place[] = []
      const unread: string[] = []
      for (const { packageName } of await subject.layers()) {
        if (packageName === undefined) continue
        const { peerDependencies } = objectOf(await manifestOf(packageName, origins))
        const range = objectOf(peerDependencies)['@ringwall/core']
        const fits = typeof range === 'string' ? satisfies(core, range) : undefined
        if (fits === undefined)
          unread.push(`which kernel ${packageName} is made for is not said in a form that is read`)
        else if (!fits)
          places.push(
            await subject.inConfig(['layers', packageName], `${packageName} wants ${String(range)}, this is ${core}`),
          )
      }
      return verdict(places, unread)
    },
  },
  {
    id: 'versions-locked',
    group: 'versions',
    title: 'What is installed is written down',
    severity: 'medium',
    meaning:
      'Without a lock file each installation takes what was published last, of Ringwall and of all that it uses.',
    fix: 'Commit the lock file of your package manager, and install with `npm ci` or `--frozen-lockfile`.',
    fixable: false,
    async look(subject) {
      const { file, dependencies } = await project(subject)
      if (dependencies.length === 0) return pass('there are no dependencies')
      for (const name of LOCKS) if ((await statOf(join(subject.cwd, name))) !== undefined) return pass()
      return fail({ found: 'there is no lock file beside package.json', file })
    },
  },
  {
    id: 'versions-pinned',
    group: 'versions',
    title: 'Ringwall is not taken in whatever version',
    severity: 'low',
    meaning: 'A range such as `*` or `latest` takes a release that nobody has looked at.',
    fix: 'Write a version, or a range that begins with ^ or ~.',
    fixable: false,
    async look(subject) {
      const { file, dependencies } = await project(subject)
      const loose = dependencies.filter(([name, range]) => isOfRingwall(name) && isLoose(range))
      return verdict(loose.map(([name, range]) => ({ found: `${name} is ${range}`, file })))
    },
  },
]

/** What the package.json of the folder asks for; none where there is none. Throws NotMeasured. */
async function project(
  subject: Subject,
): Promise<{ readonly file: string; readonly dependencies: readonly (readonly [name: string, range: string])[] }> {
  const file = join(subject.cwd, 'package.json')
  const manifest = await readJson(file)
  if (typeof manifest === 'string') throw new NotMeasured(`package.json cannot be read: ${manifest}`)
  const all = { ...objectOf(manifest?.['dependencies']), ...objectOf(manifest?.['devDependencies']) }
  return { file, dependencies: Object.entries(all).map(([name, range]) => [name, String(range)] as const) }
}

function isOfRingwall(name: string): boolean {
  return name === 'ringwall' || name.startsWith('@ringwall/') || name.includes('ringwall-plugin-')
}

function isLoose(range: string): boolean {
  return (
    ['', '*', 'x', 'latest', 'next'].includes(range.trim()) ||
    range.startsWith('>') ||
    range.startsWith('http') ||
    range.startsWith('git')
  )
}

async function originsOf(subject: Subject): Promise<readonly string[]> {
  return [(await subject.file()).folder, ...(subject.options.resolveFrom ?? []), import.meta.dirname]
}

async function manifestOf(name: string, origins: readonly string[]): Promise<ReturnType<typeof objectOf> | undefined> {
  const folder = await packageFolder(name, origins)
  const read = folder === undefined ? undefined : await readJson(join(folder, 'package.json'))
  return typeof read === 'object' ? read : undefined
}

/** Whether a version is in a range; undefined for a range in a form that is not read. */
function satisfies(version: string, written: string): boolean | undefined {
  const range = written.replace(/^workspace:/, '')
  if (['^', '~', '*'].includes(range)) return written.startsWith('workspace:') ? true : undefined
  const [, sign, text] = /^([\^~]?)(\d+\.\d+\.\d+)$/.exec(range) ?? []
  if (text === undefined) return undefined
  const [a, b, c] = numbers(version)
  const [x, y, z] = numbers(text)
  const isLater = a > x || (a === x && (b > y || (b === y && c >= z)))
  if (sign === '') return a === x && b === y && c === z
  if (sign === '~') return isLater && a === x && b === y
  if (x > 0) return isLater && a === x
  return isLater && a === 0 && b === y && (y > 0 || c === z)
}

function numbers(version: string): readonly [number, number, number] {
  const [a = 0, b = 0, c = 0] = version.split(/[.+-]/, 3).map(Number)
  return [a, b, c]
}
