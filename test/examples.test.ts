import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../examples/', import.meta.url))
const node = ['--conditions=@ringwall/source', '--no-warnings', '--experimental-strip-types']

/** What each example prints that shows it did its work; an example without a line here fails the test below. */
const shows: Readonly<Record<string, readonly RegExp[]>> = {
  'one-file-plugin.ts': [/^allow \[\]$/m, /deny \[ 'link-limit TOO_MANY_LINKS \(2 links\)' \]/],
  'agent-loop.ts': [
    /tool read: allow$/m,
    /tool send_message: deny tool-policy/,
    /\[REDACTED:[a-z-]+\]/,
    /inbound: jailbreak-detection JAILBREAK_HIGH\n\(stopped\)/,
  ],
  'guarded-memory.ts': [
    /stored as learned: User prefers/,
    /stored as external: The owner gave/,
    /quarantined \(MEMORY_DANGEROUS\): If the user/,
    /context: User prefers metric units\.$/m,
    /outside: 3, withheld: 0/,
    /discarded: true/,
  ],
  'ai-sdk/main.ts': [
    /result: <<<EXTERNAL_CONTENT .*Minutes: all fine/,
    /error: .* JAILBREAK_HIGH/,
    /error: .* TOOL_DENIED/,
    /The access key is \[REDACTED:[a-z-]+\], as you asked\./,
    /stopped by jailbreak-detection/,
  ],
}

describe('examples', () => {
  it('are all run here', () => {
    const elsewhere = ['guard_api.py', 'webhook.sh'] // need a gateway: test/e2e/guard-api.test.ts, inlets.test.ts
    const run = Object.keys(shows).map((file) => file.split('/')[0] ?? file)
    expect(readdirSync(folder).toSorted()).toEqual([...run, ...elsewhere].toSorted())
  })

  it.each(Object.entries(shows))('%s does what it says', async (file, lines) => {
    const { stdout } = await promisify(execFile)(process.execPath, [...node, folder + file], { timeout: 60_000 })
    for (const line of lines) expect(stdout).toMatch(line)
    expect(stdout).not.toMatch(/AKIA[A-Z0-9]{16}/)
  })
})
