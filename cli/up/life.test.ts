import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startLife } from './life.ts';
import { groupRuns, signalGroup } from './process-group.ts';

const entry = fileURLToPath(new URL('./fixture/child.ts', import.meta.url));

/** Lives one life in this mode and tells what was said in it and how it ended. */
function live(mode: string, readyMs: number, onReady: (pid: number) => void = () => {}) {
  const said: unknown[] = [];
  const ended = Promise.withResolvers<string>();
  const life = startLife({
    entry,
    environment: { ...process.env, MODE: mode },
    readyMs,
    onMessage: (message) => {
      said.push(message);
      onReady(life.pid ?? 0);
      return true;
    },
    onEnd: ended.resolve,
  });
  return { life, said, ended: ended.promise };
}

it('hears what the process says, and how it ends', async () => {
  const { life, said, ended } = live('good', 10_000, (pid) => signalGroup(pid, 'SIGTERM'));
  expect(await ended).toBe('exit code 0');
  expect(said).toEqual([{ kind: 'ready', pid: life.pid, former: null }]);
});

it('ends a process that does not serve in time', async () => {
  const { life, ended } = live('silent', 50);
  expect(await ended).toBe('signal SIGKILL, because it did not serve within 0.05 s');
  expect(groupRuns(life.pid ?? 0)).toBe(false);
});
