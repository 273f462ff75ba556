import { gradePath } from '../arguments/path.ts'
import { gradeLiterals } from '../code/literals.ts'
import { hasOption, operandsOf, optionValue, programs, type Call, type Programs } from './program.ts'

/** Programs with a language of their own: what finds, edits and packs files. */
export const FILE_TOOLS: Programs = {
  ...programs('find gfind', { class: 'read', judge: find }),
  ...programs('fd fdfind', { class: 'read', judge: find }),
  ...programs('sed gsed', { class: 'read', judge: sed }),
  ...programs('awk gawk mawk nawk', { class: 'read', judge: awk }),
  ...programs('tar gtar bsdtar', { class: 'read', judge: tar }),
  ...programs('vi vim nvim nano emacs ed ex pico code', { class: 'mutate', paths: true, judge: editor }),
}

function find({ args, values, line }: Call): void {
  const { grade } = line
  if (hasOption(values, '-delete')) grade.raise('destructive', 'shell.find', 'find deletes what it finds')
  if (hasOption(values, '-fprint -fprintf -fls -fprint0')) grade.raise('mutate', 'shell.find', 'find writes a file')
  let end = -1
  for (const [i, value] of values.entries()) {
    if (i <= end || !/^(?:-exec|-execdir|-ok|-okdir|-x|-X|--exec|--exec-batch)$/.test(value)) continue
    const stop = values.findIndex((other, j) => j > i && (other === ';' || other === '+'))
    end = stop < 0 ? values.length : stop
    line.run(args.slice(i + 1, end), 'none')
  }
  for (const operand of values.filter((value) => /^[/~.]/.test(value)).slice(0, 8))
    if (gradePath(operand, false, grade)) line.readsSecrets = true
}

/** Longest script of sed that is looked at. */
const MAX_SCRIPT = 4000
/** A substitution with its flags, whatever stands between its parts. */
const SUBSTITUTES = /s([^\s\\\w])(?:\\[^]|(?!\1)[^\\]){0,2000}\1(?:\\[^]|(?!\1)[^\\]){0,2000}\1([a-zA-Z0-9]{1,10})/g
/** Commands of sed that write a file or run one: at the start of a command, after an address, or as a flag of `s`; in squeezed text. */
const SED_WRITES = /(?:^|[;{}\n\d$/!,+~])\s?[wW]\s?\S|\/[gpiIm\d]*w\s?\S/
const SED_RUNS = /(?:^|[;{}\n\d$/!,+~])\s?e(?:\s|$)|\/[gpiIm\d]*e[gpiIm\d]*\s?(?:[;}\n]|$)/

/** Text with one sign of space for many, so that no pattern needs to count them; a line still ends where it did. */
function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, (space) => (space.includes('\n') ? '\n' : ' '))
}

function sed({ values, args, line: { grade } }: Call): void {
  const isInPlace = hasOption(values, '-i --in-place')
  if (isInPlace) grade.raise('mutate', 'shell.sed', 'sed edits files in place')
  const given = values.flatMap((value, i) =>
    /^(?:-[a-zA-Z]*e|--expression)$/.test(values[i - 1] ?? '')
      ? [value]
      : value.startsWith('--expression=')
        ? [value.slice(13)]
        : [],
  )
  if (hasOption(values, '-f --file')) grade.raise('destructive', 'shell.sed', 'the script of sed is in a file')
  const operands = operandsOf(values, '-e --expression')
  const scripts = given.length > 0 ? given : operands.slice(0, 1)
  for (const script of scripts) {
    const squeezed = squeeze(script)
    const flags =
      script.length > MAX_SCRIPT ? ['e'] : Array.from(script.matchAll(SUBSTITUTES), ([, , letters = '']) => letters)
    if (SED_RUNS.test(squeezed) || flags.some((letters) => /^[gpiIm\d]*e/.test(letters)))
      grade.raise('destructive', 'shell.sed', 'the script of sed runs commands')
    else if (SED_WRITES.test(squeezed) || flags.some((letters) => /^[gpiIm\d]*w/.test(letters))) {
      grade.raise('mutate', 'shell.sed', 'the script of sed writes a file')
      for (const [, file = ''] of script.matchAll(/w\s+(\S{1,300})/g)) gradePath(file, true, grade)
    }
  }
  for (const file of given.length > 0 ? operands : operands.slice(1)) gradePath(file, isInPlace, grade)
  if (args.length > 200)
    grade.raise('destructive', 'shell.limit', 'the command line has more arguments than are looked at')
}

