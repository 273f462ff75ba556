import type { JSX } from 'preact'
import type { Right } from './api.ts'
import type { ViewProps } from './view-props.ts'
import { Approvals } from './views/approvals.tsx'
import { Audit } from './views/audit.tsx'
import { Doctor } from './views/doctor.tsx'
import { Layers } from './views/layers.tsx'
import { Live } from './views/live.tsx'
import { Memory } from './views/memory.tsx'
import { Overview } from './views/overview.tsx'
import { Try } from './views/try.tsx'

/** One page of the dashboard. */
export interface View {
  readonly id: string
  readonly title: string
  /** Any of them opens it. */
  readonly rights: readonly Right[]
  readonly Body: (props: ViewProps) => JSX.Element
}

const APPROVAL_RIGHTS: readonly Right[] = ['operate', 'approvals:read', 'approvals:decide']

const VIEWS: readonly View[] = [
  { id: 'overview', title: 'Overview', rights: ['operate'], Body: Overview },
  { id: 'live', title: 'Live', rights: APPROVAL_RIGHTS, Body: Live },
  { id: 'approvals', title: 'Approvals', rights: APPROVAL_RIGHTS, Body: Approvals },
  { id: 'audit', title: 'Audit', rights: ['operate', 'audit:read'], Body: Audit },
  { id: 'layers', title: 'Layers', rights: ['operate'], Body: Layers },
  { id: 'memory', title: 'Memory', rights: ['operate'], Body: Memory },
  { id: 'try', title: 'Try it', rights: ['operate'], Body: Try },
  { id: 'doctor', title: 'Doctor', rights: ['operate'], Body: Doctor },
]

/** The pages that these rights open, in the order of the navigation. */
export function viewsFor(rights: readonly Right[]): readonly View[] {
  return VIEWS.filter((view) => view.rights.some((right) => rights.includes(right)))
}
