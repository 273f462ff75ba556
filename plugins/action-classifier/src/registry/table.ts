import type { Action, ActionClass, ActionGroup } from '../action.ts'

/** One row before it knows its group. */
export type Row = Omit<Action, 'group'>
type More = Partial<Pick<Action, 'sensitive' | 'examine' | 'verbs'>>

/** What is sensitive. */
export const SENSITIVE: More = { sensitive: true }

/** `tools`: names with spaces between them. One that begins with a dot says too little alone, and counts only behind the name of a server. */
function row(id: string, of: ActionClass, tools: string, more: More = {}): Row {
  return { id, class: of, sensitive: false, tools: tools.split(' '), ...more }
}

/** An action that only looks. */
export function reads(id: string, tools: string, more?: More): Row {
  return row(id, 'read', tools, more)
}
/** An action that changes something. */
export function mutates(id: string, tools: string, more?: More): Row {
  return row(id, 'mutate', tools, more)
}
/** An action that takes away, or that cannot be taken back. */
export function destroys(id: string, tools: string, more?: More): Row {
  return row(id, 'destructive', tools, more)
}

/** A group, and the names of the servers that offer its tools. */
export function group(name: string, servers: string, rows: readonly Row[]): ActionGroup {
  return {
    group: name,
    servers: servers === '' ? [] : servers.split(' '),
    actions: rows.map((each) => ({ ...each, id: `${name}.${each.id}`, group: name })),
  }
}
