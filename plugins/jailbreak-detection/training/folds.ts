/** How many parts the sources are split into; each is judged by a model that has seen none of its sources. */
export const FOLDS = 5

/** Sources that belong together: what one made, another quotes. */
const FAMILIES: readonly (readonly [RegExp, number])[] = [
  [/^(?:spikee|carrier-dev)|^llamafactory\/(?:dpo|kto)/, 0],
  [/^hackaprompt|^repo:(?:docker|fastify|honojs|vitejs)/, 1],
  [/^trustairlab|^gpteacher/, 2],
  [/^garak|^jbb|^awesome|^prompts\.chat-book\/(?:en|pt|el|ru|tr|zh)/, 3],
  [/^agt|^bipia|^commits|^llamafactory\/(?:glaive|c4)|^repo:(?:langchain|open-tel)/, 4],
]

/** The part that a source is in, or undefined for one that is always trained on. Unknown sources are spread by name. */
export function foldOf(source: string): number | undefined {
  if (/^(?:prompts\.chat-book|repo:)/.test(source) && !FAMILIES.some(([family]) => family.test(source)))
    return undefined
  const known = FAMILIES.find(([family]) => family.test(source))
  if (known) return known[1]
  let hash = 0
  for (let i = 0; i < source.length; i++) hash = (Math.imul(hash, 31) + source.charCodeAt(i)) >>> 0
  return hash % FOLDS
}
