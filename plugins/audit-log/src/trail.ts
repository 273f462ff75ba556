import { token, type Token } from '@ringwall/core'
import { isEphemeral, type Extent } from '@ringwall/store'
import { recordingBy, type AuditSetup, type OperatorAction } from './audit.ts'
import type { Verification } from './chain/verify.ts'
import type { Writer } from './chain/writer.ts'
import { NO_ANCHORS } from './config.ts'
import type { Filter } from './export/filter.ts'
import { searchBack, type SearchPage, type SearchSettings } from './export/search.ts'
import { decisiveRuling, type DecisiveRuling } from './export/summary.ts'
import { openAuditReader, type AuditReader, type VerifySettings } from './operate.ts'
import type { Sealed } from './chain/seal.ts'

/** The audit log of a running layer, for hosts that show it to operators and record what they do. */
export interface AuditTrail {
  extent(): Promise<Extent>
  /** The newest records that the filter asks for, newest first, within so many records as `settings` says. */
  search(filter: Filter, settings: SearchSettings): Promise<SearchPage>
  /** Reads all of it, in memory that does not grow with it. */
  verify(settings?: Pick<VerifySettings, 'onProgress'>): Promise<Verification>
  /** `withOperatorRecord`, by the writer that the layer has. */
  recorded<T>(did: OperatorAction, action: () => Promise<T>, isDone: (result: T) => boolean): Promise<T>
  /** Who decided. */
  decisive(record: Sealed): DecisiveRuling | undefined
}
/** The service under which hosts find AuditTrail. */
export const AuditTrailToken: Token<AuditTrail> = token<AuditTrail>('AuditTrail')

/** The trail of a log that is open. */
export function createTrail({ store, config }: Pick<AuditSetup, 'store' | 'config'>, writer: Writer): AuditTrail {
  // As when it was opened: anchors of a store in memory would tell of a log that is gone with it.
  const anchorFile = isEphemeral(store) ? NO_ANCHORS : config.anchorFile
  const reader: AuditReader = openAuditReader(store, { ...config, anchorFile })
  return {
    extent: () => reader.extent(),
    search: (filter, settings) => searchBack(reader, filter, settings),
    verify: (settings) => reader.verify(settings),
    recorded: recordingBy(writer),
    decisive: decisiveRuling,
  }
}
