import { expect, it } from 'vitest';
import { account } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const plain = {
  ...account,
  name: 'default',
  managed: 'file',
  quota: { bytes: null, requests: null },
  limits: { rate: null, concurrency: null },
  targets: { deny: [], only: [] },
};
const answers = { 'GET /accounts': { body: { accounts: [plain, account] } } };

it('shows what may be done and what was spent', async () => {
  const { out } = await atlantic(['account', 'list'], answers);
  expect(out.split('\n').map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
    'NAME | STATE | CREDENTIALS | REQUESTS | USED | LIMITS | TARGETS | PRIORITY | MANAGED BY',
    'default | active | 2 | 3 | 1.5 KiB | no limit | any | 0 | configuration',
    'shop | active | 2 | 3 | 1.5 KiB | 1 GiB, 20 at once | only *.b.example; never a.example | 0 | API',
  ]);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['account', 'list', '--json'], answers);
  expect(JSON.parse(out)).toEqual({ accounts: [plain, account] });
});
