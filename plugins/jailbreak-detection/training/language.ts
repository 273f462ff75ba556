/**
 * Meanings that attacks are made of. Words of one meaning are one feature in every language, so that what is learnt from one
 * phrasing holds for its synonyms and its translations.
 */
export const WORD_CLASSES = [
  'ignore', // ignore, disregard, forget, neglect, skip, overlook
  'override', // override, bypass, circumvent, disable, deactivate, evade, jailbreak
  'prior', // previous, prior, earlier, preceding, above, before, original, initial
  'following', // following, next, below, after
  'all', // all, any, every, everything, entire, whole
  'instruction', // instruction, directive, command (noun), order, guideline
  'restriction', // rule, restriction, limit, filter, policy, safeguard, censorship, ethics, moral
  'system', // system, internal, hidden, backend, configuration
  'prompt', // prompt, context, preamble, conversation, chat history
  'reveal', // reveal, show, display, print, output, disclose, leak, expose, dump
  'repeat', // repeat, copy, verbatim, word for word, echo, recite
  'secret', // secret, confidential, private, sensitive
  'credential', // password, passphrase, key, token, credential, login, PIN
  'send', // send, forward, transmit, upload, post, submit, email (verb), exfiltrate
  'pretend', // pretend, act, roleplay, simulate, imagine, impersonate, play
  'role', // role, character, persona, identity
  'now', // now, henceforth, from now on, starting
  'new', // new, updated, revised, latest
  'must', // must, shall, have to, required, obligatory, always
  'only', // only, exactly, just, nothing else, solely
  'unrestricted', // unrestricted, unfiltered, uncensored, free, unlimited, without limits, unethical
  'mode', // mode, debug, developer mode, test mode, maintenance
  'assistant', // assistant, AI, model, chatbot, bot, agent, language model, GPT
  'user', // user, reader, customer, client, human
  'conceal', // hide, conceal, silently, secretly, do not mention, without telling
  'urgent', // urgent, important, critical, immediately, attention, priority, warning
  'execute', // execute, run, launch, perform, invoke
  'obey', // obey, comply, follow, adhere, respect
  'tool', // tool, function, API, plugin, shell, terminal, script, code
  'delete', // delete, remove, erase, wipe, destroy, drop
  'answer', // answer, respond, reply, say, write, tell, speak, begin your answer
  'text', // word, phrase, text, sentence, string, letter
  'begin', // begin, start, beginning
  'end', // end, stop, finish, over, complete
  'not', // not, no, never, nothing, don't, without
  'refuse', // refuse, decline, apologise, sorry, cannot, disclaimer, warn
  'authority', // administrator, developer, owner, creator, security team, boss, authorised, OpenAI
  'task', // task, request, job, mission, goal, objective, question
  'document', // document, email, page, message, article, file, attachment, website
  'money', // money, payment, transfer, bank, account, invoice, wallet, crypto
  'harm', // bomb, weapon, drug, malware, hack, kill, poison, steal, illegal
  'game', // game, story, fiction, hypothetical, novel, scenario, scene
  'translate', // translate, summarise, rewrite, encode, decode, reverse
  'you', // you, your, yourself
  'me', // I, me, my, mine
  'instead', // instead, rather, but, however, unless
  'remember', // remember, memorise, store, note, keep in mind, save
  'please', // please, kindly, could you, help
] as const

/** One meaning. */
export type WordClass = (typeof WORD_CLASSES)[number]

/** What the templates of a language attack with. */
export const TECHNIQUES = [
  'override',
  'extract',
  'persona',
  'exfiltrate',
  'authority',
  'dictate',
  'note',
  'tool',
  'memory',
  'boundary',
] as const
/** One way to attack. */
export type Technique = (typeof TECHNIQUES)[number]

/** What honest texts a language has templates for. */
export const HONEST_KINDS = ['chat', 'mail', 'doc', 'prose', 'hard', 'prompt'] as const
/** One kind of honest text. */
export type HonestKind = (typeof HONEST_KINDS)[number]

/** What the generators and the classifier know of one language; templates are as `expand` reads them. */
export interface Language {
  /** BCP 47, such as `de` or `zh-Hant`. */
  readonly code: string
  /**
   * Words by meaning, in small letters. A word that ends in `*` stands for all words that start so; one that starts with `*`, in
   * languages with prefixes, for all that end so. In scripts without spaces between words, an entry is found wherever it stands.
   */
  readonly lexicon: Readonly<Partial<Record<WordClass, readonly string[]>>>
  readonly slots: Readonly<Record<string, readonly string[]>>
  readonly attacks: Readonly<Record<Technique, readonly string[]>>
  readonly honest: Readonly<Record<HonestKind, readonly string[]>>
}
