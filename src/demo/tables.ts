/** Tables written as text, a line a row and a bar between its cells. */
export const readTable = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
