/** What init can put in place. */
export const PARTS = ['claude-code', 'mcp'] as const
/** One of PARTS. */
export type Part = (typeof PARTS)[number]
