import { isJsonObject, type JsonValue } from '@ringwall/core'
import type { Action, Grade } from './action.ts'
import { isYes, type Field } from './arguments/fields.ts'
import type { ActionClassifierConfig } from './config.ts'
import { wordsOf } from './name.ts'

/** What a call that changes something is asked beside: by force, for good, for all. */
const FORCE =
  /^(?:force|forced|forcepush|forcewithlease|forceifincludes|forcedelete|purge|permanent|permanently|permanentdelete|cascade|harddelete|hard|prune|skiptrash|bypasstrash|deleteall|removeall|wipe|truncate|destroy|deletebranch|deletevolumes|removevolumes|allowunrelated|skipconfirmation|skipconfirm|noconfirm|autoapprove|yestoall|ignorewarnings|nobackup|deletesource|deleteexisting|removeexisting)$/
const WIDE =
  /^(?:all|everyone|allusers|allrecords|allfiles|applytoall|recursive|recursively|broadcast|public|ispublic|makepublic|anyonewithlink)$/
/** Names of what a call is about. */
const TARGET =
  /^(?:ids?|keys?|names?|targets?|patterns?|paths?|files?|items?|resources?|selector|filter|where|match|users?|topics?|globs?|objects?|prefix)$/
const EVERYTHING = /^\s*(?:\*+|\/\*+|\.\/\*+|\*\*\/\*|%|\.\*|all|\/|\*\.\*|1\s*=\s*1|true)\s*$/i
const AMOUNT =
  /^(?:amount|total|sum|totalamount|transferamount|paymentamount|amountcents|unitamount|qty|quantity|notional|value|price|budget|dailybudget)$/
const RECIPIENTS =
  /^(?:to|cc|bcc|recipients?|torecipients|ccrecipients|bccrecipients|attendees?|emails?|guests?|invitees?|emailaddress|toemail|useremail|sharewith|phonenumbers?|tonumber|chatids|userids)$/
const EVERYBODY = /^(?:\*|all|everyone|everybody|@(?:channel|here|everyone|all))$/i
/** How much text of recipients is looked at, in UTF-16 code units. */
const MAX_RECIPIENTS = 65_536
const VERB = /^(?:operation|op|action|verb|subcommand|method)$/
const TAKES = /^(?:delete|remove|drop|destroy|purge|truncate|wipe|erase|terminate|revoke|kill|uninstall)$/
const BUTTON =
  /\b(?:delete|erase|destroy|deactivate|terminate|revoke|pay|buy now|purchase|place (?:the )?order|order now|transfer|withdraw|refund)\b/i
const MONEY: ReadonlySet<string> = new Set(['payments', 'trading', 'shop', 'travel'])
const PEOPLE: ReadonlySet<string> = new Set(['chat', 'email', 'phone', 'social', 'calendar', 'documents', 'support'])

/** Raises for annotations of MCP: they are hints of a server, and a stranger's hint lowers nothing. */
export function raiseByAnnotations(annotations: JsonValue | undefined, grade: Grade): void {
  if (annotations === undefined || annotations === null) return
  if (!isJsonObject(annotations)) return grade.raise('destructive', 'annotation.odd', 'the annotations are none')
  const hint = (name: string): boolean | undefined => {
    const value = Object.hasOwn(annotations, name) ? annotations[name] : undefined
    if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined
    grade.raise('destructive', 'annotation.odd', 'an annotation is neither true nor false')
    return undefined
  }
  const [readOnly, destructive, openWorld] = [hint('readOnlyHint'), hint('destructiveHint'), hint('openWorldHint')]
  hint('idempotentHint')
  if (readOnly === false)
    grade.raise('mutate', 'annotation.readOnlyHint', 'the server says that the tool changes something')
  if (destructive === true)
    grade.raise('destructive', 'annotation.destructiveHint', 'the server says that the tool may take away')
  if (openWorld === true && grade.class !== 'read')
    grade.mark('annotation.openWorldHint', 'the server says that the tool reaches out')
}

/** Raises for what the arguments of a call that changes something say of its reach. */
export function raiseByReach(
  actions: readonly Action[],
  fields: readonly Field[],
  config: ActionClassifierConfig,
  grade: Grade,
): void {
  if (!actions.some(({ verbs, examine }) => verbs !== undefined || examine !== undefined)) raiseByVerb(fields, grade)
  if (grade.class === 'read') return
  const groups = new Set(actions.map(({ group }) => group))
  const isFiles = groups.has('files')
  const isCommand = actions.some(({ examine }) => examine === 'shell' || examine === 'code' || examine === 'sql')
  for (const { name, value } of fields) {
    if (FORCE.test(name) && isYes(value) && !(typeof value === 'string' && value.length > 10))
      grade.raise('destructive', 'reach.force', 'it is asked to do so by force or for good')
    else if (WIDE.test(name) && value === true && !isFiles) grade.mark('reach.wide', 'it is asked to do so for many')
    else if (!isCommand && !isFiles && TARGET.test(name) && typeof value === 'string' && EVERYTHING.test(value))
      grade.raise('destructive', 'reach.all', 'it is about everything at once')
    else if (name === 'dryrun' && value === false) grade.mark('reach.real', 'it is asked to do so in earnest')
  }
  raiseByTarget(groups, fields, grade)
  if ([...groups].some((group) => MONEY.has(group)) || fields.some(({ name }) => name === 'currency'))
    raiseByAmount(fields, config, grade)
  if ([...groups].some((group) => PEOPLE.has(group))) raiseByRecipients(fields, config, grade, groups.has('email'))
}

