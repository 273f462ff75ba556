/** Texts that people and programs write, in which nothing is hidden. */
export const ORDINARY: readonly (readonly [name: string, text: string])[] = [
  [
    'a function',
    `export function endOfToken(text: string, from: number): number {
  let i = from
  while (i < text.length && !isSpace(text.charCodeAt(i))) i++
  return i
}`,
  ],
  [
    'Python',
    `def load(path, *, strict=False):
    with open(path, "rb") as handle:
        rows = [line.split(b",") for line in handle if line[:1] != b"#"]
    return {int(k): v for k, v in rows}`,
  ],
  ['C', '#include <stdio.h>\nint main(void) { for (int i = 0; i < 10; i++) printf("%d\\n", i * i); return 0; }'],
  ['SQL', 'SELECT u.id, COUNT(*) AS n FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id HAVING n > 3;'],
  ['a shell script', 'for f in *.log; do gzip -9 "$f" && mv "$f.gz" /var/archive/ || exit 1; done'],
  [
    'minified JavaScript',
    '!function(e,t){"object"==typeof exports?t(exports):t(e.lib={})}(this,function(e){var n=1,r=[];e.add=function(t){r.push(t*n);return r.length}});',
  ],
  ['a regex', 'const DATE = /^(\\d{4})-(\\d{2})-(\\d{2})(?:T(\\d{2}):(\\d{2}))?$/'],
  [
    'a log',
    `2024-05-01T12:10:03.221Z INFO [worker-3] request id=4f2b8d1e-9ac0-375d-6e2f-1b0c9a8d7e10 GET /api/v1/items/37 200 12ms
2024-05-01T12:10:04.118Z WARN [worker-1] slow query took 2113ms rows=120 table=orders`,
  ],
  [
    'a stack trace',
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at Object.load (/srv/app/lib/load.js:41:17)\n    at async main (/srv/app/index.js:9:3)",
  ],
  ['hashes', 'd41d8cd98f00b204e9800998ecf8427e\nda39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['UUIDs', '7c9e6679-7425-40de-944b-e07fc1f90ae7, 550e8400-e29b-41d4-a716-446655440000'],
  ['CSV', 'name,age,city,score\nAnna,34,Bonn,71.5\nLuis,28,Lima,66.0\nMei,41,Wuhan,80.2'],
  ['numbers', '72 75 68 71 80 77 69 73\n101 99 104 98 97 103 110 95'],
  ['a table', '| a | b | c |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |'],
  ['a list', '- milk\n- eggs\n- bread\n- two pounds of apples\n- a bottle of oil'],
  ['a checklist', '* [x] build\n* [ ] test\n* [ ] release notes\n--------\n* * *'],
  ['JSON', '{"id":17,"name":"pump","tags":["red","new"],"at":"2024-05-01T10:00:00Z","size":{"w":3.5,"h":2}}'],
  ['YAML', 'services:\n  web:\n    image: nginx:1.25\n    ports: ["80:80"]\n    depends_on: [db]'],
  ['HTML', '<ul class="nav"><li><a href="/">Home</a></li><li><a href="/about">About <b>us</b></a></li></ul>'],
  [
    'CSS',
    '.card{display:flex;margin:0 auto;color:#1a2b3c;background:url(a.png)}@media(max-width:600px){.card{display:block}}',
  ],
  ['SVG paths', '<path d="M10 80 C 40 10, 65 10, 95 80 S 150 150, 180 80 L 12.5 33.1 Z"/>'],
  ['DNA', 'ATGGCCATTGTAATGGGCCGCTGAAAGGGTGCCCGATAGATTACAGGCATTACCAGGATTACA'],
  ['protein', 'MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVK'],
  ['a Windows path', 'C:\\Users\\public\\Documents\\x64\\bin\\tool.exe --out D:\\temp\\new'],
  ['paths', '/usr/local/lib/node_modules/some-package/dist/index.js\n../src/components/button/button.test.tsx'],
  ['links', 'https://example.com/docs/getting-started?page=2&sort=asc#install and https://a.example/p/123'],
  ['MAC and IPv6 addresses', '3A:4F:9B:00:1C:D2 fe80::1ff:fe23:4567:890a 2001:0db8:85a3:0000:0000:8a2e:0370:7334'],
  ['phone numbers', 'Call 0171 555 0123 or +44 20 7946 0958, fax 020 7946 0000'],
  ['chess', '1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7 6. Re1 b5 7. Bb3 d6'],
  ['a formula', 'f(x) = a*x**2 + b*x + c; E = m*c^2; sin(2t) - cos(t)/3 <= 0.5'],
  ['assembly', 'mov eax, [ebp-8]\nadd eax, 4\ncmp eax, 0FFh\njne short loc_401'],
  [
    'a poem',
    `The rain came down on the old stone wall,
A sparrow sat and heard it fall.
No bell was rung, no word was said,
And all the garden lay in bed.
I closed the book, put out the light,
The river talked to itself that night.
So much was lost, so little kept,
While all the house behind me slept.`,
  ],
  ['German', 'Der Bericht über das dritte Quartal liegt im Ordner, und ich habe die Zahlen gestern abgeglichen.'],
  ['French', 'Je voudrais savoir si la réunion de demain est maintenue, car plusieurs collègues sont absents.'],
  ['Spanish', 'Por favor, revisa los documentos antes del viernes y dime si falta alguna firma.'],
  ['Polish', 'Proszę sprawdzić, czy wszystkie dokumenty zostały przesłane do księgowości przed końcem miesiąca.'],
  ['Turkish', 'Toplantı yarın saat onda başlayacak, lütfen raporu yanınızda getirin.'],
  ['Finnish', 'Kokous alkaa huomenna kello kymmenen, ottakaa raportti mukaan ja ilmoittakaa esteestä.'],
  ['Vietnamese', 'Cuộc họp bắt đầu lúc mười giờ sáng mai, vui lòng mang theo báo cáo của bạn.'],
  ['Indonesian', 'Rapat dimulai besok pukul sepuluh, mohon bawa laporan dan daftar hadir masing-masing.'],
  ['Russian', 'Пожалуйста, проверьте, что все документы отправлены в бухгалтерию до конца месяца.'],
  ['Greek', 'Η συνάντηση ξεκινά αύριο στις δέκα, παρακαλώ φέρτε μαζί σας την αναφορά.'],
  ['Armenian', 'Հանդիպումը սկսվում է վաղը ժամը տասին, խնդրում եմ բերեք զեկույցը։'],
  ['Chinese', '请检查所有文件是否在月底前发送给会计部门，并告诉我结果。'],
  ['Japanese', '会議は明日の十時に始まります。報告書を持ってきてください。'],
  ['Korean', '회의는 내일 열 시에 시작하니 보고서를 가져오세요.'],
  ['Arabic', 'يبدأ الاجتماع غدا في الساعة العاشرة، يرجى إحضار التقرير.'],
  ['Hebrew', 'הפגישה מתחילה מחר בעשר, נא להביא את הדוח.'],
  ['Thai', 'การประชุมเริ่มพรุ่งนี้เวลาสิบโมง กรุณานำรายงานมาด้วย'],
  ['Hindi', 'बैठक कल दस बजे शुरू होगी, कृपया रिपोर्ट साथ लाएँ।'],
  ['emoji', 'Great work! ❤️ ☀️ ✔️ 👍🏽 👨‍👩‍👧 see you 🇩🇪🇫🇷'],
  ['names', 'Bjarne Stroustrup, Yukihiro Matsumoto, Guido van Rossum, Brian Kernighan and Niklaus Wirth'],
  [
    'abbreviations',
    'The U.S. and the U.K. met e.g. in D.C., cf. p. 12 ff., i.e. the NATO and UNHCR reports (approx. 3 kg).',
  ],
  ['slang', 'lol idk tbh, gonna brb, thx 4 the help m8, c u l8r'],
  ['products', 'We test on Windows 11, iOS 17.4, an RTX4090, USB3 and H264 with mp3 or mp4 over wifi6.'],
  ['spelling of sounds', 'Aaah, hmmm, zzz, brrr! Sooo good, noooo, yesss.'],
]
