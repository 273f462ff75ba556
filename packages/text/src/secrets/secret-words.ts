/** Last words of names under which everything is secret, in some of the languages that configurations are written in. */
export const NOUNS: ReadonlySet<string> = words(`
  password passwords passwd passwds pwd pwds passphrase passphrases passcode passcodes secret secrets token
  credential credentials cred creds authorization authorisation cookie cookies dsn jwt apikey apikeys privatekey
  secretkey accesskey mnemonic otp totp pin cvv cvc bearer htpasswd netrc keytab
  psk ikm csrf xsrf pepper otpauth sshpass pwhash passhash pincode
  passwort kennwort motdepasse contrasena senha wachtwoord salasana haslo heslo parola sifre
  пароль 密码 密碼 パスワード 비밀번호`)

/** Last words under which only text is secret: as a record or a number they are something else. */
export const TEXT_NOUNS: ReadonlySet<string> = words('seed auth pass pw sessid')

/** Last words under which text of the look of a signature is secret: the word `sha256` and a function's signature are none. */
export const SIGNATURES: ReadonlySet<string> = words('signature signatures sig hmac sas')

/** Last words under which an id may stand that ties log lines together, or what opens the session: only the latter is long. */
export const SESSIONS: ReadonlySet<string> = words('session sid')

/** What is connected to under an address, which is secret where it holds more than scheme, host and path. */
export const CONNECTED: ReadonlySet<string> = words(`
  database db connection conn postgres postgresql pg mysql mariadb mongo mongodb redis amqp rabbitmq jdbc broker cache queue webhook hook smtp ldap`)
/** Last words of names of addresses. */
export const ADDRESSES: ReadonlySet<string> = words('url uri urls uris')

/** Two words, or a whole name, that are secret together. */
export const COMPOUNDS: ReadonlySet<string> = words(`
  connectionstring connstring connectionstr connstr otpcode pincode mfacode twofactorcode onetimecode onetimepassword onetimepin devicecode usercode activationcode
  invitecode magiclink resetlink resetcode keymaterial keyingmaterial presharedkey oauthverifier samlassertion seedphrase recoveryphrase secretphrase mnemonicphrase passphrase
  password passcode passwordhash passworddigest recoverycode recoverycodes backupcode backupcodes verificationcode
  securitycode accesscode authcode authorizationcode codeverifier clientassertion samlresponse setcookie
  phpsessid jsessionid aspnetsessionid connectsid secretaccess`)

/** Words after the last one that change nothing: `tokenValue`, `passwordConfirmation`, `privateKeyPem`. */
export const TRANSPARENT: ReadonlySet<string> = words(`
  value values text string str raw plain plaintext data pem der base64 base b64 hex bytes binary buffer encoded
  confirmation confirm confirmed repeat repeated again new old current previous prev next primary secondary
  live prod production test dev staging sandbox header env var default v`)

/** What makes a key one that opens something. */
export const KEY_OWNERS: ReadonlySet<string> = words(`
  api app access account secret private priv license licence master signing sign signature encryption encrypt decryption
  decrypt client service session shared preshared symmetric ssh pgp gpg tls ssl rsa ec ecdsa ed dsa hmac aes crypto cipher
  auth admin root storage anon subscription deploy webhook wallet bot host server function integration project vendor write ingest
  openai anthropic claude gemini mistral cohere groq openrouter huggingface replicate azure aws gcp google maps stripe
  twilio sendgrid mailgun mailchimp slack discord telegram github gitlab datadog newrelic sentry algolia firebase
  supabase cloudflare pinecone langsmith tavily serp brave deepseek perplexity together fireworks elevenlabs voyage`)

/** What makes a key one that anybody may see. */
export const PUBLIC_KEYS: ReadonlySet<string> = words(`
  public pub publishable primary foreign partition sort cache idempotency routing object row index lookup map
  translation i18n shortcut hot keyboard`)

/** What makes a token one that is counted, paged or cancelled. */
export const COUNTING: ReadonlySet<string> = words(`
  max min maximum minimum num number total count prompt completion input output cached reasoning used remaining avg average
  page continuation cancel cancellation pad eos bos unk mask stop special public design`)

/** Endings of names that are written without any sign of where a word ends: `githubtoken`, `dbpassword`, `aPiKeY`. */
export const RUN_TOGETHER: readonly string[] = [
  ...words(`
  password passwd passphrase passcode secret secrets token apitokens authtokens accesstokens apikey apikeys secretkey
  privatekey accesskey authkey masterkey signingkey encryptionkey accountkey storagekey credential credentials
  connectionstring setcookie authorization dbpass dbpwd mysqlpwd userpass adminpw rootpw dbpw userpw loginpw mnemonic passwort kennwort contrasena`),
]

function words(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/))
}
