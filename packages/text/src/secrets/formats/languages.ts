import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, either, maybe, some, times, value, words, type Part } from '../parts.ts'
import { isPasswordLike, isRandom, isStrong } from '../values.ts'

const WIKTIONARY = 'https://en.wiktionary.org/wiki/password#Translations'
const VALUE = '[!#-&*+\\--:=?-Z^_a-z~]'
/** Words for a password or a key that ASCII can find: some written without their accents, too. */
const LATIN = [
  'mots? ?de ?passe',
  'contrase(?:n|ñ)a',
  'passwort',
  'kennwort',
  'zugangscode',
  'geheimnis',
  'schl(?:ü|ue)ssel',
  'senha',
  'palavra[- ]passe',
  'wachtwoord',
  'l[oö]senord',
  'passord',
  'adgangskode',
  'salasana',
  'tunnussana',
  'heslo',
  'parola',
  'jelsz[oó]',
  'lozinka',
  'parool',
  'geslo',
  'kata sandi',
  'sandi',
  'clave(?: secreta| de acceso)?',
  'chiave(?: segreta)?',
  'cle (?:secrete|api)',
  'jeton',
] as const
const LATIN_KEYWORDS =
  'mot de passe|mots de passe|motdepasse|mot depasse|motde passe|motsde passe|mots depasse|motsdepasse|contrase|passwort|kennwort|zugangscode|geheimnis|schl|senha|palavra|wachtwoord|senord|passord|adgangskode|salasana|tunnussana|heslo|parola|jelsz|lozinka|parool|geslo|sandi|clave|chiave|cle |jeton'.split(
    '|',
  )
/** Words that hold a letter beyond Latin-1. */
const WIDE = (
  'hasło|słowo kluczowe|şifre|mật khẩu|slaptažodis|parolă|пароль|паролем|пароля|парол|лозинка|секрет|токен|ключ|κωδικός|κωδικός πρόσβασης|密码|密碼|口令|密钥|密鑰|令牌|秘钥|' +
  'パスワード|暗証番号|シークレット|トークン|비밀번호|암호|토큰|비밀 키|รหัสผ่าน|كلمة المرور|كلمة السر|رمز|סיסמה|סיסמא|पासवर्ड|पासवर्ड|رمز عبور|گذرواژه'
).split('|')

/** Nothing, a qualifier, a verb, a colon, a dash: what stands between the word and the value. */
const BETWEEN: Part = all(
  some('["\'`]', 0, 1),
  maybe(
    all(
      some('\\s'),
      words(
        'de',
        'del',
        'do',
        'da',
        'di',
        'für',
        'von',
        'pour',
        'para',
        'per',
        'voor',
        'til',
        'till',
        'dla',
        'для',
        'от',
      ),
      times(all(some('\\s'), some('[^\\s:=]', 1, 24)), 1, 2),
    ),
  ),
  either(
    all(some('\\s', 0, 2), words(':', '=', '：', '->', '=>', '–', '—', '-', '＝')),
    all(
      some('\\s'),
      words(
        'es',
        'ist',
        'lautet',
        'est',
        'é',
        'è',
        'e',
        'jest',
        'to',
        'je',
        'is',
        'är',
        'er',
        'on',
        'este',
        'là',
        'adalah',
        'ni',
        'va',
        'será',
        'war',
        'était',
        'era',
        'zmieniono na',
      ),
      some(':', 0, 1),
    ),
    all(
      some('\\s', 0, 1),
      words('は', 'が', '은', '는', '이', '가', '是', '为', '為', '改为', '设为', 'を'),
      some('[:：]', 0, 1),
    ),
    some('\\s'),
  ),
  some('\\s', 0, 3),
  some('[*]', 0, 2),
  some('["\'`「“«]', 0, 1),
)

/** What a password is called in other languages, and behind it a value. */
export const LANGUAGES: readonly SecretFormat[] = [
  secretFormat({
    id: 'password-latin',
    what: 'the word for password or key in a language of Latin letters, and behind it a random value',
    source: WIKTIONARY,
    keywords: LATIN_KEYWORDS,
    ...behind(`(?:${LATIN.join('|')})`, BETWEEN, value(some(VALUE, 8, 200))),
    flags: 'i',
    maxLength: 330,
    match: ['Mot de passe : kR7x#2Lq9', 'das Passwort für ana lautet kR7x#2Lq9', 'Senha: kr7x2lq9m'],
    miss: ['Mot de passe : oublié', 'das Passwort ist geheim', 'Contraseña: Contrasena2', 'un clavel-rojo2'],
    check: isValue,
    rule: 'random behind a colon; else a digit and three kinds of characters',
  }),
  secretFormat({
    id: 'password-wide',
    what: 'the word for password, token or key in a language of other letters, and behind it a random value',
    source: WIKTIONARY,
    keywords: WIDE,
    ...behind(`(?:${WIDE.join('|')})`, BETWEEN, value(some(VALUE, 8, 200))),
    flags: 'i',
    maxLength: 330,
    match: ['пароль: kR7x#2Lq9', '密码：kR7x#2Lq9', 'パスワードはkR7x#2Lq9です'],
    miss: ['пароль: секретный', '密码：password'],
    check: isValue,
    rule: 'random behind a colon; else a digit and three kinds of characters',
  }),
]

const DIRECT = /[:=：＝–—]\s{0,3}[*]{0,2}["'`「“«]?$/

function isValue(word: string, before: string): boolean {
  return DIRECT.test(before) ? isRandom(word, 2.5) : isPasswordLike(word) || isStrong(word)
}
