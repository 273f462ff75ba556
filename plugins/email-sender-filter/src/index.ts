export { emailSenderFilter } from './plugin.ts'
