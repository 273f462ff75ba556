import { Tokenizer } from 'htmlparser2'

/** Elements that do not part words. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code del em font i ins kbd mark q s samp small span strike strong sub sup tspan tt u var wbr'.split(
    ' ',
  ),
)

/** What stands in HTML or XML. */
export interface HtmlView {
  /** The text between the tags, scripts and hidden words too. */
  readonly words: string
  /** Comments and the texts of attributes. */
  readonly notes: string
}

/** Takes the tags out of HTML or XML; all that is left is what a model may read. Builds no tree, whose upkeep would grow with the square of the depth: linear. */
export function htmlView(html: string): HtmlView {
  const parts: string[] = []
  const notes: string[] = []
  const breakAt = (start: number, end: number): void => {
    if (!INLINE.has(html.slice(start, end).toLowerCase())) parts.push('\n')
  }
  const addText = (start: number, end: number): void => void parts.push(html.slice(start, end))
  const addNote = (start: number, end: number): void => void notes.push(html.slice(start, end))
  const ignore = (): void => undefined
  const reader = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname: breakAt,
      onclosetag: breakAt,
      ontext: addText,
      ontextentity: (codePoint) => void parts.push(String.fromCodePoint(codePoint)),
      onattribdata: addNote,
      onattribentity: (codePoint) => void notes.push(String.fromCodePoint(codePoint)),
      onattribend: () => void notes.push('\n'),
      oncomment: (start, end) => void notes.push(html.slice(start, end), '\n'),
      oncdata: (start, end) => void notes.push(html.slice(start, end), '\n'),
      ondeclaration: (start, end) => void notes.push(html.slice(start, end), '\n'),
      onprocessinginstruction: (start, end) => void notes.push(html.slice(start, end), '\n'),
      onattribname: ignore,
      onopentagend: ignore,
      onselfclosingtag: ignore,
      onend: ignore,
    },
  )
  reader.write(html)
  reader.end()
  return { words: parts.join(''), notes: notes.join('') }
}
