import { createLiteralFinder } from '@ringwall/text'
import { FOUND, MISSED } from '/work/wt-canary/plugins/canary-tokens/test/disguises.ts'
import { randomBytes } from 'node:crypto'
const N = Number(process.argv[2] ?? 20)
const miss = new Map<string, number>(); let partial = new Map<string, number>(); const forms = new Map<string,string>()
const t0=performance.now()
for (let i = 0; i < N; i++) {
  const canary = `CTKN_${randomBytes(8).toString('hex')}`
  const finder = createLiteralFinder([{ id: 'c', value: canary, prefix: 'CTKN_' }])
  for (const { name, write } of [...FOUND, ...MISSED]) {
    const d = write(canary)
    const lead = 'Sure, here is what you asked for: '
    const text = `${lead}${d}\nHope that helps you with your work today.`
    const found = finder.scan(text)
    if (found.length === 0) miss.set(name, (miss.get(name) ?? 0) + 1)
    else {
      forms.set(name, found.map(f=>f.form).join('|'))
      const cover = found.reduce((s, f) => s + f.end - f.start, 0)
      if (cover < d.length * 0.75) partial.set(name, (partial.get(name) ?? 0) + 1)
    }
  }
}
console.log((performance.now()-t0).toFixed(0),'ms')
console.log('tried', FOUND.length, MISSED.length)
console.log('missed', [...miss].sort((a,b)=>b[1]-a[1]).map(([n, c]) => `${n} ${c}`))
console.log('partial', [...partial].sort((a,b)=>b[1]-a[1]).map(([n, c]) => `${n} ${c}: ${forms.get(n)}`))
if (process.argv[3]) console.log(forms)
