import { verdict, type Check, type Place } from '../check.ts'

/** What happens where a layer fails. */
export const failureChecks: readonly Check[] = [
  {
    id: 'failures-deny',
    group: 'failure',
    title: 'A call does not go on where a layer failed',
    severity: 'high',
    meaning: 'With `onFailure: flag` whoever makes the layer fail, by a text that is too much for it, gets past it.',
    fix: 'Set `onFailure: deny`, or take it away: that is the default.',
    fixable: true,
    async look(subject) {
      const places: Place[] = []
      for (const { name, isOn, onFailure } of await subject.layers()) {
        if (!isOn || onFailure !== 'flag') continue
        const layer = await subject.layerKey(name)
        const place = await subject.inConfig(['layers', layer, 'onFailure'], `after a failure of ${name} calls go on`)
        places.push({ ...place, repair: { kind: 'layer', layer, key: 'onFailure', value: 'deny' } })
      }
      for (const { agent, layer, base } of await subject.overrides()) {
        if (!layer.isOn || layer.onFailure !== 'flag' || (base.isOn && base.onFailure === 'flag')) continue
        const keys = ['agents', agent, 'layers', await subject.layerKey(layer.name)]
        places.push(await subject.inConfig(keys, `after a failure of ${layer.name} calls of ${agent} go on`))
      }
      return verdict(places)
    },
  },
]
