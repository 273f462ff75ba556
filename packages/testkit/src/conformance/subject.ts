import type { Hook, Plugin } from '@ringwall/core'
import type { HostServices } from '../host-services.ts'
import type { start } from '../start.ts'
import { powersAt, placesOf } from '../wrap-layer.ts'
import type { Stimulus } from '../stimulus.ts'
import type { PackageFiles } from './package-files.ts'

/** A call that makes the layer speak. Samples of one config run in order on one kernel, so that a layer can count them. */
export type Sample = Stimulus & {
  /** Default: the config of the subject. */
  readonly config?: unknown
}

/** What the checks look at. */
export interface Subject {
  readonly plugin: Plugin
  /** A config that the schema accepts; {} unless the layer refuses that. */
  readonly config: unknown
  readonly configReason: string | undefined
  readonly services: HostServices
  readonly samples: readonly Sample[]
  /** Beside the texts of the kit itself. */
  readonly ordinary: readonly Stimulus[]
  readonly files: PackageFiles
  /** Starts a kernel; a seam through which the kit's own tests show that a check can fail. */
  readonly start: typeof start
}

/** True where the layer may say anything in this hook. */
export function speaksIn(plugin: Plugin, hook: Hook): boolean {
  return placesOf(plugin).some((place) => place.hook === hook && powersAt(plugin, place).length > 0)
}
