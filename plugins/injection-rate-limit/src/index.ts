export { injectionRateLimit } from './plugin.ts'
