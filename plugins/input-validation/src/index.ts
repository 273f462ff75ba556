export { inputValidation } from './plugin.ts'
