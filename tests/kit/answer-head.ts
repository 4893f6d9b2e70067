/** What the head of an HTTP answer says, as far as a load has to know. Heads are texts with their last empty line. */
import type { Refusal } from './transfer.ts';

export const statusOf = (head: string): number => Number(head.split(' ')[1]);

/** Content-Length, 0 where there is none. */
export const lengthOf = (head: string): number => Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);

export const closes = (head: string): boolean => /^connection: *close/im.test(head);

/** Why the gateway refused; RFC 9209 for the code. */
export function refusalOf(head: string): Refusal {
  const field = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1];
  const code = /details="?([a-z_]+)/.exec(field('proxy-status') ?? '')?.[1] ?? '';
  return { status: statusOf(head), reply: 0, code, retryAfter: field('retry-after') };
}
