export { mtls } from './plugin.ts'
export { MTLS_ERRORS, type MtlsErrorCode } from './errors.ts'
export { TlsOptionsToken, type Identified, type PeerIdentity, type TlsOptions, type TlsStatus } from './services.ts'
export type { Refusal, RefusalCode } from './judge.ts'
