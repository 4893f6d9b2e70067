import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const child = `
  import { followParent, hasParent, onStopSignal, tellParent } from '${new URL('./parent.ts', import.meta.url).href}';
  onStopSignal(() => { tellParent({ kind: 'stopping' }); process.disconnect?.(); clearInterval(stay); });
  followParent(() => process.exit(7));
  const stay = setInterval(() => {}, 1000);
  tellParent({ kind: 'up', hasParent: hasParent() });
`;
const start = () => fork('data:text/javascript,0', { execArgv: ['--input-type=module', '-e', child] });

describe('a supervised process', () => {
  it('tells its parent, ignores Ctrl-C and stops on SIGTERM', async () => {
    const process = start();
    expect((await once(process, 'message'))[0]).toEqual({ kind: 'up', hasParent: true });
    process.kill('SIGINT');
    process.kill('SIGTERM');
    expect((await once(process, 'message'))[0]).toEqual({ kind: 'stopping' });
    await once(process, 'exit');
  });

  it('leaves when its parent vanishes', async () => {
    const process = start();
    await once(process, 'message');
    process.disconnect();
    expect((await once(process, 'exit'))[0]).toBe(7);
  });
});
