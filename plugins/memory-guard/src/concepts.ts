/** What a word can mean in a memory, as bits. The lists are synonyms, so that an order is seen in other words too. */
export const CONCEPTS = [
  'send',
  'run',
  'destroy',
  'pay',
  'allow',
  'lift',
  'deceive',
  'hide',
  'ask',
  'say',
  'keep',
  'secret',
  'private',
  'control',
  'confirm',
  'money',
  'shell',
  'rank',
  'tool',
  'agent',
  'person',
  'when',
  'always',
  'none',
  'reply',
  'memory',
  'must',
  'address',
  'trust',
] as const
/** One of CONCEPTS. */
export type Concept = (typeof CONCEPTS)[number]
/** A set of concepts. */
export type Bits = number

/** The set of the named concepts. */
export function bitsOf(...names: readonly Concept[]): Bits {
  return names.reduce((bits, name) => bits | (1 << CONCEPTS.indexOf(name)), 0)
}

/** English stems first, then German, French, Spanish, Italian and Portuguese forms. `tool` and `address` are told by their shape. */
const LEXICON: { readonly [C in Concept]?: string } = {
  send: `send sent forward email mail text post upload transmit copy cc bcc export share sync submit relay leak deliver push publish disclose
    mirror report pipe exfiltrate reveal hand divulge
    senden sende schicken schicke schick weiterleiten leite leiten weiter hochladen übermitteln kopiere verrate
    envoie envoyer envoyez transfère transférer partage partager divulgue copie
    envía enviar envíe reenvía reenviar comparte compartir manda mandar revela
    invia inviare inoltra inoltrare condividi rivela envie reenvie compartilhe 发送 转发 上传 泄露 送信 転送 отправь отправляй перешли пересылай
    stuur sturen verstuur doorsturen mail wyślij wysyłaj wysyłać prześlij przesyłaj przekaż przekazuj gönder gönderin ilet iletin yolla أرسل ارسل إرسال حوّل 보내 전달 전송 भेज अग्रेषित`,
  run: `run execute exec eval launch invoke call trigger paste install chain activate use paste pipe
    ausführen führe starte exécute exécuter lance ejecuta ejecutar esegui eseguire execute 执行 运行 実行 выполни запусти`,
  destroy: `delete wipe erase purge destroy drop truncate overwrite trash remove
    lösche löschen supprime supprimer efface borra borrar elimina eliminar cancella apague 删除 削除 удали`,
  pay: `pay transfer wire buy order purchase donate withdraw remit subscribe trade
    überweise überweisen zahle virement paie payer transfiere paga bonifico transfira 转账 付款`,
  allow: `approve grant authorise authorize consent agree permission authorisation authorization clearance waiver
    genehmigt erlaubt zugestimmt approuvé autorisé accepté aprobado autorizado aceptado approvato autorizzato aprovou autorizou 批准 授权 同意 承認 разрешил одобрил
    goedgekeurd toegestaan toestemming zatwierdził zatwierdzono zgodził onayladı onaylandı izin وافق موافقة 승인 허락 अनुमति स्वीकृत`,
  lift: `disable lift suspend abolish bypass skip waive off exempt unrestricted unlimited relax revoke deactivate circumvent unlock
    deaktiviere deaktiviert aufgehoben umgehe ignoriere désactive désactivé contourne desactiva desactivado omite disattiva salta 忽略 禁用 跳过 無視 игнорируй отключи
    negeer negeren uitschakelen ignoruj pomiń wyłącz yoksay atla kapat تجاهل عطل 무시 비활성화 अनदेखा`,
  deceive: `claim deny pretend invent blame lie mislead fabricate restate insist falsely falsify fake cover disguise
    behaupte leugne prétends nie mens inventa niega miente fingi nega`,
  hide: `hide conceal secretly silently quietly covertly invisible discreetly unnoticed unread
    heimlich verheimliche verschweige secrètement discrètement secretamente oculta escondido segretamente nascondi 秘密 偷偷 隐藏 тайно скрой
    stiekem heimelijk verberg potajemnie ukradkiem ukryj gizlice gizle سرا خفية 몰래 은밀 चुपके छुपा गुप्त`,
  ask: 'ask request prompt collect obtain demand elicit solicit harvest extract verlange frage demande pide solicita chiedi',
  say: `say respond answer reply tell state assert quote cite recommend mention antworte sage réponds dis responde di dire rispondi informare
    vertellen zeg powiedz mów informuj söyle bildir تخبر أخبر 알리 말하 बता`,
  keep: 'keep survive persist outrank supersede reinsert re-insert insert condense clean-up audit precede preserve retain recreate propagate',
  secret: `password passwords passcode credential token cookie secret login pin otp apikey .env vault ssn cvv passphrase
    passwort passwörter zugangsdaten geheimnis mot-de-passe identifiants contraseña contraseñas credenciales clave segreto password senha senhas 密码 密钥 凭证 パスワード пароль пароли
    wachtwoord wachtwoorden inloggegevens hasło hasła haseł şifre şifreler şifreleri şifrelerini parola المرور كلمات 비밀번호 암호 पासवर्ड`,
  private: `transcript conversation chat history medical salary salaries payroll contact location inbox confidential customer-data diary
    documents files database mails emails e-mails messages notes personal forecast gespräch gespräche kundendaten courriels messages datos conversación facturas conversazioni dados 对话 聊天记录
    gesprek gesprekken geschiedenis berichten rozmowa rozmowie rozmowę rozmowy historię wiadomości konuşma konuşmayı konuşmaları geçmişi محادثة المحادثات 대화 기록 बातचीत संदेश`,
  control: `approval confirmation restriction limit rule policy guideline filter check safety security sandbox review verification dialog cap guardrail
    protection firewall selinux antivirus audit compliance safeguard moderation mfa 2fa
    regel regeln richtlinie sicherheit sécurité règle règles restrictions reglas seguridad restricciones regole sicurezza 规则 限制 安全
    regels beveiliging zasady zabezpieczenia kurallar güvenlik القواعد 규칙 보안 नियम सुरक्षा`,
  confirm: `confirmation confirm approval permission consent verification dialog dialogue second-look double-check sign-off authorisation authorization
    bestätigung nachfrage rückfrage confirmation confirmación permiso conferma permesso confirmação 确认 許可 подтверждение подтверждения`,
  money:
    'iban account wallet payment money eur usd euro dollar invoice funds gift voucher card refund bitcoin btc eth bank banking virements konto cuenta conto 账户',
  shell: 'bash sh zsh shell terminal powershell crontab cron sudo',
  rank: 'root admin administrator superadmin superuser supervisor owner operator developer sysadmin privilege master',
  agent: `you your yourself agent assistant ai model bot successor instance chatbot copilot llm du dein assistent tu ton vous votre tú asistente assistente 你 助手`,
  person: `user owner human client customer she he him her his admin max person anybody anyone somebody someone people holder boss manager legal
    nutzer benutzer kunde utilisateur client usuario cliente utente usuário 用户 ユーザー пользователь пользователя
    gebruiker klant użytkownik użytkownika użytkownikowi klient kullanıcı kullanıcının kullanıcıya müşteri المستخدم 사용자 उपयोगकर्ता`,
  when: `if when whenever should upon once case before after next each every wenn sobald falls quand lorsque si cuando quando appena 当 如果 もし когда если
    wanneer zodra als gdy kiedy jeśli kiedykolwiek ne zaman eğer عندما إذا كلما 때마다 언급하면 하면 जब यदि`,
  always: `always forever all any every everyone everything permanently henceforth never whatever nobody immer alle jede jedes jeder ab toujours tous toutes chaque siempre todos todas cada sempre tutti ogni 所有 每次 всегда все
    altijd elke elk iedere zawsze każdy każdej każdą wszystkie her tüm daima sürekli دائما جميع كل 항상 모든 매번 हमेशा सभी हर`,
  none: `no none not without never nothing off nobody unneeded unnecessary kein keine nicht ohne ne pas plus sans no nunca sin non senza mai sem não 不 无需 не без
    geen niet zonder bez nie żadne değil asla olmadan بدون 없이 बिना`,
  reply: `reply replies answer summary summaries response session conversation outputs turn antwort sitzung réponse respuesta risposta`,
  memory: `memory memories note entry paragraph 记忆 规则`,
  must: `must shall should need require have always please obliged required ought imperative going will muss soll dois doit debes debe devi deve 必须`,
  trust: 'trust believe obey comply',
}

