import { createLiteralFinder } from '@ringwall/text'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
const rows = readFileSync('/work/shared/corpora/injection/dev.jsonl','utf8').trim().split('\n').map(l=>JSON.parse(l)).filter(r=>r.label==='benign')
const K = Number(process.argv[2] ?? 1), R=Number(process.argv[3]??rows.length)
const lits = Array.from({length:K},(_, i)=>({id:String(i),value:`CTKN_${randomBytes(8).toString('hex')}`,prefix:'CTKN_'}))
const finder = createLiteralFinder(lits)
let bytes=0, hits=0; const kinds=new Map<string,[number,number]>(); const forms=new Map<string,number>()
const t0=performance.now()
for (const r of rows.slice(0,R)) { const t=performance.now(); const f=finder.scan(r.text); const d=performance.now()-t
 const k=kinds.get(r.kind)??[0,0]; k[0]+=r.text.length;k[1]+=d;kinds.set(r.kind,k)
 bytes+=r.text.length; for(const x of f){hits++;forms.set(x.form,(forms.get(x.form)??0)+1); if(hits<40)console.log(lits[+x.id].value,x.form,x.share,JSON.stringify(r.text.slice(x.start,x.end).slice(0,120)))}}
const dt=performance.now()-t0
console.log('canaries',K,'hits',hits,'MB/s',(bytes/1e3/dt).toFixed(2),[...kinds].map(([k,[b,d]])=>`${k} ${(b/1e3/d).toFixed(2)}MB/s`), forms)
