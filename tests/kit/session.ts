/** One client's connection through the gateway: opens it by one of the doors, runs transfers over it, keeps the record. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { closes, lengthOf, refusalOf, statusOf } from './answer-head.ts';
import { type Line, openInbox } from './inbox.ts';
import { openTunnel } from './opening.ts';
import type { SessionPlan, SessionRecord, Transfer, TransferRecord } from './transfer.ts';

const SLICE = Buffer.alloc(65_536, 'upload ');

function headOf({ door, credential, originPort }: SessionPlan, transfer: Transfer): string {
  const { kind, id, size, slice, pauseMs } = transfer;
  const path = kind === 'up' ? `/up/${id}` : `/down/${id}/${size}/${slice}/${pauseMs}`;
  const authority = `127.0.0.1:${originPort}`;
  const target = door === 'HTTP' ? `http://${authority}${path}` : path;
  const fields = [
    `${kind === 'up' ? 'PUT' : 'GET'} ${target} HTTP/1.1`,
    `Host: ${authority}`,
    ...(door === 'HTTP' ? [credential.header] : []),
    ...(kind === 'up' ? [`Content-Length: ${size}`] : []),
  ];
  return `${fields.join('\r\n')}\r\n\r\n`;
}

/** Writes the body at the pace of the plan and of the other side, until all is written, the line ends or `signal` says so. */
async function upload({ socket }: Line, { size, slice, pauseMs }: Transfer, signal: AbortSignal): Promise<void> {
  const over = () => signal.aborted || socket.destroyed || socket.readableEnded;
  for (let left = size; left > 0 && !over(); ) {
    const part = SLICE.subarray(0, Math.min(left, slice));
    left -= part.length;
    if (!socket.write(part)) await once(socket, 'drain', { signal }).catch(() => {});
    if (pauseMs > 0) await pause(pauseMs, undefined, { signal }).catch(() => {});
  }
}

function stall(socket: Socket, milliseconds: number): void {
  socket.pause();
  setTimeout(() => socket.resume(), milliseconds);
}

/** Runs one transfer. True when the connection can carry another. */
async function runTransfer(line: Line, plan: SessionPlan, record: TransferRecord, head: string): Promise<boolean> {
  const { socket, inbox } = line;
  const { transfer } = record;
  const answered = new AbortController();
  if (transfer.stallMs > 0) stall(socket, transfer.stallMs);
  socket.write(head);
  const uploaded = transfer.kind === 'up' ? upload(line, transfer, answered.signal) : Promise.resolve();
  socket.once('close', () => answered.abort());
  const answer = (await inbox.takeHead())?.toString('latin1');
  answered.abort();
  await uploaded;
  if (answer === undefined) {
    record.received = inbox.left();
    return false;
  }
  const length = lengthOf(answer);
  record.body = await inbox.pass(length);
  record.received = answer.length + record.body;
  if (statusOf(answer) !== 200) {
    record.ending = 'refused';
    record.refusal = refusalOf(answer);
    return false;
  }
  if (record.body < length) return false;
  record.ending = 'finished';
  return plan.door !== 'HTTP' || !closes(answer);
}

async function runTransfers(line: Line, plan: SessionPlan, record: SessionRecord): Promise<void> {
  for (const transfer of plan.transfers) {
    const head = headOf(plan, transfer);
    const one: TransferRecord = {
      transfer,
      startedAt: performance.now(),
      head: head.length,
      received: 0,
      body: 0,
      ending: 'cut',
      refusal: undefined,
    };
    record.transfers.push(one);
    if (!(await runTransfer(line, plan, one, head))) return;
  }
}

/** Resolves with the record when the connection has ended. Rejects only when the gateway falls silent. */
export async function runSession(plan: SessionPlan): Promise<SessionRecord> {
  const record: SessionRecord = {
    door: plan.door,
    credential: plan.credential.name,
    opening: { sent: 0, received: 0 },
    connected: false,
    open: false,
    refusal: undefined,
    transfers: [],
  };
  const socket = connect({ port: plan.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const line: Line = { socket, inbox: openInbox(socket) };
  try {
    await once(socket, 'connect');
  } catch {
    return record;
  }
  record.connected = true;
  try {
    record.open = await openTunnel(line, plan, record);
    if (record.open) await runTransfers(line, plan, record);
    socket.end();
    await line.inbox.ended();
  } finally {
    socket.destroy();
  }
  return record;
}
