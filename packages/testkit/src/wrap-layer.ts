import {
  definePlugin,
  HOOKS,
  STAGES,
  type Handlers,
  type Hook,
  type Layer,
  type Plugin,
  type Stage,
} from '@ringwall/core'

/** One place in the chain. */
export interface PlaceName {
  readonly hook: Hook
  readonly stage: Stage
}

/** The same plugin, with what its setup returns passed through `wrap`. */
export function wrapLayer(plugin: Plugin, wrap: (layer: Layer) => Layer): Plugin {
  return definePlugin({ ...plugin, setup: async (context) => wrap(await plugin.setup(context)) })
}

/** A copy of a layer with some members replaced; it may be frozen, or an instance of a class. */
export function replaceMembers(layer: Layer, changes: Handlers & Pick<Layer, 'dispose'>): Layer {
  const copy: Record<string, unknown> = {}
  for (const key of [...HOOKS, 'pending', 'record'] as const) if (layer[key] !== undefined) copy[key] = layer[key]
  return { ...copy, dispose: () => layer.dispose?.(), ...changes }
}

/** Every hook and stage that a plugin declares, in the order in which they run. */
export function placesOf({ manifest }: Pick<Plugin, 'manifest'>): readonly PlaceName[] {
  return HOOKS.flatMap((hook) =>
    STAGES.filter((stage) => manifest.hooks[hook]?.[stage] !== undefined).map((stage) => ({ hook, stage })),
  )
}

/** The powers that a plugin declares for one place. */
export function powersAt({ manifest }: Pick<Plugin, 'manifest'>, { hook, stage }: PlaceName): readonly string[] {
  return manifest.hooks[hook]?.[stage] ?? []
}
