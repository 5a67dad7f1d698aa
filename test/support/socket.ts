/** A bare connection, for what no HTTP client would send or leave unsent. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface BareSocket {
  readonly socket: Socket;
  write(text: string | Uint8Array): void;
  /** All that the server sends until it closes the connection. */
  readonly answer: Promise<string>;
}

export async function openSocket(url: string): Promise<BareSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  const answer = new Promise<string>((resolve) => {
    socket.on('error', () => {});
    socket.once('close', () => resolve(text));
  });
  return { socket, answer, write: (chunk) => void socket.write(chunk) };
}
