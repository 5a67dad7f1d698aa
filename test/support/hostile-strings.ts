/** Texts that software stumbles over, by what stumbles, and a sample of all that Unicode has. */
import fc from 'fast-check';

// Refused everywhere: no database and no URL keeps them apart from others.
const unstorable = ['\0', 'a\0b', 'a\0', '\ud800', '\udfff', 'a\ud83d', '\udc00\ud800', '\ud83d\ud83d\ude00'];

// biome-ignore format: a list of words
const takenForValues = [
  '', 'null', 'NULL', 'nil', 'None', 'undefined', 'true', 'false', 'True', 'FALSE', 'yes', 'N/A', 'NaN', 'Infinity',
  '-Infinity', '1#INF', '[object Object]', '(null)', 'default', 'void 0', '2026-02-30', '1970-01-01T00:00:00Z',
  '24:60',
];
// biome-ignore format: a list of words
const numbers = [
  '0', '-0', '+0', '00', '007', '1', '1.0', '1.', '.1', '01.50', '1e3', '1E400', '1e-400', '-1', '--1', '0x1F',
  '0b11', '0o17', '1_000', '1,000.00', '1.000,00', "1'000", '1 000', '1/0', '0/0', '9007199254740993',
  '-9223372036854775809', '18446744073709551616', '4.9e-324', '2.2250738585072011e-308', '1'.repeat(40), '\u00bd',
  '\u00b2', '\u2460', '\u0661\u0662\u0663', '\u0967\u0968', '\uff11\uff12', '\u2163', '-', '+', '.', '..', '...', ',',
  '$5', '5 \u20ac', '5%',
];
// biome-ignore format: a list of words
const punctuation = [
  '!', '@', '#', '$', '%', '^', '&', '*', '(', ')', '=', '_', '[', ']', '{', '}', '|', ':', ';', '<', '>', '/', '?',
  '~', '`', "'", '"', "''", '""', '\'"', '"\'"\'', '\\', '\\\\', '\\"', "\\'", '\\n', '\\u0041', '\\u0000', '\\x41',
  '%%', '__', '\u2018a\u2019', '\u201ca\u201d', '\u00aba\u00bb', '\u2026', '\u2013', '\u2014', '\u2212', '\u00b7',
  '!@#$%^&*()`~',
];
// biome-ignore format: a list of words
const forDatabases = [
  "'; DROP TABLE accounts; --", "' OR '1'='1", '" OR ""="', "1' AND 1=1 --", "x') --", "a'||'b", 'a; b', '--', '/*',
  '*/', '/* a */', '$1', '$$', '$a$', '?', '??', ':name', '@p1', '?1', "E'\\x41'", "X'41'", '{a,b}', '{}', '{"a":1}',
  '[]', '["a"]', '%_%', '\\%', 'a%b', 'a_b', '*a', 'a*', 'a OR b', 'NEAR(a b)', '^a', 'a:b', '-a',
];
// biome-ignore format: a list of words
const forMarkup = [
  '<b>bold</b>', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg/onload=alert(1)>',
  '</textarea>', "<a href='javascript:alert(1)'>x</a>", 'javascript:alert(1)', '&amp;', '&lt;b&gt;', '&#x41;', '&',
  '&unknown;', '<!--', '-->', ']]>', '<![CDATA[a]]>', '<?xml version="1.0"?>', '<!DOCTYPE a [<!ENTITY b "c">]>',
  '{{7*7}}', '${7*7}', '#{7*7}', '<%= 7*7 %>', '[a](javascript:alert(1))', '\u003cb\u003e', '\uff1cscript\uff1e',
];
// biome-ignore format: a list of words
const forShellsAndPaths = [
  '`id`', '$(id)', '; id', '| id', '&& id', '> a', '$HOME', '~root', '-rf', '--help', '--', '%PATH%', '!!', 'a\\ b',
  '*.*', '/', '//', 'a/b', 'a//b', '/a', 'a/', './a', '../../etc/passwd', '..\\..\\a', 'C:\\a', '\\\\host\\share',
  'CON', 'nul', 'aux.txt', 'a.', 'a:stream', 'file:///etc/passwd', '.git',
];
// biome-ignore format: a list of words
const forUrlsAndHeaders = [
  'a?b=c&d=e', 'a#b', 'a b', 'a+b', 'a%20b', '%2F', '%2e%2e', '%00', '%', '%zz', '%25', '%c0%af', '%u0041', 'a;b=c',
  'a,b', 'a=b', 'http://a@b:1/c', '//a', 'mailto:a@b.c', 'a\r\nSet-Cookie: b=c', 'a\r\n\r\nb', 'Basic YTpi',
  'joe+x@a.b', 'a@b@c', '"a b"@c.d', 'page=1', 'cursor', 'external_id', 'documents', 'stage_history', 'account_id',
  'records', 'results',
];
// biome-ignore format: a list of words
const forTables = [
  '=1+1', '=HYPERLINK("http://a")', '@SUM(A1)', '+1', '-1+2', '\t=1', 'a,"b', 'a;b', 'a\tb', '"a\nb"',
];
// biome-ignore format: a list of words
const formats = [
  '%s%s%n', '%d', '%x%08p', '{0}', '{a}', '%(a)s', '%1$s', '$&', '$`', "$'", '\\1', '\\0', '(', '[a-', '(a+)+$',
];
// biome-ignore format: a list of words
const namesOfObjects = [
  '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then', 'length',
  '__class__', 'Object', 'this', 'self', 'NaN()', 'function () {}',
];
// biome-ignore format: a list of words
const spaces = [
  ' ', '  ', ' a', 'a ', '\t', '\n', '\r\n', '\v', '\f', '\u0085', '\u00a0', '\u1680', '\u2000a', '\u2003', '\u2009',
  '\u200a', 'a\u2028b', 'a\u2029b', '\u202f', '\u205f', '\u3000', 'a  b', 'a\nb', 'a\n',
];
// biome-ignore format: a list of words
const invisible = [
  '\u0001', '\b', '\u001b[31ma\u001b[0m', '\u001f', '\u007f', '\u0080', '\u009f', '\u00ad', 'a\u00adb', '\u034f',
  '\u061c', '\u115f', '\u180e', '\u200b', 'a\u200bb', '\u200c', 'a\u200db', '\u2060', '\u2064', '\u3164', '\ufe0f',
  '\ufeff', 'a\ufeff', '\ufff9a\ufffab\ufffb', '\ufffc', '\ufffd', '\u{e0041}', '\u{e0100}',
];
// biome-ignore format: a list of words
const directions = [
  '\u200ea', '\u200fa', '\u202aa\u202c', '\u202eabc', '\u202d123', '\u2066a\u2069', '\u2067abc\u2069',
  '\u05e9\u05dc\u05d5\u05dd', '\u0645\u0631\u062d\u0628\u0627', 'a \u05d1 c', '\u0639\u064e\u0631\u064e\u0628\u064a',
  '\ufdfd', '\ufdfa', '\u0600',
];
// One letter, written in two ways.
// biome-ignore format: a list of words
const composed = [
  '\u00e9', 'e\u0301', '\u212b', '\u00c5', 'A\u030a', '\uac00', '\u1100\u1161', '\u1e69', 's\u0323\u0307',
  's\u0307\u0323', '\u2126', '\u03a9', '\u0958', '\u0915\u093c', 'a\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308',
  '\u0301', '\u0344',
];
// Folded by length, by context, by language.
// biome-ignore format: a list of words
const foldable = [
  'Cocoa', 'COCOA', '\u0130stanbul', '\u0131stanbul', 'stra\u00dfe', 'STRASSE', 'STRA\u1e9eE', '\u017f', '\u212a',
  '\ufb01', '\ufb03', '\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2', '\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3',
  '\u0390', '\u1fb3', '\u0149', '\u01f0', '\u01c4', '\u01c5', '\u01c6', '\u00b5', '\u03bc', '\u10d0', '\u1c90',
  '\u13a0', '\uab70', '\u{10400}', '\u{10428}', '\u{1e900}', '\u{1e922}', '\uff21', '\uff41', '\u24b6', '\u24d0',
  '\u00c4PFEL', '\u00e4pfel', '\u0416\u0443\u043a', '\u0436\u0443\u043a',
];
// biome-ignore format: a list of words
const scripts = [
  '\u65e5\u672c\u8a9e', '\u30d1\u30fc\u30c6\u30a3', '\u3071\u3042', '\uff8a\uff9f', '\ud55c\uad6d\uc5b4',
  '\u4e2d\u6587', '\u{20b9f}', '\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22', '\u0939\u093f\u0928\u094d\u0926\u0940',
  '\u0ba4\u0bae\u0bbf\u0bb4\u0bcd', '\u0c1c\u0c4d\u0c1e\u200c\u0c3e', '\u1781\u17d2\u1798\u17c2\u179a',
  '\u0f56\u0f7c\u0f51', '\u1019\u103c\u1014\u103a\u1019\u102c', '\u0540\u0561\u0575', '\u12a0\u121b\u122d\u129b',
  '\u16a0\u16a2', '\u1681', '\u{12000}', '\u{13000}', '\u{1d5d4}\u{1d5ef}', '\u{1f130}',
];
// biome-ignore format: a list of words
const emoji = [
  '\u{1f600}', '\u{1f600}\u{1f601}', '\u{1f44d}\u{1f3fd}', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}',
  '\u{1f1eb}\u{1f1f7}', '\u{1f1eb}', '1\ufe0f\u20e3', '\u2764\ufe0f', '\u2764',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}', '\u{1faf1}\u{1f3fb}\u200d\u{1faf2}\u{1f3ff}',
];
// biome-ignore format: a list of words
const edges = [
  '\u00ff', '\u0100', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uf8ff', '\ufdd0', '\ufffe', '\uffff', '\u{10000}',
  '\u{1fffe}', '\u{10fffd}', '\u{10ffff}',
];
const long = ['a', '\u{1f600}', 'e\u0301'].flatMap((text) => [255, 256, 513].map((length) => text.repeat(length)));

const chosen = [
  [unstorable, takenForValues, numbers, punctuation, forDatabases, forMarkup, forShellsAndPaths, forUrlsAndHeaders],
  [forTables, formats, namesOfObjects, spaces, invisible, directions, composed, foldable, scripts, emoji, edges, long],
].flat(2);
/** The same in every run. */
const sampled = fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), { seed: 7, numRuns: 60 });

export const hostileStrings: readonly string[] = [...new Set([...chosen, ...sampled])];

export const isUnstorable = (text: string): boolean => !text.isWellFormed() || text.includes('\0');
