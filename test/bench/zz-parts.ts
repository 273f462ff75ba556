import { createEngine, createPatternSet, createViews, INJECTION_PATTERNS, JAILBREAK_PATTERNS } from '@ringwall/text'
import { normalizeText } from '/work/wt-text-perf/packages/text/src/normalize-text.ts'
import { joinText } from '/work/wt-text-perf/packages/text/src/join-text.ts'
import { decode } from '/work/wt-text-perf/packages/text/src/decode.ts'
import { findBase64, findHex } from '/work/wt-text-perf/packages/text/src/decode-bytes.ts'
import { findRot13, findPercent, findEntities, findTags } from '/work/wt-text-perf/packages/text/src/decode-escapes.ts'
import { createDetector } from '/work/wt-text-perf/plugins/jailbreak-detection/src/detect.ts'
import { english, mixedAttack } from '/work/wt-text-perf/test/bench/text-samples.ts'
const cpu=()=>{const {user,system}=process.cpuUsage();return user+system}
function cost(run:()=>unknown,rounds=7,us=15000){let best=Infinity;for(let r=0;r<=rounds;r++){let c=0;const f=cpu();let s=0;while(s<us){run();c++;s=cpu()-f}if(r>1)best=Math.min(best,s/c)}return best}
const engine=createEngine()
const set=createPatternSet(JAILBREAK_PATTERNS,engine)
const detect=createDetector(engine,0.7)
const code=(n:number)=>`export function read(path: string, options = {}) {\n  const value = await load(path, { cache: true, key: 'user_id' });\n  if (!value) throw new Error(\`cannot read \${path}\`)\n  for (let i = 0; i < 10; i++) result.push(value[i]?.name ?? "none");\n  return JSON.parse(value) // see https://example.com/docs?page=2&x=1\n}\n`.repeat(Math.ceil(n/300)).slice(0,n)
const json=(n:number)=>JSON.stringify(Array.from({length:Math.ceil(n/150)},(_,i)=>({id:1000+i,name:'Jane Doe',email:'jane@example.com',created:'2026-01-0'+(i%9+1)+'T10:00:00Z',tags:['a','b'],active:true,score:3.75,note:'The order was shipped on time'}))).slice(0,n)
for (const [k,make] of [['english',english],['code',code],['json',json],['mixed',mixedAttack]] as const) for (const size of [1024,10240,102400]) {
 const t=Buffer.from(make(size)).toString()
 const per=(f:()=>unknown)=>Number((cost(f)/size*1024).toFixed(1))
 const n=normalizeText(t)
 const v=createViews(t); v.all()
 console.log(k,size,JSON.stringify({normalize:per(()=>normalizeText(t)),join:per(()=>joinText(n)),decode:per(()=>decode(t)),b64:per(()=>findBase64(t)),hex:per(()=>findHex(t)),rot:per(()=>findRot13(t)),pct:per(()=>[findPercent(t),findEntities(t),findTags(t)]),all:per(()=>createViews(t).all()),views:v.all().length, scan1:per(()=>set.scan(n.text)),scanAll:per(()=>v.all().map(x=>set.scan(x.text))),detectOnly:per(()=>detect(v)),total:per(()=>detect(createViews(t)))}))
}
