// Puts links in the place of a folder and of a file, and back, as fast as it can, until it is told to stop.
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

const { root, outside, stop } = workerData
writeFileSync(`${outside}/item.txt`, 'SECRET')
mkdirSync(`${root}/real`)
writeFileSync(`${root}/real/item.txt`, 'INSIDE')
Atomics.store(stop, 1, 1)
Atomics.notify(stop, 1)
while (Atomics.load(stop, 0) === 0) {
  for (const target of [outside, 'real']) {
    symlinkSync(target, `${root}/next`)
    try {
      rmSync(`${root}/swap`, { recursive: true, force: true })
      renameSync(`${root}/next`, `${root}/swap`)
    } catch {
      rmSync(`${root}/next`, { force: true }) // the other side made the folder anew in between
    }
  }
  symlinkSync(`${outside}/item.txt`, `${root}/next`)
  renameSync(`${root}/next`, `${root}/item.txt`)
  writeFileSync(`${root}/next`, 'INSIDE')
  renameSync(`${root}/next`, `${root}/item.txt`)
}
