/** A database file of its own for a test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../../src/store/sqlite/data-folder.ts';

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'tenure-store-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

export async function newFile(): Promise<{ file: string; remove: () => void }> {
  const folder = newFolder();
  return { file: await prepareDatabase(folder, 0), remove: () => removeFolder(folder) };
}
