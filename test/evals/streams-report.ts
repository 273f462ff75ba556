import { list, quote } from './report.ts'
import type { StreamsSummary } from './streams.ts'

/** What was tried and what differed, for a person. Of a text no more is shown than stands around its first difference. */
export function reportStreams(summary: StreamsSummary): string {
  const { rows, changed, every, points, sampled, chunkings, differences, leaked, shown } = summary
  const { split, random, single } = chunkings
  return [
    `${rows} rows, ${changed} of which the wall changes or stops as a whole\n`,
    `${split + random + single} chunkings: ${split} in two at a point, ${random} at random, ${single} one code unit at a time\n`,
    sampled > 0
      ? `${sampled} rows have more than ${every} code units: ${points} split points of each were sampled, and they were not sent one unit at a time\n`
      : `every split point of every row was tried\n`,
    `differences: ${differences}; characters let out beyond what the whole lets out: ${leaked}\n\n`,
    list(
      'streams that differ from the whole',
      shown.map(({ id, kind, cuts, whole, streamed, leaked }) => {
        const at = firstDifference(whole, streamed)
        const around = (text: string): string => quote(text.slice(Math.max(0, at - 20), at + 30), 50)
        return `${quote(id)}  ${kind} ${cuts.join(',')}  leaked ${leaked}  whole ${around(whole)}  stream ${around(streamed)}`
      }),
    ),
  ].join('')
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}
