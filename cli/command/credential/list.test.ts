import { expect, it } from 'vitest';
import { credential } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const list = { credentials: [credential, { ...credential, name: 'other', managed: 'file', state: 'paused' }] };
const answers = { 'GET /credentials': { body: list } };

it('is a table', async () => {
  const { out } = await atlantic(['credential', 'list'], answers);
  expect(out).toBe(`NAME     USERNAME   STATE    REQUESTS      USED   LIMITS   OPTIONS      ACCOUNT   MANAGED BY
my app   my_app     active          3   1.5 KiB   1 GiB    country=us   default   API
other    my_app     paused          3   1.5 KiB   1 GiB    country=us   default   configuration`);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['credential', 'list', '--json'], answers);
  expect(JSON.parse(out)).toEqual(list);
});

it('says what to do when there are none', async () => {
  const { out } = await atlantic(['credential', 'list'], { 'GET /credentials': { body: { credentials: [] } } });
  expect(out).toBe('There are no credentials. Make one with: atlantic credential create --name NAME');
});
