import { verdict, type Check, type Place } from '../check.ts'

/** Layers that look and stop nothing. */
export const observeChecks: readonly Check[] = [
  {
    id: 'layers-enforce',
    group: 'observe',
    title: 'Every layer that is on stops what it finds',
    severity: 'high',
    meaning: 'A layer that observes writes down what it would have denied, and lets it pass.',
    fix: 'Set `mode: enforce` (or the shorthand `on`) once its findings are looked through.',
    fixable: true,
    async look(subject) {
      const places: Place[] = []
      for (const { name, isOn, mode } of await subject.layers()) {
        if (!isOn || mode !== 'observe') continue
        const layer = await subject.layerKey(name)
        const place = await subject.inConfig(['layers', layer], `${name} observes`)
        places.push({ ...place, repair: { kind: 'layer', layer, key: 'mode', value: 'enforce' } })
      }
      for (const { agent, layer, base } of await subject.overrides()) {
        if (!layer.isOn || layer.mode !== 'observe' || (base.isOn && base.mode === 'observe')) continue
        const keys = ['agents', agent, 'layers', await subject.layerKey(layer.name)]
        places.push(await subject.inConfig(keys, `${layer.name} observes for ${agent}`))
      }
      return verdict(places)
    },
  },
]