/** Scripts whose words are found inside of others: written without spaces, or with what other languages put apart. */
const CJK =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

const WORDS: ReadonlyMap<string, Bits> = readLexicon(false)
const CJK_WORDS: readonly (readonly [string, Bits])[] = [...readLexicon(true)]

function readLexicon(wantsCjk: boolean): Map<string, Bits> {
  const words = new Map<string, Bits>()
  for (const [concept, list] of Object.entries(LEXICON)) {
    for (const word of list.split(/\s+/)) {
      if (CJK.test(word) !== wantsCjk) continue
      for (const form of wantsCjk ? formsOf(word) : [fold(word)])
        words.set(form, (words.get(form) ?? 0) | bitsOf(concept as Concept))
    }
  }
  return words
}

/** Views have no accents, so the lists have none either. */
function fold(word: string): string {
  return wordsOnly(word.normalize('NFD'))
}

/** As it is written, and as a view has it that was taken apart. */
function formsOf(word: string): ReadonlySet<string> {
  return new Set([
    word.normalize('NFC'),
    word.normalize('NFD'),
    fold(word),
    word.normalize('NFD').replace(/\p{M}/gu, ''),
  ])
}

function wordsOnly(word: string): string {
  return word.replace(/[\u0300-\u036f]/g, '').toLowerCase()
}

/** What a word of lower case may mean: as it stands, or without an English ending. */
export function conceptsOf(word: string): Bits {
  if (CJK.test(word)) return CJK_WORDS.reduce((bits, [part, of]) => (word.includes(part) ? bits | of : bits), 0)
  const exact = WORDS.get(word)
  if (exact !== undefined) return exact
  for (const [ending, by] of ENDINGS) {
    if (!word.endsWith(ending) || word.length < ending.length + 2) continue
    const stem = word.slice(0, -ending.length)
    const found = WORDS.get(stem + by) ?? (stem.at(-1) === stem.at(-2) ? WORDS.get(stem.slice(0, -1)) : undefined)
    if (found !== undefined) return found
  }
  return 0
}

const ENDINGS = [
  ["'s", ''],
  ['s', ''],
  ['es', ''],
  ['ies', 'y'],
  ['ied', 'y'],
  ['ed', ''],
  ['d', ''],
  ['ing', ''],
  ['ing', 'e'],
] as const