/** Raises for a tool of one use, as the table has it, that is asked for another one: `operation: deleteMany`. */
function raiseByVerb(fields: readonly Field[], grade: Grade): void {
  for (const { name, value, depth } of fields)
    if (
      depth < 1 &&
      VERB.test(name) &&
      typeof value === 'string' &&
      wordsOf(value.slice(0, 100)).some((w) => TAKES.test(w))
    )
      grade.raise('destructive', 'reach.verb', 'it is asked to take away')
}

/** Raises for a pipeline of MongoDB that writes a collection, or that runs code. */
export function raiseByStages(args: JsonValue, grade: Grade): void {
  const text = JSON.stringify(args)
  if (!text.includes('$')) return
  if (/"\$(?:out|function|where|accumulator)\\*"\s*:/.test(text))
    grade.raise('destructive', 'reach.stage', 'a stage writes over a collection, or runs code')
  else if (/"\$merge\\*"\s*:/.test(text)) grade.raise('mutate', 'reach.stage', 'a stage writes a collection')
}

/** Raises for what a click or a push is on: a button that deletes or pays, a reference that is deleted or overwritten. */
function raiseByTarget(groups: ReadonlySet<string>, fields: readonly Field[], grade: Grade): void {
  for (const { name, value } of fields) {
    if (typeof value !== 'string') continue
    if (groups.has('git') && /^(?:refspecs?|refs?|branch|branches)$/.test(name) && /(?:^|[\s,])[+:]\S/.test(value))
      grade.raise('destructive', 'reach.ref', 'it overwrites or deletes what others have')
    else if (
      groups.has('browser') &&
      /^(?:selector|element|button|target)$/.test(name) &&
      BUTTON.test(value.slice(0, 1000))
    )
      grade.raise('destructive', 'reach.button', 'what it presses is called after taking away or paying')
  }
}

function raiseByAmount(fields: readonly Field[], { largeAmount }: ActionClassifierConfig, grade: Grade): void {
  for (const { name, value } of fields) {
    if (!AMOUNT.test(name) || value === null) continue
    grade.mark('reach.amount', 'it is about money')
    const amount =
      typeof value === 'string'
        ? Number(value.replaceAll(/[\s,_']|^[$€£]|[$€£]$/g, '') || 'none')
        : typeof value === 'number'
          ? value
          : Number.NaN
    if (!(amount >= 0 && amount < largeAmount))
      grade.raise('destructive', 'reach.amount', 'the amount is large, or no amount')
  }
}

function raiseByRecipients(
  fields: readonly Field[],
  { ownDomains, manyRecipients }: ActionClassifierConfig,
  grade: Grade,
  isMail: boolean,
): void {
  const isNamed = (name: string): boolean => RECIPIENTS.test(name) || name === 'email' || name === 'address'
  const length = fields.reduce((sum, { name, value }) => sum + (isNamed(name) ? String(value).length : 0), 0)
  if (length > MAX_RECIPIENTS)
    return grade.raise('destructive', 'reach.recipients', 'the recipients are more than are looked at')
  const recipients = fields.flatMap(({ name, value }) => {
    if (!isNamed(name)) return []
    return typeof value === 'string'
      ? value
          .split(/[,;\n]/)
          .map((each) => each.trim())
          .filter((each) => each !== '')
      : value === null
        ? []
        : [String(value)]
  })
  const isForwarding = fields.some(
    ({ name, value }) =>
      /^(?:autoforward\w*|forward(?:to|all|ing\w*)?|redirectto|forwardasattachmentto)$/.test(name) && isYes(value),
  )
  if (isMail && isForwarding) grade.raise('destructive', 'reach.forward', 'it passes mail on to others from now on')
  if (recipients.length >= manyRecipients || recipients.some((each) => EVERYBODY.test(each)))
    grade.raise('destructive', 'reach.recipients', 'it reaches many people at once')
  if (!ownDomains) return
  const isOwn = (domain: string): boolean => ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`))
  for (const recipient of recipients) {
    const domains = Array.from(
      recipient
        .normalize('NFKC')
        .toLowerCase()
        .matchAll(/@([^@\s>()<"]{1,255})/g),
      ([, domain = '']) => domain.replace(/\.$/, ''),
    )
    if ((domains.length === 0 && isMail) || !domains.every(isOwn))
      grade.raise('destructive', 'reach.outside', 'a recipient is not of the own domains')
  }
}
