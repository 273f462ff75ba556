import type { Source } from '@ringwall/core'

/** Honest content that is only wrapped. */
export const HONEST: Readonly<Record<string, readonly [Source, string]>> = {
  rss: [
    'web',
    `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>A</title><description><![CDATA[<p>Hello <b>x</b></p>]]></description><link>https://e.com/a?id=1</link></item></channel></rss>`,
  ],
  md: [
    'web',
    '# T\n\n| a | b |\n|---|---|\n| 1 | <2> |\n\n```html\n<div style="display:none">x</div><!-- c -->\n```\n\nSee [docs][d] and [^1].\n\n[d]: https://e.com/docs "Docs"\n\n[^1]: A note.\n',
  ],
  chat: ['channel', '[12:03]: hello there\n[Alice]: hi, see https://e.com\n<bob> x < y && z > 2\nif (a<b) { c }'],
  log: ['tool', '[INFO]: started /var/log\n[ERROR]: http://localhost failed\n<module> line 3\n'],
  code: [
    'document',
    'template <typename T> class Foo<T hidden> { vector<vector<int>> v; }; x << y >> z; cout << "external content" << endl;',
  ],
  mailtxt: [
    'email',
    'Hi Sam,\n\n> On Mon <sam@e.com> wrote:\n> price < 5\n\nBest\n-- \nJo <jo@e.com>\n<https://e.com/unsub?id=5>',
  ],
  faq: [
    'web',
    '<!doctype html><html><body><details><summary>Q</summary>A</details><button class="btn hidden md:block">Menu</button><p style="margin:0 auto;font-size:90%;letter-spacing:-0.5px">x</p><div style="overflow:hidden;height:200px">y</div><div style="overflow:auto;width:100%">z</div><p style="text-indent:-20px;opacity:.6">w</p><span style="transform:scale(0.9) rotate(90deg)">r</span></body></html>',
  ],
  bgimg: ['web', '<html><body><div style="background:url(hero.jpg);color:#fff">Hero</div></body></html>'],
  svg: [
    'web',
    '<html><body><svg width="24" height="24"><path d="M0 0" fill="none"/><text fill="#333">Chart</text></svg><p>x</p></body></html>',
  ],
  grad: [
    'web',
    '<html><body><h1 style="background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent">Gradient title</h1></body></html>',
  ],
  data: ['web', '<html><body><div data-id="5" data-tip="A b">x</div></body></html>'],
  ps: ['document', 'Use `[label]: url` syntax. Types: Array<string>, Promise<void>. A <details> tag.'],
  wiki: [
    'web',
    '<html><body><span class="mw-editsection">[edit]</span><table class="infobox"><tr><td>Born</td></tr></table><sup id="cite-1"><a href="#n1">[1]</a></sup></body></html>',
  ],
}
