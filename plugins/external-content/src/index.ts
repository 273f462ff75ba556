export { externalContent } from './plugin.ts'
export { ProvenanceToken } from './provenance.ts'
export type { Provenance } from './provenance.ts'
export type { Config as ExternalContentConfig, ConfigInput as ExternalContentInput } from './config.ts'
