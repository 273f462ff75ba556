import type { Model } from '../src/classifier/model.ts'
import type { Learnt } from './trainer.ts'

/** The share of weights, the largest ones, that are cut down to the largest step. */
const CUT = 0.0005
const STEPS = 127

/** Weights as whole steps from -127 to 127. */
export function quantize({ table, bias }: Learnt): Pick<Model, 'weights' | 'scale' | 'bias'> {
  const sizes = Float32Array.from(table, Math.abs).toSorted()
  const largest = sizes[Math.floor(sizes.length * (1 - CUT))] ?? 0
  const scale = Math.round((Math.max(largest, 1e-6) / STEPS) * 1e8) / 1e8
  const weights = Int8Array.from(table, (value) => Math.max(-STEPS, Math.min(STEPS, Math.round(value / scale))))
  return { weights, scale, bias: Array.from(bias, (value) => Math.round(value * 1e4) / 1e4) }
}
