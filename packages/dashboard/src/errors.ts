import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Why there is no page to serve. */
export const DASHBOARD_ERRORS = {
  DASHBOARD_NOT_BUILT: {
    message: 'The files of the dashboard are not in {folder}: {problem}.',
    fix: 'Run npm start, or pnpm build, in the checkout; install @ringwall/dashboard again where it is a package.',
  },
} as const

/** Makes these errors. */
export const fail: ErrorFactory<keyof typeof DASHBOARD_ERRORS> = defineErrors(DASHBOARD_ERRORS)
