import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';
import { run, supplyStatus } from '../../fixture/supply.ts';

const POST = 'POST /supply/runs';
const begun = { status: 202, body: { run: 'run-1', already: false } };

it('begins a run, or says that one is under way', async () => {
  const first = await atlantic(['supply', 'run'], { [POST]: begun });
  expect([first.out, first.asked]).toEqual(['Run run-1 has begun.', [POST, { force: false }]]);
  const second = await atlantic(['supply', 'run', '--force'], { [POST]: { body: { run: 'run-1', already: true } } });
  expect([second.out, second.asked[1]]).toEqual(['Run run-1 is under way already.', { force: true }]);
  const json = await atlantic(['supply', 'run', '--json'], { [POST]: begun });
  expect(JSON.parse(json.out)).toEqual(begun.body);
});

it('waits until it is over, and ends with 1 when nothing came of it', async () => {
  const answers = (report: object) => ({
    [POST]: begun,
    'GET /supply/status': { body: supplyStatus },
    'GET /supply/runs?most=20': { body: { runs: [report] } },
  });
  const good = await atlantic(['supply', 'run', '--wait'], answers(run));
  expect([good.code, good.out]).toEqual([0, 'Run run-1: 120 checked, 12 alive, published as version 7.']);
  const withheld = { ...run, checks: null, published: null, withheld: 'no-feeds' };
  const bad = await atlantic(['supply', 'run', '--wait'], answers(withheld));
  expect([bad.code, bad.out]).toEqual([1, 'Run run-1, withheld: no-feeds.']);
  const json = await atlantic(['supply', 'run', '--wait', '--json'], answers(run));
  expect(JSON.parse(json.out)).toEqual(run);
  const gone = await atlantic(['supply', 'run', '--wait'], answers({ ...run, id: 'run-0' }));
  expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('does not know the run run-1')]);
});

it.each([
  [true, 'The run ends.'],
  [false, 'No run is under way.'],
])('ends it: %s', async (aborted, text) => {
  const answers = { 'DELETE /supply/runs/current': { body: { aborted } } };
  expect((await atlantic(['supply', 'abort'], answers)).out).toBe(text);
  expect(JSON.parse((await atlantic(['supply', 'abort', '--json'], answers)).out)).toEqual({ aborted });
});
