import { describe, expect, it } from 'vitest';
import { atlantic, problem } from './fixture/shell.ts';

describe('exit codes', () => {
  it.each([
    [['--help'], 0],
    [['--version'], 0],
    [['usage', '--help'], 0],
    [[], 2],
    [['nonsense'], 2],
    [['usage', '--nonsense'], 2],
    [['usage'], 1],
    [['explain', 'not_found'], 0],
  ])('%j ends with %i', async (args, code) => {
    expect((await atlantic(args)).code).toBe(code);
  });
});

describe('errors', () => {
  const gone = { 'GET /usage': problem(503, 'control_unreachable', 'It sleeps.') };

  it('go to standard error as text', async () => {
    const { out, err } = await atlantic(['usage'], gone);
    expect(out).toBe('');
    expect(err).toMatch(
      /^atlantic: The control plane did not answer\. \(control_unreachable\)\n {2}It sleeps\.\n {2}Start/,
    );
  });

  it('go there as JSON with --json', async () => {
    const { out, err } = await atlantic(['usage', '--json'], gone);
    expect(out).toBe('');
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'control_unreachable', detail: 'It sleeps.' } });
  });

  it('of the command line point to the help, or are JSON as well', async () => {
    expect((await atlantic(['usage', '--nope'])).err).toMatch(/unknown option '--nope'[\s\S]*--help/);
    const { code, err } = await atlantic(['usage', '--nope', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'validation_failed', detail: "unknown option '--nope'" } });
  });
});
