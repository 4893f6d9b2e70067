import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-up-'));
afterAll(() => rmSync(directory, { recursive: true }));
const config = (text: string): string => {
  const path = join(directory, 'atlantic.yaml');
  writeFileSync(path, text);
  return path;
};

/** The whole program is started by the system suite; here is what keeps it from starting. */
describe('up', () => {
  it('starts nothing with a bad configuration', async () => {
    const data = join(directory, 'never');
    const path = config('egress: { workers: many }\n');
    const { code, err } = await atlantic(['up', '--config', path, '--data', data]);
    expect([code, err]).toEqual([1, `${path}:1: egress.workers: "many" must be a number.`]);
    expect(existsSync(data)).toBe(false);
  });

  it('starts nothing when a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const taken = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const path = config(`egress: { listeners: [{ bind: "127.0.0.1:0" }] }\ncontrol:\n  listen: "${taken}"\n`);
    const data = join(directory, 'data');
    const { code, err } = await atlantic(['up', '--config', path, '--data', data]);
    expect([code, err]).toEqual([1, `${path}:3: control.listen: "${taken}" is already in use by another program.`]);
    expect(readdirSync(data)).toEqual([]);
    server.close();
  });
});
