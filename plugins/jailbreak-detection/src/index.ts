export { jailbreakDetection } from './plugin.ts'
export { JAILBREAK_DETECTION_ERRORS } from './errors.ts'
