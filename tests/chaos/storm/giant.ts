/** Heads without end. */
import { within } from '../../kit/deadline.ts';
import { addressOf, dial, gone } from '../exchange.ts';
import { inParallel } from '../parallel.ts';
import type { Storm } from '../storm.ts';
import { tally } from '../storm.ts';

const MEBIBYTE = 1_048_576;
const END_SECONDS = 30;
const START = 'GET http://127.0.0.1:80/ HTTP/1.1\r\nHost: h\r\n';
const HEADS = [
  { name: 'a field of 16 MiB', words: `${START}A: ${'a'.repeat(16 * MEBIBYTE)}` },
  { name: 'a million fields', words: START + 'A: 1\r\n'.repeat(1_000_000) },
  { name: 'a target of 16 MiB', words: `GET http://127.0.0.1:80/${'a'.repeat(16 * MEBIBYTE)}` },
  { name: 'empty lines without end', words: '\r\n'.repeat(8 * MEBIBYTE) },
].map(({ name, words }) => ({ name, words: Buffer.from(words) }));

export const GIANT: Storm = {
  name: 'giant heads',
  async blow(stage, { clients }) {
    const words: string[] = [];
    const whole: string[] = [];
    await inParallel(clients, 16, async (number) => {
      const head = HEADS[number % HEADS.length];
      if (!head) return;
      const socket = await dial(stage, 'HTTP', addressOf(number));
      let status = '';
      socket.once('data', (chunk: Buffer) => (status = chunk.toString('latin1', 9, 12)));
      socket.write(head.words);
      await within(END_SECONDS, `the end of ${head.name}`, gone(socket));
      // A reset may overtake the answer where much was still to be read.
      words.push(status === '' ? 'reset' : status);
      if (status !== '' && status !== '431') whole.push(`${head.name} was answered ${status}`);
    });
    return { attempts: clients, came: tally(words), broken: [...new Set(whole)] };
  },
};
