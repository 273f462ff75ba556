/** A regular expression of SBPL that matches the text and nothing else. SBPL's are POSIX extended; every sign that means something there is escaped. */
function quoteRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}

/**
 * A regular expression that matches a path below a folder however its names are written on a file system that takes
 * them for the same: upper and lower case, composed and decomposed letters (APFS and HFS+ as they are delivered). The folder
 * exists, and the kernel gives existing folders their one name; a name that is not there yet it gives as it was typed.
 * `end` is what may follow.
 */
export function anySpelling(folder: string, below: string, end: '$' | '(/|$)'): string {
  const names = Array.from(below.normalize('NFC'), spellings).join('')
  return `^${quoteRegex(folder)}/${names}${end}`
}

function spellings(letter: string): string {
  const cases = [letter, letter.toLowerCase(), letter.toUpperCase()]
  const forms = new Set(cases.flatMap((each) => [each.normalize('NFC'), each.normalize('NFD')]))
  const [only, ...others] = Array.from(forms, quoteRegex)
  if (others.length === 0) return only ?? ''
  // A class would be one of bytes: what takes more than one byte stands beside the others instead.
  return /^[A-Za-z]$/.test(letter) && forms.size === 2
    ? `[${[...forms].join('')}]`
    : `(${[...forms].map(quoteRegex).join('|')})`
}
