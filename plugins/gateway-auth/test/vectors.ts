import type { WebhookDelivery } from '../src/index.ts'

/** A delivery whose signature somebody else made, and when it was. */
export interface Vector {
  readonly name: string
  readonly delivery: Omit<WebhookDelivery, 'now'>
  /** Seconds. */
  readonly at: number
}

/** As the documents of the senders print them. */
export const VECTORS: readonly Vector[] = [
  {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/index.test.ts
    name: 'Standard Webhooks, test of the reference library',
    at: 1_614_265_330,
    delivery: {
      scheme: 'standard-webhooks',
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
      rawBody: '{"test": 2432232314}',
    },
  },
  {
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    name: 'GitHub, documentation',
    at: 1_700_000_000,
    delivery: {
      scheme: 'github',
      secret: "It's a Secret to Everybody",
      headers: {
        'X-Hub-Signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
      },
      rawBody: 'Hello, World!',
    },
  },
  {
    // https://docs.slack.dev/authentication/verifying-requests-from-slack
    name: 'Slack, documentation',
    at: 1_531_420_618,
    delivery: {
      scheme: 'slack',
      secret: '8f742231b10e8888abcd99yyyzzz85a5',
      headers: {
        'X-Slack-Request-Timestamp': '1531420618',
        'X-Slack-Signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
      },
      rawBody:
        'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    },
  },
]
