import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version of this package. */
export function packageVersion(): string {
  const file = join(import.meta.dirname, '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version
}

/** The version of this package and of Node, for a person or as JSON. */
export function versionText(json: boolean): string {
  const version = packageVersion()
  const node = process.versions.node
  return json ? JSON.stringify({ version, node }) : `ringwall ${version} (Node ${node})`
}
