import { DEFAULT_LAYERS } from './presets.ts'

const PREFIX = '@ringwall/plugin-'

/** One identity for a short name and for the package that it stands for. */
export function layerId(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name
}

/** The npm packages that a layer's name may mean, best first; none if it cannot be the name of a package. */
export function packageCandidates(name: string): readonly string[] {
  if (!isPackageName(name)) return []
  if (name.startsWith('@')) return [name]
  // The name of a layer of ours never falls through to a package that somebody else publishes under it.
  return DEFAULT_LAYERS.includes(name) ? [PREFIX + name] : [PREFIX + name, name]
}

/** The short name that this package's plugin must have, if it is one of ours. */
export function requiredPluginName(packageName: string): string | undefined {
  return packageName.startsWith(PREFIX) ? layerId(packageName) : undefined
}

/** npm's rules, which also keep a path (`..`, a slash, a backslash) from being taken for a name. */
function isPackageName(name: string): boolean {
  const parts = name.startsWith('@') ? name.slice(1).split('/') : [name]
  const expected = name.startsWith('@') ? 2 : 1
  return (
    name.length <= 214 && parts.length === expected && parts.every((part) => /^[a-z0-9~-][a-z0-9._~-]*$/.test(part))
  )
}
