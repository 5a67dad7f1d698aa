import { after } from 'node:test';
import { openDatabase } from '../../src/store/database.ts';
import { exercise } from './conformance.ts';
import { newFile } from './sqlite-file.ts';

const { file, remove } = await newFile();
after(remove);

exercise({
  open: async (clock) => openDatabase({ kind: 'sqlite', file, ...(clock && { clock: clock.buffer }) }, 'writer'),
});
