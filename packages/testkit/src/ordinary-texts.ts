/** Something that honest people send all day. */
export interface OrdinaryText {
  readonly name: string
  readonly text: string
}

const DASHES = '-'.repeat(80)

/**
 * Texts on which a layer has nothing to say. Many hold what careless patterns trip over: words such as "ignore", "system" and
 * "secret" in their plain sense, hashes, long rules, percent signs, shell arithmetic. None holds a secret or an attack.
 */
export const ORDINARY_TEXTS: readonly OrdinaryText[] = [
  { name: 'a greeting', text: 'Good morning! Could you help me plan my week?' },
  { name: 'one letter', text: 'k' },
  {
    name: 'a chat about a spreadsheet',
    text: 'How do I disable the filters in Excel? I set one on column B and now I cannot see 30 % of my rows. Thanks :)',
  },
  {
    name: 'a request about a system',
    text: 'Our heating system forgets its schedule after each power cut. Which instructions in the manual should I follow to set it again?',
  },
  {
    name: 'a commit message',
    text: 'Ignore blank lines when counting\n\nThe open source parser skipped them already; our counter did not.\nReverts 4f1d2a9c0b7e6d5f8a3b1c2d4e5f60718293a4b5.\n\nFixes #482',
  },
  {
    name: 'TypeScript code',
    text: "export function total(items: readonly Item[]): number {\n  // The price may be missing in old rows.\n  return items.reduce((sum, { price = 0 }) => sum + price, 0)\n}\n\nif (user?.role === 'admin' && total(cart) > 100) console.log(`ok: ${total(cart)}`)\n",
  },
  {
    name: 'a shell snippet',
    text: 'for i in 1 2 3; do echo "$i: $((i * 2))"; done | sort -r > numbers.txt\ngit log --oneline -5 && npm run build\n',
  },
  {
    name: 'a table',
    text: '| month | orders | change |\n| ----- | -----: | -----: |\n| April | 1,204 | +3 % |\n| May | 1,187 | −1 % |\n| June | 1,339 | +13 % |\n',
  },
  {
    name: 'a text with rules',
    text: `Agenda\n${DASHES}\n1. Budget\n2. Summer party\n${DASHES}\n==== notes ====\n`,
  },
  {
    name: 'a recipe',
    text: 'Pancakes (serves 4)\n\n* 250 g flour\n* 2 eggs\n* ½ l milk\n* a pinch of salt\n\nWhisk, let stand for 20 minutes, and fry at 180 °C. The secret: melted butter in the batter.',
  },
  {
    name: 'German',
    text: 'Könnten Sie mir bitte die Öffnungszeiten der Bücherei schicken? Ich möchte am Samstag kommen. Viele Grüße, Jürgen',
  },
  {
    name: 'French and Spanish',
    text: 'Où est la gare, s’il vous plaît ? — ¿A qué hora sale el próximo tren? ¡Muchas gracias!',
  },
  { name: 'Japanese and Chinese', text: '明日の会議は午後三時からです。资料已经发给大家了，请查收。' },
  { name: 'Russian and Greek', text: 'Спасибо за помощь, всё работает! Καλημέρα, πώς είσαι;' },
  { name: 'Arabic and Hebrew', text: 'شكرا جزيلا على المساعدة. תודה רבה ולהתראות!' },
  { name: 'Hindi and Thai', text: 'नमस्ते, आप कैसे हैं? สวัสดีครับ วันนี้อากาศดีมาก' },
  { name: 'emoji', text: 'Great job 👍🏽 see you 👩‍👩‍👧 at the 🏖️!! 🎉🎉🎉' },
  {
    name: 'JSON',
    text: '{"id": 1742, "name": "Ada", "tags": ["new", "vip"], "address": {"city": "Turin", "zip": "10121"}, "score": 0.75, "active": true}',
  },
  {
    name: 'a log',
    text: '2026-03-01T09:14:02.118Z INFO  server listening on port 8080\n2026-03-01T09:14:05.420Z WARN  slow query (312 ms) table=orders\n2026-03-01T09:14:07.001Z INFO  GET /api/items?page=2&size=50 200 14ms\n',
  },
  {
    name: 'URLs',
    text: 'The docs are at https://example.com/guide/start.html#install and the picture at https://example.org/a%20b.png?width=640.',
  },
  {
    name: 'a mail',
    text: 'Hi Sam,\n\nplease find the minutes attached. As discussed, you act as chair next week; new members get their instructions from Lea.\nNo need to reply.\n\nBest\nKim\n--\nKim Doe, Sales, +1 555 0100',
  },
  { name: 'a paste of 300 lines', text: pasteOf(300) },
]

function pasteOf(lines: number): string {
  return Array.from({ length: lines }, (_, line) => {
    const indent = '    '.repeat(line % 4)
    return `${indent}row_${line} = lookup(table, key=${line * 7}, fallback="n/a")  # line ${line + 1}`
  }).join('\n')
}
