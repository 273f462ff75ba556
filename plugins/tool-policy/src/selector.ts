import { z } from 'zod'
import { GROUP } from './catalog.ts'
import { normalizeName } from './name.ts'
import { GROUP_NAMES, toolsOfGroup } from './tools.ts'

/** A tool's name, a glob, or `group:name`; an unknown group is an error, never an empty list. */
export const selector: z.ZodType<string, string> = z
  .string()
  .transform((text) => normalizeName(text))
  .superRefine((text, context) => {
    const problem = findSelectorProblem(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })

function findSelectorProblem(text: string): string | undefined {
  if (text === '') return 'a tool name is empty'
  if (/\s/.test(text)) return `${text} contains white space; write one entry for each tool`
  if (!text.startsWith(GROUP)) return undefined
  if (toolsOfGroup(text.slice(GROUP.length)) !== undefined) return undefined
  return `there is no ${text}; the groups are ${GROUP_NAMES.map((name) => GROUP + name).join(', ')}`
}
