// Puts what `ringwall hook` runs into a few files, from what `tsc -b` has built: dist/bundle. `pnpm build` calls it.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('../packages', import.meta.url))
const roots = [packages, join(packages, '..', 'plugins')]
/** Native code, and drivers that only those install who use them; required from where they are installed. */
const OUTSIDE = ['re2', 'pg', 'ioredis', 'openid-client', 'undici']
/** An import of what Node has built in, as rolldown prints it. */
const BUILT_IN = /^import (?:\* as (\w+)|([\w$]+))?(?:, )?(?:\{ ([^}]*) \} )?\s*from "(node:[\w/]+)";$/gm
const LICENSE = /^(?:licen[cs]e|notice|copying)(?:\.|$)/i

export default {
  input: { bundled: join(packages, 'cli', 'dist', 'hook', 'bundled.js') },
  platform: 'node',
  external: [/^node:/, ...OUTSIDE],
  plugins: [{ name: 'ringwall', transform, renderChunk, generateBundle }],
  output: {
    dir: join(packages, 'cli', 'dist', 'bundle'),
    format: 'esm',
    cleanDir: true,
    comments: false,
    chunkFileNames: '[name].js',
  },
}

/** Code that looks for something beside itself looks where it is installed. */
function transform(code, id) {
  const own = ownerOf(id)
  if (own === undefined || own.name === 'ringwall' || !code.includes('import.meta.')) return undefined
  const path = own.path.split(sep).join('/')
  return [
    `import { createRequire as createRequire_ } from 'node:module';`,
    `import { pathToFileURL as pathToFileURL_ } from 'node:url';`,
    `import { join as join_ } from 'node:path';`,
    `const file_ = () => join_(createRequire_(import.meta.url).resolve('${own.name}'), '../../${path}');`,
    code
      .replaceAll('import.meta.url', 'pathToFileURL_(file_()).href')
      .replaceAll('import.meta.filename', 'file_()')
      .replaceAll('import.meta.dirname', `join_(file_(), '..')`),
  ].join('\n')
}

/** An import looks at every export, and in Node many of these load what nobody uses here: undici, streams, workers. */
function renderChunk(code) {
  return code.replace(BUILT_IN, (_, all, name, names, from) => {
    const module = `process.getBuiltinModule("${from}")`
    const whole = all ?? name
    return [
      ...(whole === undefined ? [] : [`const ${whole} = ${module};`]),
      ...(names === undefined ? [] : [`const { ${names.replaceAll(' as ', ': ')} } = ${module};`]),
    ].join('\n')
  })
}

/** The package of the workspace that a file belongs to, and its path there. */
function ownerOf(id) {
  for (const root of roots) {
    const path = relative(root, id)
    if (path.startsWith('..') || path.includes('node_modules')) continue
    const [folder, ...rest] = path.split(sep)
    const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    return { name, path: rest.join(sep) }
  }
  return undefined
}

/** What is copied from others goes with the words that they ask for. */
function generateBundle(_, bundle) {
  const texts = new Map()
  for (const id of Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)) {
    const [, folder, name] = /^(.*node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+))[/\\]/.exec(id) ?? []
    if (folder === undefined || texts.has(name)) continue
    const { license, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const files = readdirSync(folder).filter((file) => LICENSE.test(file))
    const words = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
    texts.set(name, [`${name} ${version}: ${license}`, ...words].join('\n\n'))
  }
  const source = [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => `${text}\n`)
  this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: source.join(`\n${'-'.repeat(72)}\n\n`) })
}
