import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { doctorRecording } from './doctor-recording.ts'

it('docs/recordings/doctor.md shows what the doctor prints', { timeout: 600_000 }, async () => {
  const file = fileURLToPath(new URL('../../docs/recordings/doctor.md', import.meta.url))
  const page = await doctorRecording()
  if (process.env['UPDATE_DOCS']) await writeFile(file, page)
  expect(await readFile(file, 'utf8')).toBe(page)
})