function awk({ values, line }: Call): void {
  const { grade } = line
  if (hasOption(values, '-f --file -i --include -l --load -E --exec'))
    return grade.raise('destructive', 'shell.awk', 'the program of awk is in a file')
  const [program = '', ...files] = operandsOf(values, '-F -v --assign --field-separator')
  // A string that does not end is matched too, and left: nothing is read twice.
  const bare = program.replaceAll(/"(?:[^"\\]|\\.)*("?)/g, (all, end) => (end === '' ? all : '""'))
  // A slash there begins a pattern: it cannot divide.
  const code = squeeze(bare).replaceAll(/(^|[~(,!&|{;}\n])\s?\/[^/\n"]*\//g, '$1')
  if (/\bsystem\b|\bgetline\b|\|\s*(?:&|"")|@(?:load|include)|\||\bclose\b/.test(code.replaceAll(/\|\|/g, '')))
    grade.raise('destructive', 'shell.awk', 'the program of awk runs commands')
  else if (
    />\s*(?:""|[\w$(])/.test(code) &&
    code.split(/[;}\n]/).some(printsInto) &&
    /"[^"]*"\s*$|>\s*"|>>/.test(program)
  )
    grade.raise('mutate', 'shell.awk', 'the program of awk writes a file')
  if (program.includes('/inet')) grade.raise('destructive', 'shell.awk', 'the program of awk opens a connection')
  if (grade.class !== 'read') gradeLiterals(program, true, grade)
  for (const file of files) if (gradePath(file, false, grade)) line.readsSecrets = true
}

/** Whether a statement of awk prints, and something is greater or written to behind that. */
function printsInto(statement: string): boolean {
  const at = statement.search(/\bprintf?\b/)
  return at >= 0 && statement.includes('>', at)
}

function tar({ values, line }: Call): void {
  const { grade } = line
  for (const operand of operandsOf(values, '-f -C --file --directory'))
    if (gradePath(operand, false, grade)) line.readsSecrets = true
  // `tar tzf x`, `tar -tzf x`, `tar --list`
  const [letters = ''] = values
  const isListing = hasOption(values, '--list') || (/^-?[a-zA-Z]+$/.test(letters) && letters.includes('t'))
  if (!isListing) grade.raise('mutate', 'shell.tar', 'tar writes files')
  if (
    values.some((value) =>
      /^(?:--to-command|--checkpoint-action|--use-compress-program|--rmt-command|--rsh-command|-I|-F|--info-script|--new-volume-script)/.test(
        value,
      ),
    )
  )
    grade.raise('destructive', 'shell.tar', 'tar runs a program')
  if (hasOption(values, '--remove-files --delete --overwrite --recursive-unlink --unlink-first'))
    grade.raise('destructive', 'shell.tar', 'tar takes files away')
  const target = optionValue(values, '-C', '--directory')
  if (target !== undefined) gradePath(target, true, grade)
  if (hasOption(values, '-P --absolute-names'))
    grade.raise('destructive', 'shell.tar', 'tar writes wherever the archive says')
}

function editor({ values, input, line: { grade } }: Call): void {
  if (values.some((value) => /^(?:-c|-S|-s|--cmd|\+.*!|--eval|-f|--script|-u)/.test(value)) || input !== 'none')
    grade.raise('destructive', 'shell.editor', 'an editor runs commands')
}
