import { createLiteralFinder } from '@ringwall/text'
import { FOUND } from '/work/wt-canary/plugins/canary-tokens/test/disguises.ts'
import { randomBytes } from 'node:crypto'
for (const n of process.argv.slice(2)) { const d = FOUND.find(f=>f.name===n)!
for (let i=0,k=0;i<200&&k<3;i++){const canary = `CTKN_${randomBytes(8).toString('hex')}`
  const finder = createLiteralFinder([{ id: 'c', value: canary, prefix: 'CTKN_' }])
  const t=d.write(canary); if(finder.scan(`Sure: ${t}\nHope it helps you.`).length===0){k++;console.log(n,canary,JSON.stringify(t))}}}
