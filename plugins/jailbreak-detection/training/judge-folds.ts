// A thread of the training: judges some folds and answers how.
import { parentPort, workerData } from 'node:worker_threads'
import { judgeFolds, readRows, type FoldsTask } from './model-from-rows.ts'

const { rows, settings, folds } = workerData as FoldsTask
const judged = judgeFolds(
  readRows(rows, settings, () => undefined),
  folds,
)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Node has no origin
parentPort?.postMessage(judged)
