import { Parser } from 'htmlparser2'

/** Elements that do not part words. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code del em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
)

/** The words of a page without its tags: hidden ones, comments, scripts and the texts of attributes too, since a model may read any of them. */
export function htmlView(html: string): string {
  const parts: string[] = []
  const notes: string[] = []
  const breakAt = (name: string): void => {
    if (!INLINE.has(name)) parts.push('\n')
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      breakAt(name)
      notes.push(...Object.values(attributes))
    },
    onclosetag: breakAt,
    ontext: (text) => void parts.push(text),
    oncomment: (text) => void notes.push(text),
    onprocessinginstruction: (_name, text) => void notes.push(text),
  })
  parser.end(html)
  return `${parts.join('')}\n${notes.filter((note) => note !== '').join('\n')}`
}
