export { jailbreakDetection } from './plugin.ts'
