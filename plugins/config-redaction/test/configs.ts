import { APP_CONFIGS } from './app-configs.ts'
import { DEPLOY_CONFIGS } from './deploy-configs.ts'
import { SERVER_CONFIGS } from './server-configs.ts'

export { HONEST } from './honest-configs.ts'

/**
 * Configs as people have them. What must vanish stands in « » (a mark takes its place) or in ‹ › (a mark in quotes, where
 * YAML and JSON have a plain scalar); everything else must stay, byte for byte.
 */
export const CONFIGS: Readonly<Record<string, string>> = { ...DEPLOY_CONFIGS, ...APP_CONFIGS, ...SERVER_CONFIGS }

/** The text of a config as it is, and as it must come out. */
export function readMarked(marked: string): { readonly text: string; readonly expected: string } {
  return {
    text: marked.replaceAll(/[«»‹›]/g, ''),
    expected: marked.replaceAll(/«[^»]*»/g, '[REDACTED]').replaceAll(/‹[^›]*›/g, '"[REDACTED]"'),
  }
}
