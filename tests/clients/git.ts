/** git: a clone is the download, a push the upload. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureProgram } from '../kit/program.ts';
import { BY_HTTP, BY_SOCKS5, type ClientProgram, type OpenClient, type Passage, type Stage } from './client.ts';
import { LARGE_BODY } from './large-body.ts';
import { type Ended, runProgram, versionOf } from './run-program.ts';

/** The repository that is cloned from and pushed to, and the file in it. */
const REPOSITORY = 'large.git';
const FILE = 'large';

const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** git names no status where all is well, and says 404 in words. */
function statusOf({ code, stderr }: Ended): number {
  if (code === 0) return 200;
  return /repository '.*' not found/.test(stderr) ? 404 : 0;
}

function passageOptions({ door, gateway, username, secret, certificateFile }: Passage): string[] {
  const scheme = door === 'SOCKS5' ? 'socks5h' : 'http';
  return ['-c', `http.proxy=${scheme}://${username}:${secret}@${gateway}`, '-c', `http.sslCAInfo=${certificateFile}`];
}

class GitClient implements OpenClient {
  readonly version: string;
  readonly #program: string;
  readonly #stage: Stage;

  constructor(program: string, version: string, stage: Stage) {
    this.#program = program;
    this.version = version;
    this.#stage = stage;
  }

  /** Makes the repository that is served. */
  async prepare(): Promise<void> {
    const served = join(this.#stage.repositories, REPOSITORY);
    await this.#mustRun('init', '-q', '--bare', '-b', 'main', served);
    await this.#mustRun('-C', served, 'config', 'http.receivepack', 'true');
    const work = await this.#commit(LARGE_BODY);
    await this.#mustRun('-C', work, 'push', '-q', served, 'HEAD:refs/heads/main');
  }

  async download(passage: Passage) {
    const work = this.#newFolder();
    const ended = await this.#clone(passage, REPOSITORY, work);
    const body = ended.code === 0 ? readFileSync(join(work, FILE)) : Buffer.alloc(0);
    return { status: statusOf(ended), body, said: ended.stderr };
  }

  async missing(passage: Passage) {
    const ended = await this.#clone(passage, 'missing.git', this.#newFolder());
    return { status: statusOf(ended), body: Buffer.alloc(0), said: ended.stderr };
  }

  async upload(passage: Passage, body: Buffer) {
    const work = await this.#commit(body);
    const branch = `refs/heads/${randomUUID()}`;
    const url = `${passage.origin}/git/${REPOSITORY}`;
    const ended = await this.#run('-C', work, ...passageOptions(passage), 'push', '-q', url, `HEAD:${branch}`);
    const served = join(this.#stage.repositories, REPOSITORY);
    const arrived = await this.#run('-C', served, 'cat-file', 'blob', `${branch}:${FILE}`);
    return { status: statusOf(ended), body: arrived.stdout, said: ended.stderr };
  }

  async [Symbol.asyncDispose]() {}

  #clone(passage: Passage, repository: string, into: string): Promise<Ended> {
    return this.#run(...passageOptions(passage), 'clone', '-q', `${passage.origin}/git/${repository}`, into);
  }

  /** A repository with one commit of one file; the path of its folder. */
  async #commit(content: Buffer): Promise<string> {
    const work = this.#newFolder();
    await this.#mustRun('init', '-q', '-b', 'main', work);
    writeFileSync(join(work, FILE), content);
    await this.#mustRun('-C', work, 'add', FILE);
    await this.#mustRun('-C', work, 'commit', '-q', '-m', 'large');
    return work;
  }

  #newFolder(): string {
    const path = join(this.#stage.folder.path, randomUUID());
    mkdirSync(path);
    return path;
  }

  #run(...args: readonly string[]): Promise<Ended> {
    return runProgram(this.#program, args, { env: ENVIRONMENT });
  }

  async #mustRun(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await this.#run(...args);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  }
}

export const gitClient: ClientProgram = {
  name: 'git',
  ways: [...BY_HTTP, ...BY_SOCKS5],
  refusal: {
    HTTP: /returned error: 407/,
    CONNECT: /\b407\b/,
    SOCKS5: /rejected by the SOCKS5 server/,
  },
  async open(stage) {
    const program = await ensureProgram('git');
    const client = new GitClient(program, await versionOf(program), stage);
    await client.prepare();
    return client;
  },
};
