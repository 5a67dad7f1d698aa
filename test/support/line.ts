/** A line to a database that can go dead, as where the machine at its other end hangs. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Line {
  /** Of the same database, by way of the line. */
  readonly url: string;
  /** From now on connections are still made and stay open, but nothing comes through. */
  die(): void;
  /** What was held back comes through after all. */
  revive(): void;
  close(): void;
}

export async function startLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let dead = false;
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (chunk) => to.write(chunk)).on('end', () => to.end());
    from.on('error', () => {}).on('close', () => sockets.delete(from) && to.destroy());
    if (dead) from.pause();
  };
  const server = createServer((near) => {
    const far = connect(Number(port || 5432), hostname);
    join(near, far);
    join(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(url);
  own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: own.href,
    die() {
      dead = true;
      for (const socket of sockets) socket.pause();
    },
    revive() {
      dead = false;
      for (const socket of sockets) socket.resume();
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
