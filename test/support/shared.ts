/** What the test files that run in one process use together, such as a server. A file that is run by itself shares nothing. */
type Closer = () => Promise<void>;

const closers: Closer[] = [];
let isShared = false;

/** Whether this process runs several files, one after the other, and closes in the end what they share. */
export const mayShare = (): boolean => isShared;

export function beginSharing(): void {
  isShared = true;
}

/** Has something closed when the last file of this process is through. */
export function closeAtEnd(close: Closer): void {
  closers.push(close);
}

export async function closeShared(): Promise<void> {
  for (const close of closers) await close();
}
