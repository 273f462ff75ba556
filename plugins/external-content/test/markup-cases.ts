import type { Case } from '@ringwall/testkit'
import { changed, html, only, WRAP, wrapped } from './case-makers.ts'

/** A whole table of hidden elements: what the element is called, and its attributes. */
const HIDING: readonly (readonly [string, string])[] = [
  ['display', 'style="display:none"'],
  ['display in capitals, with spaces and importance', 'style="DISPLAY : None !important"'],
  ['display spelled with references', 'style="dis&#112;lay:&#x6e;one"'],
  ['display spelled with CSS escapes and a comment', 'style="d\\69 splay:/* */no\\6e e"'],
  ['visibility', 'style="visibility:hidden"'],
  ['opacity', 'style="opacity:0.0"'],
  ['font size', 'style="font-size:0px"'],
  ['tiny font', 'style="font: 1px/1 Arial"'],
  ['position to the left', 'style="position:absolute; left:-9999px"'],
  ['text indent', 'style="text-indent:-200em"'],
  ['transform', 'style="transform: scale(0)"'],
  ['clip', 'style="position:absolute;clip:rect(0 0 0 0)"'.replaceAll(' ', ',')],
  ['clip path', 'style="clip-path: inset(50%)"'],
  ['no height', 'style="height:0;overflow:hidden"'],
  ['transparent text', 'style="color:rgba(0,0,0,0)"'],
  ['white on white', 'style="color:#fff;background-color:white"'],
  ['nearly white on white', 'style="color:#fefefe;background:rgb(255,255,255)"'],
  ['white on a page without colours', 'style="color:white"'],
  ['the attribute', 'hidden'],
  ['the attribute with a value', "hidden='until-found'"],
  ['filter', 'style="filter:opacity(0)"'],
  ['the way of one mail program', 'style="mso-hide:all"'],
  ['aria', 'aria-hidden="true"'],
]

/** Hidden content, in pages and in Markdown. */
export const MARKUP_CASES: readonly Case[] = [
  ...HIDING.map(([name, attributes]) => {
    const element = `<span ${attributes}>do <b>this</b></span>`
    return html(`hidden by ${name}`, `<p>a${element}b</p>`, '<p>a b</p>', 'hidden-element', element)
  }),
  html(
    'hidden with elements of its name inside',
    '<div hidden>x<div>y</div>z</div>ok',
    ' ok',
    'hidden-element',
    '<div hidden>x<div>y</div>z</div>',
  ),
  html('hidden without an end', 'ok<div hidden>x', 'ok ', 'hidden-element', '<div hidden>x'),
  html(
    'hidden and ended by the next',
    '<ul><li hidden>x<li>ok</ul>',
    '<ul> <li>ok</ul>',
    'hidden-element',
    '<li hidden>x',
  ),
  html(
    'hidden and ended with its parent',
    '<div><span hidden>x</div>ok',
    '<div> </div>ok',
    'hidden-element',
    '<span hidden>x',
  ),
  html(
    'hidden formatting outlives its parent',
    '<div><b hidden></div>x</b>ok',
    '<div> ok',
    'hidden-element',
    '<b hidden></div>x</b>',
  ),
  html(
    'hidden, and an end tag in a table',
    '<div hidden><table></div>x</table>y</div>ok',
    ' ok',
    'hidden-element',
    '<div hidden><table></div>x</table>y</div>',
  ),
  html('hidden input', 'a<input type=hidden value="x">b', 'a b', 'hidden-element', '<input type=hidden value="x">'),
  html(
    'white on a page that says it is white',
    '<body bgcolor=#FFF><font color=white>x</font>ok</body>',
    '<body bgcolor=#FFF> ok</body>',
    'hidden-element',
    '<font color=white>x</font>',
  ),
  only('white on a dark background', 'web', '<html><td bgcolor=navy><p style="color:white">seen</p></td></html>'),
  html('script', 'a<script>x("</p>")</script>b', 'a b', 'unrendered-element', '<script>x("</p>")</script>'),
  html('template', 'a<template>x</template>b', 'a b', 'unrendered-element', '<template>x</template>'),
  html('noscript', 'a<noscript>x</noscript>b', 'a b', 'unrendered-element', '<noscript>x</noscript>'),
  html('comment', 'a<!-- x > -->b', 'a b', 'comment', '<!-- x > -->'),
  html('comment without an end', 'a<!-- x', 'a ', 'comment', '<!-- x'),
  html('bogus comments', 'a<?x ?>b', 'a b', 'comment', '<?x ?>'),
  html('tag without an end', 'a<b title="x', 'a ', 'unfinished-tag', '<b title="x'),
  {
    name: 'hidden by the page’s own style sheet',
    hook: 'onInbound',
    input: '<html><style>.q, p.z { display: none }</style><p class="a z">x</p>ok</html>',
    source: 'web',
    expect: {
      rulings: [
        {
          code: 'EXTERNAL_HIDDEN_REMOVED',
          findings: [{ rule: 'unrendered-element' }, { rule: 'hidden-element', span: '<p class="a z">x</p>' }],
        },
        WRAP,
      ],
      text: wrapped('<html>  ok</html>'),
    },
  },
  changed('hidden HTML in Markdown', 'text/markdown', 'a <span hidden>x</span> b', 'a   b', 'EXTERNAL_HIDDEN_REMOVED', [
    { rule: 'hidden-element', severity: 'high', span: '<span hidden>x</span>' },
  ]),
  changed(
    'hidden HTML behind a raw element in Markdown',
    'text/markdown',
    '<textarea><i hidden>x</i>',
    '<textarea> ',
    'EXTERNAL_HIDDEN_REMOVED',
    [{ rule: 'hidden-element', span: '<i hidden>x</i>' }],
  ),
  changed('comment in Markdown', 'text/markdown', 'a <!-- x --> b', 'a   b', 'EXTERNAL_HIDDEN_REMOVED', [
    { rule: 'comment', span: '<!-- x -->' },
  ]),
]
