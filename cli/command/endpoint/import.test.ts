import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';

const POST = 'POST /pools/rented/endpoints';
const report = { added: 2, present: 1, removed: 0, rejected: 0, repeated: 0, remarked: 0, problems: [] };
const importing = (...more: string[]) => ['endpoint', 'import', '-', '--pool', 'rented', ...more];
const run = (args: string[], answers: Parameters<typeof atlantic>[1] = {}) =>
  atlantic(args, answers, undefined, [Buffer.from('h.example:1\n')]);

it('sends the list and says what became of it', async () => {
  const { out, asked, code } = await run(importing(), { [POST]: { body: report } });
  expect(asked).toEqual([POST, { text: 'h.example:1\n' }]);
  expect([code, out]).toEqual([0, 'Imported into rented: 2 added, 1 there already.']);
});

it('shows the first rejects with their lines', async () => {
  const problems = Array.from({ length: 100 }, (_, at) => ({ line: at + 3, reason: 'there is no port' }));
  const body = { ...report, removed: 4, repeated: 1, rejected: 120, problems };
  const { out, asked } = await run(importing('--scheme', 'socks5', '--replace'), { [POST]: { body } });
  expect(asked[1]).toEqual({ text: 'h.example:1\n', scheme: 'socks5', replace: true });
  const lines = out.split('\n');
  expect(lines[0]).toBe(
    'Imported into rented: 2 added, 1 there already, 4 removed, 1 repeated in the list, 120 rejected.',
  );
  expect(lines.slice(1, 3)).toEqual(['  line 3: there is no port', '  line 4: there is no port']);
  expect(lines.slice(11)).toEqual(['  and 110 more']);
});

it('is the answer of the API with --json', async () => {
  const { out } = await run(importing('--json'), { [POST]: { body: report } });
  expect(JSON.parse(out)).toEqual(report);
});

it('fails with the reasons of control, and for a scheme or a pool that is missing', async () => {
  const refused = { [POST]: problem(400, 'list_unusable', 'line 1: there is no port.') };
  const failed = await run(importing(), refused);
  expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('line 1: there is no port.')]);
  const scheme = await run(importing('--scheme', 'ftp'));
  expect([scheme.code, scheme.err]).toEqual([2, expect.stringContaining('http, https, socks4, socks4a, socks5')]);
  const pool = await run(['endpoint', 'import', '-']);
  expect([pool.code, pool.err]).toEqual([2, expect.stringContaining('--pool <name>')]);
});
