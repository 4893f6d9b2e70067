/** Two judges, so that the second can confirm what the first found. */
import { readFileSync } from 'node:fs';
import type { JudgeSettings } from '@atlantic/contract/supply/settings.ts';
import { makeCertificate } from '@atlantic/tests/kit/certificate.ts';
import { startChild } from '@atlantic/tests/kit/child.ts';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { firstLine } from '../egress/first-line.ts';

const PROGRAM = new URL('judging.ts', import.meta.url).pathname;
const START_SECONDS = 10;

export interface Judges extends AsyncDisposable {
  readonly settings: readonly JudgeSettings[];
  /** The port of somebody who speaks TLS and is no judge, where intercepting proxies lead to; 0 without TLS. */
  readonly stranger: number;
}

/** PEM. */
interface Pair {
  readonly certificate: string;
  readonly key: string;
}

async function makePair(): Promise<Pair> {
  using folder = temporaryFolder('fleet');
  const { certificateFile, keyFile } = await makeCertificate(folder.path);
  return { certificate: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}

/** `tls`: the first judge has a page by https too. */
export async function startJudges(tls: boolean): Promise<Judges> {
  await using children = new AsyncDisposableStack();
  const start = async (pair?: Pair) => {
    const child = children.use(startChild(process.execPath, [PROGRAM, ...(pair ? [JSON.stringify(pair)] : [])]));
    const { bound, tlsBound } = JSON.parse(await firstLine(child, 'the judge', START_SECONDS));
    const plain: JudgeSettings = { url: `http://${bound}/`, format: 'atlantic' };
    return pair ? { ...plain, tlsUrl: `https://${tlsBound}/`, ca: pair.certificate } : plain;
  };
  const settings = await Promise.all([start(tls ? await makePair() : undefined), start()]);
  const stranger = tls ? await start(await makePair()) : undefined;
  const owned = children.move();
  return {
    settings,
    stranger: stranger?.tlsUrl === undefined ? 0 : Number(new URL(stranger.tlsUrl).port),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
