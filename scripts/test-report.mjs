// What is printed of a test file, from the events of scripts/test-lane.mjs.
import { relative } from 'node:path';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** Counts the tests of a file. One with subtests is not counted itself, unless it fails by itself. */
export class FileReport {
  /** @type {Tally} */
  counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} Names of tests. */
  failures = [];
  #started = performance.now();
  #file;
  #ms = 0;
  #details = '';
  #output = '';
  #running = '';
  /** @type {string[]} From the outermost describe down to the test that runs. */
  #names = [];
  /** @type {boolean[]} */
  #hasChildren = [];

  /** @param {string} file  As it is printed. */
  constructor(file) {
    this.#file = file;
  }

  get seconds() {
    return this.#ms / 1000;
  }

  /** The first line of what is printed. */
  get title() {
    return `${this.#file}  ${tallyText(this.counts)}  ${this.seconds.toFixed(1)} s`;
  }

  hear(/** @type {any} */ event) {
    const { type, nesting, name } = event;
    if (type === 'start') {
      this.#names.splice(nesting, Infinity, name);
      this.#hasChildren.splice(nesting, Infinity, false);
      if (nesting > 0) this.#hasChildren[nesting - 1] = true;
    } else if (type === 'dequeue') this.#running = name;
    else if (type === 'pass' || type === 'fail') this.#close(event);
    else if (type === 'output' || type === 'diagnostic')
      this.#output += `${event.message}${type === 'output' ? '' : '\n'}`;
    else {
      this.#ms = performance.now() - this.#started;
      if (event.stray) this.#fail(this.#file, 'something was thrown outside of every test, see its output');
      const during = this.#running && ` during "${this.#running}"`;
      const how = event.signal ?? `exit code ${event.code}`;
      if (type === 'died') this.#fail(this.#file, `its process ended with ${how}${during}`);
    }
  }

  /** What failed or was skipped, and what the file wrote if something failed. */
  text() {
    const output = this.counts.failed > 0 && this.#output.trimEnd();
    return output ? `${this.#details}  output of ${this.#file}:\n${indent(output)}\n` : this.#details;
  }

  #close(/** @type {any} */ { type, nesting, name, kind, reason, failure, text, file, line }) {
    const isFile = nesting === 0;
    const leaf = !isFile && kind !== 'suite' && !this.#hasChildren[nesting];
    const title = this.#titleOf([...this.#names.slice(0, nesting), name]);
    if (reason !== undefined && reason !== false) {
      if (leaf) this.counts.skipped++;
      this.#details += `  skipped: ${title}${typeof reason === 'string' ? ` (${reason})` : ''}\n`;
    } else if (type === 'pass') {
      if (leaf) this.counts.passed++;
    } else if (leaf || failure !== 'subtestsFailed')
      this.#fail(title, text, isFile ? '' : `  (${relative('', file)}:${line})`);
  }

  #fail(/** @type {string} */ title, /** @type {string} */ text, where = '') {
    this.counts.failed++;
    this.failures.push(title);
    this.#details += `  FAILED: ${title}${where}\n${indent(text)}\n`;
  }

  /** The outermost describe is the file itself. */
  #titleOf(/** @type {string[]} */ [, ...names]) {
    return [this.#file, ...names].join(' > ');
  }
}

export function tallyText(/** @type {Tally} */ { passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export function indent(/** @type {string} */ text) {
  return text.replace(/^(?=.)/gm, '    ');
}
