export type { Workspace } from './workspace/snapshot.ts'
