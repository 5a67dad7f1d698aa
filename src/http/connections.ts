/** The open connections of a server, so that those without a request can be closed when it stops. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Has the server's own `closeIdleConnections` spare a connection until its answer has been sent to the end. */
export function spareAnswersUnderWay(server: Server): void {
  const unanswered = new Map<Socket, number>();
  const count = (socket: Socket, by: number): void => {
    if (!socket.destroyed) unanswered.set(socket, (unanswered.get(socket) ?? 0) + by);
  };
  server.on('connection', (socket: Socket) => {
    count(socket, 0);
    socket.once('close', () => unanswered.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  // Node takes a connection for idle once its answer is handed over, and would cut off what is still to be sent.
  server.closeIdleConnections = () => {
    for (const [socket, requests] of unanswered) if (requests === 0) socket.destroy();
  };
}
