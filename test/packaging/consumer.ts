import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { folderName, type Packed } from './pack.ts'
import { importedPackages, readExample } from './readme-example.ts'
import { run, runOrThrow, type Ended } from './run.ts'
import { readManifest, root, requiredPeers, runtimeDependencies, type Manifest } from './workspace.ts'

/** A project that has one package installed, with what its README tells to install beside it, and nothing else. */
export interface Consumer {
  readonly folder: string
  /** Runs a program in it; commands of installed packages are in PATH. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<Ended>
}

// What the library's users compile with: everything strict, and declarations of packages are checked too.
const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    // No DOM: what these packages need of the web's types is in Node's own.
    lib: ['es2024'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    skipLibCheck: false,
    noEmit: true,
  },
  include: ['*.ts'],
}

/** Packages whose peers have declarations that do not compile by themselves under these options (`ai`: no DOM, exact optional properties). */
const UNSOUND_PEERS: ReadonlySet<string> = new Set(['@ringwall/adapter-ai-sdk'])

/**
 * Makes a project per package and installs them all at once. One install serves because pnpm gives each project
 * a node_modules of its own and, without hoisting, each package only what it declares.
 */
export async function installConsumers(
  folder: string,
  packed: ReadonlyMap<string, Packed>,
): Promise<ReadonlyMap<string, Consumer>> {
  mkdirSync(folder)
  writeJson(join(folder, 'package.json'), { private: true })
  // JSON is YAML.
  writeJson(join(folder, 'pnpm-workspace.yaml'), {
    packages: ['*'],
    hoist: false,
    autoInstallPeers: false,
    strictPeerDependencies: true,
    allowBuilds: { re2: false },
    pmOnFail: 'ignore',
    overrides: Object.fromEntries([...packed.values()].map(({ name, tarball }) => [name, `file:${tarball}`])),
  })
  const consumers = [...packed.values()].map((each) => [each.name, writeConsumer(folder, each)] as const)
  await runOrThrow('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile'], { cwd: folder })
  return new Map(consumers)
}

function writeConsumer(parent: string, packed: Packed): Consumer {
  const folder = join(parent, folderName(packed.name))
  mkdirSync(folder)
  const example = exampleOf(packed)
  const imported = example?.language === 'ts' ? importedPackages(example.code) : []
  const names = new Set([packed.name, ...requiredPeers(packed.manifest), ...imported])
  writeJson(join(folder, 'package.json'), {
    name: `consumer-of-${folderName(packed.name)}`,
    private: true,
    type: 'module',
    dependencies: Object.fromEntries([...names].map((name) => [name, rangeFor(name, packed.manifest)])),
    devDependencies: { '@types/node': readManifest(root).devDependencies?.['@types/node'] },
  })
  const { compilerOptions, ...rest } = TSCONFIG
  const skipLibCheck = UNSOUND_PEERS.has(packed.name)
  writeJson(join(folder, 'tsconfig.json'), { ...rest, compilerOptions: { ...compilerOptions, skipLibCheck } })
  writeFileSync(join(folder, 'all.ts'), `import * as all from '${packed.name}'\n\nexport { all }\n`)
  if (example) writeFileSync(join(folder, `example.${example.language}`), example.code)
  const env = { PATH: [join(folder, 'node_modules', '.bin'), process.env['PATH']].join(delimiter) }
  return { folder, run: (program, ...args) => run(program, args, { cwd: folder, env }) }
}

/** The README's example; where it has none that runs, the test of the example says so, and only that one fails. */
function exampleOf({ files, read }: Packed): ReturnType<typeof readExample> | undefined {
  try {
    return files.includes('README.md') ? readExample(read('README.md')) : undefined
  } catch {
    return undefined
  }
}

/** Packages of this repository come from their tarballs, whatever is asked; others as the package itself has them. */
function rangeFor(name: string, manifest: Manifest): string {
  if (name === manifest.name) return '*'
  const range = runtimeDependencies(manifest)[name] ?? manifest.devDependencies?.[name]
  if (range === undefined) throw new Error(`the README of ${manifest.name} imports ${name}, which it does not know`)
  return range
}

/** Writes a value as a JSON file. */
function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`)
}
