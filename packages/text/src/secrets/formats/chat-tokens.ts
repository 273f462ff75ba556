import { isGibberish } from '../gibberish.ts'
import type { SecretFormat } from '../format.ts'
import { GITLEAKS, SCANNING } from './sources.ts'
import { tokenTable } from './token-table.ts'

/** Chat, mail, telephony, social networks. */
export const CHAT_TOKENS: readonly SecretFormat[] = [
  ...tokenTable(
    'https://docs.slack.dev/authentication/tokens/',
    [
      ['slack-bot', 'Slack bot token', 'xoxb-', 'word', 18],
      ['slack-user', 'Slack user token', 'xoxp-', 'word', 18],
      ['slack-workspace', 'Slack workspace token', 'xoxa-', 'word', 10],
      ['slack-rotation', 'Slack refresh token', 'xoxr-', 'word', 10],
      ['slack-refresh', 'Slack refresh or configuration token', 'xoxe-', 'word', 18],
      ['slack-legacy', 'Slack legacy token', 'xoxs-', 'word', 18],
      ['slack-legacy-o', 'Slack legacy token of an app', 'xoxo-', 'word', 18],
      ['slack-client', 'Slack browser token', 'xoxc-', 'word', 18],
      ['slack-app', 'Slack app-level token', 'xapp-', 'word', 16],
    ],
    { check: isFinished, rule: 'its last part is there, and no word' },
  ),
  ...tokenTable('https://docs.slack.dev/authentication/tokens/', [
    ['slack-cookie', 'Slack browser cookie', 'xoxd-', 'percent', 18],
  ]),
  ...tokenTable(SCANNING, [
    ['mandrill-key', 'Mailchimp Transactional key', 'md-', 'word', 22, 3.8],
    ['brevo-key', 'Brevo key', 'xkeysib-', 'word', 64],
    ['brevo-smtp', 'Brevo SMTP password', 'xsmtpsib-', 'word', 64],
    ['telnyx-key', 'Telnyx key', 'KEY01', 'word', 40, 3.5],
    ['telnyx-key-legacy', 'Telnyx key of the first version', 'KEY0', 'hex', 36, 3],
    ['mailersend-key', 'MailerSend key', 'mlsn.', 'hex', 60],
    ['pinterest-token', 'Pinterest token', 'pina_', 'alnum', 32],
    ['pinterest-refresh', 'Pinterest refresh token', 'pinr.', 'word', 40],
    ['canadian-notify', 'GC Notify key', 'gcntfy-', 'word', 36],
    ['instagram-token', 'Instagram token', 'IGQV', 'word', 100],
    ['instagram-business', 'Instagram business token', 'IGAA', 'word', 100],
    ['linkedin-token', 'LinkedIn access token', 'AQV', 'word', 120, 4],
    ['linkedin-secret', 'LinkedIn client secret', 'WPL_AP', 'dotted', 20],
    ['tiktok-token', 'TikTok client token', 'clt.', 'dotted', 40, 3.5],
    ['lark-app-secret', 'Lark tenant token', 't-g', 'alnum', 36, 3.8],
  ]),
  ...tokenTable('https://developers.facebook.com/docs/facebook-login/guides/access-tokens', [
    ['facebook-token', 'Meta access token', 'EAA', 'alnum', 80, 3.5],
  ]),
  ...tokenTable(GITLEAKS, [['mailgun-key', 'Mailgun private key', 'key-', 'lower', 32, 2.8]]),
]

function isFinished(value: string): boolean {
  const last = value.slice(value.lastIndexOf('-') + 1)
  return last !== '' && (/[0-9]/.test(last) || isGibberish(last))
}
