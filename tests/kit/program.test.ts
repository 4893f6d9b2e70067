import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './folder.ts';
import { ensureProgram, findProgram } from './program.ts';

it('finds a program on the path given, if it may be run', () => {
  using folder = temporaryFolder('program');
  const file = join(folder.path, 'atlantic-test-program');
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o644);
  expect(findProgram('atlantic-test-program', folder.path)).toBeUndefined();
  chmodSync(file, 0o755);
  expect(findProgram('atlantic-test-program', `/nowhere:${folder.path}`)).toBe(file);
});

it('gives an absolute path', async () => {
  expect(await ensureProgram('openssl')).toMatch(/^\/.*openssl$/);
});

describe('a program that is missing', () => {
  const isRoot = process.getuid?.() === 0;
  /** An `apt-get` that writes down what it is asked, and installs the program next to itself if it `works`. */
  const packageTool = (folder: string, works: boolean) => {
    const install = works
      ? `[ "$1" = install ] && echo >${folder}/tinyproxy && /bin/chmod +x ${folder}/tinyproxy`
      : 'exit 100';
    writeFileSync(join(folder, 'apt-get'), `#!/bin/sh\necho "$*" >>${folder}/asked\n${install}\nexit 0\n`, {
      mode: 0o755,
    });
  };

  it('is installed by root, and the services policy is as it was', async () => {
    using folder = temporaryFolder('program');
    packageTool(folder.path, true);
    const policyBefore = existsSync('/usr/sbin/policy-rc.d');
    const found = ensureProgram('tinyproxy', folder.path);
    if (!isRoot) return expect(found).rejects.toThrow('apt-get install tinyproxy-bin');
    expect(await found).toBe(join(folder.path, 'tinyproxy'));
    expect(readFileSync(join(folder.path, 'asked'), 'utf8')).toBe(
      'update -qq\ninstall -y -qq --no-install-recommends tinyproxy-bin\n',
    );
    expect(existsSync('/usr/sbin/policy-rc.d')).toBe(policyBefore);
  });

  it('is named with the command that installs it, where that fails or cannot be tried', async () => {
    using folder = temporaryFolder('program');
    const advice = 'tinyproxy is needed by this test: install it (Debian: apt-get install tinyproxy-bin)';
    await expect(ensureProgram('tinyproxy', folder.path)).rejects.toThrow(advice);
    packageTool(folder.path, false);
    await expect(ensureProgram('tinyproxy', folder.path)).rejects.toThrow(advice);
  });
});
