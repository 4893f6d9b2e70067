/** The words with which a client asks for a tunnel, and what it hears. */
import { lengthOf, refusalOf, statusOf } from './answer-head.ts';
import type { Line } from './inbox.ts';
import type { SessionPlan, SessionRecord } from './transfer.ts';

/** RFC 1928 and RFC 1929. True when the tunnel stands. */
async function openSocks({ socket, inbox }: Line, plan: SessionPlan, record: SessionRecord): Promise<boolean> {
  const { username, secret } = plan.credential;
  const say = (octets: Buffer) => {
    record.opening.sent += octets.length;
    socket.write(octets);
  };
  const hear = async (count: number): Promise<number | undefined> => {
    const answer = await inbox.take(count);
    record.opening.received += answer?.length ?? inbox.left();
    return answer?.[1];
  };
  say(Buffer.from([5, 1, 2]));
  if ((await hear(2)) !== 2) return false;
  say(
    Buffer.from(`\x01${String.fromCharCode(username.length)}${username}${String.fromCharCode(secret.length)}${secret}`),
  );
  if ((await hear(2)) !== 0) return false;
  say(Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, plan.originPort >> 8, plan.originPort & 255]));
  const reply = await hear(10);
  if (reply !== undefined && reply !== 0) record.refusal = { status: 0, reply, code: '', retryAfter: undefined };
  return reply === 0;
}

/** RFC 9110 §9.3.6. True when the tunnel stands. */
async function openConnect({ socket, inbox }: Line, plan: SessionPlan, record: SessionRecord): Promise<boolean> {
  const target = `127.0.0.1:${plan.originPort}`;
  const request = `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${plan.credential.header}\r\n\r\n`;
  record.opening.sent = request.length;
  socket.write(request);
  const head = (await inbox.takeHead())?.toString('latin1');
  record.opening.received = head?.length ?? inbox.left();
  if (head === undefined) return false;
  if (statusOf(head) === 200) return true;
  record.refusal = refusalOf(head);
  record.opening.received += await inbox.pass(lengthOf(head));
  return false;
}

/** True when the tunnel stands; by HTTP there is none, and nothing to wait for. What was said is noted in `record`. */
export function openTunnel(line: Line, plan: SessionPlan, record: SessionRecord): Promise<boolean> {
  if (plan.door === 'HTTP') return Promise.resolve(true);
  return plan.door === 'CONNECT' ? openConnect(line, plan, record) : openSocks(line, plan, record);
}
